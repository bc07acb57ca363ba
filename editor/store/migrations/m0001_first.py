"""The first schema. Frozen: what comes later is a file of its own."""

from __future__ import annotations

import sqlite3

VERSION = 1

_STATEMENTS = (
    "PRAGMA application_id = 1346456649",
    "CREATE TABLE draft (key TEXT NOT NULL, value TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (key))",
    "CREATE TABLE edit (seq INTEGER NOT NULL, row TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (seq))",
    """CREATE TABLE keyframe (
        number INTEGER NOT NULL, seq INTEGER NOT NULL, cause TEXT NOT NULL, text TEXT NOT NULL,
        shape TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (number))""",
    """CREATE TABLE credit (
        number INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, paragraph INTEGER, lane TEXT, ms INTEGER,
        row TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (number))""",
    "CREATE INDEX credit_sums ON credit (kind, paragraph, lane, ms)",
    """CREATE TABLE version (
        id INTEGER NOT NULL, name TEXT NOT NULL, paragraph INTEGER, seq INTEGER NOT NULL, wall_ms INTEGER NOT NULL,
        text TEXT NOT NULL, runs TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (id))""",
    """CREATE TABLE remark (
        id INTEGER NOT NULL, paragraph INTEGER NOT NULL, critic TEXT NOT NULL, quote TEXT, start INTEGER, stop INTEGER,
        issue TEXT NOT NULL, why TEXT NOT NULL, suggestion TEXT NOT NULL, confidence REAL, state TEXT NOT NULL,
        reason TEXT, created_ms INTEGER NOT NULL, origin_call TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (id))""",
    "CREATE INDEX remark_paragraph ON remark (paragraph, state)",
    """CREATE TABLE call (
        id TEXT NOT NULL, wall_ms INTEGER NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL, purpose TEXT NOT NULL,
        sent TEXT NOT NULL, reply TEXT NOT NULL, tokens TEXT NOT NULL, cost TEXT NOT NULL, status TEXT NOT NULL,
        duration_ms INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (id))""",
    """CREATE TABLE pad_turn (
        id TEXT NOT NULL, paragraph INTEGER NOT NULL, author TEXT NOT NULL, origin TEXT NOT NULL,
        started_ms INTEGER NOT NULL, ended_ms INTEGER, words INTEGER NOT NULL, text TEXT NOT NULL, hash TEXT NOT NULL,
        PRIMARY KEY (id))""",
    "CREATE INDEX pad_turn_paragraph ON pad_turn (paragraph, started_ms)",
    """CREATE TABLE other (
        n INTEGER NOT NULL, kind TEXT NOT NULL, row TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (n))""",
    "PRAGMA user_version = 1",
)


def migrate(connection: sqlite3.Connection) -> None:
    """From an empty file to version 1, inside the caller's transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
