"""The text of a draft with its origins and paragraphs, as a fold of edits.

`plan` works out what an edit would do to the row of paragraphs (it needs the Markdown splitter), `apply` folds a finished
edit (it needs nothing, and gives the same ids on every machine).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from editor.core.edits import Edit
from editor.core.errors import EditRefused
from editor.core.identity import Graveyard, Splice
from editor.core.marks import Absorbed, BlockKind, Mark, Replaced, Reshape
from editor.core.model_edits import Weight, model_edit
from editor.core.paragraph_row import Paragraph, ParagraphRow
from editor.core.reshaping import Reshaper, Splitter, is_inert
from editor.core.rows import mark_from, mark_row, runs_from, runs_row
from editor.core.runs import Fragment, Runs, joined, model_origins, parted, spliced


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
        paragraphs = _divided(whole.text, whole.runs, marks)
        for place, item in enumerate(paragraphs):
            models = model_origins(item.text, item.runs)
            if models and model_edit(item.text, item.runs).weight is Weight.SUBSTANTIAL:
                paragraphs[place] = replace(item, mark=replace(item.mark, lineage=models))
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
        if position + removed - start <= paragraph.mark.length and is_inert(
            paragraph, position - start, taken.text, inserted
        ):
            return Plan(taken, None)
        reshape = Reshaper(self.paragraphs, self.next_id, self._graveyard, splitter).reshape(position, removed, inserted)
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
        splice = Splice(low, high - low, len(edit.inserted.text))
        mark = replace(
            old.mark,
            length=old.mark.length + len(edit.inserted.text) - len(edit.removed.text),
            absorbed=_shifted(old.mark, splice),
            replaced=_moved_along(old.mark, splice),
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


def _divided(text: str, runs: Runs, marks: Sequence[Mark]) -> list[Paragraph]:
    """The paragraphs that a text consists of, each as long as its mark says."""
    result, position = [], 0
    for mark, own in zip(marks, parted(runs, (mark.length for mark in marks)), strict=True):
        result.append(Paragraph(mark, text[position : position + mark.length], own))
        position += mark.length
    return result


def _only_lengths(reshape: Reshape) -> bool:
    """Whether folding without the reshape would give the same: one paragraph, same mark but for the length."""
    if len(reshape.removed) != 1 or len(reshape.inserted) != 1:
        return False
    old, new = reshape.removed[0], reshape.inserted[0]
    return not old.absorbed and not old.replaced and replace(old, length=new.length) == new


def _shifted(mark: Mark, splice: Splice) -> tuple[Absorbed, ...]:
    return tuple(replace(one, offset=places[-1]) for one in mark.absorbed if (places := splice.moved(one.offset)))


def _moved_along(mark: Mark, splice: Splice) -> tuple[Replaced, ...]:
    """Each stays in front of the words that took its place."""
    return tuple(replace(one, offset=places[0]) for one in mark.replaced if (places := splice.moved(one.offset)))
