"""What a card shows of a remark: the remark, what was said about it since, and wordings that were asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from editor.ui.desk.context_line import ContextView


class RemarkState(Enum):
    OPEN = "open"
    AGREED = "agreed"
    DONE = "done"
    DISMISSED = "dismissed"
    LOST = "lost"
    """Its quote is no longer in the text."""


class DismissReason(Enum):
    WRONG = "wrong"
    TASTE = "taste"
    LATER = "later"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class TurnView:
    """A line of the writer's and what the critic answered."""

    line: str
    stand: str
    """ "The critic holds", ready to show."""
    reason: str
    note: str = ""
    """Why a concession weighs little; empty for every other answer."""


@dataclass(frozen=True, slots=True)
class RemarkView:
    """One remark, ready to show."""

    remark: int
    """The remark's id."""
    critic: str
    quote: str
    issue: str
    why: str = ""
    suggestion: str = ""
    state: RemarkState = RemarkState.OPEN
    agreement: str = ""
    """"2 of 3 critics" when others remark on the same quote."""
    note: str = ""
    """A word about its state: "taste", or where the quote went."""
    misquoted: str = ""
    """What it quotes that is not in the text, in a sentence of ours."""
    joined: bool = False
    """It follows another on the same words."""
    whole: bool = False
    """It is about the draft as a whole."""
    revising: bool = False
    """The writer is at it: Ctrl+Return says that it is done."""
    arguable: bool = False
    """Its critic can answer; one that follows rules cannot."""
    thread: tuple[TurnView, ...] = ()
    wordable: bool = False
    """A wording of its words can be asked for."""
    wordings: tuple[str, ...] = ()
    """A model's words, each."""
    brings: tuple[str, ...] = ()
    """For each wording what it brings that is not in the writer's text, in a sentence; empty where it brings nothing."""
    asking: str = ""
    """What is being asked for at this moment."""
    trouble: str = ""
    """Why the last thing that was asked for did not come, in a sentence."""
    context: ContextView = field(default_factory=ContextView)
    """How much more can be said in the argument about it."""

    @property
    def is_decided(self) -> bool:
        return self.state not in (RemarkState.OPEN, RemarkState.AGREED)


@dataclass(frozen=True, slots=True)
class Dismissal:
    remark: int
    reason: DismissReason


@dataclass(frozen=True, slots=True)
class Objection:
    """What the writer says against a remark."""

    remark: int
    line: str


@dataclass(frozen=True, slots=True)
class NoteWish:
    """About the hand-off note of an argument."""

    remark: int
    write: bool
    """One is to be written; else the kept one is to be looked at."""


def spoken(view: RemarkView) -> str:
    """The card as one sentence, for a screen reader."""
    about = f"about “{view.quote}”" if view.quote else ""
    parts = [f"{view.critic}, {state_words(view)}", view.agreement, about]
    parts += [view.issue, view.why, view.misquoted, f"What to do: {view.suggestion}" if view.suggestion else ""]
    for turn in view.thread:
        parts += [f"You: {turn.line}", f"{turn.stand}: {turn.reason}" if turn.reason else turn.stand, turn.note]
    parts += [view.asking, view.trouble, view.context.words]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def words_of(issue: str, why: str, suggestion: str) -> str:
    """What is copied of a remark: what its critic said, without the writer's own words that it is about."""
    return "\n".join(part for part in (issue, why, suggestion) if part)


def state_words(view: RemarkView) -> str:
    words = "no longer in the text" if view.state is RemarkState.LOST else view.state.value
    return f"{words}: {view.note}" if view.note else words


def shown_state(view: RemarkView) -> str:
    """What is written beside the critic; an open card needs no word, a lost one has a heading above it."""
    if view.revising:
        return "being revised"
    if view.state is RemarkState.LOST:
        return view.note
    return "" if view.state is RemarkState.OPEN else state_words(view)
