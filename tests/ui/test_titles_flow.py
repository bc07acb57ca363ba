"""Titles in a real window: entered, compared without names, revealed, and used with their own origin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from in_sight import in_sight
from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from service_bench import KEY
from session_makers import MODEL

from editor.core.origins import PASTED, TYPED, Origin, OriginKind
from editor.core.runs import Fragment
from editor.core.titles import LONGEST
from editor.parts import open_draft
from editor.protocol.model_messages import LimitDraft
from editor.session.draft_session import DraftSession
from editor.ui.dialogs.budget_dialog import BudgetDialog
from editor.ui.dialogs.limit_sheet import LimitSheet
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.dialogs.title_list import TitleList, tick_box
from editor.ui.dialogs.titles_dialog import TitlesDialog
from editor.ui.flows.titles_flow import TitlesFlow
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.prose import Prose
from editor.ui.shown_text import revealed

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
HOSTILE = "One \u202eowt"


class Room:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        path = folder / "essay.md"
        path.write_text("# A first title\n\nText.\n")
        self.window = MainWindow(Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)))
        qtbot.addWidget(self.window)
        self.window.show()
        open_draft(self.window, path)
        self.furnishing = Furnishing(self.window)
        self.furnishing.finish()
        self.flow = TitlesFlow(self.window.bench, self.window, list)
        self.flow.open()
        (self.dialog,) = self.window.findChildren(TitlesDialog)

    @property
    def session(self) -> DraftSession:
        session = self.window.bench.session
        assert session is not None
        return session

    def enter(self, words: str) -> None:
        field = next(one for one in self.dialog.findChildren(QLineEdit) if one.accessibleName() == "A new title")
        field.setText(words)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)

    def button(self, words: str) -> QPushButton:
        return next(one for one in self.dialog.findChildren(QPushButton) if one.text() == words and one.isVisible())

    def shown(self) -> list[str]:
        return [one.text for one in self.dialog.findChildren(Prose) if one.isVisible() and one.text]

    def answer(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.dialog, key)

    def origins(self, words: str) -> list[Origin]:
        text = self.session.document.text()
        start = text.index(words)
        return [run.origin for run in self.session.document.fragment(start, start + len(words)).runs]


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    QApplication.clipboard().clear()
    one = Room(qtbot, tmp_path)
    yield one
    one.window.close()


def test_that_titles_are_compared_twice_without_names_and_then_revealed(room: Room) -> None:
    assert not room.button("Compare Blind").isEnabled()
    for words in ("On drafts", "Drafting badly", "On drafts"):
        room.enter(words)
    assert [one.text for one in room.session.titles.all()] == ["On drafts", "Drafting badly"]
    room.button("Compare Blind").click()
    assert room.shown() == ["On drafts", "Drafting badly"]
    room.answer(Qt.Key.Key_2)
    assert room.shown() == ["Drafting badly", "On drafts"]
    room.answer(Qt.Key.Key_1)
    assert room.shown() == [
        "Drafting badly", "typed here · chosen both times over 1 of 1",
        "On drafts", "typed here · chosen both times over 0 of 1",
    ]  # fmt: skip
    (kept,) = room.session.attachments.of("comparison")
    assert kept.row is not None
    assert [row[2] for row in kept.row["choices"]] == [room.session.titles.all()[1].id] * 2


def is_in_the_window(room: Room, words: str) -> bool:
    button, dialog = room.button(words), room.dialog
    return bool(dialog.rect().contains(QRect(button.mapTo(dialog, QPoint()), button.size())))


def test_that_titles_of_any_length_leave_the_buttons_on_a_small_screen(room: Room) -> None:
    for start in "AB":
        room.enter((start + " title that goes on" * 20)[:LONGEST])
    room.dialog.resize(620, 430)
    room.button("Compare Blind").click()
    room.qtbot.waitUntil(lambda: is_in_the_window(room, "Leave"))
    for key in (Qt.Key.Key_1, Qt.Key.Key_1):
        room.answer(key)
    room.qtbot.waitUntil(lambda: is_in_the_window(room, "Back to the List") and is_in_the_window(room, "Close"))
    assert room.dialog.height() < 768


def test_that_signs_that_turn_the_writing_round_are_named_to_a_screen_reader(room: Room) -> None:
    for words in (HOSTILE, "Two"):
        room.enter(words)
    room.button("Compare Blind").click()
    named = [one.accessibleName() for one in room.dialog.findChildren(QPushButton)]
    assert f"1: {revealed(HOSTILE)}" in named
    for key in (Qt.Key.Key_1, Qt.Key.Key_1):
        room.answer(key)
    names = [one.accessibleName() for one in room.dialog.findChildren(QPushButton)]
    assert f"Use this title: {revealed(HOSTILE)}" in names
    assert not any("\u202e" in name for name in names)


def test_that_leaving_or_no_difference_decides_nothing(room: Room) -> None:
    room.enter("On drafts")
    room.enter("Drafting badly")
    room.button("Compare Blind").click()
    room.answer(Qt.Key.Key_Escape)
    assert room.dialog.isVisible()
    assert room.session.attachments.of("comparison") == ()
    room.button("Compare Blind").click()
    room.answer(Qt.Key.Key_Equal)
    room.button("No Difference").click()
    assert "typed here · chosen both times over 0 of 1, no clear choice in 1" in room.shown()


def test_that_a_title_is_put_in_as_words_of_the_writer_and_undo_takes_it_back(room: Room) -> None:
    room.enter("On drafts")
    room.button("Use This Title").click()
    assert room.session.document.text() == "# On drafts\n\nText.\n"
    assert room.origins("On drafts") == [TYPED]
    room.window.bench.view.undo()
    assert room.session.document.text() == "# A first title\n\nText.\n"


@pytest.mark.parametrize("origin", [MODEL, PASTED])
def test_that_words_from_the_clipboard_keep_their_origin(room: Room, origin: Origin) -> None:
    clipboard = room.window.bench.clipboard
    QApplication.clipboard().setMimeData(clipboard.copied(Fragment.of("Four words of its own", origin)))
    room.enter("Four words of its own!")
    room.button("Use This Title").click()
    assert room.origins("Four words of its own!") == [origin]


def test_that_a_title_that_is_not_ticked_is_left_out(room: Room) -> None:
    for words in ("On drafts", "Drafting badly"):
        room.enter(words)
    (shown,) = room.dialog.findChildren(TitleList)
    row = shown.visualItemRect(shown.item(0))
    room.qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=tick_box(row).center())
    assert shown.ticked() == (room.session.titles.all()[1].id,)
    assert not room.button("Compare Blind").isEnabled()
    room.qtbot.keyClick(shown, Qt.Key.Key_Space)
    assert len(shown.ticked()) == 2


def test_that_a_title_can_be_removed(room: Room) -> None:
    room.enter("On drafts")
    room.button("Remove").click()
    assert room.session.titles.all() == ()
    assert room.shown()[-1] == "Nothing here yet."


class Asked(Room):
    """With a worker, whose model is a server on this machine."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder)
        self.flow = self.furnishing.titles
        self.dialog.reject()
        self.flow.open()
        self.dialog = self.window.findChildren(TitlesDialog)[-1]

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=LONGEST_MS)

    def sheet(self) -> SendSheet:
        self.until(self._sheets)
        return self._sheets()[-1]

    def _sheets(self) -> list[SendSheet]:
        return in_sight(self.dialog, SendSheet)

    def propose(self) -> None:
        self.button("Ask a Model…").click()
        self.sheet()._send.click()


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture
def asked(qtbot: QtBot, tmp_path: Path, server: AnthropicServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("PALIMPSEST_ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    QApplication.clipboard().clear()
    one = Asked(qtbot, tmp_path)
    yield one
    one.furnishing.client.quit()
    one.window.close()


def test_that_a_model_proposes_titles_that_are_compared_without_its_name_and_arrive_as_its_words(
    asked: Asked, server: AnthropicServer
) -> None:
    server.says = {"titles": ["Where drafts go", "My own"]}
    asked.enter("My own")
    asked.button("Ask a Model…").click()
    sheet = asked.sheet()
    assert server.received == []
    shown = sheet._text.toPlainText()
    assert "A first title" in shown
    sheet._models.setCurrentIndex(sheet._models.findText("claude-haiku-5-5"))
    sheet._models.activated.emit(sheet._models.currentIndex())
    assert not sheet._send.isEnabled(), "what is shown is for another model"
    asked.until(sheet._send.isEnabled)
    sheet._send.click()
    asked.until(lambda: len(asked.session.titles.all()) == 2)
    (received,) = server.received
    assert received.body["model"] == "claude-haiku-5-5"
    assert received.body["messages"][0]["content"] in shown
    assert "claude-haiku-5-5-20261101 proposes 1 title. 1 of them was there already." in asked.shown()
    row = asked.dialog.findChildren(TitleList)[0]
    assert not any("claude" in str(row.item(at).data(role)) for at in range(2) for role in range(32))
    asked.button("Compare Blind").click()
    assert asked.shown() == ["My own", "Where drafts go"] or asked.shown() == ["Where drafts go", "My own"]
    asked.answer(Qt.Key.Key_Equal)
    asked.answer(Qt.Key.Key_Equal)
    assert any("claude-haiku-5-5-20261101" in line for line in asked.shown())
    title = next(one for one in asked.session.titles.all() if one.text == "Where drafts go")
    asked.dialog.use_pressed.emit(title.id)
    assert asked.session.document.text() == "# Where drafts go\n\nText.\n"
    (origin,) = asked.origins("Where drafts go")
    assert (origin.kind, origin.actor, origin.purpose) == (OriginKind.MODEL, "claude-haiku-5-5-20261101", "title")
    assert origin.prompt == title.origin.prompt != ""


@pytest.mark.parametrize("raised", [True, False])
def test_that_at_the_limit_there_is_a_choice_in_the_dialog(asked: Asked, server: AnthropicServer, raised: bool) -> None:
    asked.session.recorder.prepare()
    limited: list[object] = []
    asked.window.bench.ask(lambda ident: LimitDraft(ident, "0"), limited.append)
    asked.until(lambda: limited)
    asked.button("Ask a Model…").click()
    asked.until(lambda: in_sight(asked.dialog, LimitSheet))
    sheet = in_sight(asked.dialog, LimitSheet)[0]
    assert [one.text() for one in sheet.findChildren(QPushButton)] == ["Raise limit", "Cancel"]
    assert sheet.findChildren(Prose)[-1].text == "Nothing was sent, and nothing was charged. Raise the limit."
    if not raised:
        asked.button("Cancel").click()
        assert "Nothing was sent." in asked.shown()
        assert asked.button("Ask a Model…").isVisible()
        return
    asked.button("Raise limit").click()
    asked.until(lambda: in_sight(asked.window, BudgetDialog))
    budget = in_sight(asked.window, BudgetDialog)[-1]
    budget.essay_limited.emit("3")
    asked.until(lambda: asked.window.bench.limit_usd == "3")
    budget.accept()
    assert asked.sheet()._send.isEnabled(), "what was asked goes on to its sheet"
    assert server.received == []


def test_that_an_answer_that_is_not_as_asked_is_shown_and_none_of_it_lost(asked: Asked, server: AnthropicServer) -> None:
    server.says = {"names": ["Where drafts go"]}
    asked.propose()
    asked.until(lambda: any("Its words:" in line for line in asked.shown()))
    assert any("Where drafts go" in line for line in asked.shown())
    assert asked.session.titles.all() == ()


def test_that_an_answer_of_any_length_leaves_the_buttons_on_a_small_screen(asked: Asked, server: AnthropicServer) -> None:
    server.says = {"names": ["Where drafts go, and why nobody follows them there. " * 60]}
    asked.propose()
    asked.until(lambda: any("Its words:" in line for line in asked.shown()))
    words = next(one for one in asked.dialog.findChildren(Prose) if "Its words:" in one.text)
    asked.until(lambda: words.height() >= words.heightForWidth(words.width()))
    assert is_in_the_window(asked, "Close")
    assert is_in_the_window(asked, "Compare Blind")
    assert asked.dialog.height() <= asked.dialog.sizeHint().height()
    asked.button("Ask a Model…").click()
    sheet = asked.sheet()
    assert asked.dialog.rect().contains(QRect(sheet._send.mapTo(asked.dialog, QPoint()), sheet._send.size()))


def test_that_a_title_of_a_models_is_plain_text_wherever_it_is_shown(asked: Asked, server: AnthropicServer) -> None:
    hostile = "<img src='file:///etc/passwd'><b>Swans</b> \u202eand geese"
    server.says = {"titles": [hostile]}
    asked.propose()
    asked.until(asked.session.titles.all)
    row = asked.dialog.findChildren(TitleList)[0].item(0)
    assert "\u202e" not in row.text() + row.toolTip()
    page = QTextDocument()
    page.setHtml(row.toolTip())
    assert page.toPlainText() == row.text(), "its signs are shown and no markup"


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that never ends."""
    monkeypatch.setenv("PALIMPSEST_ANTHROPIC_MODEL", "x-slow")


def test_that_nothing_is_sent_without_a_yes_and_that_a_model_is_stopped(
    endless: None, asked: Asked, server: AnthropicServer
) -> None:
    asked.button("Ask a Model…").click()
    asked.sheet()._cancel.click()
    assert server.received == []
    assert "Nothing was sent." in asked.shown()
    asked.propose()
    asked.until(lambda: server.received)
    asked.button("Stop").click()
    asked.until(lambda: "Stopped." in asked.shown())
    assert asked.button("Ask a Model…")
