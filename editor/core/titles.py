"""Candidates for a title, and their blind comparison.

Two at a time, without names: every pair is asked twice, the second time with the sides changed, because whoever reads
two titles prefers the first one a little. What was chosen both times counts as a choice; anything else as none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from editor.core.attachments import Attachment
from editor.core.marks import BlockKind
from editor.core.origins import TYPED, Origin
from editor.core.paragraph_row import Paragraph
from editor.core.rows import origin_from, origin_row

TITLE = "title"
"""The kind of attachment that candidates are kept as."""
COMPARISON = "comparison"
"""The kind of attachment that a finished comparison is kept as."""
MOST = 5
"""Candidates in one comparison: twenty questions. More would be answered without reading."""
LONGEST = 300
"""Characters of a title."""
_ATX = re.compile(r" {0,3}#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_SETEXT = re.compile(r" {0,3}(\S.*?)[ \t]*\n {0,3}=+[ \t]*$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Candidate:
    id: int
    text: str
    """One line."""
    origin: Origin = TYPED

    def __post_init__(self) -> None:
        if not self.text or self.text != one_line(self.text):
            raise ValueError("a title is one line of words")

    def as_row(self) -> dict[str, Any]:
        return {"text": self.text, "origin": origin_row(self.origin)}


def one_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST].rstrip()


def candidates_in(attachments: Iterable[Attachment]) -> Iterator[Candidate]:
    """Those that this version can read; what a newer one wrote is passed over."""
    for one in attachments:
        if one.kind == TITLE and one.row is not None:
            with suppress(KeyError, ValueError, TypeError):
                yield Candidate(int(one.id), str(one.row["text"]), origin_from(one.row["origin"]))


@dataclass(frozen=True, slots=True)
class Pair:
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Choice:
    pair: Pair
    chosen: int | None
    """None where the reader saw no difference."""

    def as_row(self) -> list[int | None]:
        return [self.pair.left, self.pair.right, self.chosen]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a candidate came out of a comparison."""

    candidate: int
    won: int
    """Pairs in which it was chosen both times."""
    lost: int
    undecided: int


def questions(candidates: Sequence[int], shuffled: Callable[[list[Pair]], list[Pair]]) -> tuple[Pair, ...]:
    """Every pair in an order by lot, then every pair again with its sides changed. `shuffled` draws the lots."""
    first = [Pair(*pair) for pair in combinations(shuffled_ids(candidates, shuffled), 2)]
    again = [Pair(pair.right, pair.left) for pair in first]
    return (*shuffled(first), *shuffled(again))


def shuffled_ids(candidates: Sequence[int], shuffled: Callable[[list[Pair]], list[Pair]]) -> list[int]:
    """By lot too, so that which side comes first says nothing about who was entered first."""
    return [pair.left for pair in shuffled([Pair(one, one) for one in candidates])]


def standings(choices: Sequence[Choice]) -> tuple[Outcome, ...]:
    """The one that won most first; of equals the one that lost less."""
    answers: dict[frozenset[int], list[int | None]] = {}
    for one in choices:
        answers.setdefault(frozenset((one.pair.left, one.pair.right)), []).append(one.chosen)
    counts: dict[int, list[int]] = {}
    for pair, chosen in answers.items():
        winner = chosen[0] if len(set(chosen)) == 1 else None
        for ident in pair:
            count = counts.setdefault(ident, [0, 0, 0])
            count[2 if winner is None else 0 if winner == ident else 1] += 1
    made = (Outcome(ident, *count) for ident, count in counts.items())
    return tuple(sorted(made, key=lambda one: (-one.won, one.lost, one.candidate)))


@dataclass(frozen=True, slots=True)
class TitlePlace:
    """text[start:stop] of the draft is the title; both are equal where there is none yet. Code points."""

    start: int
    stop: int
    before: str = ""
    after: str = ""
    """What has to stand around a title that is put in where there was none."""


def place_of_title(paragraphs: Sequence[Paragraph]) -> TitlePlace:
    """The first heading of the first rank; without one, before everything but front matter."""
    start = top = 0
    for item in paragraphs:
        if item.kind is BlockKind.HEADING:
            found = _ATX.match(item.text) or _SETEXT.match(item.text)
            if found is not None:
                return TitlePlace(start + found.start(1), start + found.end(1))
        start += len(item.text)
        if item.kind is BlockKind.FRONT_MATTER:
            top = start
    return TitlePlace(top, top, "# ", "\n\n")
