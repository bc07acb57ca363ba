"""The line about the context that is left, in a wide desk and in a narrow one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from editor.ui.desk.context_line import ContextLine, ContextView
from editor.ui.desk.desk import Desk, DeskTab
from editor.ui.theme import load_theme

VIEW = ContextView("26 % of context left", "Counted upwards.", offers_note=True, note="Hand-off note, not in use")


@pytest.mark.parametrize(("width", "rows"), [(352, 2), (700, 1)])
def test_that_no_word_of_it_is_cut_off(qtbot: QtBot, width: int, rows: int) -> None:
    desk = Desk(load_theme("light"))
    qtbot.addWidget(desk)
    line = ContextLine()
    desk.put_panel(DeskTab.PAD, line)
    desk.resize(width, 500)
    desk.show()
    line.show_view(VIEW)
    parts = [one for one in (*line.findChildren(QLabel), *line.findChildren(QPushButton)) if not one.isHidden()]
    assert len(parts) == 3
    qtbot.waitUntil(lambda: all(one.width() >= one.sizeHint().width() for one in parts))
    assert desk.width() == width
    assert len({one.geometry().center().y() // 10 for one in parts}) == rows
    assert all(line.rect().contains(one.geometry()) for one in parts)
