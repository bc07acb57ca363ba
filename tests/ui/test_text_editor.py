from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QInputMethodEvent,
    QKeySequence,
    QPainter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextLayout,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from editor.ui.text_editor import TextEditor
from editor.ui.text_style import FontSet, TextColors

LONG = "\n".join(
    line
    for n in range(400)
    for line in (f"## Heading {n}", "", f"Paragraph {n} " + "with words enough for some lines of text, " * (n % 7), "")
)


class Watched(TextEditor):
    """An editor that remembers what it was asked to paint."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[QRect] = []

    def paintEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        self.painted.append(event.region().boundingRect())
        super().paintEvent(event)


@pytest.fixture
def editor(qapp: QApplication) -> Iterator[Watched]:
    widget = Watched()
    widget.resize(820, 600)
    widget.show()
    widget.setFocus()
    QTest.qWaitForWindowExposed(widget)
    yield widget
    widget.close()
    widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def settle(app: QApplication) -> None:
    for _ in range(5):
        app.processEvents()


def wait_for_quiet(editor: Watched) -> None:
    """A real display asks for a picture of a window when it likes, and that is no paint of the letter's."""
    editor.painted.append(QRect())
    while editor.painted:
        editor.painted.clear()
        QTest.qWait(50)


def put_caret(editor: TextEditor, position: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(position)
    editor.setTextCursor(cursor)


def line_top(editor: TextEditor, position: int) -> int:
    cursor = QTextCursor(editor.document())
    cursor.setPosition(position)
    return editor.cursorRect(cursor).top()


def position_of(editor: TextEditor, words: str) -> int:
    return editor.document().toRawText().index(words)


def test_that_only_the_screens_near_the_view_are_laid_out(editor: Watched, qapp: QApplication) -> None:
    editor.load(LONG)
    settle(qapp)
    laid = sum(editor.document().findBlockByNumber(n).layout().lineCount() > 0 for n in range(1600))
    assert 0 < laid < 200


def test_that_a_loaded_text_has_no_undo_and_comes_back_unchanged(editor: Watched) -> None:
    text = "a\u00a0b\tc\n\n😀\u2028d"
    editor.load(text)
    assert editor.document().toRawText().replace("\u2029", "\n") == text
    assert not editor.document().isUndoRedoEnabled()
    assert editor.textCursor().position() == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_D, Qt.Key.Key_E, Qt.Key.Key_U, Qt.Key.Key_Z])
def test_that_control_keys_of_the_window_never_alter_the_text(editor: Watched, key: Qt.Key) -> None:
    editor.load("some words here")
    put_caret(editor, 5)
    QTest.keyClick(editor, key, Qt.KeyboardModifier.ControlModifier)
    assert editor.toPlainText() == "some words here"
    assert editor.textCursor().position() == 5


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_D, Qt.Key.Key_Z, Qt.Key.Key_G])
def test_that_control_keys_are_left_to_the_windows_actions_and_each_acts_once(qtbot: QtBot, key: Qt.Key) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    editor = TextEditor(window)
    window.setCentralWidget(editor)
    acts: list[str] = []
    for name, combination in (("it", Qt.Modifier.CTRL | key), ("another", Qt.Modifier.CTRL | Qt.Key.Key_B)):
        action = window.menuBar().addAction(name)
        action.setShortcuts([QKeySequence("F12"), QKeySequence(combination)])
        action.triggered.connect(partial(acts.append, name))
    editor.load("some words here")
    window.show()
    window.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    QTest.keyClick(editor, key, Qt.KeyboardModifier.ControlModifier)
    assert acts == ["it"]
    assert editor.toPlainText() == "some words here"
    window.menuBar().actions()[0].setEnabled(False)
    QTest.keyClick(editor, key, Qt.KeyboardModifier.ControlModifier)
    assert acts == ["it"]
    assert editor.toPlainText() == "some words here"


def test_that_typed_letters_arrive_and_repaint_only_their_line(editor: Watched, qapp: QApplication) -> None:
    editor.load("Words that are long enough to fill more than one line of this column, and some more. " * 4)
    put_caret(editor, 200)
    QTest.keyClick(editor, "x")
    settle(qapp)
    wait_for_quiet(editor)
    QTest.keyClick(editor, "y")
    settle(qapp)
    assert editor.toPlainText()[200:202] == "xy"
    pitch = editor.text_layout.sheet.text_box.pitch
    assert editor.painted
    assert all(rect.height() <= 2 * pitch + 4 for rect in editor.painted)


def test_that_a_sign_that_turns_earlier_words_bold_repaints_them(editor: Watched, qapp: QApplication) -> None:
    text = "Words **that are long enough to fill more than one line of this column, and some more, and yet more words*"
    editor.load(text + " end")
    put_caret(editor, len(text))
    QTest.keyClick(editor, "x")
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    settle(qapp)
    editor.painted.clear()
    QTest.keyClick(editor, "*")
    settle(qapp)
    first_line = editor.cursorRect(QTextCursor(editor.document())).center().y()
    assert any(rect.top() <= first_line <= rect.bottom() for rect in editor.painted)


def test_that_margins_are_painted_for_visible_blocks_and_not_per_key(editor: Watched, qapp: QApplication) -> None:
    calls: list[tuple[int, QRectF]] = []

    def margin(painter: QPainter, block: QTextBlock, rect: QRectF) -> None:
        assert painter.isActive()
        calls.append((block.blockNumber(), rect))

    editor.load(LONG)
    put_caret(editor, position_of(editor, "Paragraph 3 ") + 20)
    settle(qapp)
    editor.margin_painter = margin
    editor.update_margins()
    settle(qapp)
    shown = [block.blockNumber() for block, _ in editor.visible_blocks()]
    assert [number for number, _ in calls] == shown
    assert all(rect.width() == editor.column_rect().width() for _, rect in calls)
    calls.clear()
    for letter in "abcdef":
        QTest.keyClick(editor, letter)
        settle(qapp)
    assert calls == []


def test_that_the_column_is_centred_and_never_under_the_margins(editor: Watched) -> None:
    editor.resize(1600, 600)
    column = editor.column_rect()
    assert abs(column.center().x() - (1600 - editor.verticalScrollBar().sizeHint().width()) / 2) <= 2
    assert column.width() == editor.text_layout.sheet.column
    editor.set_margins(80, 150)
    editor.resize(500, 600)
    column = editor.column_rect()
    assert column.left() == 80
    assert editor.right_margin_rect().right() <= 500
    assert editor.left_margin_rect().left() >= 0
    assert (editor.left_margin_width, editor.right_margin_width) == (80, 150)


def test_that_jumping_to_a_far_caret_lands_on_it(editor: Watched, qapp: QApplication) -> None:
    editor.load(LONG)
    settle(qapp)
    for number in (390, 7, 200, 399, 120, 0):
        position = position_of(editor, f"Paragraph {number} ")
        put_caret(editor, position)
        settle(qapp)
        box = editor.cursorRect()
        assert box.top() >= 0
        assert box.bottom() <= editor.viewport().height()


def test_that_centring_puts_the_line_into_the_middle(editor: Watched, qapp: QApplication) -> None:
    editor.load(LONG)
    position = position_of(editor, "Paragraph 222 ")
    editor.center_on(position)
    settle(qapp)
    middle = line_top(editor, position) + editor.text_layout.sheet.text_box.pitch / 2
    assert abs(middle - editor.viewport().height() / 2) < editor.text_layout.sheet.text_box.pitch


@pytest.mark.parametrize("step", [-60, -599, 60])
def test_that_scrolling_moves_what_is_seen_by_just_that_much(editor: Watched, qapp: QApplication, step: int) -> None:
    editor.load(LONG)
    editor.verticalScrollBar().setValue(20_000)
    qapp.processEvents()
    for _ in range(12):
        seen, box = list(editor.visible_blocks())[3 if step > 0 else 0]
        before = line_top(editor, seen.position())
        assert before == round(box.top()) + round(line_top(editor, seen.position()) - box.top())
        editor.verticalScrollBar().setValue(editor.verticalScrollBar().value() + step)
        assert line_top(editor, seen.position()) == before - step
        qapp.processEvents()
        assert line_top(editor, seen.position()) == before - step


def test_that_the_top_line_stays_when_the_window_narrows_and_widens(editor: Watched, qapp: QApplication) -> None:
    editor.load(LONG)
    position = position_of(editor, "Paragraph 150 ")
    editor.center_on(position)
    editor.verticalScrollBar().setValue(editor.verticalScrollBar().value() + line_top(editor, position))
    settle(qapp)
    before = line_top(editor, position)
    for width in (700, 640, 500, 430, 520, 820):
        editor.resize(width, 600)
        settle(qapp)
        assert abs(line_top(editor, position) - before) <= 1


def test_that_zooming_keeps_the_caret_line_in_its_place(editor: Watched, qapp: QApplication) -> None:
    editor.load(LONG)
    position = position_of(editor, "Paragraph 97 ")
    put_caret(editor, position)
    editor.center_on(position)
    settle(qapp)
    before = editor.cursorRect().top()
    heard: list[int] = []
    editor.zoom_changed.connect(heard.append)
    for percent in (110, 150, 80, 100):
        editor.set_zoom(percent)
        settle(qapp)
        assert abs(editor.cursorRect().top() - before) <= 2
        assert editor.textCursor().position() == position
    assert heard == [110, 150, 80, 100]
    assert editor.font().pointSizeF() == editor.fonts.text.pointSizeF()


def test_that_an_edit_above_the_view_does_not_move_what_is_seen(editor: Watched, qapp: QApplication) -> None:
    editor.load(LONG)
    position = position_of(editor, "Paragraph 250 ")
    editor.center_on(position)
    settle(qapp)
    before = line_top(editor, position)
    added = "new paragraph of some length, with words enough to need two lines if the column is narrow\n" * 5
    QTextCursor(editor.document().findBlockByNumber(40)).insertText(added)
    settle(qapp)
    assert line_top(editor, position + len(added)) == before


def test_that_the_wheel_zooms_only_with_control(editor: Watched, qapp: QApplication) -> None:
    def turn(modifier: Qt.KeyboardModifier) -> None:
        wheel = QWheelEvent(
            QPointF(400, 300),
            editor.mapToGlobal(QPointF(400, 300)),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        qapp.sendEvent(editor.viewport(), wheel)

    turn(Qt.KeyboardModifier.NoModifier)
    assert editor.zoom == 100
    turn(Qt.KeyboardModifier.ControlModifier)
    assert editor.zoom == 110


def test_that_text_being_composed_is_shown_and_then_committed(editor: Watched, qapp: QApplication) -> None:
    editor.load("ab *cd* ef")
    put_caret(editor, 3)
    look = QTextCharFormat()
    look.setFontUnderline(True)
    attribute = QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.TextFormat, 0, 3, look)
    caret = QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.Cursor, 2, 1, None)
    qapp.sendEvent(editor, QInputMethodEvent("か😀", [attribute, caret]))
    settle(qapp)
    layout = editor.document().begin().layout()
    assert layout.preeditAreaText() == "か😀"
    assert editor.toPlainText() == "ab *cd* ef"
    places = {(piece.start, piece.length) for piece in layout.formats()}
    assert (3, 3) in places
    assert (7, 2) in places  # "cd", moved by the three units that are composed
    line = layout.lineAt(0)
    shown, _ = line.cursorToX(5)
    assert editor.cursorRect().left() == pytest.approx(editor.column_rect().left() + shown, abs=1)
    done = QInputMethodEvent()
    done.setCommitString("仮名")
    qapp.sendEvent(editor, done)
    settle(qapp)
    assert editor.toPlainText() == "ab 仮名*cd* ef"
    assert layout.preeditAreaText() == ""
    assert (6, 2) in {(piece.start, piece.length) for piece in layout.formats()}


def test_that_page_keys_go_through_the_whole_text_and_back(editor: Watched, qapp: QApplication) -> None:
    editor.load(LONG[:12_000])
    put_caret(editor, 0)
    seen = [0]
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        for _ in range(60):
            QTest.keyClick(editor, key)
            settle(qapp)
            box = editor.cursorRect()
            assert box.bottom() > 0
            assert box.top() < editor.viewport().height()
            seen.append(editor.textCursor().position())
    assert max(seen) > 11_000
    assert seen[-1] < 120


def test_that_home_and_end_stay_in_the_wrapped_line(editor: Watched) -> None:
    editor.load("words of a sentence that is repeated, " * 8)
    put_caret(editor, 150)
    line = editor.document().begin().layout().lineForTextPosition(150)
    QTest.keyClick(editor, Qt.Key.Key_Home)
    assert editor.textCursor().position() == line.textStart()
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert editor.textCursor().position() == line.textStart() + line.textLength()


def colors_in(editor: TextEditor, rect: QRect) -> set[str]:
    image = editor.viewport().grab(rect).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_that_a_selection_covers_line_ends_and_leaves_no_stripes(editor: Watched) -> None:
    selection = QColor("#ff0000")
    editor.set_colors(TextColors(selection=selection, selection_ink=QColor("#00ff00")))
    editor.load("first line\n\nthird line")
    editor.selectAll()
    column, pitch = editor.column_rect(), editor.text_layout.sheet.text_box.pitch
    top = line_top(editor, 0)
    strip = QRect(column.left() + 1, top, 1, 3 * pitch - 8)
    assert colors_in(editor, strip) <= {"#ff0000", "#00ff00"} | mixed(colors_in(editor, strip))
    empty = editor.cursorRect(QTextCursor(editor.document().findBlockByNumber(1)))
    assert selection.name() in colors_in(editor, QRect(column.left() + 2, empty.center().y(), 2, 1))
    end = QTextCursor(editor.document())
    end.setPosition(10)
    after = editor.cursorRect(end)
    assert selection.name() in colors_in(editor, QRect(after.left() + 3, after.center().y(), 2, 1))


def mixed(names: set[str]) -> set[str]:
    """Colours between the letters and the selection: the edges of letters. Paper would have blue in it."""
    return {name for name in names if QColor(name).blue() == 0}


def test_that_the_current_paragraph_has_its_own_ground(editor: Watched) -> None:
    editor.set_colors(TextColors(current_paragraph=QColor("#0000ff")))
    editor.load("one\ntwo\nthree")
    editor.set_current_range(1, 1)
    column = editor.column_rect()
    boxes = {block.text(): box for block, box in editor.visible_blocks()}
    right = column.right() - 10
    assert colors_in(editor, QRect(right, round(boxes["two"].center().y()), 2, 2)) == {"#0000ff"}
    assert "#0000ff" not in colors_in(editor, QRect(right, round(boxes["one"].center().y()), 2, 2))
    editor.set_current_range(-1, -1)
    assert "#0000ff" not in colors_in(editor, QRect(right, round(boxes["two"].center().y()), 2, 2))


def test_that_the_caret_is_drawn_where_the_text_is_written(editor: Watched, qtbot: QtBot) -> None:
    editor.set_colors(TextColors(caret=QColor("#ff00ff")))
    editor.load("abc\n\n")
    editor.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    put_caret(editor, 4)
    box = editor.cursorRect()
    assert box.left() == editor.column_rect().left()
    assert "#ff00ff" in colors_in(editor, QRect(box.left(), box.center().y(), 2, 1))


def test_that_copies_and_pastes_are_plain_text(editor: Watched, qapp: QApplication) -> None:
    editor.load("a\u00a0b\nc")
    editor.selectAll()
    copied = editor.createMimeDataFromSelection()
    assert copied.text() == "a\u00a0b\nc"
    assert not copied.hasHtml()
    rich = QMimeData()
    rich.setHtml("<b>bold</b>")
    assert not editor.canInsertFromMimeData(rich)
    rich.setText("bold\nx")
    editor.insertFromMimeData(rich)
    assert editor.toPlainText() == "bold\nx"
    assert editor.document().begin().charFormatIndex() == editor.document().begin().next().charFormatIndex()


def test_that_a_screen_reader_finds_text_and_caret(editor: Watched, qapp: QApplication) -> None:
    editor.load("some words\nand more")
    put_caret(editor, 7)
    settle(qapp)
    found = QAccessible.queryAccessibleInterface(editor)
    assert found is not None
    text = found.textInterface()
    assert text.text(0, 10) == "some words"
    assert text.cursorPosition() == 7
    assert text.characterCount() == 19
    box = text.characterRect(7)
    assert editor.mapToGlobal(editor.cursorRect().center()).y() in range(box.top(), box.bottom() + 1)


def test_that_a_raising_margin_painter_or_overlay_leaves_the_window_alive(editor: Watched, qapp: QApplication) -> None:
    def margin(painter: QPainter, block: QTextBlock, rect: QRectF) -> None:
        raise ValueError("margin")

    def overlay(block: QTextBlock) -> Sequence[QTextLayout.FormatRange]:
        raise ValueError("overlay")

    editor.margin_painter = margin
    editor.text_layout.overlay = overlay
    editor.load("text")
    editor.viewport().update()
    settle(qapp)
    QTest.keyClick(editor, "x")
    assert editor.toPlainText() == "xtext"
    assert editor.document().begin().layout().lineCount() == 1


def test_that_an_empty_page_shows_its_hint_until_something_is_typed(editor: Watched) -> None:
    hint = QColor("#ff0000")
    editor.set_colors(TextColors(marks=hint))
    editor.set_hint("Write.")
    editor.load("")
    page = QRect(0, 0, 400, 80)
    assert hint.name() in colors_in(editor, page)
    QTest.keyClick(editor, "a")
    assert hint.name() not in colors_in(editor, page)


def test_that_extra_selections_are_painted(editor: Watched) -> None:
    extra = TextEditor.ExtraSelection()
    look = QTextCharFormat()
    look.setBackground(QColor("#00ff00"))
    look.setProperty(QTextFormat.Property.FullWidthSelection.value, True)
    extra.format = look
    extra.cursor = QTextCursor(editor.document())
    editor.load("words")
    editor.setExtraSelections([extra])
    box = editor.cursorRect()
    assert "#00ff00" in colors_in(editor, QRect(editor.column_rect().right() - 5, box.center().y(), 2, 2))


def test_that_two_thousand_keys_use_up_no_none(editor: Watched, qapp: QApplication) -> None:
    editor.load("some words\n" * 20)
    for _ in range(20):
        QTest.keyClick(editor, "a")
    settle(qapp)
    before = sys.getrefcount(None)
    for turn in range(500):
        QTest.keyClick(editor, "a" if turn % 2 else Qt.Key.Key_Backspace)
        editor.cursorForPosition(QPoint(300, 200))
        editor.cursorRect()
        editor.viewport().update()
        qapp.processEvents()
    assert abs(sys.getrefcount(None) - before) < 100


def test_that_other_fonts_leave_the_text_and_the_caret_alone(editor: Watched, qapp: QApplication) -> None:
    editor.load("some *words*\nhere")
    put_caret(editor, 3)
    heard: list[tuple[int, int, int]] = []
    editor.document().contentsChange.connect(lambda *change: heard.append(change))
    editor.set_fonts(FontSet(measure=40))
    editor.set_colors(TextColors(ink=QColor("#333333")))
    settle(qapp)
    assert heard == []
    assert editor.textCursor().position() == 3
    assert editor.column_rect().width() == editor.text_layout.sheet.column
