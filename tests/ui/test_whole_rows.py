"""Rows that show all their words: the last of them is painted, and no line below it is empty."""

from __future__ import annotations

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from editor.ui.dialogs.sent_dialog import SentDialog, SentEntry
from editor.ui.theme import load_theme
from editor.ui.whole_rows import WholeRows

HEADING = "today 11:57 · claude-sonnet-5-5-20261101 · Critique: Balanced editor · done · 0.00082 {}"


def painted(rows: WholeRows, row: int) -> QImage:
    return rows.viewport().grab(rows.visualItemRect(rows.item(row))).toImage()


def empty_lines_below(image: QImage) -> int:
    """Pixels below the last ink of a row that is not chosen."""
    ground = image.pixel(image.width() - 1, image.height() - 1)
    for up in range(image.height()):
        if any(image.pixel(x, image.height() - 1 - up) != ground for x in range(image.width())):
            return up
    return image.height()


def sent(qtbot: QtBot, requests: int, last: str) -> tuple[SentDialog, WholeRows]:
    entries = tuple(SentEntry(HEADING.format(last), "text", f"c{number}") for number in range(requests))
    dialog = SentDialog(entries, "", load_theme("light"))
    qtbot.addWidget(dialog)
    dialog.show()
    (rows,) = dialog.findChildren(WholeRows)
    return dialog, rows


def test_that_a_row_shows_its_last_word_and_no_empty_line_with_and_without_a_scroll_bar(qtbot: QtBot) -> None:
    for requests in (2, 6, 40):
        one, first = sent(qtbot, requests, "USD")  # words of one width
        other, second = sent(qtbot, requests, "DSU")
        for width in range(200, 420, 11):
            for dialog, rows in ((one, first), (other, second)):
                dialog._parts.setSizes([width, 880 - width])
                rows.doItemsLayout()
                rows.scrollToTop()
            assert first.verticalScrollBar().maximum() == second.verticalScrollBar().maximum()
            row = painted(first, 0)
            assert row != painted(second, 0)
            assert empty_lines_below(row) < first.fontMetrics().height()
            assert first.visualItemRect(first.item(0)).width() >= first.row_width


def tops(rows: WholeRows) -> tuple[int, int]:
    """Where the first row ends and where the second begins, pixels."""
    return rows.visualItemRect(rows.item(0)).bottom() + 1, rows.visualItemRect(rows.item(1)).top()


def test_that_rows_are_laid_out_anew_at_another_width(qtbot: QtBot) -> None:
    rows = WholeRows()
    qtbot.addWidget(rows)
    rows.addItem("A heading\n" + "some words that need a line or two " * 4 + "averylongwordthatisinnowaytobebroken" * 3)
    rows.addItem("below")
    rows.resize(700, 300)
    rows.show()
    (wide, _), heights = tops(rows), set()
    for width in (180, 700, 300):
        rows.resize(width, 300)
        qtbot.waitUntil(lambda: tops(rows)[0] == tops(rows)[1])
        heights.add(tops(rows)[0])
    assert len(heights) == 3
    assert min(heights) == wide
