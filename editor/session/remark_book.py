"""The remarks of an open draft, each following its passage through the edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from editor.core.annotations import Remark, RemarkState, carry, relocate
from editor.core.document import Document
from editor.core.edits import Edit
from editor.core.paragraph_row import Paragraph


class RemarkBook:
    def __init__(self) -> None:
        self._by_paragraph: dict[int, list[Remark]] = {}

    def of(self, paragraph: int) -> tuple[Remark, ...]:
        return tuple(self._by_paragraph.get(paragraph, ()))

    def all(self) -> tuple[Remark, ...]:
        return tuple(remark for remarks in self._by_paragraph.values() for remark in remarks)

    def open_count(self, paragraph: int) -> int:
        return sum(remark.state is RemarkState.OPEN for remark in self._by_paragraph.get(paragraph, ()))

    def add(self, remarks: Iterable[Remark]) -> None:
        for remark in remarks:
            self._by_paragraph.setdefault(remark.paragraph, []).append(remark)

    def put(self, changed: Remark) -> None:
        """Replaces the remark of the same id; unknown ids are ignored, because the draft may have been closed."""
        for remarks in self._by_paragraph.values():
            for place, remark in enumerate(remarks):
                if remark.id == changed.id:
                    remarks[place] = changed
                    return

    def get(self, ident: int) -> Remark | None:
        return next((remark for remark in self.all() if remark.id == ident), None)

    def settle(self, document: Document) -> None:
        """Finds every passage again in a text whose edits since were not followed, as after a restart."""
        for remark in self.all():
            if remark.anchor is None or not document.paragraphs.has(remark.paragraph):
                continue
            text = document.paragraphs[document.paragraphs.index_of(remark.paragraph)].text
            found = relocate(remark.anchor, text)
            if found is not None and found != remark.anchor:
                self.put(replace(remark, anchor=found))

    def follow(self, edit: Edit, before: Paragraph, after: Sequence[Paragraph], at: int) -> bool:
        """Takes an edit in; True where a remark was concerned.

        `before` is the first paragraph the edit touched, `after` those that stand there now, and `at` the place of the
        edit in `before`, in code points.
        """
        if not self._by_paragraph:
            return False
        if edit.reshape is None:
            return self._follow_within(edit, before.id, after[0].text, at)
        moved = [remark for mark in edit.reshape.removed for remark in self._by_paragraph.pop(mark.id, ())]
        parts = [(item.id, item.text) for item in after]
        single = len(edit.reshape.removed) == len(after) == 1
        for remark in moved:
            if single:
                removed, inserted = len(edit.removed.text), len(edit.inserted.text)
                self.add([remark.followed(at, removed, inserted, after[0].text)])
            else:
                self.add([carry(remark, parts)])
        return bool(moved)

    def _follow_within(self, edit: Edit, ident: int, text: str, at: int) -> bool:
        remarks = self._by_paragraph.get(ident)
        if not remarks:
            return False
        removed, inserted = len(edit.removed.text), len(edit.inserted.text)
        remarks[:] = [remark.followed(at, removed, inserted, text) for remark in remarks]
        return True
