"""The outline: what it shows, what it says, and how little it touches while the writer types."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from editor.ui.outline import Outline, OutlineEntry, OutlineMode
from editor.ui.outline_model import OutlineEdit, OutlineModel, OutlineMove, OutlineRole, OutlineWish, Wish
from editor.ui.outline_rows import two_lines
from editor.ui.theme import load_theme


def _entry(paragraph: int, level: int = 0, words: int = 10) -> OutlineEntry:
    return OutlineEntry(paragraph, level, f"Title {paragraph}", words, 1.0, f"Paragraph {paragraph}, {words} words")


ESSAY = (_entry(1, 1), _entry(2), _entry(3, 2), _entry(4), _entry(5))


@pytest.fixture
def outline(qtbot: QtBot) -> Outline:
    made = Outline(load_theme("light"))
    qtbot.addWidget(made)
    made.show_entries(ESSAY)
    return made


def _shown(outline: Outline) -> list[int]:
    model = outline.findChildren(QListView)[0].model()
    return [model.index(row, 0).data(OutlineRole.ENTRY).paragraph for row in range(model.rowCount())]


def _model(outline: Outline) -> QAbstractItemModel:
    return outline.findChildren(QListView)[0].model()


def test_that_the_outline_shows_headings_alone(outline: Outline) -> None:
    assert _shown(outline) == [1, 3]


def test_that_the_list_of_paragraphs_shows_every_paragraph(outline: Outline) -> None:
    outline.set_mode(OutlineMode.PARAGRAPHS)
    assert _shown(outline) == [1, 2, 3, 4, 5]


def test_that_the_buttons_switch_between_the_two_ways(outline: Outline, qtbot: QtBot) -> None:
    second = outline.findChildren(QToolButton)[1]
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert outline.mode is OutlineMode.PARAGRAPHS


def test_that_a_screen_reader_switches_between_them_without_a_click(outline: Outline, qtbot: QtBot) -> None:
    with qtbot.waitSignal(outline.mode_chosen):
        outline.findChildren(QToolButton)[1].toggle()
    assert _shown(outline) == [1, 2, 3, 4, 5]


def test_that_a_row_speaks_the_sentence_of_its_paragraph(outline: Outline) -> None:
    outline.set_mode(OutlineMode.PARAGRAPHS)
    index = _model(outline).index(3, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Paragraph 4, 10 words"


def test_that_a_click_says_which_paragraph(outline: Outline, qtbot: QtBot) -> None:
    outline.resize(240, 300)
    outline.show()
    view = outline.findChildren(QListView)[0]
    place = view.visualRect(_model(outline).index(1, 0)).center()
    with qtbot.waitSignal(outline.chosen) as caught:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert caught.args == [3]


def test_that_a_new_count_announces_one_row_and_moves_none(outline: Outline) -> None:
    outline.set_mode(OutlineMode.PARAGRAPHS)
    heard: list[int] = []
    moved: list[str] = []
    model = _model(outline)
    model.dataChanged.connect(lambda first, _last: heard.append(first.row()))
    model.rowsInserted.connect(lambda: moved.append("inserted"))
    model.rowsRemoved.connect(lambda: moved.append("removed"))
    outline.update_entry(_entry(4, words=11))
    outline.update_entry(_entry(4, words=11))
    assert heard == [3]
    assert moved == []


def test_that_a_paragraph_that_becomes_a_heading_appears_in_the_outline(outline: Outline) -> None:
    outline.update_entry(_entry(4, level=2))
    assert _shown(outline) == [1, 3, 4]


def test_that_the_heading_above_the_caret_is_marked_without_taking_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    field, outline = QLineEdit(), Outline(load_theme("light"))
    column.addWidget(field)
    column.addWidget(outline)
    qtbot.addWidget(window)
    window.show()
    field.setFocus()
    outline.show_entries(ESSAY)
    outline.set_current(5)
    assert outline._rows.current == 3
    assert window.focusWidget() is field
    outline.set_mode(OutlineMode.PARAGRAPHS)
    assert outline._rows.current == 5


def test_that_text_before_the_first_heading_marks_no_heading(qtbot: QtBot) -> None:
    outline = Outline(load_theme("light"))
    qtbot.addWidget(outline)
    outline.show_entries((_entry(9), *ESSAY))
    outline.set_current(9)
    assert outline._rows.current is None


def test_that_a_sentence_too_long_for_two_lines_ends_in_an_ellipsis(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    words = "Paragraph 3, 84 words, 1.2 minutes of 1.7, yours 100 %, 2 open remarks"
    first, rest = two_lines(words, metrics, 150)
    assert rest.endswith("…")
    assert words.startswith(f"{first} {rest[:-1]}")
    assert two_lines("short", metrics, 150) == ("short", "")


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(1, 12), unique=True, max_size=9),
    st.lists(st.integers(1, 12), unique=True, max_size=9),
    st.sets(st.integers(1, 12)),
)
def test_that_whatever_changes_the_rows_end_up_as_given(before: list[int], after: list[int], edited: set[int]) -> None:
    model = OutlineModel()
    model.show_entries([_entry(paragraph) for paragraph in before])
    mirror = list(before)

    def removed(_parent: QModelIndex, first: int, last: int) -> None:
        del mirror[first : last + 1]

    def inserted(_parent: QModelIndex, first: int, last: int) -> None:
        mirror[first:first] = [model.entry(row).paragraph for row in range(first, last + 1)]

    model.rowsRemoved.connect(removed)
    model.rowsInserted.connect(inserted)
    wanted = [replace(_entry(paragraph), words=99 if paragraph in edited else 10) for paragraph in after]
    model.show_entries(wanted)
    assert [model.entry(row) for row in range(model.rowCount())] == wanted
    assert mirror == after, "a view that only listens sees the same rows"
    assert [model.row_of(paragraph) for paragraph in after] == list(range(len(after)))


def _planned(number: int, point: str = "Why", by: str = "") -> OutlineEntry:
    return OutlineEntry(-number, 0, "", 0, None, "Planned", point=point, plan=str(number), by_model=by)


def test_that_a_plan_stands_among_headings_and_paragraphs_and_is_said_to_be_one(outline: Outline) -> None:
    outline.show_entries((*ESSAY[:2], _planned(7, by="claude"), *ESSAY[2:]))
    assert _shown(outline) == [1, -7, 3]
    assert _model(outline).index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Planned, proposed by claude: Why"
    outline.set_mode(OutlineMode.PARAGRAPHS)
    assert _shown(outline) == [1, 2, -7, 3, 4, 5]


def test_that_keys_on_a_plan_are_wishes_and_enter_on_a_paragraph_goes_there(outline: Outline) -> None:
    outline.show_entries((ESSAY[0], _planned(7), ESSAY[2]))
    wishes: list[OutlineWish] = []
    chosen: list[int] = []
    outline.wished.connect(wishes.append)
    outline.chosen.connect(chosen.append)
    view = outline.findChildren(QListView)[0]
    outline.go_to(-7)
    alt = Qt.KeyboardModifier.AltModifier
    for key, held in (
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Up, alt),
    ):
        QTest.keyClick(view, key, held)
    assert [one.wish for one in wishes] == [Wish.WRITE, Wish.REMOVE, Wish.UP]
    outline.go_to(3)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert (chosen, len(wishes)) == ([3], 3)


def test_that_a_point_is_written_in_place_and_enter_does_no_more(outline: Outline, qtbot: QtBot) -> None:
    outline.show()
    outline.show_entries((ESSAY[0], _planned(7, point="")))
    said: list[OutlineEdit] = []
    wishes: list[OutlineWish] = []
    outline.said.connect(said.append)
    outline.wished.connect(wishes.append)
    outline.edit(-7)
    line = outline.findChildren(QLineEdit)[0]
    QTest.keyClicks(line, "Because")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said == [OutlineEdit(-7, "Because")])
    assert wishes == []


def test_that_a_dropped_row_is_told_with_its_place_and_stays_for_now(outline: Outline, qtbot: QtBot) -> None:
    outline.show_entries((ESSAY[0], _planned(7), ESSAY[2]))
    model = _model(outline)
    moves: list[OutlineMove] = []
    outline.moved.connect(moves.append)
    data = model.mimeData([model.index(1, 0)])
    assert not model.dropMimeData(data, Qt.DropAction.MoveAction, 3, 0, QModelIndex())
    qtbot.waitUntil(lambda: moves == [OutlineMove(-7, 3)])
    assert _shown(outline) == [1, -7, 3]
