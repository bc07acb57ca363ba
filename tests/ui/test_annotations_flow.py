from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.runs import Fragment
from editor.protocol.record_messages import AnnotatedRead
from editor.ui.dialogs.annotations_sheet import AnnotationsSheet
from editor.ui.dialogs.author_name import AuthorName
from editor.ui.flows.annotations_flow import _claimed
from editor.ui.prose import Prose
from editor.ui.theme import load_theme

THEME = load_theme("light")
FITS = AnnotatedRead(1, "Mine. Its.", (), ("Jane", "Joe"), (), {"imported": 1, "model": 1, "unknown": 0})
MISFIT = AnnotatedRead(1, "Mine.", (), ("Jane",), ("One.", "Two.", "Three.", "Four."), {"imported": 1})


def words(sheet: QWidget) -> str:
    return " ".join(one.text for one in sheet.findChildren(Prose))


def button(sheet: QWidget, name: str) -> QPushButton:
    return next(one for one in sheet.findChildren(QPushButton) if one.text() == name)


def test_that_the_writer_says_who_of_the_people_is_the_writer(qtbot: QtBot) -> None:
    sheet = AnnotationsSheet("in.md", FITS, THEME)
    qtbot.addWidget(sheet)
    assert "in.md says whose words it holds: 1 by a named person or imported, 1 a model’s." in words(sheet)
    sheet.findChildren(QComboBox)[0].setCurrentIndex(2)
    with qtbot.waitSignal(sheet.kept) as caught:
        qtbot.mouseClick(button(sheet, "Keep Annotations"), Qt.MouseButton.LeftButton)
    assert caught.args == ["Joe"]


def test_that_a_block_that_does_not_fit_is_told_and_can_be_discarded(qtbot: QtBot) -> None:
    sheet = AnnotationsSheet("in.md", MISFIT, THEME)
    qtbot.addWidget(sheet)
    assert "But: One. Two. Three. And 1 more like this." in words(sheet)
    assert "The text comes in whole either way" in words(sheet)
    with qtbot.waitSignal(sheet.discarded):
        qtbot.mouseClick(button(sheet, "Discard Them"), Qt.MouseButton.LeftButton)


def test_that_nobody_is_the_writer_unless_chosen(qtbot: QtBot) -> None:
    sheet = AnnotationsSheet("in.md", FITS, THEME)
    qtbot.addWidget(sheet)
    with qtbot.waitSignal(sheet.kept) as caught:
        qtbot.mouseClick(button(sheet, "Keep Annotations"), Qt.MouseButton.LeftButton)
    assert caught.args == [""]


def test_that_only_the_words_of_the_writer_become_typed() -> None:
    jane, joe = (Origin(OriginKind.IMPORTED, actor=name) for name in ("Jane", "Joe"))
    whole = Fragment.of("Mine. ", jane) + Fragment.of("His.", joe)
    assert _claimed(whole, "Jane") == Fragment.of("Mine. ", TYPED) + Fragment.of("His.", joe)
    assert _claimed(whole, "") == whole


def test_that_the_name_of_the_author_is_never_empty(qtbot: QtBot) -> None:
    sheet = AuthorName("Jane", THEME)
    qtbot.addWidget(sheet)
    go_on = button(sheet, "Choose a File…")
    sheet.findChildren(QLineEdit)[0].setText("  ")
    assert not go_on.isEnabled()
    sheet.findChildren(QLineEdit)[0].setText(" Joe ")
    with qtbot.waitSignal(sheet.named) as caught:
        qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
    assert caught.args == ["Joe"]
