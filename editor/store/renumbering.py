"""A draft of which nothing but the number of its format is wrong: a few bits in the header, and whole tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from editor.core.errors import DraftDamaged
from editor.store.connecting import connect_reading
from editor.store.draft_file import SCHEMA
from editor.store.drafts import DraftStore
from editor.store.faults import must_be_file, told_plainly
from editor.store.formats import shape_of, shapes
from editor.store.snapshots import a_new_copy, opened_or_discarded
from editor.store.verifying import verify_file

_NUMBER_AT = 60
"""Bytes into the file lies the user version (sqlite.org/fileformat2.html, 1.3)."""


def renumbered(path: Path, fresh: Path) -> DraftStore:
    """The draft at `path` with the right number, at `fresh`, where nothing may lie. Raises a FileError; nothing lies at
    `fresh` then.

    A file that seems to be of the present format, and lacks what came with it, has lost more than a number.
    """
    must_be_file(path)
    with a_new_copy(fresh, path):
        with told_plainly(path):
            _copy(path, fresh)
        if problems := verify_file(fresh):
            raise DraftDamaged("The draft is damaged", problems[0])
    return opened_or_discarded(fresh)


def _copy(path: Path, fresh: Path) -> None:
    with closing(connect_reading(path)) as connection:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        right = _number_of(connection)
        if right is None or number in {right, SCHEMA}:
            raise DraftDamaged("The draft is damaged", f"In {path.name} more than the number of its format is wrong.")
        connection.execute("VACUUM INTO ?", (str(fresh),))
    with fresh.open("r+b") as file:
        file.seek(_NUMBER_AT)
        file.write(right.to_bytes(4, "big"))


def _number_of(connection: sqlite3.Connection) -> int | None:
    found = shape_of(connection)
    return next((number for number, shape in shapes().items() if shape == found), None)
