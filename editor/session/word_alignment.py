"""Which words of one text are those of another, in order: what stayed while paragraphs came, went and were rewritten.

Three words in a row that stand exactly once in both texts belong together, whatever stands around them. The longest
chain of such places that runs forwards in both is the frame; what lies between two of them is looked at in the same way,
and in the end word by word. It is the idea of Bram Cohen's "patience diff", with words for lines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_IN_A_ROW = 3
_MOST_PAIRS = 250_000
"""Of words old and new, beyond which a stretch without a frame counts as changed as a whole: the window waits."""


class Alike(NamedTuple):
    """Words that are the same in both texts."""

    old: int
    """The first of them in the old text; and in the new one."""
    new: int
    length: int
    """In words."""


def alike(old: Sequence[str], new: Sequence[str]) -> list[Alike]:
    """The stretches that both have, from the start to the end; no two of them touch in both texts."""
    found: list[Alike] = []
    # A stack, the first stretch on top: recursion could be as deep as the text is long.
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        low, high, new_low, new_high = waiting.pop()
        head = _common(old, new, low, new_low, min(high - low, new_high - new_low))
        _add(found, Alike(low, new_low, head))
        low, new_low = low + head, new_low + head
        if low == high or new_low == new_high:
            continue
        tail = _common(old[low:high][::-1], new[new_low:new_high][::-1], 0, 0, min(high - low, new_high - new_low))
        if tail:
            waiting.append((high - tail, high, new_high - tail, new_high))
        high, new_high = high - tail, new_high - tail
        if low == high or new_low == new_high:
            continue
        frame = _frame(old, new, low, high, new_low, new_high)
        if not frame:
            for one in _word_by_word(old, new, low, high, new_low, new_high):
                _add(found, one)
            continue
        ends = [*frame, (high, new_high)]
        begins = [(low, new_low), *frame]
        for (start, new_start), (stop, new_stop) in reversed(list(zip(begins, ends, strict=True))):
            waiting.append((start, stop, new_start, new_stop))
    return found


def _add(found: list[Alike], one: Alike) -> None:
    if not one.length:
        return
    if found and (found[-1].old + found[-1].length, found[-1].new + found[-1].length) == one[:2]:
        one = Alike(found[-1].old, found[-1].new, found.pop().length + one.length)
    found.append(one)


def _common(old: Sequence[str], new: Sequence[str], low: int, new_low: int, most: int) -> int:
    return next((at for at in range(most) if old[low + at] != new[new_low + at]), most)


def _frame(
    old: Sequence[str], new: Sequence[str], low: int, high: int, new_low: int, new_high: int
) -> list[tuple[int, int]]:
    """Places of words that begin a row found once in both stretches, forwards in both."""
    there = _once(new, new_low, new_high)
    pairs = [(place, there[row]) for row, place in _once(old, low, high).items() if row in there]
    return _forwards(sorted(pairs))


def _once(words: Sequence[str], low: int, high: int) -> dict[tuple[str, ...], int]:
    """Every row of words that stands there once, and where."""
    found: dict[tuple[str, ...], int] = {}
    again = set()
    for place in range(low, high - _IN_A_ROW + 1):
        row = tuple(words[place : place + _IN_A_ROW])
        if row in found:
            again.add(row)
        found[row] = place
    return {row: place for row, place in found.items() if row not in again}


def _forwards(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs in which the second place grows with the first."""
    least: list[int] = []  # the second place of the best chain's last pair, by the chain's length
    last: list[int] = []  # that pair's number
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(least, place)
        before.append(last[length - 1] if length else -1)
        least[length : length + 1] = [place]
        last[length : length + 1] = [number]
    chain = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _word_by_word(
    old: Sequence[str], new: Sequence[str], low: int, high: int, new_low: int, new_high: int
) -> list[Alike]:
    if (high - low) * (new_high - new_low) > _MOST_PAIRS:
        return []
    matcher = SequenceMatcher(None, old[low:high], new[new_low:new_high], autojunk=False)
    return [Alike(low + at, new_low + other, size) for at, other, size in matcher.get_matching_blocks() if size]
