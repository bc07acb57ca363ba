"""Keys of the menus that edit, pressed where the keyboard is in another field: the draft stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from pad_room import CONTROL, Room
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from editor.ui.desk.desk import DeskTab
from editor.ui.desk.pad_values import PadChoices

KEYS = [
    *("Ctrl+K", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y", "Ctrl+X", "Ctrl+V", "Ctrl+Shift+V"),
    *("Alt+Shift+Up", "Alt+Shift+Down"),
]
COMMANDS = ["undo", "redo", "cut", "paste", "paste_plain", "link", "move_up", "move_down", "merge", "split"]


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    with AnthropicServer() as server:
        made = Room(qtbot, tmp_path, server)
        made.window.activateWindow()
        qtbot.waitUntil(made.window.isActiveWindow)
        # There is something to undo, to redo and to cut.
        view = made.window.view
        view.setFocus()
        QTest.keyClicks(view, "Mine. ")
        QTest.keyClick(view, Qt.Key.Key_Return)
        view.undo()
        view.select(2, 5)
        QApplication.clipboard().setText("from elsewhere")
        yield made
        made.window.close()


def pad(room: Room) -> QPlainTextEdit:
    room.paper.setFocus()
    QTest.keyClicks(room.paper, "in the pad")
    return room.paper


def finished_pad(room: Room) -> QPlainTextEdit:
    paper = pad(room)
    QTest.keyClick(paper, Qt.Key.Key_Return, CONTROL)
    assert paper.isReadOnly()
    paper.setFocus()
    return paper


def find(room: Room) -> QLineEdit:
    room.furnishing.find.open(replace=True)
    field = room.furnishing.find_bar.findChildren(QLineEdit)[0]
    field.setText("")
    QTest.keyClicks(field, "in the bar")
    return field


FIELDS = [pad, finished_pad, find]
Field = Callable[[Room], QPlainTextEdit | QLineEdit]


def press(widget: QPlainTextEdit | QLineEdit, keys: str) -> None:
    one = QKeySequence(keys)[0]  # type: ignore[index]
    QTest.keyClick(widget, one.key(), one.keyboardModifiers())


@pytest.mark.parametrize("field", FIELDS)
def test_that_no_key_in_a_field_changes_the_draft(room: Room, field: Field) -> None:
    before, widget = room.session.document.text(), field(room)
    for keys in KEYS:
        press(widget, keys)
        assert (keys, room.session.document.text()) == (keys, before)
        assert QApplication.focusWidget() is widget


@pytest.mark.parametrize("field", FIELDS)
def test_that_no_command_of_the_menus_does(room: Room, field: Field) -> None:
    before, widget = room.session.document.text(), field(room)
    for name in COMMANDS:
        room.furnishing.menus[name].trigger()
        assert (name, room.session.document.text()) == (name, before)
        assert QApplication.focusWidget() is widget


def test_that_what_a_field_has_too_is_done_there(room: Room) -> None:
    field, menus = find(room), room.furnishing.menus
    menus["undo"].trigger()
    assert field.text() == ""
    press(field, "Ctrl+Y")
    assert field.text() == "in the bar"
    menus["select_all"].trigger()
    menus["cut"].trigger()
    assert (field.text(), QApplication.clipboard().text()) == ("", "in the bar")
    menus["paste"].trigger()
    menus["paste_plain"].trigger()
    assert field.text() == "in the barin the bar"


def test_that_a_finished_turn_can_be_copied_from_the_menu(room: Room) -> None:
    paper = finished_pad(room)
    paper.setPlainText("what stands there")
    room.furnishing.menus["select_all"].trigger()
    room.furnishing.menus["copy"].trigger()
    assert QApplication.clipboard().text() == "what stands there"


def test_that_a_pad_without_going_back_keeps_to_it(room: Room) -> None:
    room.choose(PadChoices(no_going_back=True))
    paper = pad(room)
    for name in ("select_all", "cut", "undo"):
        room.furnishing.menus[name].trigger()
    assert paper.toPlainText() == "in the pad"


def test_that_a_command_for_the_draft_says_why_it_did_nothing(room: Room) -> None:
    said: list[str] = []
    room.window.bench.say = said.append  # type: ignore[method-assign]
    press(pad(room), "Ctrl+K")
    assert said == [
        "“Insert Link” is for the draft, and the keyboard is in “Pad”. Nothing was changed; click into the draft first."
    ]


def test_that_from_a_list_a_command_goes_to_the_draft(room: Room) -> None:
    """What was dragged in the outline is undone from there."""
    listed = room.furnishing.outline.findChildren(QListView)[0]
    listed.setFocus()
    QTest.keyClick(listed, Qt.Key.Key_Z, CONTROL)
    assert "Mine." not in room.session.document.text()


def test_that_the_draft_is_left_alone_while_the_pad_has_the_window(room: Room) -> None:
    room.furnishing.menus["pad_full"].trigger()
    before, button = room.session.document.text(), room.panel.findChildren(QPushButton)[0]
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_V, CONTROL)
    assert room.session.document.text() == before


def test_that_in_the_draft_all_of_them_work(room: Room) -> None:
    view, menus = room.window.view, room.furnishing.menus
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_K, CONTROL)
    assert "[Tit]()" in room.session.document.text()
    menus["undo"].trigger()
    view.place_caret(0)
    menus["paste_plain"].trigger()
    assert room.session.document.text().startswith("from elsewhere# Title")


def test_that_every_tab_of_the_desk_has_its_number_as_a_key(room: Room) -> None:
    view = room.window.view
    for number, tab in enumerate(DeskTab, 1):
        view.setFocus()
        QTest.keyClick(view, Qt.Key(Qt.Key.Key_0 + number), CONTROL)
        assert room.furnishing.desk.tab is tab
