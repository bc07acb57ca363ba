"""Borrowed language in the open draft: looked for in the worker whenever the hands rest, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from editor.core.paragraph_row import Paragraph
from editor.protocol.messages import BorrowedFound, FindBorrowed
from editor.protocol.parts import BorrowedRow, LookedThrough
from editor.ui.workbench import Workbench

_REST_MS = 800
_AT_ONCE = 60
"""Paragraphs in one question: to write them into the pipe takes a millisecond or two."""


class BorrowFlow(QObject):
    """Signals:
    found: what is known of a paragraph changed; carries its id.
    """

    found = Signal(int)

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._known: dict[int, tuple[str, tuple[BorrowedRow, ...]]] = {}
        self._due: dict[int, None] = {}
        self._outputs = 0
        self._round = 0
        """Counts the drafts that were open, so that an answer about another one is not taken."""
        self._asked = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)

    def of(self, paragraph: Paragraph) -> Sequence[BorrowedRow]:
        """The phrases in a paragraph; none while it has not been looked through since it changed."""
        text, rows = self._known.get(paragraph.id, ("", ()))
        return rows if text == paragraph.text else ()

    def lines(self, paragraph: Paragraph) -> tuple[str, ...]:
        """A sentence for each phrase: which one, who said it, and in what."""
        return tuple(sentence_of(paragraph.text, row) for row in self.of(paragraph))

    def opened(self) -> None:
        """Another draft, or another worker: nothing is known."""
        self._known.clear()
        self._due.clear()
        self._outputs, self._asked = 0, False
        self._round += 1
        self._rest.start()

    def changed(self, idents: Iterable[int] = ()) -> None:
        """Paragraphs changed, or a model may have said something."""
        self._due.update(dict.fromkeys(idents))
        self._rest.start()

    def _ask(self) -> None:
        session = self._bench.session
        if session is None or self._asked or not self._bench.client.pid:
            return
        row = session.document.paragraphs
        idents = list(self._due)[:_AT_ONCE]
        for ident in idents:
            del self._due[ident]
        asked = tuple(LookedThrough.of(row.by_id(ident)) for ident in idents if row.has(ident))
        turn, self._asked = self._round, True
        self._bench.ask(
            lambda ident: FindBorrowed(ident, asked),
            lambda answer: self._came(turn, asked, answer),
            failed=lambda _failure: self._failed(turn, idents),
        )

    def _failed(self, turn: int, idents: Iterable[int]) -> None:
        """Nobody could look; it is asked again when the writer has written something more."""
        if turn == self._round:
            self._asked = False
            self._due.update(dict.fromkeys(idents))

    def _came(self, turn: int, asked: Sequence[LookedThrough], answer: BorrowedFound) -> None:
        session = self._bench.session
        if turn != self._round or session is None:
            return
        self._asked = False
        grown, self._outputs = answer.outputs > self._outputs, answer.outputs
        rows: dict[int, list[BorrowedRow]] = {one.paragraph: [] for one in asked}
        for phrase in answer.phrases:
            rows[phrase.paragraph].append(phrase)
        for one in asked:
            before = self._known.get(one.paragraph, ("", ()))[1]
            self._known[one.paragraph] = (one.text, tuple(rows[one.paragraph]))
            if before != self._known[one.paragraph][1]:
                self.found.emit(one.paragraph)
        if grown:  # what was looked through before may hold what came since
            self._due.update(dict.fromkeys(item.id for item in session.document.paragraphs if item.id not in rows))
        if self._due:
            QTimer.singleShot(0, self, self._ask)


def sentence_of(text: str, row: BorrowedRow) -> str:
    """ "“five words of it here” was said by claude-opus-5-5, 4 November 2026, critique. It said: “…”"."""
    words = " ".join(text[row.start : row.end].split())
    said = f" It said: “{row.said}”" if row.said else ""
    return f"“{words}” was said by {row.source}.{said}"
