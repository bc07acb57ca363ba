"""What is made of the draft while it is written: borrowed language looked for, and the verdict of the venue shown."""

from __future__ import annotations

from PySide6.QtCore import QObject

from editor.core.changes import Changes
from editor.ui.desk.desk import Desk
from editor.ui.flows.borrow_flow import BorrowFlow
from editor.ui.flows.card_flow import CardFlow
from editor.ui.flows.verdict_flow import VerdictFlow
from editor.ui.quote_marks import QuoteMarks
from editor.ui.workbench import Workbench


class VenueJudging(QObject):
    def __init__(self, bench: Workbench, desk: Desk, marks: QuoteMarks, card: CardFlow) -> None:
        super().__init__(desk)
        self._bench = bench
        self._marks = marks
        self.borrowing = BorrowFlow(bench, self)
        self.verdict = VerdictFlow(bench, desk, self.borrowing)
        marks.borrowed = self.borrowing.of
        card.more = self.borrowing.lines
        self.borrowing.found.connect(self._found)

    def changed(self, changes: Changes) -> None:
        self.borrowing.changed(changes.touched)
        self.verdict.changed(changes)

    def said(self) -> None:
        """A model may have said something."""
        self.borrowing.changed()

    def _found(self, ident: int) -> None:
        if self._marks.show_origins:
            self._bench.view.restyle_paragraph(ident)
