"""The status line: calm words, exact shares, and room for safety before all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from editor.ui.status_line import (
    Safety,
    StatusLine,
    StatusView,
    length_words,
    own_words,
    percent,
    short_words,
    time_words,
)
from editor.ui.theme import load_theme

VIEW = StatusView(
    "Safe from a power cut", Safety.SAFE, 1655, None, 7, 0.91, True, "", 1, "Nothing sent", "$0.21 of $2.00"
)


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    made = StatusLine(load_theme("light"))
    qtbot.addWidget(made)
    made.resize(1366, 30)
    made.show_status(VIEW)
    made.show()
    return made


def _part(line: StatusLine, name: str) -> QToolButton:
    return next(part for part in line.findChildren(QToolButton) if part.accessibleName() == name)


def test_that_the_line_reads_from_safety_to_price(line: StatusLine) -> None:
    assert [part.text() for part in line.findChildren(QToolButton) if part.isVisible()] == [
        "Safe from a power cut",
        "1,655 words · 7 min to read",
        "Yours 91 %",
        "Counting",
        "1 paragraph short of time",
        "Nothing sent",
        "$0.21 of $2.00",
    ]


def test_that_a_selection_is_counted_beside_the_whole() -> None:
    assert length_words(replace(VIEW, selected_words=12)) == "12 of 1,655 words"


def test_that_one_word_is_one_word() -> None:
    assert length_words(StatusView("Typed", words=1)) == "1 word"


def test_that_a_pause_says_why() -> None:
    assert time_words(replace(VIEW, counting=False, why="no activity")) == "Paused: no activity"


def test_that_nothing_is_said_of_what_does_not_exist() -> None:
    empty = StatusView("Safe from a power cut")
    assert (own_words(empty), short_words(empty)) == ("", "")


@given(st.floats(0, 1))
def test_that_all_and_nothing_are_said_only_when_exactly_true(share: float) -> None:
    assert (percent(share) == "100 %") is (share == 1)
    assert (percent(share) == "0 %") is (share == 0)


def test_that_a_degraded_state_speaks_in_the_colour_of_attention(line: StatusLine) -> None:
    line.show_status(replace(VIEW, safe="Cannot save to Essays", safety=Safety.DEGRADED))
    assert _part(line, "Safety of the text").property("voice") == "attention"
    line.show_status(VIEW)
    assert not _part(line, "Safety of the text").property("voice")


@pytest.mark.parametrize("width", [1366, 700, 420, 200])
def test_that_a_narrow_window_keeps_the_state_of_safety_and_clips_nothing(line: StatusLine, width: int) -> None:
    line.resize(width, 30)
    QApplication.sendPostedEvents()
    shown = [part for part in line.findChildren(QToolButton) if part.isVisible()]
    assert shown[0].text() == "Safe from a power cut"
    assert all(part.width() >= part.sizeHint().width() for part in shown)
    assert shown[-1].geometry().right() <= width


def test_that_every_part_can_be_hit_and_reached_by_tab(line: StatusLine) -> None:
    for part in line.findChildren(QToolButton):
        assert part.height() >= 24
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("Safety of the text", "safety_pressed"),
        ("Length", "length_pressed"),
        ("Your share", "origin_pressed"),
        ("Time", "time_pressed"),
        ("Paragraphs short of time", "short_pressed"),
        ("What was sent", "sent_pressed"),
        ("Spent", "spent_pressed"),
    ],
)
def test_that_a_click_says_which_part(line: StatusLine, qtbot: QtBot, name: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(line, signal)):
        qtbot.mouseClick(_part(line, name), Qt.MouseButton.LeftButton)


def test_that_the_words_are_there_for_a_screen_reader(line: StatusLine) -> None:
    assert _part(line, "Spent").accessibleDescription() == "$0.21 of $2.00"
