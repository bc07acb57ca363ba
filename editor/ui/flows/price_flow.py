"""The price beside *Ask critics*, before anything is pressed.

It is asked of the worker, which knows the prices, for the text of the paragraph that is shown, when the hands rest.
"""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject, QTimer

from editor.core.money import about
from editor.protocol import messages as wire
from editor.ui.desk.critique_panel import CritiquePanel
from editor.ui.flows.critic_board import CriticBoard
from editor.ui.workbench import Workbench

_REST_MS = 600


class PriceFlow(QObject):
    def __init__(self, bench: Workbench, panel: CritiquePanel, board: CriticBoard) -> None:
        super().__init__(panel)
        self._bench = bench
        self._panel = panel
        self._board = board
        self._paragraph = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask)
        panel.critic_ticked.connect(lambda _tick: self._rest.start())

    def show_paragraph(self, ident: int) -> None:
        self._paragraph = ident
        self._rest.start()

    def _ask(self) -> None:
        paragraph = self._bench.paragraph(self._paragraph)
        if paragraph is None or not self._board.ticked_models():
            self._panel.set_price("")
            return
        text, choices = paragraph.text, self._board.choices
        self._bench.ask(lambda ident: wire.ListCritics(ident, text, choices), self._came, failed=lambda _failure: None)

    def _came(self, answer: wire.Critics) -> None:
        ticked = self._board.ticked_models()
        prices = [one.likely_usd for one in answer.critics if one.name in ticked]
        if any(price is None for price in prices):
            self._panel.set_price("price not known")
            return
        total = sum((Decimal(price) for price in prices if price is not None), Decimal(0))
        self._panel.set_price((about(total) if total else "free") if prices else "")
