"""What is kept beside a remark: the argument about it, and wordings that were asked for."""

from __future__ import annotations

from collections.abc import Iterator

from editor.core.arguing import Echo, Stand, Turn
from editor.core.attachments import Attachment
from editor.core.origins import Origin, OriginKind
from editor.protocol.critique_messages import ArgumentRow, WordingRow
from editor.session.draft_session import DraftSession
from editor.ui.desk.remark_values import TurnView

ARGUMENT, WORDING = "argument", "wording"
_STANDS = {Stand.HOLD: "The critic holds", Stand.CONCEDE: "The critic concedes", Stand.UNREAD: "The critic answered"}
_ECHOES = {
    Echo.EMPTY: "Conceded without a reason. Models give in easily; weigh it accordingly.",
    Echo.LINE: "Conceded without a new reason: it repeats your line. Models give in easily; weigh it accordingly.",
    Echo.EARLIER: "Conceded without a new reason: it repeats what it had said before. Weigh it accordingly.",
}


def take_turn(session: DraftSession, row: ArgumentRow, paragraph: int) -> None:
    """Takes in what the worker has kept already."""
    echo = Echo(row.echo) if row.echo else None
    turn = Turn(row.line, Stand(row.stand), row.reason, echo, row.model, row.provider, row.call, row.when_ms)
    kept = Attachment(ARGUMENT, f"{row.remark}-{row.turn}", paragraph or None, turn.as_row(), row.when_ms)
    session.attachments.adopt([kept])


def take_wording(session: DraftSession, row: WordingRow, paragraph: int) -> None:
    """Takes in what the worker has kept already."""
    said = {
        "quote": row.quote,
        "text": row.text,
        "provider": row.provider,
        "model": row.model,
        "call": row.call,
        "when_ms": row.when_ms,
    }
    kept = Attachment(WORDING, f"{row.remark}-{row.number}", paragraph or None, said, row.when_ms)
    session.attachments.adopt([kept])


def turns_of(session: DraftSession, remark: int) -> tuple[Turn, ...]:
    """In their order. One that a later version wrote in another shape is passed over."""
    turns = []
    for one in _of(session, ARGUMENT, remark):
        try:
            turns.append(Turn.from_row(one.row or {}))
        except (KeyError, TypeError, ValueError):
            continue
    return tuple(turns)


def last_number(session: DraftSession, remark: int) -> int:
    """The number of the last turn; 0 where there is none."""
    return max(map(_number, _of(session, ARGUMENT, remark)), default=0)


def turn_views(turns: tuple[Turn, ...]) -> tuple[TurnView, ...]:
    return tuple(
        TurnView(turn.line, _STANDS[turn.stand], turn.reason, _ECHOES[turn.echo] if turn.echo else "") for turn in turns
    )


def wordings_of(session: DraftSession, remark: int) -> tuple[str, ...]:
    """A model that says that words cannot help gives none."""
    texts = (str((one.row or {}).get("text", "")) for one in _of(session, WORDING, remark))
    return tuple(text for text in texts if text)


def said_by_models(session: DraftSession) -> Iterator[tuple[str, Origin]]:
    """Every reason and wording, with whose words they are."""
    for kind, field in ((ARGUMENT, "reason"), (WORDING, "text")):
        for one in session.attachments.of(kind):
            row = one.row or {}
            if words := str(row.get(field, "")):
                yield words, _origin(kind, row)


def _origin(kind: str, row: object) -> Origin:
    known = row if isinstance(row, dict) else {}
    return Origin(
        OriginKind.MODEL,
        actor=str(known.get("model", "")),
        provider=str(known.get("provider", "")),
        purpose=kind,
        prompt=str(known.get("call", "")),
        when_ms=int(known.get("when_ms", 0)),
    )


def _of(session: DraftSession, kind: str, remark: int) -> list[Attachment]:
    found = [one for one in session.attachments.of(kind) if one.id.partition("-")[0] == str(remark)]
    return sorted(found, key=_number)


def _number(one: Attachment) -> int:
    number = one.id.partition("-")[2]
    return int(number) if number.isdecimal() else 0
