"""What is pinned to words of an open draft, each one following its passage through the edits: remarks and claims.

What an edit did to a passage is remembered, so that undo puts everything back exactly; after a restart a passage is
looked for where it was last, and by its words.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, Self, TypeVar

from editor.core.annotations import Anchor, relocate
from editor.core.edits import Edit
from editor.core.paragraph_row import Paragraph

REMEMBERED = 1_000
"""Edits whose undo puts passages back exactly; older ones are followed like any other edit."""


class Pinned(Protocol):
    """A remark or a claim; `core.annotations.Remark` tells what its methods do."""

    @property
    def id(self) -> int: ...

    @property
    def paragraph(self) -> int: ...

    @property
    def anchor(self) -> Anchor | None: ...

    def followed(self, at: int, removed: int, inserted: int, paragraph: str, /) -> Self: ...

    def shifted(self, paragraph: int, by: int, /) -> Self: ...

    def placed(self, paragraph: int, anchor: Anchor | None, /) -> Self: ...


T = TypeVar("T", bound=Pinned)


class PassageBook(Generic[T]):
    def __init__(self) -> None:
        self._by_paragraph: dict[int, list[T]] = {}
        self._before: OrderedDict[int, tuple[T, ...]] = OrderedDict()
        """Those that an edit concerned, as they were before it, by its seq."""

    def of(self, paragraph: int) -> tuple[T, ...]:
        return tuple(self._by_paragraph.get(paragraph, ()))

    def all(self) -> tuple[T, ...]:
        return tuple(one for many in self._by_paragraph.values() for one in many)

    def add(self, many: Iterable[T]) -> None:
        for one in many:
            self._by_paragraph.setdefault(one.paragraph, []).append(one)

    def put(self, changed: T) -> None:
        """Replaces the one of the same id; unknown ids are ignored, because the draft may have been closed."""
        for many in self._by_paragraph.values():
            for place, one in enumerate(many):
                if one.id == changed.id:
                    many[place] = changed
                    return

    def drop(self, gone: T) -> None:
        """Takes it off the list; it must be there."""
        self._by_paragraph[gone.paragraph].remove(gone)

    def get(self, ident: int) -> T | None:
        return next((one for one in self.all() if one.id == ident), None)

    def follow(self, edit: Edit, before: Sequence[Paragraph], after: Sequence[Paragraph], at: int) -> bool:
        """Takes an edit in; True where a passage was concerned.

        `before` are the paragraphs the edit touched, `after` those that stand there now, and `at` the place of the edit
        in code points from the start of the first of them.
        """
        if edit.removed.text == edit.inserted.text:
            return False  # only whose words they are was changed
        concerned = [one for item in before for one in self._by_paragraph.get(item.id, ())]
        if not concerned:
            return False
        removed, inserted = len(edit.removed.text), len(edit.inserted.text)
        text = "".join(item.text for item in after)
        returning = {one.id: one for one in self._before.get(edit.reverses or 0, ())}
        followed: list[T] = []
        offset = 0
        for item in before:
            for one in self._by_paragraph.pop(item.id, ()):
                if former := returning.get(one.id):
                    followed.append(one.placed(former.paragraph, former.anchor))
                    continue
                moved = one.shifted(item.id, offset).followed(at, removed, inserted, text)
                followed.append(_at_home(_whole(moved, text), after) if edit.reshape else moved)
            offset += len(item.text)
        self.add(followed)
        self._before[edit.seq] = tuple(concerned)
        if len(self._before) > REMEMBERED:
            self._before.popitem(last=False)
        return True


def _whole(one: T, text: str) -> T:
    """With its whole quote, where what had been parted from the rest of it stands beside it again."""
    anchor = one.anchor
    found = relocate(anchor, text) if anchor else None
    if anchor and found and found.start <= anchor.start and anchor.end <= found.end:
        return one.placed(one.paragraph, found)
    return one


def _at_home(one: T, paragraphs: Sequence[Paragraph]) -> T:
    """In the paragraph that has most of its passage; its offsets were counted from the first of them."""
    anchor = one.anchor
    if anchor is None:
        stays = any(item.id == one.paragraph for item in paragraphs)
        return one if stays else one.placed(paragraphs[0].id, None)
    best, home, where = -1, paragraphs[0], 0
    offset = 0
    for item in paragraphs:
        shared = min(anchor.end, offset + len(item.text)) - max(anchor.start, offset)
        if shared >= best:  # a point between two paragraphs belongs to the right-hand one
            best, home, where = shared, item, offset
        offset += len(item.text)
    start = max(anchor.start - where, 0)
    end = max(start, min(anchor.end - where, len(home.text.rstrip())))
    return one.placed(home.id, Anchor(anchor.quote, start, end))
