"""What the pad shows and says, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class PadTurn:
    """A finished turn; never edited afterwards."""

    number: int
    when: str
    """When it was written, ready to show."""
    seconds: int
    words: int
    text: str


@dataclass(frozen=True, slots=True)
class PadView:
    """The pad of one paragraph."""

    paragraph: int
    """The paragraph's id."""
    point: str = ""
    """The paragraph's point in one line."""
    turns: tuple[PadTurn, ...] = ()


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
    BELL = "bell"


@dataclass(frozen=True, slots=True)
class PadEnd:
    """The turn is over, with its whole text."""

    paragraph: int
    text: str
    elapsed_ms: int
    ended_by: PadEnding


def count_words(text: str) -> int:
    return len(text.split())
