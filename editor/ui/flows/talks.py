"""A conversation with a model as the window knows it: what of it goes along, and the hand-off notes kept for it."""

from __future__ import annotations

from dataclasses import dataclass

from editor.core import handoff
from editor.core.handoff import Handoff
from editor.core.origins import OriginKind
from editor.protocol.handoff_messages import TalkMeasured, TalkRow
from editor.protocol.pad_messages import PadSoFar, TurnSoFar
from editor.session.draft_session import DraftSession
from editor.ui.desk.context_line import ContextView
from editor.ui.desk.model_box import Whom


@dataclass(frozen=True, slots=True)
class Talk:
    row: TalkRow
    of: str
    """Its name, as `core.handoff` makes it."""
    whom: Whom
    upto: int
    """Its last turn, which a note would stand for with all before it."""


def pad_so_far(session: DraftSession, paragraph: int, point: str, *, with_text: bool) -> PadSoFar:
    """What a model is told of a pad: the note that is in use, and the turns since."""
    note = note_in_use(session, handoff.pad_of(paragraph))
    since = note.upto if note else 0
    turns = [one for one in session.pads.of(paragraph) if one.id > since and one.ended_ms is not None]
    told = tuple(TurnSoFar(one.text, one.origin.kind is OriginKind.MODEL) for one in turns if one.text.strip())
    return PadSoFar(paragraph, point, told, with_text, note.text if note else "")


def notes_of(session: DraftSession, of: str) -> list[tuple[str, Handoff]]:
    """With their ids, in the order in which they were written."""
    return handoff.handoffs_of(session.attachments.of(handoff.KIND), of)


def note_in_use(session: DraftSession, of: str) -> Handoff | None:
    return handoff.in_use(notes_of(session, of))


def note_to_open(session: DraftSession, of: str) -> tuple[str, Handoff] | None:
    """The one that waits for a yes, else the one in use."""
    notes = notes_of(session, of)
    waiting = [one for one in notes if not one[1].in_use]
    used = [one for one in notes if one[1] == handoff.in_use(notes)]
    found = waiting or used
    return found[-1] if found else None


def context_view(session: DraftSession, of: str, measured: TalkMeasured | None, *, has_turns: bool) -> ContextView:
    """`has_turns`: something was said that a note could stand for."""
    found = note_to_open(session, of)
    name = "" if found is None else "Hand-off note" if found[1].in_use else "Hand-off note, not in use"
    if measured is None or measured.percent is None or measured.room is None:
        return ContextView(note=name)
    explanation = (
        f"Of what was said here {measured.model} is told up to {measured.room:,} tokens; {measured.said:,} are used, "
        "counted upwards. What no longer fits is not told"
    )
    return ContextView(f"{measured.percent} % of context left", explanation, measured.is_low and has_turns, name)
