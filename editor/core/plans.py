"""Paragraphs that are planned: a point in one line, and where among the written ones it is to stand.

A plan stands behind a paragraph. That paragraph may be taken away, so a plan knows some of those above it as well, and
stands behind the nearest that is still there. Its rank orders it among all plans, so that those that come to stand in one
place keep their order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

KIND = "plan"
"""Of the attachment of a planned paragraph."""
POINT_KIND = "point"
"""Of the one that holds the point of a written paragraph; its id is the paragraph's."""
LONGEST_POINT = 300
KNOWN_ABOVE = 8
"""Paragraphs that a plan knows."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a paragraph is to say, in one line."""

    words: str
    model: str = ""
    """The model that proposed it; empty where the writer had the thought."""
    call: str = ""
    """The id of that call."""

    def as_row(self) -> dict[str, Any]:
        return {"point": self.words, "model": self.model, "call": self.call}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Point:
        """Raises KeyError where it is none."""
        return cls(str(row["point"]), str(row["model"]), str(row["call"]))


@dataclass(frozen=True, slots=True)
class Plan:
    id: str
    point: Point
    above: tuple[int, ...] = ()
    """Ids of the paragraphs above it, the nearest first; none where it stands before all."""
    rank: float = 0.0
    paragraph: int | None = None
    """The paragraph that it became; None as long as nothing was written."""

    def as_row(self) -> dict[str, Any]:
        return {**self.point.as_row(), "above": list(self.above), "rank": self.rank, "became": self.paragraph}

    @classmethod
    def from_row(cls, ident: str, row: Mapping[str, Any]) -> Plan:
        """Raises KeyError, TypeError or ValueError where it is none."""
        became = row["became"]
        return cls(
            id=ident,
            point=Point.from_row(row),
            above=tuple(int(one) for one in row["above"]),
            rank=float(row["rank"]),
            paragraph=None if became is None else int(became),
        )

    def place(self, index_of: Callable[[int], int | None]) -> int:
        """How many paragraphs stand before it. `index_of` gives the index of a paragraph, None where it is gone."""
        found = (index_of(ident) for ident in self.above)
        return next((index + 1 for index in found if index is not None), 0)


def one_line(words: str) -> str:
    """A point as it is kept."""
    return " ".join(words.split())[:LONGEST_POINT]


def rank_between(before: float | None, after: float | None) -> float:
    """A rank between two neighbours, of which each may be missing."""
    if before is None:
        return 0.0 if after is None else after - 1.0
    return before + 1.0 if after is None else (before + after) / 2
