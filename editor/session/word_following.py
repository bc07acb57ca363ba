"""Which words stayed where they were, and which stand elsewhere now, after another program changed a text.

What stayed is found forwards and then held against where each word came from: a model's words never become the
writer's, nor the writer's a model's, because two paragraphs begin or end alike. In doubt a word is nobody's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from editor.session.word_alignment import Alike, alike
from editor.session.word_sources import Side, sources

_LEAST_KEPT = 3
"""Words between two changes: fewer go with them. A sentence written anew is not the old one for its "the" and "of"."""
_LEAST_MOVED = 8
"""Words that take their origins along though they are no whole line: fewer may have been said twice."""


def followed(before: Sequence[str], after: Sequence[str]) -> tuple[list[Alike], list[Alike]]:
    """The stretches that stay, from the start to the end: all but short ones between two changes that are no lines of
    their own; and those that moved, by their place in the new text. Words have the white space behind them."""
    old, new = Side.of(before), Side.of(after)
    stayed = {one.new + at: one.old + at for one in alike(old.words, new.words) for at in range(one.length)}
    found = sources(old, new, stayed)
    steady = _with_what_fits(_steady(old, new, stayed, found), found)
    kept = [one for one in _stretches(steady) if _stays(before, after, one)]
    still = {one.new + at for one in kept for at in range(one.length)}
    gone = {one.old + at for one in kept for at in range(one.length)}
    rest = {there: here for there, here in found.items() if there not in still and here not in gone}
    return kept, [one for one in _stretches(rest) if _moves(before, after, one)]


def _steady(old: Side, new: Side, stayed: Mapping[int, int], found: Mapping[int, int]) -> dict[int, int]:
    """Of the words that seem to have stayed those of which nothing says that they went elsewhere or came from there:
    neither they themselves nor, where they are too few to be followed, the lines they stand in."""
    gone = set(found.values())
    lines = {(old.lines[here], new.lines[there]) for there, here in found.items()}
    left, entered = {line for line, _ in lines}, {line for _, line in lines}
    unsure = {there: here for there, here in stayed.items() if there not in found and here not in gone}
    before = _borders(unsure, sorted(unsure), found, (-1, -1))
    behind = _borders(unsure, sorted(unsure, reverse=True), found, (len(old.words), len(new.words)))
    steady = {there: here for there, here in stayed.items() if found.get(there) == here}
    for there, here in unsure.items():
        pair = old.lines[here], new.lines[there]
        is_in_its_line = pair in lines or (pair[0] not in left and pair[1] not in entered)
        if is_in_its_line or (there in before and there in behind):
            steady[there] = here
    return steady


def _with_what_fits(steady: Mapping[int, int], found: Mapping[int, int]) -> dict[int, int]:
    """Looking forwards may have missed words that stayed between others that did; the longest stretches first."""
    pairs, places = dict(steady), sorted(steady)
    rest = _stretches({there: here for there, here in found.items() if there not in steady})
    for one in sorted(rest, key=lambda one: -one.length):
        at = bisect_left(places, one.new)
        is_behind = at == 0 or pairs[places[at - 1]] < one.old
        if is_behind and (at == len(places) or one.old < pairs[places[at]]):
            news = range(one.new, one.new + one.length)
            pairs.update(zip(news, range(one.old, one.old + one.length), strict=True))
            places[at:at] = news
    return pairs


def _borders(unsure: Mapping[int, int], order: Iterable[int], found: Mapping[int, int], end: tuple[int, int]) -> set[int]:
    """Those that follow, one by one, on words whose place is sure, or on the end of the text."""
    step = -1 if end == (-1, -1) else 1
    sure: set[int] = set()
    for there in order:
        here, beside = unsure[there] + step, there + step
        if (here, beside) == end or found.get(beside) == here or (unsure.get(beside) == here and beside in sure):
            sure.add(there)
    return sure


def _stretches(pairs: Mapping[int, int]) -> list[Alike]:
    """New place to old place, as stretches in the order of the new text."""
    found: list[Alike] = []
    for there in sorted(pairs):
        here = pairs[there]
        last = found[-1] if found else None
        if last is not None and (last.old + last.length, last.new + last.length) == (here, there):
            found[-1] = Alike(last.old, last.new, last.length + 1)
        else:
            found.append(Alike(here, there, 1))
    return found


def _stays(before: Sequence[str], after: Sequence[str], one: Alike) -> bool:
    is_first = one.old == 0 == one.new
    is_last = one.old + one.length == len(before) and one.new + one.length == len(after)
    return one.length >= _LEAST_KEPT or is_first or is_last or _is_lines(before, one.old, one.length)


def _moves(before: Sequence[str], after: Sequence[str], one: Alike) -> bool:
    is_whole = _is_lines(before, one.old, one.length) or _is_lines(after, one.new, one.length)
    return one.length >= _LEAST_MOVED or (one.length >= _LEAST_KEPT and is_whole)


def _is_lines(words: Sequence[str], low: int, length: int) -> bool:
    starts = low == 0 or "\n" in words[low - 1]
    return starts and (low + length == len(words) or "\n" in words[low + length - 1])
