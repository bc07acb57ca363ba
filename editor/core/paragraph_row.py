"""The row of paragraphs of a draft, found by place or by id without walking it.

Paragraphs lie in chunks that know their sums, so that a million words cost a key no more than two thousand: finding a
place looks at some dozen chunks, then at one chunk. Lengths are kept in code points (ours) and UTF-16 units (Qt's).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, takewhile
from typing import overload

from editor.core.marks import BlockKind, Mark
from editor.core.runs import Fragment, Runs

CHUNK = 128
"""A chunk holds up to twice as many, so that one paragraph more does not leave a crumb behind."""


class Measure(IntEnum):
    CODE_POINTS = 0
    UTF16 = 1


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    mark: Mark
    text: str
    """`mark.length` code points, trailing blank lines included."""
    runs: Runs

    @property
    def id(self) -> int:
        return self.mark.id

    @property
    def kind(self) -> BlockKind:
        return self.mark.kind

    @property
    def body(self) -> str:
        """The text without the blank lines around it."""
        return self.text.strip("\r\n")

    @property
    def fragment(self) -> Fragment:
        return Fragment(self.text, self.runs)


class _Chunk:
    __slots__ = ("_ends", "items", "lengths", "sums")

    def __init__(self, items: list[Paragraph]) -> None:
        self.items = items
        self.lengths = ([item.mark.length for item in items], [utf16_length(item.text) for item in items])
        self.sums = [sum(lengths) for lengths in self.lengths]
        self._ends: list[list[int] | None] = [None, None]

    def ends(self, measure: Measure) -> list[int]:
        """Where each paragraph ends, from the start of the chunk."""
        ends = self._ends[measure]
        if ends is None:
            ends = self._ends[measure] = list(accumulate(self.lengths[measure]))
        return ends

    def put(self, inner: int, paragraph: Paragraph) -> None:
        """Replaces one paragraph."""
        self.items[inner] = paragraph
        for measure, length in enumerate((paragraph.mark.length, utf16_length(paragraph.text))):
            self.sums[measure] += length - self.lengths[measure][inner]
            self.lengths[measure][inner] = length
            self._ends[measure] = None

    def splice(self, low: int, high: int, paragraphs: Sequence[Paragraph]) -> None:
        """Puts `paragraphs` in the place of those from `low` up to `high`; only these are measured."""
        self.items[low:high] = paragraphs
        fresh = ([item.mark.length for item in paragraphs], [utf16_length(item.text) for item in paragraphs])
        for measure, lengths in enumerate(self.lengths):
            self.sums[measure] += sum(fresh[measure]) - sum(lengths[low:high])
            lengths[low:high] = fresh[measure]
            self._ends[measure] = None


class ParagraphRow(Sequence[Paragraph]):
    """A sequence of paragraphs with unique ids."""

    def __init__(self, paragraphs: Iterable[Paragraph] = ()) -> None:
        items = list(paragraphs)
        self._chunks = _chunks(items) or [_Chunk([])]
        self._count = len(items)
        self._home: dict[int, _Chunk] = {item.mark.id: chunk for chunk in self._chunks for item in chunk.items}

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Paragraph]:
        for chunk in self._chunks:
            yield from chunk.items

    def has(self, ident: int) -> bool:
        """Whether a living paragraph has this id."""
        return ident in self._home

    @overload
    def __getitem__(self, index: int) -> Paragraph: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Paragraph, ...]: ...
    def __getitem__(self, index: int | slice) -> Paragraph | tuple[Paragraph, ...]:
        if isinstance(index, slice):
            low, high, step = index.indices(self._count)
            if step != 1:
                raise ValueError("paragraphs are taken in one stretch")
            return self._between(low, high)
        if index < 0:
            index += self._count
        chunk, inner = self._chunk_at(index)
        return chunk.items[inner]

    def total(self, measure: Measure = Measure.CODE_POINTS) -> int:
        return sum(chunk.sums[measure] for chunk in self._chunks)

    def by_id(self, ident: int) -> Paragraph:
        """KeyError where no living paragraph has this id. Costs the same in a draft of any length, unlike its place."""
        return next(item for item in self._home[ident].items if item.mark.id == ident)

    def index_of(self, ident: int) -> int:
        """The place of a paragraph in the row; KeyError where no living paragraph has this id."""
        home = self._home[ident]
        before = sum(len(chunk.items) for chunk in takewhile(lambda one: one is not home, self._chunks))
        return before + next(inner for inner, item in enumerate(home.items) if item.mark.id == ident)

    def start(self, index: int, measure: Measure = Measure.CODE_POINTS) -> int:
        """Where paragraph `index` begins; `index == len(self)` gives the end of the draft."""
        before = 0
        for chunk in self._chunks:
            if index < len(chunk.items):
                return before + (chunk.ends(measure)[index - 1] if index else 0)
            index -= len(chunk.items)
            before += chunk.sums[measure]
        return before

    def find(self, offset: int, measure: Measure = Measure.CODE_POINTS) -> tuple[int, int]:
        """The paragraph that holds the character at `offset`, and where that paragraph starts.

        An offset at a boundary belongs to the right-hand paragraph; the end of the draft to the last one.
        """
        number = start = 0
        for chunk in self._chunks:
            if offset < start + chunk.sums[measure]:
                break
            start += chunk.sums[measure]
            number += len(chunk.items)
        else:
            start -= chunk.sums[measure]
            number -= len(chunk.items)
        ends = chunk.ends(measure)
        inner = min(bisect_right(ends, offset - start), max(0, len(ends) - 1))
        return number + inner, start + (ends[inner - 1] if inner else 0)

    def replace(self, low: int, high: int, paragraphs: Sequence[Paragraph]) -> None:
        """Puts `paragraphs` in the place of those from `low` up to, not including, `high`."""
        if high - low == len(paragraphs) == 1:
            self._replace_one(low, paragraphs[0])
            return
        first, last, head, tail = self._cut(low, high)
        if first == last and 0 < len(head) + len(paragraphs) + len(tail) < 2 * CHUNK:
            self._splice(self._chunks[first], len(head), len(tail), paragraphs)
            self._count += len(paragraphs) - (high - low)
            return
        for chunk in self._chunks[first : last + 1]:
            for item in chunk.items:
                self._home.pop(item.mark.id, None)
        items = [*head, *paragraphs, *tail]
        fresh = _chunks(items)
        self._chunks[first : last + 1] = fresh
        if not self._chunks:
            self._chunks = [_Chunk([])]
        for chunk in fresh:
            for item in chunk.items:
                self._home[item.mark.id] = chunk
        self._count += len(paragraphs) - (high - low)

    def _splice(self, chunk: _Chunk, head: int, tail: int, paragraphs: Sequence[Paragraph]) -> None:
        """Replaces what lies between the first `head` and the last `tail` of a chunk that stays one."""
        stop = len(chunk.items) - tail
        for item in chunk.items[head:stop]:
            self._home.pop(item.mark.id, None)
        chunk.splice(head, stop, paragraphs)
        for item in paragraphs:
            self._home[item.mark.id] = chunk

    def _replace_one(self, index: int, paragraph: Paragraph) -> None:
        chunk, inner = self._chunk_at(index)
        old = chunk.items[inner]
        chunk.put(inner, paragraph)
        if old.mark.id != paragraph.mark.id:
            del self._home[old.mark.id]
            self._home[paragraph.mark.id] = chunk

    def _chunk_at(self, index: int) -> tuple[_Chunk, int]:
        if index < 0:
            raise IndexError(index)
        for chunk in self._chunks:
            if index < len(chunk.items):
                return chunk, index
            index -= len(chunk.items)
        raise IndexError(index)

    def _between(self, low: int, high: int) -> tuple[Paragraph, ...]:
        result: list[Paragraph] = []
        before = 0
        for chunk in self._chunks:
            if before >= high:
                break
            result += chunk.items[max(0, low - before) : max(0, high - before)]
            before += len(chunk.items)
        return tuple(result)

    def _cut(self, low: int, high: int) -> tuple[int, int, list[Paragraph], list[Paragraph]]:
        """The first and last chunk that hold low..high, and what of them stays on either side."""
        before, first = 0, 0
        while first < len(self._chunks) - 1 and before + len(self._chunks[first].items) <= low:
            before += len(self._chunks[first].items)
            first += 1
        head = self._chunks[first].items[: low - before]
        last = first
        while last < len(self._chunks) - 1 and before + len(self._chunks[last].items) < high:
            before += len(self._chunks[last].items)
            last += 1
        return first, last, head, self._chunks[last].items[high - before :]


def _chunks(items: list[Paragraph]) -> list[_Chunk]:
    if not items:
        return []
    size = -(-len(items) // max(1, len(items) // CHUNK))
    return [_Chunk(items[low : low + size]) for low in range(0, len(items), size)]
