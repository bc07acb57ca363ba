"""The window process, put together: everything is built once here and passed in.

Order is what start time is made of: a page with the draft's text before anything else; then, after the first paint, the
draft itself, the panels, the Markdown parser and the worker.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6 import QtGui
from PySide6.QtCore import (
    QEvent,
    QLibraryInfo,
    QMessageLogContext,
    QObject,
    QSettings,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from editor.glance import glance
from editor.resources import resource
from editor.startup_checks import no_window
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.theme import dress_application, load_theme

log = logging.getLogger(__name__)

_SWITCH_S = 0.0005
"""A thread that holds the interpreter gives it up this often, so that a key never waits 5 ms for it."""


def run(arguments: Sequence[str]) -> int:
    """Starts the window; returns the exit code of the program. `arguments`: a file, --sample, --selftest, or nothing.

    `__main__` has checked them: a parser of arguments would cost more than the theme and the fonts together.
    """
    sys.setswitchinterval(_SWITCH_S)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    application = _application()
    if "--selftest" in arguments:
        selftest = importlib.import_module("editor.selftest")
        with selftest.own_folder() as path:
            window, furnisher = _shown(application, path)
            furnisher.open_draft()
            return int(selftest.run(application, window, furnisher.finish))
    files = [Path(argument) for argument in arguments if not argument.startswith("-")]
    path = _parts().copied_sample() if "--sample" in arguments else next(iter(files), None)
    window, furnisher = _shown(application, path)
    code = application.exec()
    application.processEvents()
    return code


def _application() -> QApplication:
    """Qt; where it finds no way to the screen, the end of the program, with a sentence instead of Qt's abort."""
    held: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, words: str | None) -> None:
        if kind == QtMsgType.QtFatalMsg:
            plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms")
            print(f"palimpsest: {no_window(os.environ, plugins)}", file=sys.stderr, flush=True)
            os._exit(1)  # to return from here is to abort
        held.append(str(words))

    qInstallMessageHandler(hear)
    # By argument: the style as an object of Python's costs 5 ms.
    application = QApplication(["palimpsest", "-style", "fusion"])
    qInstallMessageHandler(None)
    for words in held:
        log.warning(words)
    application.setApplicationName("palimpsest")
    application.setApplicationDisplayName("Palimpsest")
    application.setDesktopFileName("org.palimpsest.Palimpsest")
    return application


def _shown(application: QApplication, path: Path | None) -> tuple[MainWindow, _Furnisher]:
    preferences = _preferences()
    dress_application(application, load_theme(preferences.text("theme", "light")))
    window = MainWindow(preferences)
    if path is not None:
        window.show_text(*glance(path))
    window.show()
    return window, _Furnisher(window, path)


def _parts() -> Any:
    # By name, because what the draft is made of costs more than the first picture, which does not need it.
    return importlib.import_module("editor.parts")


def _preferences() -> Preferences:
    chosen = os.environ.get("PALIMPSEST_SETTINGS")
    return Preferences(QSettings(chosen, QSettings.Format.IniFormat) if chosen else None)


class _Furnisher(QObject):
    """Builds the rest of the window once its first picture is on the screen."""

    def __init__(self, window: MainWindow, path: Path | None) -> None:
        super().__init__(window)
        self._window = window
        self._path = path
        self._done = False
        window.page.viewport().installEventFilter(self)
        window.open_now = self.open_draft

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._done:
            self._done = True
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._begin)
        return False

    def _begin(self) -> None:
        if self._window.isHidden():  # it was closed at once
            return
        icon = resource("icons", "palimpsest.svg")
        if icon.exists():
            self._window.setWindowIcon(QtGui.QIcon(str(icon)))
        room = self._room()
        room.ready = _parts().splitter  # before the first key that needs it
        room.begin()

    def finish(self) -> Any:
        """Builds everything now."""
        self._done = True
        room = self._room()
        room.finish()
        return room

    def open_draft(self) -> None:
        if not self._window.is_furnished:
            _parts().open_draft(self._window, self._path)

    def _room(self) -> Any:
        self.open_draft()
        # By name, because the panels cost as much as the page and nobody sees them before it.
        return importlib.import_module("editor.ui.furnishing").Furnishing(self._window)
