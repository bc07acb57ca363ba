"""Everything that models said in a draft, wherever it is kept: replies to calls, remarks, turns in pads, text put in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import col

from editor.core.errors import NOT_A_RECORD
from editor.core.misquoting import parted
from editor.core.origins import OriginKind
from editor.core.rows import edit_from, origin_from
from editor.store.database import Database
from editor.store.draft_file import parsed
from editor.store.tables import CallRow, EditRow, PadTurnRow, RemarkRow

_NAMES_A_MODEL = f'%"{OriginKind.MODEL.value}"%'


@dataclass(frozen=True, slots=True)
class Saying:
    text: str
    model: str
    """As it named itself; empty where that is not known."""
    purpose: str
    when_ms: int | None
    """UTC, milliseconds since 1970."""
    call: str
    """Id of the request it answered; empty where there was none."""
    provider: str = ""


class Said:
    def __init__(self, database: Database) -> None:
        self._database = database

    def amount(self) -> tuple[int, ...]:
        """Numbers that change when a model has said something more; cheap to ask for. Without what was put in."""
        with self._database.reading() as connection:
            asked = (
                select(func.count(), func.coalesce(func.sum(func.length(col(CallRow.reply))), 0)),
                select(func.coalesce(func.max(col(RemarkRow.id)), 0)),
                select(func.count(col(PadTurnRow.id)), func.coalesce(func.sum(func.length(col(PadTurnRow.text))), 0)),
            )
            return tuple(int(number) for one in asked for number in connection.execute(one).one())

    def beside(self) -> Iterator[Saying]:
        """What was said beside the draft, in no order; the same words may come more than once."""
        with self._database.reading() as connection:
            calls = connection.execute(
                select(
                    col(CallRow.id),
                    col(CallRow.reply),
                    col(CallRow.model),
                    col(CallRow.purpose),
                    col(CallRow.wall_ms),
                    col(CallRow.provider),
                )
            )
            by_id = {row.id: row for row in calls}
            for row in by_id.values():
                yield Saying(row.reply, row.model, row.purpose, row.wall_ms, row.id, row.provider)
            remarks = select(
                col(RemarkRow.issue), col(RemarkRow.why), col(RemarkRow.suggestion), col(RemarkRow.origin_call)
            )
            for issue, why, suggestion, call in connection.execute(remarks.where(col(RemarkRow.origin_call) != "")):
                of = by_id.get(call)
                text = "\n".join((issue, parted(why)[0], suggestion))
                model, when_ms, provider = (of.model, of.wall_ms, of.provider) if of else ("", None, "")
                yield Saying(text, model, "critique", when_ms, call, provider)
            turns = select(col(PadTurnRow.text), col(PadTurnRow.origin), col(PadTurnRow.started_ms))
            for text, origin_row, started_ms in connection.execute(turns):
                origin = origin_from(parsed(origin_row, self._database.path))
                if origin.kind is OriginKind.MODEL:
                    purpose = origin.purpose or "association"
                    yield Saying(text, origin.actor, purpose, started_ms, origin.prompt, origin.provider)

    def put_in(self, after_seq: int) -> Iterator[Saying]:
        """What of models' text was put into the draft by edits after number `after_seq`, also where it is gone again."""
        edits = select(col(EditRow.row)).where(col(EditRow.seq) > after_seq, col(EditRow.row).like(_NAMES_A_MODEL))
        with self._database.reading() as connection:
            for (row,) in connection.execute(edits):
                yield from put_in_by(parsed(row, self._database.path))

    def sent(self, call: str) -> str:
        """What was sent with a call; empty where it is not known."""
        with self._database.reading() as connection:
            found = connection.execute(select(col(CallRow.sent)).where(col(CallRow.id) == call)).scalar()
            return str(found or "")


def put_in_by(record: dict[str, object]) -> Iterator[Saying]:
    """The text of models in what an edit put in. A row that is no edit is for `verifying` to tell."""
    try:
        fragment = edit_from(record).inserted
    except NOT_A_RECORD:
        return
    position = 0
    for run in fragment.runs:
        text, position = fragment.text[position : position + run.length], position + run.length
        if run.origin.kind is OriginKind.MODEL:
            origin = run.origin
            yield Saying(text, origin.actor, origin.purpose, origin.when_ms, origin.prompt)
