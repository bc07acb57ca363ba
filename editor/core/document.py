"""The text of a draft with its origins and paragraphs, as a fold of edits.

`plan` works out what an edit would do to the row of paragraphs (it needs the Markdown splitter), `apply` folds a finished
edit (it needs nothing, and gives the same ids on every machine). A key inside a line of prose changes no block
structure; `inert` recognises that from the two versions of its line, so that most keys never reach the splitter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from editor.core.edits import Edit
from editor.core.errors import EditRefused
from editor.core.identity import Graveyard, Region, Splice, settle
from editor.core.marks import Absorbed, BlockKind, Mark, Reshape
from editor.core.origins import OriginKind
from editor.core.paragraph_row import Paragraph, ParagraphRow
from editor.core.rows import mark_from, mark_row, runs_from, runs_row
from editor.core.runs import Fragment, Runs, joined, model_origins, parted, spliced

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


@dataclass(frozen=True, slots=True)
class Plan:
    removed: Fragment
    reshape: Reshape | None


class Document:
    def __init__(self, paragraphs: Iterable[Paragraph] = (), next_id: int = 1) -> None:
        first = tuple(paragraphs)
        if not first:
            first = (Paragraph(Mark(next_id, 0, BlockKind.BLANK), "", ()),)
            next_id += 1
        self.paragraphs = ParagraphRow(first)
        self.next_id = next_id
        self._graveyard = Graveyard()

    @classmethod
    def of(cls, whole: Fragment, splitter: Splitter) -> Document:
        """A new document from a text whose origins are known."""
        blocks = splitter.split(whole.text).blocks
        stops = [*(block.start for block in blocks[1:]), len(whole.text)]
        marks = [
            Mark(number, stop - block.start, block.kind)
            for number, (block, stop) in enumerate(zip(blocks, stops, strict=True), 1)
        ]
        paragraphs = [
            replace(item, mark=replace(item.mark, lineage=models))
            if (models := model_origins(item.text, item.runs))
            else item
            for item in _divided(whole.text, whole.runs, marks)
        ]
        return cls(paragraphs, len(marks) + 1)

    @classmethod
    def from_keyframe(cls, row: dict[str, Any]) -> Document:
        """Raises ValueError, KeyError or TypeError where the row is not a keyframe."""
        paragraphs, position, text = [], 0, row["text"]
        for mark_json, runs in row["paragraphs"]:
            mark = mark_from(mark_json)
            paragraphs.append(Paragraph(mark, text[position : position + mark.length], runs_from(runs)))
            position += mark.length
        if position != len(text):
            raise ValueError("the paragraphs of the keyframe do not cover its text")
        return cls(paragraphs, int(row["next_id"]))

    def keyframe(self) -> dict[str, Any]:
        """Everything of the document as JSON values; `from_keyframe` gives it back without parsing Markdown."""
        return {
            "text": self.text(),
            "next_id": self.next_id,
            "paragraphs": [[mark_row(item.mark), runs_row(item.runs)] for item in self.paragraphs],
        }

    def text(self) -> str:
        """The whole draft. Costs the length of the draft: never on the way of a key."""
        return "".join(item.text for item in self.paragraphs)

    def runs(self) -> Runs:
        return joined(item.runs for item in self.paragraphs)

    def __len__(self) -> int:
        return self.paragraphs.total()

    def fragment(self, start: int, stop: int) -> Fragment:
        """Text and origins between two places, in code points."""
        touched, begin = self._touched(start, stop)
        text = "".join(item.text for item in touched)
        runs = joined(item.runs for item in touched)
        return Fragment(text, runs).slice(start - begin, stop - begin)

    def _text(self, start: int, stop: int) -> str:
        touched, begin = self._touched(start, stop)
        return "".join(item.text for item in touched)[start - begin : stop - begin]

    def _touched(self, start: int, stop: int) -> tuple[tuple[Paragraph, ...], int]:
        """The paragraphs of which something lies between two places, and where the first of them begins."""
        if stop <= start:
            return (), start
        low, begin = self.paragraphs.find(start)
        high, _ = self.paragraphs.find(stop - 1)
        return self.paragraphs[low : high + 1], begin

    def plan(self, position: int, removed: int, inserted: Fragment, splitter: Splitter) -> Plan:
        """What replacing `removed` code points at `position` by `inserted` would do. Changes nothing."""
        if position < 0 or removed < 0 or position + removed > len(self):
            raise EditRefused("The change lies outside the text")
        taken = self.fragment(position, position + removed)
        index, start = self.paragraphs.find(position)
        paragraph = self.paragraphs[index]
        if position + removed - start <= paragraph.mark.length and self._inert(
            paragraph, position - start, taken.text, inserted
        ):
            return Plan(taken, None)
        reshape = self._reshape(position, removed, inserted, splitter)
        after = start + paragraph.mark.length - position - removed
        # Taking the edit back puts text in at `position`, which must then lie in this paragraph, not at its end.
        within = after >= 0 and (after > 0 or bool(inserted.text) or index == len(self.paragraphs) - 1)
        if within and reshape.index == index and _only_lengths(reshape):
            return Plan(taken, None)
        return Plan(taken, reshape)

    def apply(self, edit: Edit) -> None:
        """Folds one edit; raises EditRefused, and changes nothing, where it does not fit the text."""
        if self._text(edit.position, edit.position + len(edit.removed.text)) != edit.removed.text:
            raise EditRefused("The change does not fit the text", f"Edit {edit.seq} at {edit.position}")
        if edit.reshape is None:
            self._apply_within(edit)
        else:
            self._apply_reshape(edit, edit.reshape)

    def _apply_within(self, edit: Edit) -> None:
        index, start = self.paragraphs.find(edit.position)
        old = self.paragraphs[index]
        low = edit.position - start
        high = low + len(edit.removed.text)
        if low < 0 or high > old.mark.length:
            raise EditRefused("The change crosses paragraphs without saying so", f"Edit {edit.seq}")
        mark = replace(
            old.mark,
            length=old.mark.length + len(edit.inserted.text) - len(edit.removed.text),
            absorbed=_shifted(old.mark, Splice(low, high - low, len(edit.inserted.text))),
        )
        text = old.text[:low] + edit.inserted.text + old.text[high:]
        runs = spliced(old.runs, low, high, edit.inserted.runs)
        self.paragraphs.replace(index, index + 1, (Paragraph(mark, text, runs),))

    def _apply_reshape(self, edit: Edit, reshape: Reshape) -> None:
        low, high = reshape.index, reshape.index + len(reshape.removed)
        old = self.paragraphs[low:high]
        if [item.id for item in old] != [mark.id for mark in reshape.removed]:
            raise EditRefused("The change names other paragraphs than the text has", f"Edit {edit.seq}")
        whole = Fragment("".join(item.text for item in old), joined(item.runs for item in old))
        begin = edit.position - self.paragraphs.start(low)
        end = begin + len(edit.removed.text)
        text = whole.text[:begin] + edit.inserted.text + whole.text[end:]
        if begin < 0 or end > len(whole.text) or sum(m.length for m in reshape.inserted) != len(text):
            raise EditRefused("The change does not cover its paragraphs", f"Edit {edit.seq}")
        kept = {mark.id for mark in reshape.inserted}
        doubled = len(kept) < len(reshape.inserted) or any(
            self.paragraphs.has(one) for one in kept.difference(item.id for item in old)
        )
        if doubled or not kept:
            raise EditRefused("The change gives an id to two paragraphs, or to none", f"Edit {edit.seq}")
        runs = spliced(whole.runs, begin, end, edit.inserted.runs)
        fresh = _divided(text, runs, reshape.inserted)
        for item in old:
            if item.id not in kept:
                self._graveyard.bury(item.text, item.mark)
        self.paragraphs.replace(low, high, fresh)
        self.next_id = max(self.next_id, *(mark.id + 1 for mark in reshape.inserted))

    def _inert(self, paragraph: Paragraph, low: int, removed: str, inserted: Fragment) -> bool:
        """Whether the edit cannot change any block: both versions of its line look alike to every block rule."""
        if "\n" in removed or "\n" in inserted.text or "\r" in inserted.text:
            return False
        if (paragraph.mark.absorbed and removed) or "\r" in paragraph.text:
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

    def _reshape(self, position: int, removed: int, inserted: Fragment, splitter: Splitter) -> Reshape:
        low = self._first_affected(position, removed, inserted.text)
        last, _ = self.paragraphs.find(position + removed)
        high = min(len(self.paragraphs), last + 1 + AHEAD)
        while (reshape := self._split_anew(low, high, (position, removed), inserted, splitter)) is None:
            high = len(self.paragraphs)  # there it always settles
        return reshape

    def _first_affected(self, position: int, removed: int, inserted: str) -> int:
        """The paragraph before the edit, or the first one above that a closing line in the edit may complete."""
        touched, start = self.paragraphs.find(position)
        last, _ = self.paragraphs.find(position + removed)
        old = "".join(item.text for item in self.paragraphs[touched : last + 1])
        end = position + removed - start
        line = old.rfind("\n", 0, position - start) + 1
        stop = old.find("\n", end)
        stop = len(old) if stop < 0 else stop
        before, after = old[line:stop], old[line : position - start] + inserted + old[end:stop]
        if _CLOSER.search(before.replace("\r", "\n")) or _CLOSER.search(after.replace("\r", "\n")):
            first = self.paragraphs[0]
            if first.text.startswith("---") and first.kind is not BlockKind.FRONT_MATTER:
                return 0
            for number, item in enumerate(self.paragraphs[:touched]):
                if item.kind is not BlockKind.FENCE and _OPENER.search(item.text.replace("\r", "\n")):
                    return max(0, number - 1)
        return max(0, touched - 1)

    def _closes_after(self, index: int) -> bool:
        """Whether a paragraph from `index` on may hold the end of a block that was opened above."""
        return any(
            _CLOSER.search(item.text.replace("\r", "\n"))
            for item in self.paragraphs[index:]
            if any(sign in item.text for sign in _CLOSING_SIGNS)
        )

    def _split_anew(
        self, low: int, high: int, where: tuple[int, int], inserted: Fragment, splitter: Splitter
    ) -> Reshape | None:
        """The reshape found by looking at paragraphs low..high, or None where that is not far enough."""
        old = self.paragraphs[low:high]
        begin = where[0] - self.paragraphs.start(low)
        splice = Splice(begin, where[1], len(inserted.text))
        whole = "".join(item.text for item in old)
        text = whole[:begin] + inserted.text + whole[begin + where[1] :]
        stops = _old_boundaries(old, splice)
        result = splitter.split(text, at_top=low == 0, stop_at=stops.keys())
        at_end = high == len(self.paragraphs)
        if not at_end and (result.stopped_at is None or (result.open_ended and self._closes_after(high))):
            return None
        if result.stopped_at is not None:
            old = old[: stops[result.stopped_at]]
            text = text[: result.stopped_at]
        runs = spliced(joined(item.runs for item in old), begin, begin + where[1], inserted.runs)
        ids = {item.id for item in old}
        region = Region(
            old=[item.mark for item in old],
            splice=splice,
            text=text,
            runs=runs,
            starts=[block.start for block in result.blocks],
            kinds=[block.kind for block in result.blocks],
        )
        words = {item.text.strip(): item.mark for item in old}

        def lives_elsewhere(ident: int) -> bool:
            return self.paragraphs.has(ident) and ident not in ids

        def dig(text: str) -> Mark | None:
            # A paragraph that one edit takes out and puts back, as a move does, was never in the graveyard.
            return words.get(text.strip()) or self._graveyard.dig(text)

        marks = settle(region, self.next_id, lives_elsewhere, dig)
        return _trimmed(Reshape(low, tuple(item.mark for item in old), marks), splice)


def _divided(text: str, runs: Runs, marks: Sequence[Mark]) -> list[Paragraph]:
    """The paragraphs that a text consists of, each as long as its mark says."""
    result, position = [], 0
    for mark, own in zip(marks, parted(runs, (mark.length for mark in marks)), strict=True):
        result.append(Paragraph(mark, text[position : position + mark.length], own))
        position += mark.length
    return result


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


def _only_lengths(reshape: Reshape) -> bool:
    """Whether folding without the reshape would give the same: one paragraph, same mark but for the length."""
    if len(reshape.removed) != 1 or len(reshape.inserted) != 1:
        return False
    old, new = reshape.removed[0], reshape.inserted[0]
    return not old.absorbed and replace(old, length=new.length) == new


def _shifted(mark: Mark, splice: Splice) -> tuple[Absorbed, ...]:
    return tuple(replace(one, offset=places[-1]) for one in mark.absorbed if (places := splice.moved(one.offset)))
