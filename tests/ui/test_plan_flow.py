"""Planning in a window: the line the writer is in is not taken away, and one undo takes back what was done to a plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from session_makers import typed

from editor.parts import open_draft
from editor.session.draft_session import TYPING
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.outline_list import OutlineList
from editor.ui.preferences import Preferences

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""


@pytest.fixture
def furnishing(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Furnishing]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    path = tmp_path / "essay.md"
    path.write_text("# On swans\n\nOne.\n\n## What follows\n\nTwo.\n")
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    open_draft(window, path)
    yield Furnishing(window)
    window.close()


def line_of(furnishing: Furnishing) -> QLineEdit:
    (line,) = furnishing.outline.findChildren(QLineEdit)
    return line


def test_that_a_plan_can_be_said_before_the_outline_was_worked_out(furnishing: Furnishing, qtbot: QtBot) -> None:
    furnishing.finish()
    assert furnishing.outline.rows == []
    furnishing.menus["plan"].trigger()
    assert [one.title for one in furnishing.outline.rows] == ["On swans", "", "What follows"]
    line = line_of(furnishing)
    furnishing.outlining.begin()  # as it does once the hands rest
    assert line_of(furnishing) is line


def test_that_rows_that_come_while_a_point_is_said_are_shown_afterwards(furnishing: Furnishing, qtbot: QtBot) -> None:
    furnishing.finish()
    furnishing.menus["plan"].trigger()
    line = line_of(furnishing)
    qtbot.keyClicks(line, "Black ones")
    bench = furnishing._bench
    assert bench.session is not None
    bench.view.perform(0, 0, typed("# Before swans\n\n"), TYPING)
    furnishing.outlining.begin()
    assert line_of(furnishing) is line
    assert "Before swans" not in [one.title for one in furnishing.outline.rows]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not furnishing.outline.is_written_in, timeout=LONGEST_MS)
    assert [one.title or one.point for one in furnishing.outline.rows] == [
        *("Before swans", "On swans", "Black ones", "What follows")
    ]


def planned(furnishing: Furnishing, qtbot: QtBot, words: str) -> None:
    furnishing.menus["plan"].trigger()
    qtbot.keyClicks(line_of(furnishing), words)
    qtbot.keyClick(line_of(furnishing), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not furnishing.outline.is_written_in, timeout=LONGEST_MS)


def said(furnishing: Furnishing) -> list[str]:
    return [one.title or one.point for one in furnishing.outline.rows]


def test_that_undo_brings_a_removed_plan_back_and_leaves_the_text_alone(furnishing: Furnishing, qtbot: QtBot) -> None:
    furnishing.finish()
    bench = furnishing._bench
    assert bench.session is not None
    bench.view.perform(0, 0, typed("# Before swans\n\n"), TYPING)
    text = bench.session.document.text()
    planned(furnishing, qtbot, "Black ones")
    there = said(furnishing)
    rows = furnishing.outline.findChild(OutlineList)
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    assert "Black ones" not in said(furnishing)
    furnishing.menus["undo"].trigger()
    assert said(furnishing) == there
    assert bench.session.document.text() == text
    furnishing.menus["redo"].trigger()
    assert "Black ones" not in said(furnishing)


def test_that_undo_puts_a_moved_plan_back_and_leaves_the_text_alone(furnishing: Furnishing, qtbot: QtBot) -> None:
    furnishing.finish()
    bench = furnishing._bench
    assert bench.session is not None
    bench.view.perform(len(bench.session.document), 0, typed("\nMore.\n"), TYPING)
    text = bench.session.document.text()
    planned(furnishing, qtbot, "Black ones")
    there = said(furnishing)
    rows = furnishing.outline.findChild(OutlineList)
    qtbot.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert said(furnishing) != there
    furnishing.menus["undo"].trigger()
    assert said(furnishing) == there
    assert bench.session.document.text() == text
    furnishing.menus["undo"].trigger()
    assert "Black ones" not in said(furnishing)
    assert bench.session.document.text() == text
    furnishing.menus["undo"].trigger()
    assert bench.session.document.text() != text
