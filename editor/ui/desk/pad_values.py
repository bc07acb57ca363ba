"""What the pad shows and says, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class PadTurn:
    """A turn of the writer's or of a model; never edited once it has ended."""

    number: int
    when: str
    """When it was written, ready to show."""
    seconds: int
    words: int
    text: str
    ident: int = 0
    model: str = ""
    """The model that wrote it; empty where the writer did."""
    cost: str = ""
    """What a model's turn has cost, ready to show; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class PadSpark:
    """A phrase of a turn that the writer put at the top of the notes."""

    ident: str
    phrase: str
    source: str
    """ "turn 2, claude-opus-5-5"."""
    turn: int
    """Id of the turn."""
    start: int
    stop: int
    """Code points of the turn's text."""


@dataclass(frozen=True, slots=True)
class PadView:
    """The pad of one paragraph."""

    paragraph: int
    """The paragraph's id."""
    point: str = ""
    """The paragraph's point in one line."""
    turns: tuple[PadTurn, ...] = ()
    sparks: tuple[PadSpark, ...] = ()
    is_told: bool = True
    """Whether the turns of former sittings are among them."""


@dataclass(frozen=True, slots=True)
class PadChoices:
    """How the writer wants to write."""

    minutes: int | None = 5
    """How long the timer runs; None for no timer."""
    words_wanted: int = 600
    no_going_back: bool = False
    """Backspace and delete do nothing, and the caret stays at the end."""
    turn_about: bool = False
    """When the writer's turn is over a model takes the next."""
    hide: bool = False
    """The model writes while the writer does, and is shown afterwards."""


@dataclass(frozen=True, slots=True)
class PadStart:
    """The writer begins a turn."""

    paragraph: int
    minutes: int | None
    """How long the timer runs; None for no timer."""
    words_wanted: int


@dataclass(frozen=True, slots=True)
class PadText:
    """The whole text of the running turn after a change."""

    paragraph: int
    text: str


class PadEnding(Enum):
    WRITER = "writer"
    """Turn over."""
    BELL = "bell"
    LEFT = "left"
    """By Escape, or because the writer went elsewhere; nobody goes on."""


@dataclass(frozen=True, slots=True)
class PadEnd:
    """The turn is over, with its whole text."""

    paragraph: int
    text: str
    elapsed_ms: int
    ended_by: PadEnding


@dataclass(frozen=True, slots=True)
class SparkWish:
    """A stretch that is marked in a turn, to be made a spark."""

    turn: int
    start: int
    stop: int
    """Code points of the turn's text."""


def count_words(text: str) -> int:
    return len(text.split())
