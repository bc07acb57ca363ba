"""The remarks of an open draft, each following its passage through the edits."""

from __future__ import annotations

from editor.core.annotations import Remark, RemarkState
from editor.session.passage_book import PassageBook


class RemarkBook(PassageBook[Remark]):
    def open_count(self, paragraph: int) -> int:
        return sum(remark.state is RemarkState.OPEN for remark in self.of(paragraph))
