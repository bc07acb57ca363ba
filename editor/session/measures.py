"""Words and shares per paragraph, counted once and kept.

Counting is never done on the way of a key, because the words of a paragraph of mixed origin cost more than the key: a
paragraph is counted when somebody asks for it, the rest in slices while nothing else happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from editor.core.document import Document
from editor.core.model_edits import NO_EDIT, ModelEdit, model_edit
from editor.core.origins import OWN_KINDS, OriginKind
from editor.core.paragraph_row import Paragraph
from editor.core.words import prose_words, words_by_kind

AT_ONCE = 40
"""Paragraphs that are counted in one go; where an edit brings in more, their words are counted in slices."""


@dataclass(frozen=True, slots=True)
class Measure:
    words: int
    by_kind: Mapping[OriginKind, int]
    edit: ModelEdit = NO_EDIT
    """What a model changed in it, where it is the writer's."""

    @property
    def own(self) -> int:
        return sum(count for kind, count in self.by_kind.items() if kind in OWN_KINDS)

    @property
    def model(self) -> int:
        return self.by_kind.get(OriginKind.MODEL, 0)


@cache
def _of_one_kind(words: int, *kinds: OriginKind) -> Measure:
    """One object for all paragraphs alike: a book has many thousand, and each would be looked through for garbage."""
    return Measure(words, dict.fromkeys(kinds, words))


def measured(paragraph: Paragraph) -> Measure:
    words = prose_words(paragraph.text)
    kinds = {run.origin.kind for run in paragraph.runs}
    if len(kinds) <= 1:
        return _of_one_kind(words, *kinds)
    lineage, replaced = paragraph.mark.lineage, paragraph.mark.replaced
    edit = NO_EDIT if lineage else model_edit(paragraph.text, paragraph.runs, replaced)
    return Measure(words, words_by_kind(paragraph.text, paragraph.runs), edit)


class Measures:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[int, tuple[Paragraph, Measure]] = {}
        self._due: dict[int, Paragraph] = {}
        """Changed since they were counted."""
        self._words = self._own = 0
        self._next = 0

    def of(self, paragraph: Paragraph) -> Measure:
        known = self._known.get(paragraph.id)
        if known and known[0] is paragraph:
            return known[1]
        measure = measured(paragraph)
        self.forget(paragraph.id)
        self._known[paragraph.id] = (paragraph, measure)
        self._words += measure.words
        self._own += measure.own
        return measure

    def last_of(self, paragraph: Paragraph) -> Measure:
        """As it was counted last, be it some keys ago: enough to tell a line from a page."""
        known = self._known.get(paragraph.id)
        return known[1] if known else self.of(paragraph)

    def changed(self, paragraphs: Iterable[Paragraph]) -> None:
        """Notes paragraphs that an edit brought in or altered; they are counted when the sums are wanted."""
        for item in paragraphs:
            self._due[item.id] = item

    def forget(self, ident: int) -> None:
        """Takes a paragraph that is no longer in the draft out of the sums."""
        self._due.pop(ident, None)
        known = self._known.pop(ident, None)
        if known:
            self._words -= known[1].words
            self._own -= known[1].own

    def count_some(self, paragraphs: int = AT_ONCE) -> bool:
        """Counts a few paragraphs that nobody asked for yet; False once all are counted."""
        if self.complete:
            return False
        row = self._document.paragraphs
        items = list(self._due.values())[:paragraphs] or row[self._next : self._next + paragraphs]
        if not self._due:
            self._next = self._next + paragraphs if self._next + paragraphs < len(row) else 0
        for item in items:
            self.of(item)
        return True

    @property
    def complete(self) -> bool:
        return not self._due and len(self._known) >= len(self._document.paragraphs)

    @property
    def words(self) -> int:
        """Words of the paragraphs counted so far."""
        self._count_due()
        return self._words

    @property
    def own_share(self) -> float:
        """The writer's part of the words, 0 to 1; 1 where there are none."""
        self._count_due()
        return self._own / self._words if self._words else 1.0

    def _count_due(self) -> None:
        if len(self._due) <= AT_ONCE:
            for item in list(self._due.values()):
                self.of(item)
