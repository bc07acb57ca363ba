from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from editor.ui.paragraph_card import ParagraphCard
from editor.ui.theme import load_theme

LINES = ("Paragraph 2.", "69 words: 69 typed here (100 %).", "A line that is so long that it has to be broken. " * 6)


def shown(qtbot: QtBot, beside: QRect, *, is_open: bool = False) -> tuple[QWidget, ParagraphCard]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    card = ParagraphCard(load_theme("light"), window)
    card.show_lines(LINES, beside, is_open=is_open)
    return window, card


def test_that_the_card_lies_below_its_paragraph_and_inside_the_window(qtbot: QtBot) -> None:
    window, card = shown(qtbot, QRect(700, 40, 100, 60))
    assert card.lines == LINES
    assert card.y() > 100
    assert window.rect().contains(card.geometry())


def test_that_it_lies_above_where_there_is_no_room_below(qtbot: QtBot) -> None:
    window, card = shown(qtbot, QRect(100, 500, 100, 60))
    assert card.geometry().bottom() < 500
    assert window.rect().contains(card.geometry())


def test_that_it_stays_off_its_paragraph_when_lines_come_later(qtbot: QtBot) -> None:
    window, card = shown(qtbot, QRect(100, 500, 100, 60))
    card.add_lines(("Sent 12:00 · m-1 · critique · 0.01 USD",) * 4)
    assert card.geometry().bottom() < 500
    assert window.rect().contains(card.geometry())


def test_that_lines_can_be_added_and_escape_ends_it(qtbot: QtBot) -> None:
    _, card = shown(qtbot, QRect(100, 40, 100, 60))
    before = card.height()
    card.add_lines(("Sent 12:00 · m-1 · critique · 0.01 USD",))
    assert card.height() > before
    assert card.lines[-1].startswith("Sent 12:00")
    QTest.keyClick(card.findChildren(QListWidget)[0], Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_that_whose_words_they_are_can_be_said_from_the_card_only_where_that_is_open(qtbot: QtBot) -> None:
    _, card = shown(qtbot, QRect(100, 40, 100, 60))
    (button,) = card.findChildren(QPushButton)
    assert not button.isVisible()
    _, card = shown(qtbot, QRect(100, 40, 100, 60), is_open=True)
    (button,) = card.findChildren(QPushButton)
    assert card.rect().contains(button.mapTo(card, button.rect().bottomRight()))
    with qtbot.waitSignal(card.whose_pressed):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not card.isVisible()


def test_that_it_goes_when_the_writer_goes_on_elsewhere(qtbot: QtBot) -> None:
    window, card = shown(qtbot, QRect(100, 40, 100, 60))
    other = QLineEdit(window)
    other.show()
    other.setFocus()
    qtbot.waitUntil(lambda: not card.isVisible())


def test_that_no_line_looks_chosen(qtbot: QtBot) -> None:
    _, card = shown(qtbot, QRect(100, 40, 100, 60))
    assert card.findChildren(QListWidget)[0].selectedItems() == []
