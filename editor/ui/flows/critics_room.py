"""All about critics: the critique on the desk, their settings, and the comparison with another text."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from editor.ui.desk.critique_panel import CritiquePanel
from editor.ui.desk.desk import Desk
from editor.ui.flows.critics_settings_flow import CriticsSettingsFlow
from editor.ui.flows.critique_flow import CritiqueFlow
from editor.ui.flows.overlap_flow import OverlapFlow
from editor.ui.flows.price_flow import PriceFlow
from editor.ui.workbench import Workbench


class CriticsRoom(QObject):
    """Signals:
    call_ended: a model answered, failed or was stopped; without a value.
    """

    call_ended = Signal()

    def __init__(self, bench: Workbench, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self.panel = CritiquePanel(bench.theme, desk)
        self.critique = CritiqueFlow(bench, self.panel, desk)
        self.price = PriceFlow(bench, self.panel, self.critique.board)
        self.settings = CriticsSettingsFlow(bench, self.critique.choices, window)
        self.settings.on_changed = self.critique.load_critics
        self.overlap = OverlapFlow(bench, desk, window)
        self.critique.call_ended.connect(self.call_ended)
        self.overlap.call_ended.connect(self.call_ended)

    def reset(self) -> None:
        """Another draft was opened."""
        self.critique.reset()
        self.overlap.reset()

    def stop(self) -> None:
        """Stops every model that reads for the critique; what came is kept."""
        self.critique.stop()
        self.overlap.stop()

    def asks_a_model(self) -> bool:
        """Whether a model reads at this moment."""
        return self.critique.asks_a_model() or self.overlap.is_running
