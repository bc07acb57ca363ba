from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextLayout
from PySide6.QtWidgets import QApplication

from editor.ui.markdown_formats import LineKind
from editor.ui.page_geometry import TOP_ROOM, Page
from editor.ui.text_layout import TextLayout
from editor.ui.text_style import FontSet, TextColors

FUZZY = Qt.HitTestAccuracy.FuzzyHit
EXACT = Qt.HitTestAccuracy.ExactHit

PIECES = (
    "# A heading of some length",
    "",
    "Plain words that go on for long enough to need more than one line in a column of this width, certainly so.",
    "\tTabs\tbetween\twords\tof a line that is long enough to wrap around somewhere near its end, perhaps here",
    "😀 emoji 👍🏽 and 👩‍👩‍👧 among the words of a sentence that wraps around once 😀😀 or twice",
    "שלום עולם, זה טקסט בעברית שהוא ארוך מספיק כדי לתפוס יותר משורה אחת בעמודה הזאת וגם קצת יותר מזה",
    "English first, then עברית in the middle of the line, and then English again until the line has to wrap",
    "- an item of a list that is long enough to wrap around, so that its second line hangs under its text",
    "x" * 300,
    "one\u2028two\u2028three",
    "*a* **b** `c` [d](e) $f$ [^g]",
)


class Draft:
    """A document under our layout, as tall as asked, with no widget."""

    def __init__(self, text: str, width: int = 700) -> None:
        self.document = QTextDocument()
        self.document.setUndoRedoEnabled(False)
        self.layout = TextLayout(self.document)
        self.document.setDocumentLayout(self.layout)
        # A font of the system, whatever fonts an earlier test has made known: places must not depend on the order.
        self.layout.set_fonts(FontSet(text=QFont("DejaVu Serif", 13)))
        self.layout.set_page(Page(width, 500, 50, 50, 200))
        self.layout.load(text, self.document.setPlainText)

    def blocks(self) -> Iterator[QTextBlock]:
        block = self.document.begin()
        while block.isValid():
            yield block
            block = block.next()

    def lay_all(self) -> None:
        self.layout.blocks_between(0, 1e9)

    def caret_point(self, position: int) -> QPointF:
        block = self.document.findBlock(position)
        origin = self.layout.blockBoundingRect(block).topLeft()
        line = block.layout().lineForTextPosition(position - block.position())
        x, _ = line.cursorToX(position - block.position())
        return QPointF(origin.x() + x, origin.y() + line.y() + line.height() / 2)

    def hit(self, x: float, y: float) -> int:
        return self.layout.hitTest(QPointF(x, y), FUZZY)


def hebrew_edges(block: QTextBlock) -> set[int]:
    """Both ends of Hebrew words inside a line that begins in English."""
    if not block.text().startswith("English"):
        return set()
    return {block.position() + end for word in re.finditer("[\u0590-\u05ff]+", block.text()) for end in word.span()}


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    assert qapp


def test_that_a_caret_anywhere_is_found_again_by_its_place() -> None:
    page = Draft("\n".join(PIECES * 3))
    page.lay_all()
    cursor = QTextCursor(page.document)
    met = 0
    while True:
        position = cursor.position()
        block = page.document.findBlock(position)
        point = page.caret_point(position)
        again = page.hit(point.x(), point.y())
        # Where directions meet, each of the two places of a word's edge belongs to both of its ends.
        edges = hebrew_edges(block)
        assert again == position or {again, position} <= edges, (position, again)
        met += 1
        if not cursor.movePosition(QTextCursor.MoveOperation.NextCharacter):
            break
    assert met > 1500


def test_that_text_read_from_the_right_stands_at_the_right_edge() -> None:
    page = Draft("שלום\nhello\n- שלום")
    page.lay_all()
    width = page.layout.column.width
    first, second, third = page.blocks()
    assert first.layout().lineAt(0).naturalTextRect().right() == pytest.approx(width, abs=1)
    assert second.layout().lineAt(0).naturalTextRect().left() == 0
    assert third.layout().lineAt(0).naturalTextRect().right() == pytest.approx(width, abs=1)


def test_that_clicks_beside_over_and_under_the_text_find_the_nearest_place() -> None:
    page = Draft("first line\nsecond\nlast")
    page.lay_all()
    x, width = page.layout.column.x, page.layout.column.width
    y = TOP_ROOM + page.layout.sheet.text_box.pitch / 2
    pitch = page.layout.sheet.text_box.pitch
    assert page.hit(x + width + 300, y) == len("first line")
    assert page.hit(0, y) == 0
    assert page.hit(0, y + pitch) == len("first line\n")
    assert page.hit(x + 5000, 5000) == len("first line\nsecond\nlast")
    assert page.hit(x, -10) == 0


def test_that_only_letters_are_hit_exactly() -> None:
    page = Draft("word\n\n")
    page.lay_all()
    x, width = page.layout.column.x, page.layout.column.width
    y = TOP_ROOM + page.layout.sheet.text_box.pitch / 2
    assert page.layout.hitTest(QPointF(x + 5, y), EXACT) >= 0
    assert page.layout.hitTest(QPointF(x + width - 5, y), EXACT) == -1
    assert page.layout.hitTest(QPointF(x - 20, y), EXACT) == -1
    assert page.layout.hitTest(QPointF(x + 5, 4000), EXACT) == -1


def test_that_only_what_is_asked_for_is_laid_out() -> None:
    page = Draft("\n".join(["some words of text"] * 5000))
    laid = [b.blockNumber() for b, _, _ in page.layout.blocks_between(0, 500)]
    assert 5 < len(laid) < 40
    assert sum(block.layout().lineCount() > 0 for block in page.blocks()) == len(laid)


def test_that_an_edit_in_a_long_draft_lays_out_one_block() -> None:
    page = Draft("\n".join(["some words of text"] * 5000))
    asked: list[int] = []

    def kind(block: QTextBlock) -> LineKind:
        asked.append(block.blockNumber())
        return LineKind.TEXT

    page.layout.line_kind = kind
    cursor = QTextCursor(page.document.findBlockByNumber(2500))
    cursor.insertText("x")
    assert set(asked) == {2500}


def test_that_the_document_is_as_tall_as_its_blocks() -> None:
    page = Draft("\n".join(PIECES))
    page.lay_all()
    total = sum(page.layout.blockBoundingRect(block).height() for block in page.blocks())
    assert page.layout.documentSize().height() == TOP_ROOM + total + 200
    y = float(TOP_ROOM)
    for block in page.blocks():
        box = page.layout.blockBoundingRect(block)
        assert box.top() == y
        assert box.height() == int(box.height())
        y = box.bottom()


def test_that_lines_stand_at_one_pitch_whatever_formats_they_hold() -> None:
    page = Draft("word **bold** *slanted* `code` and so on, " * 12)
    page.lay_all()
    layout = page.document.begin().layout()
    baselines = [layout.lineAt(i).y() + layout.lineAt(i).ascent() for i in range(layout.lineCount())]
    steps = {round(b - a, 3) for a, b in pairwise(baselines)}
    assert steps == {float(page.layout.sheet.text_box.pitch)}


def test_that_no_word_is_too_long_for_the_column() -> None:
    page = Draft("x" * 4000)
    page.lay_all()
    layout = page.document.begin().layout()
    assert layout.lineCount() > 20
    assert all(layout.lineAt(i).naturalTextWidth() <= page.layout.column.width for i in range(layout.lineCount()))


def test_that_a_line_separator_breaks_a_line_but_not_a_block() -> None:
    page = Draft("one\u2028two")
    page.lay_all()
    assert page.document.blockCount() == 1
    assert page.document.begin().layout().lineCount() == 2


def whole_letter(document: QTextDocument, position: int) -> int:
    """The position, or the one before if it is inside a surrogate pair: half letters do not survive copying."""
    return position - ("\udc00" <= document.characterAt(position) <= "\udfff")


edits = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 120), st.sampled_from(("", "a", "\n", *PIECES, "\n".join(PIECES)))),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits)
def test_that_places_after_any_edits_equal_those_of_a_fresh_page(todo: list[tuple[int, int, str]]) -> None:
    page = Draft("\n".join(PIECES * 2))
    page.lay_all()
    cursor = QTextCursor(page.document)
    for where, length, text in todo:
        start = whole_letter(page.document, where % page.document.characterCount())
        end = whole_letter(page.document, min(start + length, page.document.characterCount() - 1))
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        page.layout.blockBoundingRect(cursor.block())
    fresh = Draft(page.document.toRawText().replace("\u2029", "\n"))
    fresh.lay_all()
    page.lay_all()
    ours = [page.layout.blockBoundingRect(block) for block in page.blocks()]
    assert ours == [fresh.layout.blockBoundingRect(block) for block in fresh.blocks()]
    assert page.layout.documentSize() == fresh.layout.documentSize()


def test_that_laying_out_is_no_change_of_the_text() -> None:
    page = Draft("\n".join(PIECES))
    heard: list[tuple[int, int, int]] = []
    page.document.contentsChange.connect(lambda *change: heard.append(change))
    page.lay_all()
    page.layout.refresh(0, 100)
    page.layout.set_colors(TextColors(ink=QColor("#123456")))
    page.layout.set_fonts(FontSet().scaled(150))
    page.lay_all()
    assert heard == []
    cursor = QTextCursor(page.document.findBlockByNumber(4))
    at = cursor.position()
    cursor.insertText("x")
    assert heard == [(at, 0, 1)]


def test_that_a_format_flush_is_marked_busy() -> None:
    page = Draft("*a*")
    seen: list[bool] = []

    class Watching(TextLayout):
        def documentChanged(self, start: int, removed: int, added: int, /) -> None:
            seen.append(self.busy)
            super().documentChanged(start, removed, added)

    document = QTextDocument()
    layout = Watching(document)
    document.setDocumentLayout(layout)
    layout.load("*a*", document.setPlainText)
    seen.clear()
    layout.blocks_between(0, 100)
    assert seen == [True]
    assert not layout.busy
    assert not page.layout.busy


def underline(start: int, length: int) -> QTextLayout.FormatRange:
    piece = QTextLayout.FormatRange()
    piece.start, piece.length = start, length
    look = QTextCharFormat()
    look.setFontUnderline(True)
    piece.format = look
    return piece


def test_that_an_overlay_is_shown_after_a_refresh_and_only_on_laid_blocks() -> None:
    page = Draft("\n".join(["some words"] * 500))
    page.layout.blocks_between(0, 300)
    asked: list[int] = []

    def overlay(block: QTextBlock) -> Sequence[QTextLayout.FormatRange]:
        asked.append(block.blockNumber())
        return [underline(5, 5)]

    page.layout.overlay = overlay
    page.layout.refresh(0, 499)
    assert asked == list(range(len(asked)))
    assert 5 < len(asked) < 40
    formats = page.document.begin().layout().formats()
    assert [(piece.start, piece.length) for piece in formats] == [(5, 5)]


def test_that_a_raising_overlay_leaves_the_text_standing(caplog: pytest.LogCaptureFixture) -> None:
    def overlay(block: QTextBlock) -> Sequence[QTextLayout.FormatRange]:
        raise ValueError(block.text())

    def kind(block: QTextBlock) -> LineKind:
        raise KeyError(block.text())

    page = Draft("# some\nwords")
    page.layout.overlay = overlay
    page.layout.line_kind = kind
    with caplog.at_level(logging.ERROR):
        page.lay_all()
    assert all(block.layout().lineCount() == 1 for block in page.blocks())
    assert "overlay" in caplog.text


def test_that_an_exception_in_a_method_called_by_qt_is_survived(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(TextLayout):
        def top_of(self, number: int) -> int:
            raise RuntimeError("broken")

    document = QTextDocument()
    layout = Broken(document)
    document.setDocumentLayout(layout)
    with caplog.at_level(logging.ERROR):
        QTextCursor(document).insertText("typed")
        layout.blockBoundingRect(document.begin())
    assert document.toPlainText() == "typed"
    assert "broken" in caplog.text


def test_that_told_kinds_win_over_what_the_line_looks_like() -> None:
    page = Draft("# no heading, a comment in code")
    page.layout.line_kind = lambda block: LineKind.CODE
    page.lay_all()
    formats = page.document.begin().layout().formats()
    assert len(formats) == 1
    assert formats[0].format.fontPointSize() == page.layout.sheet.fonts.mono.pointSizeF()


def test_that_a_correction_above_the_view_is_told_to_the_view() -> None:
    page = Draft("\n".join(["# heading that is taller than guessed"] * 200))
    before = page.layout.top_of(100)
    view = [before]
    page.layout.hold = lambda grew: view.append(view[-1] + grew)
    page.layout.view_top = lambda: view[-1]
    page.layout.lay_around(page.document.findBlockByNumber(90))
    assert page.layout.top_of(100) > before
    assert view[-1] == page.layout.top_of(100)


def test_that_none_is_not_used_up_by_calls_into_qt() -> None:
    page = Draft("\n".join(PIECES))
    page.lay_all()
    block = page.document.findBlockByNumber(2)
    cursor = QTextCursor(block)
    cursor.insertText("warm")
    before = sys.getrefcount(None)
    for _ in range(700):
        cursor.insertText("x")
        page.layout.blockBoundingRect(block)
        page.layout.hitTest(QPointF(300, 300), FUZZY)
    assert abs(sys.getrefcount(None) - before) < 100


def test_that_a_page_of_another_size_leaves_the_heights_and_sets_every_block_again_by_need() -> None:
    page = Draft("\n".join(PIECES * 3))
    page.lay_all()
    size, point = page.layout.documentSize(), page.caret_point(40)
    page.document.setPageSize(QSizeF(300, 400))
    assert page.document.begin().layout().lineCount() == 0
    assert page.layout.documentSize() == size
    page.lay_all()
    assert (page.layout.documentSize(), page.caret_point(40)) == (size, point)


def test_that_blocks_put_in_between_leave_no_shapes_of_before_at_the_seams() -> None:
    page = Draft("\n".join(PIECES))
    page.lay_all()
    cursor = QTextCursor(page.document.findBlockByNumber(2))
    cursor.setPosition(cursor.position() + 5)
    cursor.setPosition(page.document.findBlockByNumber(4).position() + 7, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText("begins\n" + "between\n" * 40 + "ends ")
    page.lay_all()
    fresh = Draft(page.document.toPlainText().replace("one\ntwo\nthree", "one\u2028two\u2028three"))
    fresh.lay_all()
    assert page.layout.documentSize() == fresh.layout.documentSize()
