"""The find bar says what is wanted and never looks for it itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from editor.ui.find_bar import FindBar, FindQuery
from editor.ui.theme import load_theme


@pytest.fixture
def bar(qtbot: QtBot) -> FindBar:
    made = FindBar(load_theme("light"))
    qtbot.addWidget(made)
    made.open_bar("container", replace=True)
    made.show_matches(3, 17)
    return made


def _field(bar: FindBar, name: str) -> QLineEdit:
    return next(line for line in bar.findChildren(QLineEdit) if line.accessibleName() == name)


def _matches(bar: FindBar) -> QLabel:
    return next(label for label in bar.findChildren(QLabel) if label.objectName() == "Matches")


def test_that_opening_selects_what_is_there_so_that_typing_replaces_it(bar: FindBar) -> None:
    assert _field(bar, "Find").selectedText() == "container"


@pytest.mark.parametrize(
    ("current", "total", "words"),
    [(3, 17, "3 of 17"), (0, 1017, "1,017 found"), (0, 0, "None found")],
)
def test_that_matches_are_counted_in_words(bar: FindBar, current: int, total: int, words: str) -> None:
    bar.show_matches(current, total)
    assert _matches(bar).text() == words


def test_that_nothing_is_counted_for_nothing(bar: FindBar) -> None:
    _field(bar, "Find").clear()
    bar.show_matches(0, 0)
    assert _matches(bar).text() == ""


def test_that_enter_goes_on_and_shift_enter_goes_back(bar: FindBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.next_pressed) as forward:
        QTest.keyClick(_field(bar, "Find"), Qt.Key.Key_Return)
    assert forward.args == [FindQuery("container")]
    with qtbot.waitSignal(bar.previous_pressed):
        QTest.keyClick(_field(bar, "Find"), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)


def test_that_enter_in_the_second_field_replaces(bar: FindBar, qtbot: QtBot) -> None:
    _field(bar, "Replace with").setText("box")
    with qtbot.waitSignal(bar.replace_pressed) as caught:
        QTest.keyClick(_field(bar, "Replace with"), Qt.Key.Key_Return)
    assert caught.args == [FindQuery("container", "box")]


@pytest.mark.parametrize("name", ["Find", "Replace with"])
def test_that_escape_closes_from_either_field(bar: FindBar, qtbot: QtBot, name: str) -> None:
    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(_field(bar, name), Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_that_the_ticks_are_part_of_the_query(bar: FindBar, qtbot: QtBot) -> None:
    for box in bar.findChildren(QCheckBox):
        with qtbot.waitSignal(bar.query_changed):
            box.click()
    assert bar.query() == FindQuery("container", "", case=True, whole_words=True, expression=True)


def test_that_a_broken_expression_is_explained_and_stops_the_buttons(bar: FindBar) -> None:
    bar.show_problem("The bracket at 4 is not closed.")
    assert _matches(bar).property("voice") == "blocked"
    enabled = {button.text() for button in bar.findChildren(QPushButton) if button.isEnabled()}
    assert not enabled
    bar.show_matches(1, 2)
    assert _matches(bar).property("voice") == "muted"


def test_that_the_plain_bar_shows_no_replacing(bar: FindBar) -> None:
    bar.open_bar("x")
    assert _field(bar, "Replace with").isHidden()


def test_that_every_part_has_a_name_and_can_be_hit(bar: FindBar) -> None:
    bar.resize(560, 90)
    for button in (*bar.findChildren(QToolButton), *bar.findChildren(QCheckBox)):
        assert button.accessibleName()
        assert button.height() >= 24


def test_that_the_bar_fits_a_narrow_window(bar: FindBar) -> None:
    assert bar.minimumSizeHint().width() <= 560
