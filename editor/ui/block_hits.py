"""From a point in a set block to a place in its text."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextBlock, QTextLayout, QTextLine


def position_at(block: QTextBlock, point: QPointF, exact: bool) -> int:
    """The position (UTF-16, in the document) nearest to a point counted from the block's top left.

    With `exact`, -1 for a point beside the letters. Above, between and below lines the nearest line counts.
    """
    layout = block.layout()
    line = _line_at(layout, point.y())
    if line is None:
        return block.position()
    if exact and not line.naturalTextRect().contains(point):
        return -1
    offset = line.xToCursor(point.x())
    # The layout counts letters an input method is composing; the document does not have them yet.
    into = offset - layout.preeditAreaPosition()
    if into > 0 and layout.preeditAreaText():
        offset -= min(into, len(layout.preeditAreaText().encode("utf-16-le")) // 2)
    return block.position() + offset


def _line_at(layout: QTextLayout, y: float) -> QTextLine | None:
    count = layout.lineCount()
    for index in range(count - 1):
        line = layout.lineAt(index)
        if y < (line.y() + line.height() + layout.lineAt(index + 1).y()) / 2:
            return line
    return layout.lineAt(count - 1) if count else None
