"""The worker is killed while it reads a page or a Word file: that is said, nothing is lost, and it goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from word_makers import PICTURE, paragraph, word_file

from editor.parts import open_draft
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

LONGEST_MS = 90_000
"""Before a wait is given up; nothing is asserted on it."""
PAGE, PLAIN = "<h2>On time</h2><p>A <b>bold</b> claim</p>", "On time\nA bold claim"
MARKDOWN = "## On time\n\nA **bold** claim"


class Room:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.window = MainWindow(Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)))
        qtbot.addWidget(self.window)
        self.window.show()
        (folder / "essay.md").write_text("")
        open_draft(self.window, folder / "essay.md")
        self.room, self.qtbot = Furnishing(self.window), qtbot
        self.told: list[str] = []
        self.window.bench.say = self.told.append  # type: ignore[method-assign]
        self.room.finish()
        self.until_attached()

    @property
    def text(self) -> str:
        session = self.window.bench.session
        assert session is not None
        return session.document.text()

    def until_attached(self) -> None:
        session = self.window.bench.session
        assert session is not None
        self.qtbot.waitUntil(lambda: session.time.knows_past, timeout=LONGEST_MS)

    def paste(self) -> None:
        data = QMimeData()
        data.setText(PLAIN)
        data.setHtml(PAGE)
        self.window.view.insertFromMimeData(data)

    def boxes(self) -> list[str]:
        return [one.text() for one in self.window.findChildren(QMessageBox) if one.isVisible()]


pytestmark = pytest.mark.usefixtures("cold_worker")


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    made = Room(qtbot, tmp_path)
    yield made
    made.window.close()


def test_that_a_worker_killed_in_the_middle_of_a_page_is_told_and_the_plain_words_stay(room: Room) -> None:
    first = room.room.client.pid
    os.kill(first, signal.SIGSTOP)  # what is asked now is under way when it dies
    room.paste()
    QTest.keyClicks(room.window.view, " And on.")
    os.kill(first, signal.SIGKILL)
    room.qtbot.waitUntil(lambda: bool(room.told), timeout=LONGEST_MS)
    assert room.told[0] == (
        "Pasted as plain text. The helper process ended. Your text is safe in the journal; it is starting again."
    )
    assert room.text == f"{PLAIN} And on."
    room.qtbot.waitUntil(lambda: room.room.client.pid not in (0, first), timeout=LONGEST_MS)
    room.window.view.selectAll()
    room.paste()
    room.qtbot.waitUntil(lambda: room.text == MARKDOWN, timeout=LONGEST_MS)


def test_that_a_worker_killed_in_the_middle_of_a_word_file_is_told_and_the_next_one_reads_it(
    room: Room, tmp_path: Path
) -> None:
    path = word_file(tmp_path / "old.docx", PICTURE, *(paragraph(f"Line {number} of many.") for number in range(9_000)))
    before = path.read_bytes()
    QTest.keyClicks(room.window.view, "Mine.")
    first = room.room.client.pid
    room.window.files.open(path)
    room.qtbot.waitUntil((tmp_path / "old images").exists, timeout=LONGEST_MS)
    os.kill(first, signal.SIGKILL)
    room.qtbot.waitUntil(lambda: bool(room.boxes()), timeout=LONGEST_MS)
    assert room.boxes() == [
        "old.docx could not be imported: the helper process ended. It was left as it is, and so is your draft. Import it "
        "once more; if that ends the same way, save it in parts in the program it comes from."
    ]
    assert (room.text, path.read_bytes(), list(tmp_path.glob("old*.md"))) == ("Mine.", before, [])
    room.qtbot.waitUntil(lambda: room.room.client.pid not in (0, first), timeout=LONGEST_MS)
    room.window.files.open(path)
    room.qtbot.waitUntil(lambda: room.text.endswith("Line 8999 of many.\n"), timeout=LONGEST_MS)
    assert room.text.startswith("![a curve](old%202%20images/")  # what the dead one wrote is not written over
    assert path.read_bytes() == before
