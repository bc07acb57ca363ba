"""Other colours in a window that is open: what comes to the desk afterwards stands on the ground that was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor.parts import open_draft
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.theme import dress_application, load_theme


@pytest.fixture
def furnishing(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Furnishing]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = application.palette()
    dress_application(application, load_theme("light"))
    path = tmp_path / "essay.md"
    path.write_text("# On swans\n\nOne.\n")
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.resize(1300, 700)
    window.show()
    open_draft(window, path)
    made = Furnishing(window)
    made.finish()
    yield made
    window.close()
    application.setPalette(before)


def test_that_a_sheet_stands_on_the_ground_that_was_chosen_last(furnishing: Furnishing, qtbot: QtBot) -> None:
    desk = furnishing.desk
    desk.grab()  # it was seen in the colours before
    furnishing.choices.set_theme("dark")
    for command in ("overlap", "verdict", "overlap"):
        furnishing.menus[command].trigger()
        qtbot.wait(50)
        image = desk.grab().toImage()
        assert image.pixelColor(3, image.height() - 3) == load_theme("dark").panel
