"""The free-association pad: turns go through the journal like the draft, and their minutes are a lane of their own."""

from __future__ import annotations

from PySide6.QtCore import QObject

from editor.session.pads import Association
from editor.ui.desk.pad_panel import PadPanel
from editor.ui.desk.pad_values import PadEnd, PadStart, PadText, PadTurn, PadView
from editor.ui.facts import title_of
from editor.ui.flows.versions_flow import when_words
from editor.ui.workbench import Workbench


class PadFlow(QObject):
    def __init__(self, bench: Workbench, panel: PadPanel) -> None:
        super().__init__(panel)
        self._bench = bench
        self._panel = panel
        self._turn: Association | None = None
        panel.started.connect(self._started)
        panel.typed.connect(self._typed)
        panel.ended.connect(self._ended)
        panel.left.connect(bench.view.setFocus)

    @property
    def is_running(self) -> bool:
        return self._panel.is_running

    def end_turn(self) -> None:
        """Keeps the running turn; without one, nothing happens."""
        if self._panel.is_running:
            self._panel.turn_over()

    def show_paragraph(self, ident: int) -> None:
        session, paragraph = self._bench.session, self._bench.paragraph(ident)
        if session is None or paragraph is None or self._panel.is_running:
            return
        turns = tuple(
            PadTurn(number, when_words(turn.started_ms), _seconds(turn), turn.words, turn.text)
            for number, turn in enumerate(session.pads.of(ident), 1)
            if turn.ended_ms is not None
        )
        self._panel.show_view(PadView(ident, title_of(paragraph, 90), turns))

    def _started(self, start: PadStart) -> None:
        if self._bench.session is not None:
            self._turn = self._bench.session.pads.begin(start.paragraph)

    def _typed(self, typed: PadText) -> None:
        session = self._bench.session
        if session is None or self._turn is None:
            return
        grown = abs(len(typed.text) - len(self._turn.text))
        self._turn = session.pads.typed(self._turn.id, typed.text)
        session.wrote_in_pad(typed.paragraph, max(1, grown))

    def _ended(self, end: PadEnd) -> None:
        session = self._bench.session
        if session is None or self._turn is None:
            return
        session.pads.typed(self._turn.id, end.text)
        session.pads.end(self._turn.id)
        self._turn = None
        self.show_paragraph(end.paragraph)
        self._bench.say("Turn kept.")


def _seconds(turn: Association) -> int:
    return max(0, ((turn.ended_ms or turn.started_ms) - turn.started_ms) // 1000)
