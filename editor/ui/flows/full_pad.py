"""The pad in the full window: nothing but the point, the turns and the paper. The draft stays open behind it."""

from __future__ import annotations

from editor.ui.desk.desk import Desk
from editor.ui.desk.pad_panel import PadPanel
from editor.ui.main_window import MainWindow


class FullPad:
    def __init__(self, window: MainWindow, desk: Desk, panel: PadPanel) -> None:
        self._window = window
        self._desk = desk
        self._panel = panel
        self.is_on = False

    def enter(self) -> None:
        """The desk shows the pad already."""
        self._set(True)
        self._panel.setFocus()

    def leave(self) -> None:
        """Nothing happens where the draft is on the screen."""
        if self.is_on:
            self._set(False)

    def _set(self, on: bool) -> None:
        self.is_on = on
        self._desk.set_alone(on)
        self._window.show_page(not on)
        self._window.room_changed.emit()  # outline and desk follow
