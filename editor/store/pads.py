"""The turns of the association pads. A turn that has ended is never altered."""

from __future__ import annotations

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
from editor.store.tables import PadTurnRow, hashed

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
            rows = connection.execute(select(*_COLUMNS).order_by(*order))
            return tuple(self._value(row) for row in rows.mappings())

    def _value(self, row: Any) -> PadTurn:
        values = {name: row[name] for name in row if name not in ("hash", "origin")}
        return PadTurn(**values, origin=origin_from(parsed(row["origin"], self._database.path)))
