"""From which words of the old text those of the new one come, wherever they stand now.

Looking only forwards takes the common end of two paragraphs that changed places for words that stayed, and gives one
writer's words to the other. So the longest stretches are given away first, each word once; of two that are as long, the
one whose line has more in common, then the one that stayed. It is the idea of Michael Wise's "greedy string tiling". A
stretch ends with its line and its sentence: else the end of one would take the first words of the next along.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heapify, heappop, heappush

from editor.session.word_alignment import Alike

_IN_A_ROW = 3
_MOST_PLACES = 20
"""Of the same row of words in a text; one that stands there more often tells nothing of where it comes from."""
_SENTENCE_END = re.compile("[.!?…\u3002\uff01\uff1f][\"'”’»)\\]]*$")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts."""

    words: Sequence[str]
    """Without the white space behind them."""
    lines: Sequence[int]
    """The number of the line of each word."""
    sentences: Sequence[int]

    @classmethod
    def of(cls, words: Sequence[str]) -> Side:
        """`words` have the white space behind them."""
        bare, lines, sentences = [word.rstrip() for word in words], [], []
        line = sentence = 0
        for word, it in zip(words, bare, strict=True):
            lines.append(line)
            sentences.append(sentence)
            line += "\n" in word
            sentence += "\n" in word or _SENTENCE_END.search(it) is not None
        return cls(bare, lines, sentences)


def sources(old: Side, new: Side, stayed: Mapping[int, int]) -> dict[int, int]:
    """For words of the new text the one of the old that it was; no two were the same one.

    `stayed` says it of words that seem to stand where they stood, and decides where nothing else does.
    """
    whole, found = list(_equal_lines(old, new)), list(_matches(old, new))
    words = _words_of_lines(old), _words_of_lines(new)

    @cache
    def similarity(line: int, other: int) -> int:
        """Of two lines, in thousandths."""
        mine, theirs = words[0][line], words[1][other]
        return 2_000 * (mine & theirs).total() // (mine.total() + theirs.total())

    def ranked(one: Alike, context: int, *, is_line: bool) -> tuple[tuple[int, ...], Alike]:
        lines = similarity(old.lines[one.old], new.lines[one.new])
        return (-is_line, -one.length, -context, -lines, stayed.get(one.new) != one.old, one.old, one.new), one

    waiting = [ranked(one, one.length, is_line=True) for one in whole]
    waiting += [ranked(part, one.length, is_line=False) for one in found for part in _sentences(old, new, one)]
    heapify(waiting)
    given = _Given()
    while waiting:
        rank, one = heappop(waiting)
        for part in given.free(one):
            if part == one:
                given.give(one)
            elif part.length >= _IN_A_ROW and not rank[0]:
                heappush(waiting, ranked(part, part.length, is_line=False))
    for one in sorted(found, key=lambda one: -one.length):
        given.fill(one)
    return given.source


class _Given:
    def __init__(self) -> None:
        self.source: dict[int, int] = {}
        self._taken: set[int] = set()

    def give(self, one: Alike) -> None:
        for at in range(one.length):
            self.source[one.new + at] = one.old + at
            self._taken.add(one.old + at)

    def free(self, one: Alike) -> Iterable[Alike]:
        """What of it is not given away yet, in either text."""
        are_free = [not self._is_given(one.old + at, one.new + at) for at in range(one.length)]
        parts, start = [], 0
        for at, is_free in enumerate((*are_free, False)):
            if not is_free:
                if at > start:
                    parts.append(Alike(one.old + start, one.new + start, at - start))
                start = at + 1
        return parts

    def fill(self, one: Alike) -> None:
        """Short sentences and ends beside what was given away already, to the same neighbour."""
        for step, places in ((-1, range(one.length)), (1, range(one.length - 1, -1, -1))):
            for at in places:
                old, new = one.old + at, one.new + at
                if not self._is_given(old, new) and self.source.get(new + step) == old + step:
                    self.give(Alike(old, new, 1))

    def _is_given(self, old: int, new: int) -> bool:
        return new in self.source or old in self._taken


def _equal_lines(old: Side, new: Side) -> Iterator[Alike]:
    there = defaultdict(list)
    for start, words in _lines(old):
        there[words].append(start)
    again = defaultdict(list)
    for start, words in _lines(new):
        if words in there:
            again[words].append(start)
    for words, places in again.items():
        if len(there[words]) * len(places) <= _MOST_PLACES:
            pairs = [(place, other) for place in there[words] for other in places]
        else:
            pairs = list(zip(there[words], places, strict=False))
        yield from (Alike(place, other, len(words)) for place, other in pairs)


def _lines(side: Side) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where each line begins, and its words."""
    start = 0
    for at in range(1, len(side.words) + 1):
        if at == len(side.words) or side.lines[at] != side.lines[start]:
            yield start, tuple(side.words[start:at])
            start = at


def _words_of_lines(side: Side) -> dict[int, Counter[str]]:
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for word, line in zip(side.words, side.lines, strict=True):
        found[line][word] += 1
    return found


def _matches(old: Side, new: Side) -> Iterator[Alike]:
    """Every stretch of a line that could be no longer."""
    there = _rows(old)
    ends: dict[int, int] = {}  # by how far the two are apart: where the last stretch ended in the new text
    for row, places in _rows(new).items():
        if len(places) > _MOST_PLACES or len(there.get(row, ())) > _MOST_PLACES:
            there.pop(row, None)
    for other in range(len(new.words) - _IN_A_ROW + 1):
        for place in there.get(tuple(new.words[other : other + _IN_A_ROW]), ()):
            if new.lines[other] != new.lines[other + _IN_A_ROW - 1] or other < ends.get(other - place, 0):
                continue
            one = _widened(old, new, place, other)
            ends[other - place] = one.new + one.length
            yield one


def _rows(side: Side) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(side.words) - _IN_A_ROW + 1):
        if side.lines[place] == side.lines[place + _IN_A_ROW - 1]:
            found.setdefault(tuple(side.words[place : place + _IN_A_ROW]), []).append(place)
    return found


def _widened(old: Side, new: Side, place: int, other: int) -> Alike:
    line, other_line = old.lines[place], new.lines[other]

    def is_same(at: int) -> bool:
        here, there = place + at, other + at
        if not (0 <= here < len(old.words) and 0 <= there < len(new.words)):
            return False
        return (old.lines[here], new.lines[there]) == (line, other_line) and old.words[here] == new.words[there]

    low, high = 0, _IN_A_ROW
    while is_same(low - 1):
        low -= 1
    while is_same(high):
        high += 1
    return Alike(place + low, other + low, high - low)


def _sentences(old: Side, new: Side, one: Alike) -> Iterator[Alike]:
    """Its parts that are of one sentence in both texts, but for the short ones."""
    start = 0
    for at in range(1, one.length + 1):
        if at == one.length or (old.sentences[one.old + at], new.sentences[one.new + at]) != (
            old.sentences[one.old + start],
            new.sentences[one.new + start],
        ):
            if at - start >= _IN_A_ROW:
                yield Alike(one.old + start, one.new + start, at - start)
            start = at
