"""A spark: a phrase in a turn of the pad that the writer wants to think on from.

It is a pointer at the words and not the words: nothing of it stands in the draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KIND = "spark"
"""Of its attachment."""


@dataclass(frozen=True, slots=True)
class Spark:
    turn: int
    """Id of the turn."""
    start: int
    stop: int
    """Code points of the turn's text."""
    phrase: str
    """The words as they stand there, to be recognised by; a turn is never edited, so they stay."""

    @classmethod
    def at(cls, turn: int, text: str, start: int, stop: int) -> Spark | None:
        """Of text[start:stop] without the white space around it; None where no word is left."""
        phrase = text[start:stop]
        start += len(phrase) - len(phrase.lstrip())
        phrase = phrase.strip()
        return cls(turn, start, start + len(phrase), phrase) if phrase else None

    def as_row(self) -> dict[str, Any]:
        return {"turn": self.turn, "start": self.start, "stop": self.stop, "phrase": self.phrase}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Spark:
        """Raises KeyError, ValueError or TypeError for anything that `as_row` did not give."""
        return cls(int(row["turn"]), int(row["start"]), int(row["stop"]), str(row["phrase"]))
