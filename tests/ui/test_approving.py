"""What would be sent, with a choice of whom to ask, in a real window with a real worker: outlines and comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot
from service_bench import KEY, question_of

from editor.journal.places import Places
from editor.llm.connection_book import FILE, ConnectionBook
from editor.llm.connections import COMPATIBLE, Connection
from editor.parts import open_draft
from editor.ui.desk.overlap_sheet import OverlapSheet
from editor.ui.dialogs.outline_sheet import OutlineSheet
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
TEXT = "# Swans\n\nNobody in Europe had ever seen a black swan before that.\n"
OLDER = "As I wrote, nobody in Europe had ever seen a black swan."
UNPRICED = Connection(COMPATIBLE, "https://models.example/v1", "unheard-of", ("unheard-of",), "far", "Far away")


class Room:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        path = folder / "essay.md"
        path.write_text(TEXT)
        self.window = MainWindow(Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)))
        qtbot.addWidget(self.window)
        self.window.show()
        open_draft(self.window, path)
        self.furnishing = Furnishing(self.window)
        self.furnishing.finish()
        self.told: list[str] = []
        self.window.bench.say = self.told.append  # type: ignore[method-assign]

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=LONGEST_MS)

    def _visible(self, kind: type) -> list[object]:
        return [one for one in self.furnishing.desk.findChildren(kind) if one.isVisible()]

    def sheet(self) -> SendSheet:
        self.until(lambda: self._visible(SendSheet))
        found = self._visible(SendSheet)[-1]
        assert isinstance(found, SendSheet)
        return found

    def overlap(self) -> OverlapSheet:
        (found,) = self._visible(OverlapSheet)
        assert isinstance(found, OverlapSheet)
        return found


def choose(box: QComboBox, words: str) -> None:
    """As by hand, which is told; a row that a program sets is not."""
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def button(sheet: OverlapSheet, words: str) -> QPushButton:
    return next(one for one in sheet.findChildren(QPushButton) if one.text() == words)


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, server: AnthropicServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("PALIMPSEST_ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    ConnectionBook(Places.standard().root / FILE, {}).keep(UNPRICED)
    made = Room(qtbot, tmp_path)
    yield made
    made.furnishing.client.quit()
    made.window.close()


def test_that_an_outline_is_proposed_by_whom_the_sheet_named_last(room: Room, server: AnthropicServer) -> None:
    server.says = {"entries": [{"after": 1, "point": "Where they live"}]}
    room.furnishing.menus["propose"].trigger()
    sheet = room.sheet()
    assert sheet._connections.currentText() == "Claude"
    choose(sheet._models, "claude-opus-5-5")
    room.until(sheet._send.isEnabled)
    shown = sheet._text.toPlainText()
    sheet._send.click()
    room.until(lambda: room._visible(OutlineSheet))
    (received,) = server.received
    assert received.body["model"] == "claude-opus-5-5"
    assert question_of(received) in shown


def test_that_whoever_cannot_be_asked_is_told_and_the_sheet_stays_as_it_was(room: Room, server: AnthropicServer) -> None:
    room.furnishing.menus["propose"].trigger()
    sheet = room.sheet()
    choose(sheet._connections, "Far away")
    room.until(lambda: room.told)
    assert "price" in room.told[-1]
    assert (sheet._connections.currentText(), sheet._models.currentText()) == ("Claude", "claude-sonnet-5-5")
    assert sheet._send.isEnabled()
    choose(sheet._connections, "OpenAI")
    room.until(lambda: "OpenAI" in sheet._facts["To"].text())
    assert sheet._models.currentText() == "gpt-6.1-sol"
    sheet._cancel.click()
    assert server.received == []


def test_that_a_kept_reference_is_compared_with_and_goes_by_its_name(room: Room, server: AnthropicServer) -> None:
    critics, references = room.furnishing.critics, room.furnishing.beside.references
    critics.overlap.open()
    assert button(room.overlap(), "Reference").isHidden()
    references._keep_text(OLDER, "pasted")
    room.until(references.entries)
    critics.overlap.open()
    sheet = room.overlap()
    (action,) = button(sheet, "Reference").menu().actions()
    action.trigger()
    room.until(lambda: sheet._finds)
    assert sheet.text == OLDER
    assert sheet._said.text.startswith("1 phrase of five words or more is in both")
    server.says = {"same": [], "new": [], "verdict": "Half of it."}
    button(sheet, "Ask a model…").click()
    approval = room.sheet()
    shown = approval._text.toPlainText()
    assert f"{references.entries()[0].title}\n\n{OLDER}" in shown
    approval._send.click()
    room.until(lambda: room._visible(OverlapSheet) and room.overlap()._said.text == "Half of it.")
    assert question_of(server.received[0]) in shown
