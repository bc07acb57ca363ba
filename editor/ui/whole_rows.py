"""A list whose rows show all their words, on as many lines as they need at the width there is.

Qt's own rows are measured for a list with a scroll bar and painted without one, by another rule for what fits: there was
an empty line below words that were cut.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

_BESIDE, _ABOVE = 4, 2
"""Pixels from the edges of a row to its words."""


class WholeRows(QListWidget):
    """Rows are chosen, read aloud and painted as in any list; at another width they are laid out anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_WholePainter(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    @property
    def row_width(self) -> int:
        """Of every row now, pixels."""
        return self.viewport().width() - 2 * self.spacing()


class _WholePainter(QStyledItemDelegate):
    def __init__(self, rows: WholeRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        words = _laid_out(str(index.data()), option.font, self._rows.row_width)
        return QSize(0, _height(words) + 2 * _ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        row = QStyleOptionViewItem(option)
        self.initStyleOption(row, index)
        text, row.text = row.text, ""
        self._rows.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, row, painter, self._rows)
        chosen = bool(row.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setPen(row.palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text))
        words = _laid_out(text, row.font, self._rows.row_width)
        words.draw(painter, QPointF(row.rect.left() + _BESIDE, row.rect.top() + _ABOVE))
        painter.restore()


def _laid_out(text: str, font: QFont, width: int) -> QTextLayout:
    """In a row of this width, pixels; a word that is longer than a line is broken."""
    layout = QTextLayout(text.replace("\n", "\N{LINE SEPARATOR}"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    below = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width - 2 * _BESIDE))
        line.setPosition(QPointF(0, below))
        below += line.height()
    layout.endLayout()
    return layout


def _height(layout: QTextLayout) -> int:
    """Of all lines, whole pixels."""
    last = layout.lineAt(layout.lineCount() - 1)
    return int(last.y() + last.height() + 0.999)
