"""The text out of a draft that does not open any more, as far as it can be read.

First by way of SQLite (a damaged page elsewhere leaves the text readable), then out of the bare pages. The file is only
read. What comes back may lack the end or the newest changes; the journal and the snapshots may know more.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from editor.core.document import Document
from editor.core.errors import NOT_A_RECORD, EditRefused
from editor.core.rows import edit_from
from editor.store.connecting import connect_reading
from editor.store.hashing import row_hash
from editor.store.keyframe import Keyframe, sound_keyframe
from editor.store.pagescan import FoundRow, rows_in

_UNREADABLE = (sqlite3.Error, OSError, EditRefused, *NOT_A_RECORD)
_HASH = "sha256:"


def rescue_text(path: Path) -> str | None:
    """The newest text that can be read from a draft in any state, or None. Never raises for what is in the file."""
    return _by_database(path) or _by_pages(path)


def _by_database(path: Path) -> str | None:
    try:
        with closing(connect_reading(path)) as connection:
            connection.text_factory = lambda data: data.decode("utf-8", "replace")
            return _text(_keyframes(connection), _edits(connection))
    except _UNREADABLE:
        return None


def _keyframes(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    cursor = connection.execute("SELECT number, seq, cause, text, shape, hash FROM keyframe")
    return list(_as_far_as_possible(cursor))


def _edits(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return list(_as_far_as_possible(connection.execute("SELECT seq, row, hash FROM edit")))


def _as_far_as_possible(cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    while True:
        try:
            row = cursor.fetchone()
        except sqlite3.Error:
            return
        if row is None:
            return
        yield row


def _by_pages(path: Path) -> str | None:
    keyframes, edits = [], []
    try:
        for found in rows_in(path):
            if _ends_with_hash(found, 6):
                keyframes.append((found.rowid, *found.values[1:]))
            elif _ends_with_hash(found, 3):
                edits.append((found.rowid, *found.values[1:]))
    except OSError:
        return None
    return _text(keyframes, edits)


def _ends_with_hash(found: FoundRow, columns: int) -> bool:
    """A row of an integer key, then text at the places of the tables that hold the text."""
    values = found.values
    if len(values) != columns or values[0] is not None:
        return False
    if columns == 6:
        # The hash lies behind the text, so it is lost first; the cause is the mark that stays.
        return values[2] in ("start", "fold", "healed") and isinstance(values[3], str)
    return isinstance(values[1], str) and isinstance(values[2], str) and values[2].startswith(_HASH)


def _text(keyframes: Iterable[tuple[Any, ...]], edits: Iterable[tuple[Any, ...]]) -> str | None:
    """The newest sound keyframe with the sound edits after it; else the newest text that lies there bare."""
    newest_first = sorted((row for row in keyframes if _is_number(row[1])), key=lambda row: row[1], reverse=True)
    for row in newest_first:
        try:
            keyframe = sound_keyframe(*row)
            if keyframe:
                return _folded(keyframe, edits)
        except _UNREADABLE:
            continue
    return next((row[3] for row in newest_first if isinstance(row[3], str) and row[3]), None)


def _folded(keyframe: Keyframe, edits: Iterable[tuple[Any, ...]]) -> str:
    document = Document.from_keyframe(keyframe.document)
    after = {row[0]: row for row in edits if _is_number(row[0]) and row[0] > keyframe.seq}
    for seq in sorted(after):
        _, text, digest = after[seq]
        if row_hash("edit", seq, text) != digest:
            break
        try:
            document.apply(edit_from(json.loads(text)))
        except _UNREADABLE:
            break
    return document.text()


def _is_number(value: object) -> bool:
    return isinstance(value, int)
