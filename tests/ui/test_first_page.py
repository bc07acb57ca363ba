"""The page of the first picture: what is typed on it arrives in the draft, whenever the draft comes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QSettings, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor.glance import glance
from editor.parts import open_draft
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

ESSAY = "# One 🦊\n\nTwo words here.\n"
Opened = Callable[[Path | None], MainWindow]


@pytest.fixture
def essay(tmp_path: Path) -> Path:
    path = tmp_path / "essay.md"
    path.write_text(ESSAY, encoding="utf-8", newline="")
    return path


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window, before_close_func=_leave)
    window.show()
    return window


def _leave(window: MainWindow) -> None:
    window.open_now = lambda: None


def commit(window: MainWindow, words: str, composing: str = "") -> None:
    event = QInputMethodEvent(composing, [])
    event.setCommitString(words)
    QApplication.sendEvent(window.page, event)


def text_of(window: MainWindow) -> str:
    session = window.bench.session
    assert session is not None
    assert window.view.toPlainText() == session.document.text()
    return session.document.text()


def test_that_the_first_page_shows_the_text_with_the_caret_in_it(window: MainWindow, essay: Path) -> None:
    window.show_text(*glance(essay))
    assert window.page.toPlainText() == ESSAY
    window.show_text(ESSAY, 7)
    assert window.page.textCursor().position() == 8, "one code point before it takes two UTF-16 units"
    window.show_text(ESSAY, 10_000)
    assert window.page.textCursor().atEnd()


def test_that_keys_pressed_before_the_draft_is_there_are_typed_into_it(window: MainWindow, essay: Path) -> None:
    window.show_text(*glance(essay))
    QTest.keyClicks(window.page, "Halo")
    QTest.keyClick(window.page, Qt.Key.Key_Backspace)
    QTest.keyClicks(window.page, "lo. ")
    assert window.page.toPlainText() == ESSAY, "the first page itself never changes"
    open_draft(window, essay)
    assert text_of(window) == "Hallo. " + ESSAY
    assert window.page is window.view
    QTest.keyClicks(window.view, "So")
    assert text_of(window) == "Hallo. So" + ESSAY


def test_that_keys_and_what_an_input_method_commits_keep_their_order(window: MainWindow, essay: Path) -> None:
    window.show_text(*glance(essay))
    QTest.keyClicks(window.page, "a")
    commit(window, "", composing="に")
    commit(window, "日本")
    QTest.keyClicks(window.page, "b")
    open_draft(window, essay)
    assert text_of(window) == "a日本b" + ESSAY


def test_that_a_window_without_a_file_takes_keys_from_the_first_moment(window: MainWindow) -> None:
    QTest.keyClicks(window.page, "A thought")
    open_draft(window, None)
    assert text_of(window) == "A thought"


def test_that_keys_typed_over_a_file_that_cannot_be_opened_are_kept_in_a_draft(
    window: MainWindow, essay: Path, qtbot: QtBot
) -> None:
    database = essay.with_suffix(".palimpsest")
    database.write_bytes(b"nothing that is known")
    window.show_text(*glance(essay))
    QTest.keyClicks(window.page, "Kept")
    open_draft(window, essay)
    assert text_of(window) == "Kept"
    assert database.read_bytes() == b"nothing that is known"
    assert essay.read_text(encoding="utf-8") == ESSAY


def test_that_nothing_is_dropped_into_a_draft_that_is_not_there_yet(window: MainWindow, essay: Path) -> None:
    window.show_text(*glance(essay))
    data = QMimeData()
    data.setText("dropped")
    window.page.insertFromMimeData(data)
    assert window.page.toPlainText() == ESSAY


def test_that_a_window_closed_before_the_draft_is_there_keeps_what_was_typed(
    window: MainWindow, essay: Path, tmp_path: Path
) -> None:
    window.show_text(*glance(essay))
    window.open_now = lambda: open_draft(window, essay)
    QTest.keyClicks(window.page, "Last words. ")
    window.close()
    journals = b"".join(path.read_bytes() for path in tmp_path.glob("data/drafts/*/journal-*.jsonl"))
    assert all(f'"{sign}"'.encode() in journals for sign in "Last words. ".strip())
