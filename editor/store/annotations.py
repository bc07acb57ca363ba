"""The remarks of critics, with what the writer decided about each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from editor.core.annotations import Anchor, DismissReason, Remark, RemarkState
from editor.store.database import Database
from editor.store.hashing import storable
from editor.store.keeping import keeping
from editor.store.tables import RemarkRow, hashed

_COLUMNS = RemarkRow.metadata.tables["remark"].columns


class Remarks:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, remarks: Sequence[Remark]) -> tuple[Remark, ...]:
        """Keeps new remarks and gives them back with their ids, which are never used twice; the ids given are ignored."""
        with keeping(self._database) as kept:
            last = kept.connection.execute(select(func.max(RemarkRow.id))).scalar() or 0
            added = tuple(replace(remark, id=ident) for ident, remark in enumerate(remarks, last + 1))
            kept.put(RemarkRow, [_row(remark) for remark in added])
        return added

    def update(self, remarks: Iterable[Remark]) -> None:
        """Puts remarks in the place of those of the same ids: decided on, or moved with their text."""
        rows = [_row(remark) for remark in remarks]
        with keeping(self._database) as kept:
            kept.put(RemarkRow, rows)

    def of_paragraph(self, paragraph: int) -> tuple[Remark, ...]:
        """In the order in which they came."""
        return self._found(col(RemarkRow.paragraph) == paragraph)

    def all(self) -> tuple[Remark, ...]:
        return self._found()

    def _found(self, *wanted: Any) -> tuple[Remark, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).where(*wanted).order_by(col(RemarkRow.id)))
            return tuple(_remark(row) for row in rows.mappings())


def _row(remark: Remark) -> dict[str, Any]:
    anchor = remark.anchor
    return hashed(
        RemarkRow,
        id=remark.id,
        paragraph=remark.paragraph,
        critic=storable(remark.critic),
        quote=storable(anchor.quote) if anchor else None,
        start=anchor.start if anchor else None,
        stop=anchor.end if anchor else None,
        issue=storable(remark.issue),
        why=storable(remark.why),
        suggestion=storable(remark.suggestion),
        confidence=None if remark.confidence is None else float(remark.confidence),
        state=remark.state.value,
        reason=remark.reason.value if remark.reason else None,
        created_ms=remark.created_ms,
        origin_call=remark.origin_call,
    )


def _remark(row: Any) -> Remark:
    same = ("id", "paragraph", "critic", "issue", "why", "suggestion", "confidence", "created_ms", "origin_call")
    return Remark(
        **{name: row[name] for name in same},
        anchor=None if row["quote"] is None else Anchor(row["quote"], row["start"], row["stop"]),
        state=RemarkState(row["state"]),
        reason=None if row["reason"] is None else DismissReason(row["reason"]),
    )
