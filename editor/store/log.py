"""The log of edits, and the keyframes that save folding it from the start.

Edits are appended and never altered. Keyframes can be made anew from them, so old ones are thinned out by number: one
stays while it is younger than ten times the lowest set bit of its number, about forty of a thousand. Those that the
edits before them do not lead to, the first and one after a loss, stay for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select
from sqlmodel import col

from editor.store.hashing import as_json, storable
from editor.store.keeping import Keeping
from editor.store.tables import EditRow, KeyframeRow, hashed

START, FOLD, HEALED = "start", "fold", "healed"


def append_edits(connection: Connection, records: Sequence[dict[str, Any]]) -> None:
    """Each record as `editor.core.rows.edit_row` made it, "n" being its place."""
    if records:
        rows = [hashed(EditRow, seq=record["n"], row=as_json(_bare(record))) for record in records]
        connection.execute(insert(EditRow), rows)


def _bare(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "kind"}


def append_keyframe(kept: Keeping, seq: int, document: dict[str, Any], cause: str) -> None:
    """`document` as `Document.keyframe` gave it after record `seq`."""
    number = (kept.connection.execute(select(func.max(KeyframeRow.number))).scalar() or 0) + 1
    text = document["text"]
    shape = {key: value for key, value in document.items() if key != "text"}
    if storable(text) != text:
        shape["text"] = text  # half a character cannot be stored bare, and no edit may be lost for it
    row = hashed(KeyframeRow, number=number, seq=seq, cause=cause, text=storable(text), shape=as_json(shape))
    kept.put(KeyframeRow, [row])
    folded = select(col(KeyframeRow.number)).where(col(KeyframeRow.cause) == FOLD)
    kept.take(KeyframeRow, [old for old in kept.connection.execute(folded).scalars() if not stays(old, number)])


def stays(number: int, last: int) -> bool:
    """Whether a copy is kept when the newest has number `last`. By number and not by the clock, which may jump."""
    return last - number < 10 * (number & -number)
