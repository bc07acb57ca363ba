"""The remarks of an open draft, each following its passage through the edits.

What an edit did to a passage is remembered, so that undo puts every remark back exactly; after a restart a passage is
looked for by its words.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from editor.core.annotations import Anchor, Remark, RemarkState, relocate
from editor.core.document import Document
from editor.core.edits import Edit
from editor.core.paragraph_row import Paragraph

REMEMBERED = 1_000
"""Edits whose undo puts remarks back exactly; older ones are followed like any other edit."""


class RemarkBook:
    def __init__(self) -> None:
        self._by_paragraph: dict[int, list[Remark]] = {}
        self._before: OrderedDict[int, tuple[Remark, ...]] = OrderedDict()
        """The remarks that an edit concerned, as they were before it, by its seq."""

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
            text = document.paragraphs.by_id(remark.paragraph).text
            found = relocate(remark.anchor, text)
            if found is not None and found != remark.anchor:
                self.put(replace(remark, anchor=found))

    def follow(self, edit: Edit, before: Sequence[Paragraph], after: Sequence[Paragraph], at: int) -> bool:
        """Takes an edit in; True where a remark was concerned.

        `before` are the paragraphs the edit touched, `after` those that stand there now, and `at` the place of the edit
        in code points from the start of the first of them.
        """
        if edit.removed.text == edit.inserted.text:
            return False  # only whose words they are was changed
        concerned = [remark for item in before for remark in self._by_paragraph.get(item.id, ())]
        if not concerned:
            return False
        removed, inserted = len(edit.removed.text), len(edit.inserted.text)
        text = "".join(item.text for item in after)
        returning = {remark.id: remark for remark in self._before.get(edit.reverses or 0, ())}
        followed: list[Remark] = []
        offset = 0
        for item in before:
            for remark in self._by_paragraph.pop(item.id, ()):
                if former := returning.get(remark.id):
                    followed.append(replace(remark, paragraph=former.paragraph, anchor=former.anchor))
                    continue
                moved = remark.shifted(item.id, offset).followed(at, removed, inserted, text)
                followed.append(_at_home(_whole(moved, text), after) if edit.reshape else moved)
            offset += len(item.text)
        self.add(followed)
        self._before[edit.seq] = tuple(concerned)
        if len(self._before) > REMEMBERED:
            self._before.popitem(last=False)
        return True


def _whole(remark: Remark, text: str) -> Remark:
    """The remark with its whole quote, where what had been parted from the rest of it stands beside it again."""
    anchor = remark.anchor
    found = relocate(anchor, text) if anchor else None
    if anchor and found and found.start <= anchor.start and anchor.end <= found.end:
        return replace(remark, anchor=found)
    return remark


def _at_home(remark: Remark, paragraphs: Sequence[Paragraph]) -> Remark:
    """The remark in the paragraph that has most of its passage; its offsets were counted from the first of them."""
    anchor = remark.anchor
    if anchor is None:
        stays = any(item.id == remark.paragraph for item in paragraphs)
        return remark if stays else replace(remark, paragraph=paragraphs[0].id)
    best, home, where = -1, paragraphs[0], 0
    offset = 0
    for item in paragraphs:
        shared = min(anchor.end, offset + len(item.text)) - max(anchor.start, offset)
        if shared >= best:  # a point between two paragraphs belongs to the right-hand one
            best, home, where = shared, item, offset
        offset += len(item.text)
    start = max(anchor.start - where, 0)
    end = max(start, min(anchor.end - where, len(home.text.rstrip())))
    return replace(remark, paragraph=home.id, anchor=Anchor(anchor.quote, start, end))
