"""The numbers beside the paragraphs, as they grow."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.parts import open_draft
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
TEXT = "A paragraph that takes a while to read. " * 20


def test_that_minutes_earned_by_reading_reach_the_margin_without_an_edit(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    essay = tmp_path / "essay.md"
    essay.write_text(TEXT)
    open_draft(window, essay)
    Furnishing(window).finish()
    session, margins = window.bench.session, window.margins
    assert session is not None
    ident = session.document.paragraphs[0].id
    qtbot.waitUntil(lambda: ident in margins._notes, timeout=LONGEST_MS)
    assert margins._notes[ident].minutes == "0.0"
    session.time.focus(True)

    def reads() -> bool:
        QTest.mouseClick(window.view.viewport(), Qt.MouseButton.LeftButton)
        return ident in margins._notes and margins._notes[ident].minutes != "0.0"

    qtbot.waitUntil(reads, timeout=LONGEST_MS)
    assert session.document.text() == TEXT
    window.close()
