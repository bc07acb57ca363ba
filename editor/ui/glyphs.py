"""The few signs the window draws itself, so that none depends on what a font happens to hold."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF


def _stroke(painter: QPainter, colour: QColor, width: float) -> None:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + box.width() * x, box.top() + box.height() * y)


def paint_check(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _stroke(painter, colour, max(1.5, box.width() / 6.5))
    painter.drawPolyline(QPolygonF([_at(box, 0.1, 0.55), _at(box, 0.38, 0.85), _at(box, 0.92, 0.2)]))


def paint_clock(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A ring with its first quarter filled: some of the time is there."""
    _stroke(painter, colour, max(1.3, box.width() / 8))
    inner = box.adjusted(0.7, 0.7, -0.7, -0.7)
    painter.drawEllipse(inner)
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPie(inner, 0, 90 * 16)


def paint_stop(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """An exclamation mark in a ring: this cannot go on as it is."""
    _stroke(painter, colour, max(1.3, box.width() / 8))
    painter.drawEllipse(box.adjusted(0.7, 0.7, -0.7, -0.7))
    _stroke(painter, colour, max(1.5, box.width() / 7))
    painter.drawLine(_at(box, 0.5, 0.28), _at(box, 0.5, 0.54))
    painter.drawPoint(_at(box, 0.5, 0.74))


def paint_lock(painter: QPainter, box: QRectF, colour: QColor) -> None:
    _stroke(painter, colour, 1.3)
    body = QRectF(_at(box, 0.08, 0.45), _at(box, 0.92, 0.97))
    painter.fillRect(body, colour)
    shackle = QPainterPath(_at(box, 0.25, 0.45))
    shackle.lineTo(_at(box, 0.25, 0.3))
    shackle.cubicTo(_at(box, 0.25, 0.0), _at(box, 0.75, 0.0), _at(box, 0.75, 0.3))
    shackle.lineTo(_at(box, 0.75, 0.45))
    painter.drawPath(shackle)


def paint_quote_mark(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Two commas that stand for an open remark."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for left in (0.0, 0.56):
        comma = QPainterPath()
        comma.addEllipse(QRectF(_at(box, left, 0.4), _at(box, left + 0.44, 1.0)))
        tail = QPolygonF(
            [
                _at(box, left, 0.72),
                _at(box, left + 0.1, 0.2),
                _at(box, left + 0.4, 0.0),
                _at(box, left + 0.2, 0.5),
            ]
        )
        comma.addPolygon(tail)
        comma.setFillRule(Qt.FillRule.WindingFill)
        painter.drawPath(comma)


def paint_question(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A question mark in a ring: somebody has to look this up."""
    _stroke(painter, colour, max(1.3, box.width() / 8))
    painter.drawEllipse(box.adjusted(0.7, 0.7, -0.7, -0.7))
    _stroke(painter, colour, max(1.3, box.width() / 9))
    hook = QPainterPath(_at(box, 0.36, 0.4))
    hook.cubicTo(_at(box, 0.36, 0.18), _at(box, 0.66, 0.2), _at(box, 0.64, 0.4))
    hook.cubicTo(_at(box, 0.62, 0.5), _at(box, 0.5, 0.46), _at(box, 0.5, 0.6))
    painter.drawPath(hook)
    painter.drawPoint(_at(box, 0.5, 0.77))


def paint_dash(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Nothing is asked here any more."""
    _stroke(painter, colour, max(1.5, box.width() / 7))
    painter.drawLine(_at(box, 0.2, 0.5), _at(box, 0.8, 0.5))
