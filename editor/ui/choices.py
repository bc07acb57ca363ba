"""The menus that list something: recent files, colours, venues, how much the margin shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMessageBox

from editor.ui.actions import Actions
from editor.ui.flows.critique_flow import NAMES_HIDDEN
from editor.ui.main_window import MainWindow
from editor.ui.margin import MarginMode
from editor.ui.plain_words import PlainBox
from editor.ui.theme import Theme, dress_application, load_theme, theme_names
from editor.ui.venue import about_own_profiles, chosen_profile, load_profiles


class Themed(Protocol):
    def set_theme(self, theme: Theme) -> None: ...


class Choices:
    def __init__(
        self,
        window: MainWindow,
        menus: Actions,
        panels: Sequence[Themed],
        profile_chosen: Callable[[], None],
    ) -> None:
        self._window = window
        self._bench = window.bench
        self._menus = menus
        self._panels = panels
        self._profile_chosen = profile_chosen
        modes = [(mode.value, mode.value.capitalize()) for mode in MarginMode]
        themes = [(name, load_theme(name).name) for name in theme_names()]
        chosen = self._bench.preferences.text
        self._fill("theme", themes, self.set_theme, chosen("theme", "light"))
        self._fill("margin", modes, self.set_margin, chosen("margin", window.margins.mode.value))
        self.fill_profiles()
        menus.menus["profile"].aboutToShow.connect(self._read_profiles)
        self.fill_recent()
        menus["hide_names"].setChecked(self._bench.preferences.flag(NAMES_HIDDEN, False))

    def _fill(self, menu: str, entries: list[tuple[str, str]], choose: Callable[[str], None], chosen: str) -> None:
        group = QActionGroup(self._menus.menus[menu])
        for value, words in entries:
            action = QAction(words, self._window, checkable=True, checked=value == chosen)
            action.triggered.connect(lambda _checked=False, value=value: choose(value))
            group.addAction(action)
            self._menus.menus[menu].addAction(action)

    def fill_profiles(self) -> None:
        menu = self._menus.menus["profile"]
        menu.clear()
        profiles = [(ident, profile.title) for ident, profile in self._bench.profiles.items()]
        self._fill("profile", profiles, self.set_profile, chosen_profile(self._bench).id)
        menu.addSeparator()
        menu.addAction("Rules of &Your Own…", self._tell_of_own)

    def _read_profiles(self) -> None:
        trouble = load_profiles(self._bench)
        self.fill_profiles()
        if trouble:
            self._bench.say(trouble)

    def _tell_of_own(self) -> None:
        try:
            words = about_own_profiles()
        except OSError as error:
            self._bench.say(f"The folder for rules of your own cannot be made: {error.strerror}. All others work.")
            return
        box = PlainBox(QMessageBox.Icon.Information, "Rules of your own", words, self._window)
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.open()

    def fill_recent(self) -> None:
        menu = self._menus.menus["recent"]
        menu.clear()
        for path in self._bench.preferences.recent():
            menu.addAction(f"{path.name}  –  {path.parent}", partial(self._window.files.open, path))
        menu.setEnabled(not menu.isEmpty())

    def set_theme(self, name: str) -> None:
        self._bench.preferences.keep("theme", name)
        theme = load_theme(name)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            dress_application(application, theme)
        self._window.set_theme(theme)
        for panel in self._panels:
            panel.set_theme(theme)

    def set_profile(self, ident: str) -> None:
        self._bench.preferences.keep("profile", ident)
        if self._bench.draft is not None:
            self._bench.draft.profile = ident
        self._profile_chosen()

    def set_margin(self, mode: str) -> None:
        self._bench.preferences.keep("margin", mode)
        self._window.margins.set_mode(MarginMode(mode))
