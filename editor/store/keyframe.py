"""The first screen, read with the standard library alone, so that the window opens without the worker.

The newest keyframe says what the document was; the edits after it bring it to the last one folded, and the journal to
the last one typed. Only what is read here is checked; `verify` checks everything.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.journal.places import is_draft_id
from editor.store.draft_file import check_identity, damaged, parsed, reading
from editor.store.hashing import row_hash
from editor.store.minutes import credited

UNDO_TAIL = 500
"""Edits before the keyframe that the first undo steps may need; older ones are read when they are wanted."""

REQUIRED_NOTES = ("id", "folded_n")

EditRecord = dict[str, Any]
_EDITS_AFTER = "SELECT seq, row, hash FROM edit WHERE seq > ? ORDER BY seq"
_EDITS_BEFORE = """
    SELECT seq, row, hash FROM edit
    WHERE seq < :seq AND seq > coalesce((SELECT max(seq) FROM keyframe WHERE cause = 'healed' AND seq < :seq), -1)
    ORDER BY seq DESC LIMIT :limit
"""
"""Those before a hole that a keyframe healed do not fit the text behind it, and undo must not reach them."""
_KEYFRAMES = "SELECT number, seq, cause, text, shape, hash FROM keyframe ORDER BY number DESC"


@dataclass(frozen=True, slots=True)
class Keyframe:
    number: int
    seq: int
    """The last record it contains."""
    document: dict[str, Any]
    """As `Document.keyframe` gave it."""


@dataclass(frozen=True, slots=True)
class Opening:
    draft_id: str
    folded_n: int
    """The last record of the journal that this file contains."""
    keyframe_n: int
    document_keyframe: dict[str, Any]
    edits: tuple[EditRecord, ...]
    """To be applied to the keyframe, in order; `editor.core.rows.edit_from` reads them."""
    undo_tail: tuple[EditRecord, ...]
    """Up to 500 edits before the keyframe, in order."""
    minutes: dict[int, dict[str, int]]
    """Credited milliseconds by paragraph and lane, for the first screen, as the ledger adds them up."""
    versions: dict[int | None, int]
    """Number of kept versions by paragraph; None is the whole draft."""
    meta: dict[str, Any]
    """Everything else kept once a draft: created_ms, text_file, profile and what a caller put there."""

    @property
    def text_format(self) -> dict[str, Any]:
        """How the text file is written: bom, newline, encoding."""
        found = self.meta.get("format")
        return found if isinstance(found, dict) else {}

    @property
    def caret(self) -> int:
        """Code points from the start of the draft, as last recorded; it may lie behind the end."""
        found = self.meta.get("caret")
        return found if isinstance(found, int) else 0


def read_opening(path: Path) -> Opening:
    """What the window shows first. Never changes the file.

    Raises FileUnreadable, DraftForeign, DraftNewer, DraftDamaged, DraftLocked.
    """
    with reading(path) as connection:
        return _opening(connection, path)


def read_whole(path: Path) -> tuple[Opening, tuple[list[Any], ...]]:
    """The same with the rows of `ledger_rows`, of one moment. Raises as `read_opening` does."""
    with reading(path) as connection:
        connection.execute("BEGIN")
        return _opening(connection, path), _ledger(connection, path)


def _opening(connection: sqlite3.Connection, path: Path) -> Opening:
    check_identity(connection, path)
    meta = read_meta(connection, path)
    keyframe = newest_keyframe(connection, path)
    return Opening(
        draft_id=str(meta["id"]),
        folded_n=int(meta["folded_n"]),
        keyframe_n=keyframe.seq,
        document_keyframe=keyframe.document,
        edits=edits_after(connection, path, keyframe.seq),
        undo_tail=_edits_before(connection, path, keyframe.seq + 1, UNDO_TAIL),
        minutes=credited(connection),
        versions=dict(connection.execute("SELECT paragraph, count(*) FROM version GROUP BY paragraph")),
        meta=meta,
    )


def draft_id_in(path: Path) -> str:
    """The id that the file carries. Raises as `read_opening` does."""
    return reach_in(path)[0]


def reach_in(path: Path) -> tuple[str, int]:
    """The id that the file carries, and the last record of the journal that it contains. Raises as `read_opening`."""
    with reading(path) as connection:
        check_identity(connection, path)
        meta = read_meta(connection, path)
        return str(meta["id"]), int(meta["folded_n"])


def older_edits(path: Path, before_seq: int, limit: int) -> tuple[EditRecord, ...]:
    """The last `limit` edits before number `before_seq` and behind the last hole before it, in order.

    Raises as `read_opening` does.
    """
    with reading(path) as connection:
        check_identity(connection, path)
        return _edits_before(connection, path, before_seq, limit)


def ledger_rows(path: Path) -> tuple[list[Any], ...]:
    """Every row of the ledger, in order, as `editor.core.credits.from_row` reads them. Raises as `read_opening`."""
    with reading(path) as connection:
        check_identity(connection, path)
        return _ledger(connection, path)


def _ledger(connection: sqlite3.Connection, path: Path) -> tuple[list[Any], ...]:
    return tuple(parsed(row, path) for (row,) in connection.execute("SELECT row FROM credit ORDER BY number"))


def read_meta(connection: sqlite3.Connection, path: Path) -> dict[str, Any]:
    meta = {}
    for key, value, digest in connection.execute("SELECT key, value, hash FROM draft"):
        if row_hash("draft", key, value) != digest:
            raise damaged(path, f"what is noted as {key!r}")
        meta[key] = parsed(value, path)
    sound = meta.keys() >= set(REQUIRED_NOTES) and is_draft_id(str(meta["id"])) and type(meta["folded_n"]) is int
    if not sound:
        raise damaged(path, "the note of what it contains")
    return meta


def newest_keyframe(connection: sqlite3.Connection, path: Path) -> Keyframe:
    """Raises DraftDamaged where it does not agree with its hash; an older one may still be good."""
    row = connection.execute(_KEYFRAMES).fetchone()
    if row is None:
        raise damaged(path, "the text")
    keyframe = sound_keyframe(*row)
    if keyframe is None:
        raise damaged(path, "the newest copy of the text")
    return keyframe


def sound_keyframe(*row: Any) -> Keyframe | None:
    """The keyframe in a row (number, seq, cause, text, shape, hash), or None where the hash does not agree."""
    number, seq, cause, text, shape, digest = row
    if row_hash("keyframe", number, seq, cause, text, shape) != digest:
        return None
    return Keyframe(number, seq, {"text": text, **json.loads(shape)})


def edits_after(connection: sqlite3.Connection, path: Path, seq: int) -> tuple[EditRecord, ...]:
    return tuple(_sound_edits(connection.execute(_EDITS_AFTER, (seq,)), path))


def _edits_before(connection: sqlite3.Connection, path: Path, seq: int, limit: int) -> tuple[EditRecord, ...]:
    return tuple(_sound_edits(connection.execute(_EDITS_BEFORE, {"seq": seq, "limit": limit}), path))[::-1]


def _sound_edits(rows: sqlite3.Cursor, path: Path) -> Iterator[EditRecord]:
    for seq, row, digest in rows:
        if row_hash("edit", seq, row) != digest:
            raise damaged(path, f"change {seq}")
        yield parsed(row, path)
