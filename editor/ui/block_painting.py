"""Drawing one set block: what is selected, the letters, the caret.

Qt would draw a selection only as tall as the letters and leave stripes between open lines, and it draws
none over a line end. So the boxes of a selection are ours, as tall as the lines are apart; Qt gets the
rest of the format (the colour of selected letters).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QTextBlock,
    QTextCharFormat,
    QTextFormat,
    QTextLayout,
    QTextLine,
)

from editor.ui.block_setting import has_right_to_left

Selection = QAbstractTextDocumentLayout.Selection

_LINE_END_WIDTH = 0.35  # of a line's height: shows that the line end is selected
_NO_BRUSH = Qt.BrushStyle.NoBrush


def paint_selections(
    painter: QPainter, block: QTextBlock, origin: QPointF, height: float, selections: Sequence[Selection]
) -> list[QTextLayout.FormatRange]:
    """Fill what is selected behind a block; returns what is left for the letters themselves.

    `origin` is the block's top left and `height` its height in the painter's coordinates.
    """
    left_over = []
    position, length = block.position(), block.length()
    for selection in selections:
        cursor, style = selection.cursor, selection.format
        start = max(0, cursor.selectionStart() - position)
        end = min(length, cursor.selectionEnd() - position)
        whole_line = bool(style.property(QTextFormat.Property.FullWidthSelection.value))
        if whole_line and start == end and 0 <= start < length:
            end = start + 1
        if end <= start:
            continue
        brush = style.background()
        if brush.style() != _NO_BRUSH:
            for box in _boxes(block, height, start, end, whole_line):
                painter.fillRect(box.translated(origin), brush)
        piece = QTextLayout.FormatRange()
        piece.start, piece.length = start, end - start
        piece.format = QTextCharFormat(style)
        piece.format.clearProperty(QTextFormat.Property.FullWidthSelection.value)
        left_over.append(piece)
    return left_over


def paint_caret(painter: QPainter, layout: QTextLayout, origin: QPointF, offset: int, style: tuple[int, QColor]) -> None:
    """The caret before the letter at `offset` (UTF-16, composed text counted), in a width and colour."""
    line = layout.lineForTextPosition(offset)
    if line.isValid():
        width, color = style
        x = round(origin.x() + _x(line, offset))
        painter.fillRect(QRectF(x, origin.y() + line.y(), width, line.height()), color)


def caret_offset(block: QTextBlock, position: int) -> int:
    """Where in the block the caret of a paint context is, or -1.

    Qt codes a caret inside text that an input method composes as -(offset + 2).
    """
    if position >= 0:
        offset = position - block.position()
        return offset if 0 <= offset < block.length() else -1
    if position < -1:
        layout = block.layout()
        if layout.preeditAreaText():
            return layout.preeditAreaPosition() - (position + 2)
    return -1


def _boxes(block: QTextBlock, height: float, start: int, end: int, whole_line: bool) -> Iterator[QRectF]:
    layout = block.layout()
    count = layout.lineCount()
    mixed = has_right_to_left(block.text())
    for index in range(count):
        line = layout.lineAt(index)
        first = line.textStart()
        after = first + line.textLength()
        last_line = index == count - 1
        if start >= after + last_line or end <= first:
            continue
        top, bottom = _band(layout, index, height)
        if whole_line:
            yield QRectF(line.x(), top, line.width(), bottom - top)
            continue
        for left, right in _stretches(line, max(start, first), min(end, after), mixed):
            yield QRectF(left, top, right - left, bottom - top)
        if last_line and end > after:
            yield _line_end_box(block, line, top, bottom)


def _band(layout: QTextLayout, index: int, height: float) -> tuple[float, float]:
    """Top and bottom of a line's share of the block: half way to its neighbours."""
    line = layout.lineAt(index)
    top = 0.0
    if index:
        before = layout.lineAt(index - 1)
        top = (before.y() + before.height() + line.y()) / 2
    bottom = height
    if index < layout.lineCount() - 1:
        bottom = (line.y() + line.height() + layout.lineAt(index + 1).y()) / 2
    return float(round(top)), float(round(bottom))


def _stretches(line: QTextLine, start: int, end: int, mixed: bool) -> list[tuple[float, float]]:
    if not mixed:
        return [(_x(line, start), _x(line, end))]
    boxes = (run.boundingRect() for run in line.glyphRuns(start, end - start))
    return [(box.left(), box.right()) for box in boxes]


def _x(line: QTextLine, at: int) -> float:
    place = cast("tuple[float, int]", line.cursorToX(at))  # the binding adds the position the place belongs to
    return place[0]


def _line_end_box(block: QTextBlock, line: QTextLine, top: float, bottom: float) -> QRectF:
    width = line.height() * _LINE_END_WIDTH
    natural = line.naturalTextRect()
    if block.textDirection() == Qt.LayoutDirection.RightToLeft:
        return QRectF(natural.left() - width, top, width, bottom - top)
    return QRectF(natural.right(), top, width, bottom - top)
