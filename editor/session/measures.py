"""Words and shares per paragraph, counted once and kept.

Counting the whole draft costs some milliseconds in every ten thousand words, so it is never done on the way of a key: a
paragraph is counted when it is shown or was edited, the rest in slices while nothing else happens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from editor.core.document import Document
from editor.core.origins import OWN_KINDS, OriginKind
from editor.core.paragraph_row import Paragraph
from editor.core.words import prose_words, words_by_kind


@dataclass(frozen=True, slots=True)
class Measure:
    words: int
    by_kind: Mapping[OriginKind, int]

    @property
    def own(self) -> int:
        return sum(count for kind, count in self.by_kind.items() if kind in OWN_KINDS)

    @property
    def model(self) -> int:
        return self.by_kind.get(OriginKind.MODEL, 0)


def measured(paragraph: Paragraph) -> Measure:
    words = prose_words(paragraph.text)
    kinds = {run.origin.kind for run in paragraph.runs}
    if len(kinds) <= 1:
        return Measure(words, dict.fromkeys(kinds, words))
    return Measure(words, words_by_kind(paragraph.text, paragraph.runs))


class Measures:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[int, tuple[Paragraph, Measure]] = {}
        self._words = self._own = 0
        self._next = 0

    def of(self, paragraph: Paragraph) -> Measure:
        known = self._known.get(paragraph.id)
        if known and known[0] is paragraph:
            return known[1]
        measure = measured(paragraph)
        self._put(paragraph.id, paragraph, measure)
        return measure

    def forget(self, ident: int) -> None:
        """Takes a paragraph that is no longer in the draft out of the sums."""
        known = self._known.pop(ident, None)
        if known:
            self._words -= known[1].words
            self._own -= known[1].own

    def count_some(self, paragraphs: int = 40) -> bool:
        """Counts a few paragraphs that nobody asked for yet; False once all are counted."""
        row = self._document.paragraphs
        if len(self._known) >= len(row):
            return False
        for item in row[self._next : self._next + paragraphs]:
            self.of(item)
        self._next += paragraphs
        if self._next >= len(row):
            self._next = 0
        return True

    @property
    def complete(self) -> bool:
        return len(self._known) >= len(self._document.paragraphs)

    @property
    def words(self) -> int:
        """Words of the paragraphs counted so far."""
        return self._words

    @property
    def own_share(self) -> float:
        """The writer's part of the words, 0 to 1; 1 where there are none."""
        return self._own / self._words if self._words else 1.0

    def _put(self, ident: int, paragraph: Paragraph, measure: Measure) -> None:
        self.forget(ident)
        self._known[ident] = (paragraph, measure)
        self._words += measure.words
        self._own += measure.own
