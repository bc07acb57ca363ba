"""A draft that comes up: before the worker has told what was before this sitting, nobody says that there was nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot
from session_makers import typed

from editor.parts import open_draft
from editor.session.draft_session import TYPING
from editor.ui.desk.desk import DeskTab
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.prose import Prose

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
NOTHINGS = (
    "Nothing sent",
    "Nothing here yet.",
    "There are no remarks on this paragraph yet.",
    "No minutes yet.",
    "0.0 min",
)


def a_window(qtbot: QtBot, folder: Path) -> MainWindow:
    window = MainWindow(Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    open_draft(window, folder / "essay.md")
    return window


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    (tmp_path / "essay.md").write_text("On swans.\n")
    return tmp_path


@pytest.fixture
def again(qtbot: QtBot, folder: Path) -> Iterator[Furnishing]:
    """A draft of a former sitting, just opened."""
    first = a_window(qtbot, folder)
    first.bench.view.perform(0, 0, typed("Once more. "), TYPING)
    first.close()
    made = Furnishing(a_window(qtbot, folder))
    made.finish()
    yield made
    made.client.quit()
    made.window.close()


def nothings(room: Furnishing) -> set[str]:
    """What foot and desk say that there is not."""
    room.status_flow.refresh()
    said = [one.text() for one in room.status.findChildren(QToolButton)]
    for tab in (DeskTab.PAD, DeskTab.CRITIQUE, DeskTab.TIME):
        room.show_tab(tab)
        panel = room.desk.panel(tab)
        assert panel is not None
        said += [one.text for one in panel.findChildren(Prose)]
        said += [one.placeholderText() for one in panel.findChildren(QPlainTextEdit)]
    return {words for words in NOTHINGS if any(words in one for one in said)}


def test_that_nothing_is_called_missing_before_it_is_known(again: Furnishing, qtbot: QtBot) -> None:
    session = again.window.bench.session
    assert session is not None
    assert not session.time.knows_past
    assert nothings(again) == set()
    qtbot.waitUntil(lambda: session.time.knows_past, timeout=LONGEST_MS)
    assert nothings(again) == set(NOTHINGS)


def test_that_a_new_draft_is_known_to_have_nothing(qtbot: QtBot, folder: Path) -> None:
    made = Furnishing(a_window(qtbot, folder))
    made.finish()
    assert nothings(made) == set(NOTHINGS)
    made.client.quit()
    made.window.close()
