"""Versions compared blind in a real window with a real worker: read without names, unveiled, kept, and taken or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from in_sight import in_sight
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot
from session_makers import MODEL

from editor.core.runs import Fragment
from editor.core.titles import COMPARISON
from editor.parts import open_draft
from editor.session.draft_session import TYPING, DraftSession
from editor.ui.desk.desk import DeskTab
from editor.ui.desk.versions_panel import VersionScope
from editor.ui.dialogs.blind_dialog import BlindDialog
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.prose import Prose

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
FIRST, SECOND = "I have only ever seen white swans.", "Every swan I saw was white."


class Room:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        path = folder / "essay.md"
        path.write_text(f"# On swans\n\n{FIRST}\n")
        self.window = MainWindow(Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)))
        qtbot.addWidget(self.window)
        self.window.show()
        open_draft(self.window, path)
        self.furnishing = Furnishing(self.window)
        self.furnishing.finish()
        self.told: list[str] = []
        self.window.bench.say = self.told.append  # type: ignore[method-assign]
        self.furnishing.versions._blind._lot = lambda: False
        self.window.view.place_caret(self.session.document.text().index(FIRST))
        self.furnishing._follow_caret()

    @property
    def session(self) -> DraftSession:
        session = self.window.bench.session
        assert session is not None
        return session

    @property
    def dialog(self) -> BlindDialog:
        return in_sight(self.window, BlindDialog)[-1]

    def keep(self) -> None:
        self.told.clear()
        self.furnishing.versions.keep("Before lunch", self.session.document.paragraphs[1].id)
        self.qtbot.waitUntil(lambda: "Version kept." in self.told, timeout=LONGEST_MS)

    def write(self, old: str, new: str) -> None:
        start = self.session.document.text().index(old)
        self.window.view.perform(start, len(old), Fragment.of(new, MODEL), TYPING)

    def open(self) -> None:
        self.furnishing.menus["blind"].trigger()
        self.qtbot.waitUntil(lambda: bool(in_sight(self.window, BlindDialog)), timeout=LONGEST_MS)
        self.qtbot.waitUntil(self.dialog.isActiveWindow, timeout=LONGEST_MS)  # else the window takes Escape

    def press(self, words: str) -> None:
        next(one for one in self.dialog.findChildren(QPushButton) if one.text() == words and one.isVisible()).click()

    def shown(self) -> list[str]:
        return [one.text for one in self.dialog.findChildren(Prose) if one.isVisible() and one.text]

    def answer(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.dialog, key)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    one = Room(qtbot, tmp_path)
    yield one
    one.window.close()


@pytest.fixture
def written(room: Room) -> Room:
    """With a version of before, and other words now."""
    room.write("ever", "really")
    room.write("really", "ever")
    room.keep()
    room.write(FIRST, SECOND)
    return room


def test_that_a_draft_without_versions_says_what_to_do(room: Room) -> None:
    room.furnishing.menus["blind"].trigger()
    assert room.told == ["Nothing is recorded of this draft yet; it begins with your first change."]
    room.write("white", "pale")
    room.furnishing.menus["blind"].trigger()
    room.qtbot.waitUntil(lambda: len(room.told) == 2, timeout=LONGEST_MS)
    assert room.told[-1] == "There is one version only. Ctrl+D keeps it before you change it."


def test_that_a_version_equal_to_the_present_text_is_no_rival(room: Room) -> None:
    room.write("white", "pale")
    room.keep()
    room.furnishing.menus["blind"].trigger()
    room.qtbot.waitUntil(lambda: len(room.told) == 2, timeout=LONGEST_MS)
    assert room.told[-1] == "Every version that was kept is the same as the present text."


def test_that_two_are_read_three_times_and_the_older_one_is_taken(written: Room) -> None:
    written.open()
    written.press("Compare Blind")
    assert written.shown() == [SECOND, FIRST]
    written.answer(Qt.Key.Key_2)
    assert written.shown() == [FIRST, SECOND]
    written.answer(Qt.Key.Key_1)
    assert SECOND in written.session.document.text()
    written.answer(Qt.Key.Key_2)
    outcome, present, whose, version, theirs, *_ = written.shown()
    assert outcome.startswith("You chose Before lunch")
    assert (present, whose) == ("The present text", "6 words: 6 from model-1")
    assert version.startswith("Before lunch, today ")
    assert theirs == "7 words: 6 imported, 1 from model-1"
    (difference,) = written.dialog.findChildren(QTextEdit)
    written.qtbot.waitUntil(lambda: SECOND.split(maxsplit=1)[0] in difference.toPlainText(), timeout=LONGEST_MS)
    (kept,) = written.session.attachments.of(COMPARISON)
    assert kept.row == {"of": "version", "versions": [1, 0], "pairs": [[0, 1], [1, 0], [0, 1]], "chosen": [1, 1, 1]}
    written.press("Use This Version")
    assert FIRST in written.session.document.text()
    assert SECOND not in written.session.document.text()
    written.window.view.undo()
    assert SECOND in written.session.document.text()


def test_that_a_choice_that_follows_the_side_is_none_and_replaces_nothing(written: Room) -> None:
    written.open()
    before = written.session.document.text()
    written.press("Compare Blind")
    for key in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_Equal):
        written.answer(key)
    assert written.shown()[0].startswith(
        "No clear choice: asked three times with the sides changed, you chose the present"
    )
    assert written.shown()[0].endswith(", neither.")
    written.press("Close")
    assert written.session.document.text() == before


def test_that_a_version_is_not_compared_with_itself_and_leaving_keeps_nothing(written: Room) -> None:
    written.open()
    one, other = written.dialog.findChildren(QComboBox)
    other.setCurrentIndex(one.currentIndex())
    written.press("Compare Blind")
    assert "These are the same version. Choose another one to compare it with." in written.shown()
    other.setCurrentIndex(1)
    written.press("Compare Blind")
    written.answer(Qt.Key.Key_1)
    written.answer(Qt.Key.Key_Escape)
    assert written.session.attachments.of(COMPARISON) == ()
    assert not in_sight(written.window, BlindDialog)


def test_that_the_panel_compares_what_it_is_about(written: Room) -> None:
    written.furnishing.show_tab(DeskTab.VERSIONS)
    written.told.clear()
    written.furnishing.versions.keep("All of it", None)
    written.qtbot.waitUntil(lambda: "Version kept." in written.told, timeout=LONGEST_MS)
    written.furnishing.versions._scope_chosen(VersionScope.DRAFT)
    written.write(SECOND, FIRST)
    written.open()
    written.press("Compare Blind")
    assert [one.startswith("# On swans\n\n") for one in written.shown()] == [True, True]
