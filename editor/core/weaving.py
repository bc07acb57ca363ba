"""A model's wording put in the place of a passage: what both have in common stays as it was, whosever it is.

The two are compared word by word. Where fewer than three words are left alone between two changes, these count as
changed too: otherwise blanks and every "the" would flatter the writer's share. What the program itself replaces at the
writer's word counts as the writer's, and there, for the same reason, every word and stem is left alone that can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from editor.core.runs import Fragment

KEPT_BETWEEN_WORDS = 3
_STEM_LETTERS = 3
"""Two words begin or end with fewer letters alike by chance."""
_MOST_TOKENS = 4_000
"""Comparing two chapters would keep the writer waiting; above this the new wording takes the place of all of it."""
_TOKEN = re.compile(r"\w+(?:['’]\w+)*|\s+|[^\w\s]|_")
_Tokens = Sequence[str]


@dataclass(frozen=True, slots=True)
class Change:
    start: int
    """Code points from the start of the passage, as the changes before this one left it."""
    removed: int
    """Code points."""
    inserted: Fragment


def replaced(old: str, new: Fragment) -> tuple[Change, ...]:
    """The changes that make `new` of `old`, in order, every word and stem that both have left alone."""
    changes: list[Change] = []
    shift = 0  # by how much the changes before have moved what follows
    for part in woven(old, new, kept_between=1):
        at = part.start - shift
        gone, come = old[at : at + part.removed], part.inserted.text
        low = _alike(gone, come)
        high = _alike(gone[low:][::-1], come[low:][::-1])
        inserted = part.inserted.slice(low, len(come) - high)
        changes.append(Change(part.start + low, len(gone) - low - high, inserted))
        shift += len(come) - len(gone)
    return tuple(changes)


def _alike(one: str, other: str) -> int:
    """How many letters both begin with; none where they are too few for a stem."""
    alike = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return alike if alike >= _STEM_LETTERS else 0


def woven(old: str, new: Fragment, kept_between: int = KEPT_BETWEEN_WORDS) -> tuple[Change, ...]:
    """The changes that make `new` of `old`, in order; none where they are the same.

    `kept_between`: so many words are left alone between two changes; fewer count as changed.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new.text)
    if len(before) + len(after) > _MOST_TOKENS:
        return (Change(0, len(old), new),)
    old_ends, new_ends = [0, *accumulate(map(len, before))], [0, *accumulate(map(len, after))]
    changes: list[Change] = []
    shift = 0
    for low, high, first, last in _changed(before, after, kept_between):
        start, stop, begin, end = old_ends[low], old_ends[high], new_ends[first], new_ends[last]
        changes.append(Change(start + shift, stop - start, new.slice(begin, end)))
        shift += (end - begin) - (stop - start)
    return tuple(changes)


def _changed(before: _Tokens, after: _Tokens, kept_between: int) -> Iterator[tuple[int, int, int, int]]:
    """From and to of what differs, in tokens of the old and of the new text."""
    low = first = 0
    for at, to, size in _equal(before, after, kept_between):
        if at > low or to > first:
            yield low, at, first, to
        low, first = at + size, to + size


def _equal(before: _Tokens, after: _Tokens, kept_between: int) -> Iterator[tuple[int, int, int]]:
    """What stays: where in either, and how many tokens; the last is empty and stands at both ends."""
    for at, to, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        at_an_end = (at == to == 0) or (at + size == len(before) and to + size == len(after))
        if at_an_end or sum(token[0].isalnum() for token in before[at : at + size]) >= kept_between:
            yield at, to, size
