"""Titles as rows with a tick each; nothing says who one is from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from editor.core.titles import Candidate
from editor.ui.glyphs import paint_check
from editor.ui.plain_words import plain_tip
from editor.ui.shown_text import revealed
from editor.ui.theme import Theme, text_font
from editor.ui.viewports import own_viewport

_IDENT = Qt.ItemDataRole.UserRole + 1


class _TickPainter(QStyledItemDelegate):
    """A row with its tick drawn in the theme's colours, as `ui.tick_box` draws one."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, option.fontMetrics.height() + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        row: QRect = option.rect
        state: QStyle.StateFlag = option.state
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, theme.hover)
            painter.fillRect(QRect(row.left(), row.top() + 4, 3, row.height() - 8), theme.accent)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.focus, 2))
            painter.drawRect(row.adjusted(1, 1, -1, -1))
        box = QRectF(tick_box(row))
        painter.setPen(QPen(theme.muted, theme.outline_px))
        painter.setBrush(theme.field)
        painter.drawRoundedRect(box, 3, 3)
        if index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value:
            paint_check(painter, box.adjusted(2.5, 2.5, -2.5, -2.5), theme.window_ink)
        painter.setFont(option.font)
        painter.setPen(theme.window_ink)
        words = row.adjusted(38, 0, -8, 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A click on the square or the space bar turns the tick."""
        if not _turns(event, tick_box(option.rect)):
            return False
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        turned = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        here = model.index(index.row(), index.column())
        return model.setData(here, turned.value, Qt.ItemDataRole.CheckStateRole)


def _turns(event: QEvent, box: QRect) -> bool:
    if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease:
        return box.contains(event.position().toPoint())
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space


def tick_box(row: QRect) -> QRect:
    """Where the tick of a row is."""
    return QRect(row.left() + 12, row.center().y() - 7, 15, 15)


class TitleList(QListWidget):
    """Signals:
    turned: a tick was turned, or the writer went to another row; without a value.
    """

    turned = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self.setAccessibleName("Titles to choose from")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(text_font(self.font().pointSizeF() * 1.2))
        self.setItemDelegate(_TickPainter(theme, self))
        self.itemChanged.connect(lambda _item: self.turned.emit())
        self.currentRowChanged.connect(lambda _row: self.turned.emit())

    def show_candidates(self, candidates: Sequence[Candidate]) -> None:
        """In this order; new ones are ticked, and the current one stays so if it is still there."""
        unticked = {ident for ident, item in self._items() if item.checkState() is not Qt.CheckState.Checked}
        kept = self.current()
        self.clear()
        for one in candidates:
            item = QListWidgetItem(revealed(one.text))
            item.setData(_IDENT, one.id)
            item.setToolTip(plain_tip(one.text))
            item.setCheckState(Qt.CheckState.Unchecked if one.id in unticked else Qt.CheckState.Checked)
            self.addItem(item)
            if one.id == kept:
                self.setCurrentItem(item)
        if self.currentRow() < 0 and candidates:
            self.setCurrentRow(0)

    def _items(self) -> list[tuple[int, QListWidgetItem]]:
        items = [self.item(row) for row in range(self.count())]
        return [(int(item.data(_IDENT)), item) for item in items]

    def ticked(self) -> tuple[int, ...]:
        """Ids, in order."""
        return tuple(ident for ident, item in self._items() if item.checkState() is Qt.CheckState.Checked)

    def current(self) -> int:
        """An id, or 0."""
        item = self.currentItem()
        return int(item.data(_IDENT)) if item is not None else 0
