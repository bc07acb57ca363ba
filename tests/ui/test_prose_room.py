"""Words of any length have room in a panel: the window stays as it is, what stands below them in sight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from answered_window import Room, a_room
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from editor.ui.desk.overlap_sheet import OverlapSheet, OverlapView
from editor.ui.prose import Prose
from editor.ui.prose_room import ProseRoom
from editor.ui.theme import load_theme

LONG = "I think both say the same, though the newer one says it in a hurry. " * 60


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    with a_room(qtbot, tmp_path) as made:
        yield made


def test_that_an_answer_of_any_length_leaves_the_window_and_the_buttons_of_overlap_where_they_are(
    room: Room, qtbot: QtBot
) -> None:
    window, overlap = room.furnishing.window, room.furnishing.critics.overlap
    window.resize(1280, 712)
    overlap.open()
    overlap._show(OverlapView("The other text.", LONG, compared=True))
    (sheet,) = window.findChildren(OverlapSheet)
    (words,) = [one for one in sheet.findChildren(Prose) if one.text == LONG]
    close = next(one for one in sheet.findChildren(QPushButton) if one.text() == "Close")

    def are_in_sight() -> bool:
        return bool(window.rect().contains(QRect(close.mapTo(window, QPoint()), close.size())))

    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))  # all is there to be scrolled to
    assert are_in_sight()
    assert window.height() == 712
    overlap._show(OverlapView("The other text.", "Nothing.", compared=True))
    assert are_in_sight()


def test_that_short_words_take_no_more_room_than_they_need(qtbot: QtBot) -> None:
    words = Prose("", QFont(), load_theme("light").window_ink)
    area = ProseRoom(words)
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    area.set_text("One line.")
    qtbot.waitUntil(lambda: area.height() == words.heightForWidth(300))
    assert area.minimumHeight() == area.maximumHeight()
    area.set_text(LONG)
    qtbot.waitUntil(lambda: area.maximumHeight() > 1_000)
    assert area.minimumHeight() < 100
    area.set_text("")
    assert area.isHidden()
