"""The zones of the window, outline, draft and desk: which are shown, and the way of the keyboard round them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from editor.ui.actions import Actions
from editor.ui.desk.desk import Desk
from editor.ui.main_window import OUTLINE_FROM, MainWindow
from editor.ui.outline import Outline


class Zones:
    def __init__(self, window: MainWindow, outline: Outline, desk: Desk, menus: Actions) -> None:
        self._window = window
        self._preferences = window.bench.preferences
        self._view = window.bench.view
        self._panels = {"outline": outline, "desk": desk}
        self._outline = outline
        self._desk = desk
        self._menus = menus

    def show(self, *, desk_alone: bool) -> None:
        """As the writer wants them and the window has room for them; or the desk, which fills the window for a while."""
        wide = self._window.width() >= OUTLINE_FROM
        self._outline.setVisible(self._preferences.flag("outline", True) and wide and not desk_alone)
        self._desk.setVisible(self._preferences.flag("desk", True) or desk_alone)
        for name, panel in self._panels.items():
            self._menus[name].setChecked(panel.isVisible())

    def toggle(self, name: str) -> bool:
        """Shows or hides the "outline" or the "desk"; whether it is shown now."""
        panel = self._panels[name]
        shown = panel.isHidden()
        panel.setVisible(shown)
        self._menus[name].setChecked(shown)
        self._preferences.keep(name, shown)
        if not shown:
            self._view.setFocus()
        return shown

    def step(self, forward: bool) -> None:
        """Takes the focus round: outline, draft, desk, and back."""
        zones: list[QWidget] = [zone for zone in (self._outline, self._view, self._desk) if zone.isVisible()]
        focus = QApplication.focusWidget()
        here = next((n for n, zone in enumerate(zones) if focus and (zone is focus or zone.isAncestorOf(focus))), 0)
        zone = zones[(here + (1 if forward else -1)) % len(zones)]
        target = self._desk.first if zone is self._desk else zone
        target.setFocus(Qt.FocusReason.TabFocusReason)
