"""The window process, put together: everything is built once here and passed in.

Order is what start time is made of: the draft's first screen before anything else, then the window, then, after the first
paint, the Markdown parser, the panels and the worker.
"""

from __future__ import annotations

import importlib
import logging
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

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
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from editor.core.clock import SystemClock
from editor.core.reshaping import Splitter
from editor.journal.places import Places
from editor.opening import Opener
from editor.resources import resource
from editor.startup_checks import no_window
from editor.store.keyframe import read_opening
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.theme import dress_application, load_theme

log = logging.getLogger(__name__)

_SWITCH_S = 0.0005
"""A thread that holds the interpreter gives it up this often, so that a key never waits 5 ms for it."""
_SAMPLE_FILES = ("essay.md", "essay.palimpsest", "minutes.svg")


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
            return int(selftest.run(application, window, furnisher.finish))
    files = [Path(argument) for argument in arguments if not argument.startswith("-")]
    path = copied_sample() if "--sample" in arguments else next(iter(files), None)
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
    application = QApplication(["palimpsest"])
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
    window = make_window(preferences)
    window.files.show_first(path)
    window.show()
    return window, _Furnisher(window)


def make_window(preferences: Preferences) -> MainWindow:
    clock = SystemClock()
    opener = Opener(Places.standard(), clock, splitter())
    window = MainWindow(opener, clock, preferences)
    window.files.sample = copied_sample
    window.files.rescue = rescued
    return window


def splitter() -> Callable[[], Splitter]:
    """Loads the Markdown parser at the first call, which is after the first paint."""
    made: list[Splitter] = []

    def get() -> Splitter:
        if not made:
            # By name, because importing it with the module would put 40 ms before the first paint.
            made.append(importlib.import_module("editor.core.paragraphs").MarkdownSplitter())
        return made[0]

    return get


def copied_sample() -> Path:
    """The writer's copy of the sample essay, in the data folder; made when it is not there."""
    places = Places.standard()
    folder = places.root / "sample"
    if not (folder / "essay.md").exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in _SAMPLE_FILES:
            shutil.copyfile(resource("sample", name), folder / name)
        _set_journal_aside(places.draft(read_opening(folder / "essay.palimpsest").draft_id).folder)
    return folder / "essay.md"


def _set_journal_aside(folder: Path) -> None:
    """The journal of an earlier copy, which the writer threw away, must not be replayed into this one."""
    if folder.exists():
        number = next(n for n in count(1) if not folder.with_name(f"{folder.name}-{n}").exists())
        folder.rename(folder.with_name(f"{folder.name}-{number}"))


def rescued(path: Path) -> Path | None:
    """Saves the text that can still be read from a damaged draft beside it, under a name that is free."""
    # By name: rescue loads more than the window needs, and only for a file that is broken.
    text = importlib.import_module("editor.store.rescue").rescue_text(path)
    if not text:
        return None
    target = path.with_name(f"{path.stem} rescued.md")
    number = 2
    while target.exists():
        target = path.with_name(f"{path.stem} rescued {number}.md")
        number += 1
    target.write_text(text, encoding="utf-8", newline="")
    return target


def _preferences() -> Preferences:
    chosen = os.environ.get("PALIMPSEST_SETTINGS")
    return Preferences(QSettings(chosen, QSettings.Format.IniFormat) if chosen else None)


class _Furnisher(QObject):
    """Builds the rest of the window once its first picture is on the screen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._done = False
        window.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._done:
            self._done = True
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._begin)
        return False

    def _begin(self) -> None:
        icon = resource("icons", "palimpsest.svg")
        if icon.exists():
            self._window.setWindowIcon(QIcon(str(icon)))
        self._room().begin()

    def finish(self) -> Any:
        """Builds everything now."""
        self._done = True
        room = self._room()
        room.finish()
        return room

    def _room(self) -> Any:
        # By name, because the panels cost as much as the page and nobody sees them before it.
        return importlib.import_module("editor.ui.furnishing").Furnishing(self._window)
