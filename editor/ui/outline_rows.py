"""How a row of the outline looks, and how its point is written in place."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from editor.core.plans import LONGEST_POINT
from editor.ui.outline_model import UNSAID, OutlineEdit, OutlineEntry, OutlineRole
from editor.ui.shown_text import revealed
from editor.ui.status_line import percent
from editor.ui.theme import Theme, scaled

EDGE = 12
_INDENT = 14


class OutlineMode(Enum):
    HEADINGS = "headings"
    PARAGRAPHS = "paragraphs"


class RowPainter(QStyledItemDelegate):
    """Paints one row: a title that elides, and to its right the words and the share in a quiet voice.

    Signals:
        said: the point of a row was written in place; carries an OutlineEdit.
    """

    said = Signal(object)

    def __init__(self, theme: Theme, font: QFont, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.current: int | None = None
        self.mode = OutlineMode.HEADINGS
        self._font = font
        self._strong = QFont(font)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._planned = QFont(font)
        self._planned.setItalic(True)
        self._small = scaled(font, 0.9)
        self._line = QFontMetrics(font).height()
        self._metrics = QFontMetrics(self._small)
        self._share_width = self._metrics.horizontalAdvance("100 %")

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        if self.mode is OutlineMode.HEADINGS:
            return QSize(80, max(26, self._line + 11))
        return QSize(80, self._line + 2 * self._metrics.height() + 17)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        entry = index.data(OutlineRole.ENTRY)
        if not isinstance(entry, OutlineEntry):
            return
        row: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._paint_ground(painter, row, entry, state)
        inner = row.adjusted(EDGE, 0, -EDGE, 0)
        if entry.plan:
            self._paint_plan(painter, inner, entry)
        elif self.mode is OutlineMode.HEADINGS:
            self._paint_heading(painter, inner, entry)
        else:
            self._paint_sentence(painter, inner, entry)
        painter.restore()

    def _paint_ground(self, painter: QPainter, row: QRect, entry: OutlineEntry, state: QStyle.StateFlag) -> None:
        if entry.paragraph == self.current:
            painter.fillRect(row, self.theme.hover)
            painter.fillRect(QRect(row.left(), row.top() + 3, 3, row.height() - 6), self.theme.accent)
        elif state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.fillRect(row, self.theme.hover)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self.theme.focus)
            painter.drawRect(row.adjusted(1, 1, -2, -2))
            painter.drawRect(row.adjusted(2, 2, -3, -3))

    def _paint_heading(self, painter: QPainter, inner: QRect, entry: OutlineEntry) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._small)
        painter.setPen(self.theme.muted)
        if entry.own_share is not None:
            painter.drawText(inner, right, percent(entry.own_share))
        words = f"{entry.words:,}"
        numbers = inner.adjusted(0, 0, -(self._share_width + 8), 0)
        painter.drawText(numbers, right, words)
        title = numbers.adjusted(_INDENT * max(0, entry.level - 1), 0, -self._metrics.horizontalAdvance(words) - 10, 0)
        self._paint_title(painter, title, entry, self._strong if entry.level == 1 else self._font)

    def _paint_title(self, painter: QPainter, room: QRect, entry: OutlineEntry, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(self.theme.window_ink)
        title = revealed(entry.point or entry.title or "Untitled")
        words = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_plan(self, painter: QPainter, inner: QRect, entry: OutlineEntry) -> None:
        """Lighter than what is written, behind a ring that is not filled yet."""
        side = max(7, self._line // 2)
        headings = self.mode is OutlineMode.HEADINGS
        top = inner.top() + ((inner.height() - self._line) // 2 if headings else 7)
        ring = QRectF(inner.left() + (_INDENT if headings else 1), top + (self._line - side) / 2 + 0.5, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.muted, 1.3, Qt.PenStyle.DotLine if entry.by_model else Qt.PenStyle.SolidLine))
        painter.drawEllipse(ring)
        left = round(ring.right()) + 7
        room = QRect(left, top, inner.right() - left, self._line)
        painter.setFont(self._planned)
        painter.setPen(self.theme.muted)
        words = QFontMetrics(self._planned).elidedText(
            revealed(entry.point or UNSAID), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        if not headings:
            painter.setFont(self._small)
            note = self._metrics.elidedText(entry.sentence, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(left, room.bottom() + 2 + self._metrics.ascent(), note)

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        line = QLineEdit(parent)
        line.setAccessibleName("The point of this paragraph, in one line")
        line.setPlaceholderText(UNSAID)
        line.setMaxLength(LONGEST_POINT)
        return line

    def updateEditorGeometry(  # noqa: N802
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: QRect = option.rect
        editor.setGeometry(QRect(row.left() + 4, row.top(), row.width() - 8, max(26, editor.sizeHint().height())))

    def setModelData(  # noqa: N802
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(OutlineRole.ENTRY)
        if isinstance(entry, OutlineEntry) and isinstance(editor, QLineEdit):
            self.said.emit(OutlineEdit(entry.paragraph, editor.text()))

    def _paint_sentence(self, painter: QPainter, inner: QRect, entry: OutlineEntry) -> None:
        title = QRect(inner.left(), inner.top() + 7, inner.width(), self._line)
        self._paint_title(painter, title, entry, self._strong if entry.level else self._font)
        painter.setFont(self._small)
        painter.setPen(self.theme.muted)
        first, rest = two_lines(revealed(entry.sentence), self._metrics, inner.width())
        baseline = title.bottom() + 2 + self._metrics.ascent()
        painter.drawText(inner.left(), baseline, first)
        painter.drawText(inner.left(), baseline + self._metrics.height() + 1, rest)


def two_lines(words: str, metrics: QFontMetrics, width: int) -> tuple[str, str]:
    """Breaks words between words into a line that fits and a second one that ends in "…" if it must."""
    first = ""
    for word in words.split(" "):
        longer = f"{first} {word}" if first else word
        if metrics.horizontalAdvance(longer) > width:
            break
        first = longer
    rest = words[len(first) :].lstrip()
    return first, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
