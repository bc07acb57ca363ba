"""Two texts compared without a name, three times, with their sides changed.

Whoever reads two texts prefers the first one a little, most where they are close, as two versions of one paragraph are.
So only a choice that survives the change of sides counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class ThreeTimes(Generic[T]):
    """Asks about `one` and `other`, which differ; `turned` is the lot that says who stands first at first."""

    def __init__(self, one: T, other: T, turned: bool) -> None:
        first = (other, one) if turned else (one, other)
        self.pairs: tuple[tuple[T, T], ...] = (first, (first[1], first[0]), first)
        """Left and right, for each time of asking."""
        self.choices: list[T | None] = []
        """None where the reader saw no difference."""

    @property
    def is_over(self) -> bool:
        return len(self.choices) == len(self.pairs)

    def choose(self, side: int) -> None:
        """1 is the left one, 2 the right one, 0 neither."""
        left, right = self.pairs[len(self.choices)]
        self.choices.append((None, left, right)[side])

    @property
    def chosen(self) -> T | None:
        """The one that was chosen each time; None where none was."""
        return self.choices[0] if self.is_over and len(set(self.choices)) == 1 else None


def answers_in_words(choices: Sequence[str | None]) -> str:
    """ "the present text, the present text, neither": in the order of asking."""
    return ", ".join(one or "neither" for one in choices)
