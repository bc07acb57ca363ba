"""What is kept of the argument about a remark: its turns, and the hand-off note that stands for the older ones."""

from __future__ import annotations

from editor.core import handoff
from editor.core.arguing import Turn
from editor.llm.argument_prompts import Argument
from editor.services.opening import Opening
from editor.services.remark_desk import RemarkDesk, kept_of

KIND = "argument"


def turns_of(opening: Opening, remark: int) -> dict[int, Turn]:
    """By number. One that a later version wrote in another shape is left where it is."""
    turns = {}
    for number, one in kept_of(opening, KIND, remark).items():
        try:
            turns[number] = Turn.from_row(one.row or {})
        except (KeyError, TypeError, ValueError):
            continue
    return turns


def argument_of(opening: Opening, desk: RemarkDesk) -> Argument:
    """As a model is told of it."""
    attached = opening.draft.store.attachments.of(handoff.KIND)
    note = handoff.in_use(handoff.handoffs_of(attached, handoff.argument_of(desk.remark.id)))
    since = note.upto if note else 0
    turns = tuple(turn for number, turn in turns_of(opening, desk.remark.id).items() if number > since)
    return Argument(desk.critic, desk.text, desk.remark, turns, note.text if note else "")
