"""The hatching that means "a model's words": one texture in the margin and in the pad, told without its colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from editor.ui.theme import Theme

LEAST_STROKE = 1.2
"""Pixels."""


def hatch_tile(theme: Theme, ratio: float) -> QPixmap:
    """A tile of diagonal strokes; its side is the distance between them, so that tiles join. `ratio` is the screen's."""
    side = theme.hatch_px
    tile = QPixmap(round(side * ratio), round(side * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.model, max(LEAST_STROKE, theme.outline_px)))
    for shift in (-side, 0.0, side):
        painter.drawLine(QPointF(shift - 1, side + 1), QPointF(shift + side + 1, -1))
    painter.end()
    return tile
