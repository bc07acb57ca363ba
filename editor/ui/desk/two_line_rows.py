"""Rows of two lines on the desk: what something is, and quieter below it what there is to know of it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from editor.ui.theme import Theme, scaled


def row_height(line: int) -> int:
    """Of a row in a font whose lines have this height, pixels."""
    return 2 * line + 14


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """The row's background: the bar of the chosen one, the ring of the one that has the keys."""
    row: QRect = option.rect
    state: QStyle.StateFlag = option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(row, theme.hover)
        painter.fillRect(QRect(row.left(), row.top() + 4, 3, row.height() - 8), theme.accent)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(theme.focus)
        painter.drawRect(row.adjusted(0, 0, -1, -1))
        painter.drawRect(row.adjusted(1, 1, -2, -2))


def upper_line(row: QRect, indent: int) -> QRect:
    """Where the first line of a row stands, `indent` pixels from its left."""
    return row.adjusted(indent, 6, -8, -row.height() // 2)


def paint_lines(
    painter: QPainter, option: QStyleOptionViewItem, theme: Theme, indent: int, upper: tuple[str, QColor], lower: str
) -> None:
    """Both lines, cut where the row ends; `upper` has its ink."""
    row: QRect = option.rect
    words, ink = upper
    below = row.adjusted(indent, row.height() // 2, -8, -6)
    for place, font, colour, text in (
        (upper_line(row, indent), option.font, ink, words),
        (below, scaled(option.font, 0.92), theme.muted, lower),
    ):
        painter.setFont(font)
        painter.setPen(colour)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
