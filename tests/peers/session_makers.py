"""A session over a journal that is a list, on a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from editor.core.annotations import Anchor, Remark, RemarkState
from editor.core.clock import StoppedClock
from editor.core.document import Document
from editor.core.edits import Edit
from editor.core.history import History
from editor.core.origins import IMPORTED, TYPED, Origin, OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.rows import edit_from
from editor.core.runs import Fragment
from editor.session.draft_session import DraftSession
from editor.session.recorder import Recorder

SPLITTER = MarkdownSplitter()
MODEL = Origin(OriginKind.MODEL, actor="model-1", prompt="call-7")
NOON_MS = 1_790_000_000_000


class ListJournal:
    def __init__(self, first_n: int = 1) -> None:
        self.first_n = first_n
        self.records: list[dict[str, Any]] = []

    @property
    def next_n(self) -> int:
        return self.first_n + len(self.records)

    def append(self, record: dict[str, Any]) -> None:
        assert record["n"] == self.next_n
        self.records.append(record)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [record for record in self.records if record["kind"] == kind]

    @property
    def edits(self) -> list[Edit]:
        return [edit_from(record) for record in self.of("edit")]


class Sitting:
    """A session with everything around it; `begin` may be given to fail."""

    def __init__(self, start: str | Fragment = "", begin: Callable[[int], ListJournal] | None = None) -> None:
        whole = Fragment.of(start, IMPORTED) if isinstance(start, str) else start
        self.clock = StoppedClock(NOON_MS, 5_000, 120)
        self.journal = ListJournal()
        self.begun: list[int] = []
        self.recorder = Recorder(1, begin or self._begin)
        self.document = Document.of(whole, SPLITTER)
        self.start = self.document.keyframe()
        self.session = DraftSession(self.document, self.recorder, self.clock, lambda: SPLITTER, History())
        self.session.time.focus(True)

    def _begin(self, first_n: int) -> ListJournal:
        self.begun.append(first_n)
        return self.journal

    def type(self, position: int, text: str, after_ms: int = 0) -> None:
        self.clock.advance(after_ms)
        self.session.change(position, 0, typed(text))

    @property
    def text(self) -> str:
        return self.document.text()

    @property
    def ids(self) -> list[int]:
        return [item.id for item in self.document.paragraphs]


def typed(text: str) -> Fragment:
    return Fragment.of(text, TYPED)


def remark(ident: int, paragraph: int, text: str, quote: str | None) -> Remark:
    """A remark on the first place of `quote` in the paragraph's text; unplaced where there is no quote."""
    anchor = None
    if quote is not None:
        start = text.index(quote)
        anchor = Anchor(quote, start, start + len(quote))
    return Remark(ident, paragraph, "critic", anchor, "issue", "why", "do", None, RemarkState.OPEN, None, 0, "")
