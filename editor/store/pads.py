"""The turns of the association pads. A turn that has ended is never altered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from editor.core.origins import TYPED, Origin
from editor.core.rows import origin_from, origin_row
from editor.store.database import Database
from editor.store.draft_file import parsed
from editor.store.hashing import as_json, storable
from editor.store.keeping import Keeping
from editor.store.tables import DraftRow, PadTurnRow, hashed

CHANGED = "pad_changed"
"""The note of when turns that run, or that a kill cut off, were last written in: milliseconds since 1970 by id."""
_COLUMNS = PadTurnRow.metadata.tables["pad_turn"].columns


@dataclass(frozen=True, slots=True)
class PadTurn:
    id: str
    paragraph: int
    author: str
    """Empty for the writer; else the model as it named itself."""
    origin: Origin
    started_ms: int
    """UTC, milliseconds since 1970."""
    ended_ms: int | None
    """None while it is being written."""
    words: int
    text: str
    changed_ms: int | None = None
    """When it was last written in; None where that is not known, and once it has ended."""


def changes_in(note: object) -> dict[str, int]:
    """What the note `CHANGED` says; nothing where somebody else has made another thing of it."""
    rows = note.items() if isinstance(note, dict) else ()
    return {str(ident): moment for ident, moment in rows if type(moment) is int}


def with_change(noted: Mapping[str, int], turn: Mapping[str, Any]) -> dict[str, int]:
    """The note `CHANGED` after a turn that `put_turn` has put."""
    ident, changed = str(turn["id"]), turn.get("changed_ms")
    others = {one: moment for one, moment in noted.items() if one != ident}
    return {**others, ident: changed} if turn.get("ended_ms") is None and isinstance(changed, int) else others


def put_turn(kept: Keeping, turn: dict[str, Any]) -> None:
    """The turn of a "pad" record of the journal; the latest of an id wins until one has ended.

    Raises KeyError, ValueError or TypeError where the record is not a turn.
    """
    ended = turn.get("ended_ms")
    row = hashed(
        PadTurnRow,
        id=storable(str(turn["id"])),
        paragraph=int(turn["paragraph"]),
        author=storable(str(turn.get("author", ""))),
        origin=as_json(origin_row(origin_from(turn["origin"]) if turn.get("origin") else TYPED)),
        started_ms=int(turn["started_ms"]),
        ended_ms=None if ended is None else int(ended),
        words=int(turn["words"]),
        text=storable(str(turn["text"])),
    )
    ending = select(col(PadTurnRow.ended_ms)).where(col(PadTurnRow.id) == row["id"])
    known = kept.connection.execute(ending).first()
    if known is None or known[0] is None:
        kept.put(PadTurnRow, [row])


class Pads:
    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[PadTurn, ...]:
        """Oldest first, those of deleted paragraphs too."""
        order = (col(PadTurnRow.started_ms), col(PadTurnRow.id))
        with self._database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).order_by(*order)).mappings().all()
            note = connection.execute(select(col(DraftRow.value)).where(col(DraftRow.key) == CHANGED)).scalar()
        changed = changes_in(parsed(note, self._database.path) if note else None)
        return tuple(self._value(row, changed.get(row["id"])) for row in rows)

    def _value(self, row: Any, changed: int | None) -> PadTurn:
        values = {name: row[name] for name in row if name not in ("hash", "origin")}
        origin = origin_from(parsed(row["origin"], self._database.path))
        return PadTurn(**values, origin=origin, changed_ms=changed if row["ended_ms"] is None else None)
