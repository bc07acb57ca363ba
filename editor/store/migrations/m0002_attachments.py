"""A table for what is attached to the draft beside its text. Frozen: what comes later is a file of its own."""

from __future__ import annotations

import sqlite3

VERSION = 2

_STATEMENTS = (
    """CREATE TABLE attachment (
        key TEXT NOT NULL, paragraph INTEGER, row TEXT, changed_ms INTEGER NOT NULL, hash TEXT NOT NULL,
        PRIMARY KEY (key))""",
    "PRAGMA user_version = 2",
)


def migrate(connection: sqlite3.Connection) -> None:
    """From version 1 to version 2, inside the caller's transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
