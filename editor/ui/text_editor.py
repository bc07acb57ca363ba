"""The widget the draft is written in: a `QTextEdit` over our own layout.

Qt keeps caret, selection, input methods, clipboard and drag; what is set, where, and what is painted
beside it is ours. It knows nothing of documents, origins or sessions: whoever owns a draft listens to the
`QTextDocument` and hands in hooks. Undo is not Qt's (it would forget whose words it brings back).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QKeyCombination, QMimeData, QRect, QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShowEvent,
    QTextBlock,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from editor.ui.page_view import PageView
from editor.ui.qt_guard import nothing, survives

MarginPainter = Callable[[QPainter, QTextBlock, QRectF], None]

_GAP = 10  # pixels between column and margin, so that a key's repaint never touches a margin note

_EMACS = (Qt.Key.Key_K, Qt.Key.Key_D, Qt.Key.Key_E, Qt.Key.Key_U)
"""With Ctrl, Qt on X11 binds these to Emacs' deletions and moves; here they belong to the window's actions."""
_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class TextEditor(PageView):
    """A page of plain text with room for notes on both sides.

    `margin_painter(painter, block, rect)` is called for each block whose margins have to be painted;
    `rect` is the block's part of the column in viewport coordinates.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.margin_painter: MarginPainter | None = None
        self._hint = ""
        self._hinting = False

    def set_hint(self, hint: str) -> None:
        """The faint line an empty page shows."""
        self._hint = hint
        self.viewport().update()

    def left_margin_rect(self) -> QRect:
        """Where notes left of the column are painted, viewport coordinates."""
        column = self.column_rect()
        width = max(0, self.left_margin_width - _GAP)
        return QRect(column.left() - _GAP - width, 0, width, column.height())

    def right_margin_rect(self) -> QRect:
        """Where notes right of the column are painted, viewport coordinates."""
        column = self.column_rect()
        return QRect(column.right() + 1 + _GAP, 0, max(0, self.right_margin_width - _GAP), column.height())

    def update_margins(self) -> None:
        """Paint all margin notes in view again."""
        self.viewport().update(self.left_margin_rect())
        self.viewport().update(self.right_margin_rect())

    def set_current_range(self, first_block: int, last_block: int) -> None:
        """Mark blocks by number (both included) as the current paragraph; -1, -1 marks none."""
        new = (first_block, last_block) if first_block >= 0 else None
        old = self.text_layout.current
        if new == old:
            return
        self.text_layout.current = new
        for blocks in (old, new):
            if blocks is not None:
                box = self.text_layout.range_rect(*blocks).translated(0, -self.verticalScrollBar().value())
                self.viewport().update(box.toAlignedRect())

    @survives(nothing)
    def showEvent(self, event: QShowEvent, /) -> None:
        """Now that the view has its size: a draft that was left further down comes up with its caret in the middle."""
        super().showEvent(event)
        if not self.viewport().rect().contains(self.cursorRect()):
            self.center_on(self.textCursor().position())

    @survives(nothing)
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Type, move, delete: Qt's, except for the keys that are the window's."""
        if event.keyCombination().toCombined() in _keys_of_the_window():
            self._pass_on(event)
        else:
            super().keyPressEvent(event)

    def _pass_on(self, event: QKeyEvent) -> None:
        """Qt's widget claims such a key before the window's actions can; so it is given to them here.

        To listen for the claim would be simpler, and cost each letter seven calls.
        """
        pressed = QKeySequence(event.keyCombination())
        for action in self.window().findChildren(QAction):
            if action.isEnabled() and pressed in action.shortcuts():
                action.trigger()
                return
        event.ignore()

    @survives(nothing)
    def wheelEvent(self, event: QWheelEvent, /) -> None:
        """Scroll; with Ctrl, zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom + round(event.angleDelta().y() / 12))
            event.accept()
        else:
            super().wheelEvent(event)

    @survives(nothing)
    def paintEvent(self, event: QPaintEvent, /) -> None:
        """The page, then what belongs into the exposed margins."""
        super().paintEvent(event)
        if self.margin_painter is not None:
            self._paint_margins(event)
        if self._hint and self.document().isEmpty():
            self._paint_hint()
        elif self._hinting:  # the first letter repaints its own line only; the hint may have had more
            self._hinting = False
            self.viewport().update()

    @survives(QMimeData)
    def createMimeDataFromSelection(self) -> QMimeData:
        """Copies are plain text, no-break spaces included."""
        data = QMimeData()
        data.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return data

    @survives(lambda: False)
    def canInsertFromMimeData(self, source: QMimeData, /) -> bool:
        """Only text comes in."""
        return source.hasText()

    @survives(nothing)
    def insertFromMimeData(self, source: QMimeData, /) -> None:
        """Paste or drop plain text."""
        if source.hasText():
            self.textCursor().insertText(source.text())
            self.ensureCursorVisible()

    def _paint_margins(self, event: QPaintEvent) -> None:
        column = self.text_layout.column
        exposed = event.rect()
        if exposed.left() > column.x - _GAP and exposed.right() < column.x + column.width + _GAP:
            return  # a letter's line and no more
        left, right = self.left_margin_rect(), self.right_margin_rect()
        region = event.region()
        if self.margin_painter is None or not (region.intersects(left) or region.intersects(right)):
            return
        painter = QPainter(self.viewport())
        try:
            for block, rect in self.visible_blocks():
                line = rect.toAlignedRect()
                line.setLeft(left.left())
                line.setRight(right.right())
                if region.intersects(line):
                    self.margin_painter(painter, block, rect)
        finally:
            painter.end()  # a painter that outlives its paint event takes the program down

    def _paint_hint(self) -> None:
        self._hinting = True
        begin = self.document().begin()
        if begin.layout().preeditAreaText():
            return
        painter = QPainter(self.viewport())
        painter.setPen(self.text_layout.sheet.colors.marks)
        painter.setFont(self.font())
        line = self.text_layout.blockBoundingRect(begin)
        page = QRectF(line.left(), line.top(), self.column_rect().width(), self.viewport().height())
        drop = max(0.0, (line.height() - self.fontMetrics().height()) / 2)
        painter.drawText(page.adjusted(0, drop, 0, 0), Qt.TextFlag.TextWordWrap, self._hint)
        painter.end()


@cache
def _keys_of_the_window() -> frozenset[int]:
    """Key and modifiers as one number, as `QKeyCombination.toCombined` gives it."""
    emacs = (QKeyCombination(Qt.KeyboardModifier.ControlModifier, key).toCombined() for key in _EMACS)
    undo = (
        keys[0].toCombined()  # type: ignore[index]
        for one in _UNDO
        for keys in QKeySequence.keyBindings(one)
    )
    return frozenset((*emacs, *undo))
