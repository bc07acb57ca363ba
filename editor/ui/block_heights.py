"""How tall every block is, kept in chunks so that no key press walks the whole draft.

A block's height is known once it was laid out and guessed from its length before. Heights are whole
pixels, so sums are exact however they are split. Looking up a place or changing one height touches one
chunk of about 256 blocks and the list of chunks (some hundred at a million words).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

_SIZE = 256

Guess = Callable[[Sequence[int]], list[int]]
"""From the lengths of blocks in characters to their likely heights in pixels."""


class _Chunk:
    __slots__ = ("heights", "laid", "lengths", "total")

    def __init__(self, heights: list[int], lengths: list[int], laid: bytearray) -> None:
        self.heights = heights
        self.lengths = lengths
        self.laid = laid
        self.total = sum(heights)


class BlockHeights:
    """Heights of the blocks of one document, in pixels, by block number."""

    def __init__(self, guess: Guess) -> None:
        self._guess = guess
        self._chunks: list[_Chunk] = []
        self._firsts: list[int] = []
        self._tops: list[int] = []
        self.count = 0
        self.total = 0
        self.reset([0])

    def reset(self, lengths: Sequence[int]) -> None:
        """Start anew with blocks of these lengths (characters), all of them guessed."""
        self._chunks = self._pieces(list(lengths), self._guess(lengths), bytearray(len(lengths)))
        self._sum()

    def guess_again(self, guess: Guess) -> None:
        """Forget every height, after the column or the font changed."""
        self._guess = guess
        for chunk in self._chunks:
            chunk.heights = guess(chunk.lengths)
            chunk.laid = bytearray(len(chunk.lengths))
            chunk.total = sum(chunk.heights)
        self._sum()

    def replace(self, first: int, removed: int, lengths: Sequence[int]) -> None:
        """Put guessed blocks of these lengths in the place of `removed` blocks from `first` on."""
        low = self._chunk_of(min(first, max(0, self.count - 1)))
        high = self._chunk_of(min(max(first, first + removed - 1), max(0, self.count - 1)))
        at = first - self._firsts[low]
        old_heights: list[int] = []
        old_lengths: list[int] = []
        old_laid = bytearray()
        for chunk in self._chunks[low : high + 1]:
            old_heights += chunk.heights
            old_lengths += chunk.lengths
            old_laid += chunk.laid
        old_heights[at : at + removed] = self._guess(lengths)
        old_lengths[at : at + removed] = lengths
        old_laid[at : at + removed] = bytearray(len(lengths))
        self._chunks[low : high + 1] = self._pieces(old_lengths, old_heights, old_laid)
        self._sum()

    def set_laid(self, number: int, height: int, length: int) -> int:
        """Record a true height. Returns how much the block grew, pixels."""
        index = self._chunk_of(number)
        chunk = self._chunks[index]
        at = number - self._firsts[index]
        grew = height - chunk.heights[at]
        chunk.laid[at] = 1
        chunk.lengths[at] = length
        if grew:
            chunk.heights[at] = height
            chunk.total += grew
            self.total += grew
            tops = self._tops
            for later in range(index + 1, len(tops)):
                tops[later] += grew
        return grew

    def unlay(self, number: int) -> None:
        """The block is not set any more; what is known of its height remains the best guess."""
        index = self._chunk_of(number)
        self._chunks[index].laid[number - self._firsts[index]] = 0

    def is_laid(self, number: int) -> bool:
        """Whether the height is true, not guessed."""
        index = self._chunk_of(number)
        return bool(self._chunks[index].laid[number - self._firsts[index]])

    def height(self, number: int) -> int:
        """Height of a block, pixels."""
        index = self._chunk_of(number)
        return self._chunks[index].heights[number - self._firsts[index]]

    def top(self, number: int) -> int:
        """Distance from the top of the first block, pixels."""
        index = self._chunk_of(number)
        return self._tops[index] + sum(self._chunks[index].heights[: number - self._firsts[index]])

    def at(self, y: float) -> tuple[int, int]:
        """The block under a distance from the top and that block's top; the nearest one outside."""
        index = max(0, bisect_right(self._tops, y) - 1)
        top = self._tops[index]
        chunk = self._chunks[index]
        last = len(chunk.heights) - 1
        for at, height in enumerate(chunk.heights):
            if y < top + height or at == last:
                return self._firsts[index] + at, top
            top += height
        raise AssertionError("a chunk is never empty")

    def laid_numbers(self, first: int, last: int) -> Iterator[int]:
        """Numbers of the blocks between two, both included, whose height is true."""
        for start, chunk in zip(self._firsts, self._chunks, strict=True):
            if start > last:
                return
            at = chunk.laid.find(1, max(0, first - start))
            while at >= 0 and start + at <= last:
                yield start + at
                at = chunk.laid.find(1, at + 1)

    def _chunk_of(self, number: int) -> int:
        return bisect_right(self._firsts, number) - 1

    def _pieces(self, lengths: list[int], heights: list[int], laid: bytearray) -> list[_Chunk]:
        if 0 < len(heights) <= 2 * _SIZE:
            return [_Chunk(heights, lengths, laid)]
        return [
            _Chunk(heights[i : i + _SIZE], lengths[i : i + _SIZE], laid[i : i + _SIZE])
            for i in range(0, len(heights), _SIZE)
        ]

    def _sum(self) -> None:
        self._firsts = []
        self._tops = []
        first = top = 0
        for chunk in self._chunks:
            self._firsts.append(first)
            self._tops.append(top)
            first += len(chunk.heights)
            top += chunk.total
        self.count = first
        self.total = top
