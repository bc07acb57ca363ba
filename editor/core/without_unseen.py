"""Takes what nobody sees out of words that keep their origins."""

from __future__ import annotations

from collections.abc import Sequence

from editor.core.runs import Fragment, joined, parted
from editor.core.unseen import unseen


def without_unseen(fragment: Fragment) -> Fragment:
    """The same words without them; every other character keeps its origin."""
    return without(fragment, unseen(fragment.text))


def without(fragment: Fragment, places: Sequence[int]) -> Fragment:
    """Without the characters at `places`, in code points and in order."""
    kept = [(low + 1, high) for low, high in zip((-1, *places), (*places, len(fragment.text)), strict=True)]
    lengths = [length for start, stop in kept for length in (stop - start, 1)][:-1]
    runs = [piece for number, piece in enumerate(parted(fragment.runs, lengths)) if number % 2 == 0]
    return Fragment("".join(fragment.text[start:stop] for start, stop in kept), joined(runs))
