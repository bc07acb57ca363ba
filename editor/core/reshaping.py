"""How an edit changes the row of paragraphs.

A key inside a line of prose changes no block structure; `is_inert` recognises that from the two versions of its line, so
that most keys never reach the Markdown splitter. For any other edit the `Reshaper` splits the paragraphs around it anew,
as far as the first boundary that stands where one stood before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Protocol

from editor.core.identity import Graveyard, Region, Splice, settle
from editor.core.marks import BlockKind, Mark, Reshape
from editor.core.origins import OriginKind
from editor.core.paragraph_row import Paragraph, ParagraphRow
from editor.core.runs import Fragment, joined, sliced, spliced

AHEAD = 6
"""Paragraphs after the edit that are split anew at first; further ones only when no old boundary is met there."""

_PLAIN_LINE = re.compile(r"([ \t]*(?:(?:#{1,6}|[-*+]|\d{1,9}[.)]|>)[ \t]+)*)[^\W\d_][^|>]*$")
"""Markers, then words: no table, and nothing that ends a stretch of HTML."""
_FENCE_LINE = re.compile(r"[ \t]*[`~]")
_QUIET_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST, BlockKind.QUOTE})
_CLOSER = re.compile(r"\$\$|^[ \t]*(?:\+{3,}|%%%|-{3,}|\.{3})", re.MULTILINE)
"""What may close a block that was opened far above."""
_CLOSING_SIGNS = ("$$", "+++", "%%%", "---", "...")
_OPENER = re.compile(r"^[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]*)*(?:\$\$|\+{3,}|%%%)", re.MULTILINE)


class Block(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def kind(self) -> BlockKind: ...


class Splitting(Protocol):
    @property
    def blocks(self) -> Sequence[Block]: ...
    @property
    def stopped_at(self) -> int | None: ...
    @property
    def open_ended(self) -> bool: ...


class Splitter(Protocol):
    """`core.paragraphs.MarkdownSplitter`, passed in because loading it costs more than the first screen may."""

    def split(self, text: str, *, at_top: bool = True, stop_at: Collection[int] = ()) -> Splitting: ...


def is_inert(paragraph: Paragraph, low: int, removed: str, inserted: Fragment) -> bool:
    """Whether an edit cannot change any block: both versions of its line look alike to every block rule.

    It takes `removed` out at `low` of the paragraph, in code points, and reaches no further than its end.
    """
    if "\n" in removed or "\n" in inserted.text or "\r" in inserted.text:
        return False
    if ((paragraph.mark.absorbed or paragraph.mark.replaced) and removed) or "\r" in paragraph.text:
        return False
    if any(run.origin.kind is OriginKind.MODEL for run in inserted.runs):
        return False  # the lineage of the paragraph may change
    text = paragraph.text
    begin = text.rfind("\n", 0, low) + 1
    end = text.find("\n", low)
    end = len(text) if end < 0 else end
    before = text[begin:end]
    after = text[begin:low] + inserted.text + text[low + len(removed) : end]
    if "]:" in text or "]:" in after or _CLOSER.search(before) or _CLOSER.search(after):
        return False  # a link definition may spread over several lines
    if paragraph.kind is BlockKind.FENCE:
        inside = text[:begin].strip() and text[end:].strip()
        return bool(inside) and not _FENCE_LINE.match(before) and not _FENCE_LINE.match(after)
    if paragraph.kind not in _QUIET_KINDS:
        return False
    old, new = _PLAIN_LINE.match(before), _PLAIN_LINE.match(after)
    return bool(old and new and old[1] == new[1])


class Reshaper:
    def __init__(self, row: ParagraphRow, next_id: int, graveyard: Graveyard, splitter: Splitter) -> None:
        self._row = row
        self._next_id = next_id
        self._graveyard = graveyard
        self._splitter = splitter

    def reshape(self, position: int, removed: int, inserted: Fragment) -> Reshape:
        """What replacing `removed` code points at `position` does to the row."""
        low = self._first_affected(position, removed, inserted.text)
        last, _ = self._row.find(position + removed)
        high = min(len(self._row), last + 1 + AHEAD)
        while (reshape := self._split_anew(low, high, (position, removed), inserted)) is None:
            high = len(self._row)  # there it always settles
        return reshape

    def _first_affected(self, position: int, removed: int, inserted: str) -> int:
        """The paragraph before the edit, or the first one above that a closing line in the edit may complete."""
        touched, start = self._row.find(position)
        last, _ = self._row.find(position + removed)
        old = "".join(item.text for item in self._row[touched : last + 1])
        end = position + removed - start
        line = old.rfind("\n", 0, position - start) + 1
        stop = old.find("\n", end)
        stop = len(old) if stop < 0 else stop
        before, after = old[line:stop], old[line : position - start] + inserted + old[end:stop]
        if _CLOSER.search(before.replace("\r", "\n")) or _CLOSER.search(after.replace("\r", "\n")):
            first = self._row[0]
            if first.text.startswith("---") and first.kind is not BlockKind.FRONT_MATTER:
                return 0
            for number, item in enumerate(self._row[:touched]):
                if item.kind is not BlockKind.FENCE and _OPENER.search(item.text.replace("\r", "\n")):
                    return max(0, number - 1)
        return max(0, touched - 1)

    def _closes_after(self, index: int) -> bool:
        """Whether a paragraph from `index` on may hold the end of a block that was opened above."""
        return any(
            _CLOSER.search(item.text.replace("\r", "\n"))
            for item in self._row[index:]
            if any(sign in item.text for sign in _CLOSING_SIGNS)
        )

    def _split_anew(self, low: int, high: int, where: tuple[int, int], inserted: Fragment) -> Reshape | None:
        """The reshape found by looking at paragraphs low..high, or None where that is not far enough."""
        old = self._row[low:high]
        begin = where[0] - self._row.start(low)
        splice = Splice(begin, where[1], len(inserted.text))
        whole = "".join(item.text for item in old)
        text = whole[:begin] + inserted.text + whole[begin + where[1] :]
        stops = _old_boundaries(old, splice)
        result = self._splitter.split(text, at_top=low == 0, stop_at=stops.keys())
        at_end = high == len(self._row)
        if not at_end and (result.stopped_at is None or (result.open_ended and self._closes_after(high))):
            return None
        if result.stopped_at is not None:
            old = old[: stops[result.stopped_at]]
            text = text[: result.stopped_at]
        runs_before = joined(item.runs for item in old)
        runs = spliced(runs_before, begin, begin + where[1], inserted.runs)
        ids = {item.id for item in old}
        region = Region(
            old=[item.mark for item in old],
            splice=splice,
            removed=Fragment(whole[begin : begin + where[1]], sliced(runs_before, begin, begin + where[1])),
            text=text,
            runs=runs,
            starts=[block.start for block in result.blocks],
            kinds=[block.kind for block in result.blocks],
        )
        words = {item.text.strip(): item.mark for item in old}

        def lives_elsewhere(ident: int) -> bool:
            return self._row.has(ident) and ident not in ids

        def dig(text: str) -> Mark | None:
            # A paragraph that one edit takes out and puts back, as a move does, was never in the graveyard.
            return words.get(text.strip()) or self._graveyard.dig(text)

        marks = settle(region, self._next_id, lives_elsewhere, dig)
        return _trimmed(Reshape(low, tuple(item.mark for item in old), marks), splice)


def _old_boundaries(old: Sequence[Paragraph], splice: Splice) -> dict[int, int]:
    """New offsets of the boundaries after the edit, each with the number of the paragraph that starts there.

    The first paragraph after the edit is split anew even where its start still stands, because its first line decides
    whether the one before it goes on.
    """
    result: dict[int, int] = {}
    position = 0
    for number, item in enumerate(old):
        if position > splice.at + splice.removed:
            result[position + splice.inserted - splice.removed] = number
        position += item.mark.length
    return result


def _trimmed(reshape: Reshape, splice: Splice) -> Reshape:
    """Leaves out the marks at both ends that the edit did not touch, so that a row of the log stays short."""
    removed, inserted, index = list(reshape.removed), list(reshape.inserted), reshape.index
    begin = 0
    end = sum(mark.length for mark in removed)
    while len(removed) > 1 and len(inserted) > 1 and removed[-1] == inserted[-1]:
        if end - removed[-1].length < splice.at + splice.removed:
            break
        end -= removed.pop().length
        inserted.pop()
    while len(removed) > 1 and len(inserted) > 1 and removed[0] == inserted[0]:
        if begin + removed[0].length > splice.at:
            break
        begin += removed[0].length
        del removed[0], inserted[0]
        index += 1
    return Reshape(index, tuple(removed), tuple(inserted))
