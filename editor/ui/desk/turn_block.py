"""One turn of a pad: a line about it, and its words, which can be marked and copied and never changed.

A model's turn is a block of its own with the hatching of the margin, so that nobody takes its words for theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from editor.ui.desk.pad_paper import writes
from editor.ui.desk.pad_values import PadTurn, SparkWish
from editor.ui.hatching import hatch_tile
from editor.ui.prose import Prose
from editor.ui.shown_text import revealed
from editor.ui.theme import Theme, text_font

Copy = Callable[[PadTurn, str], QMimeData]
"""What goes on the clipboard for these words of a turn."""

_STRIPE = 9
"""Pixels of hatching at the left of a model's turn."""
_AROUND = 8


def clock_words(ms: int) -> str:
    """A span as "4:05", rounded up so that it reaches 0:00 when it is over."""
    seconds = max(0, -(-ms // 1000))
    return f"{seconds // 60}:{seconds % 60:02d}"


def turn_words(turn: PadTurn) -> str:
    words = f"{turn.words} word" if turn.words == 1 else f"{turn.words} words"
    lasted = clock_words(turn.seconds * 1000) if turn.seconds else ""
    parts = (str(turn.number), turn.model, turn.when, lasted, words, turn.cost)
    return " · ".join(part for part in parts if part)


class _Words(QTextEdit):
    copy_pressed = Signal()
    spark_pressed = Signal()
    typed = Signal(object)
    focus_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.data: Callable[[], QMimeData] = QMimeData
        """What goes on the clipboard; on X11 it is asked for with every mark."""
        self.setProperty("bare", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setReadOnly(True)
        select = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(select)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def _fit(self, size: QSizeF) -> None:
        self.setFixedHeight(ceil(size.height()) + 2)

    def createMimeDataFromSelection(self) -> QMimeData:
        return self.data()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the list of turns scrolls, not one turn in it

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_for_marks(event):
            event.accept()  # else the window would copy what is marked in the draft
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not writes(event):
            super().keyPressEvent(event)
            if event.matches(QKeySequence.StandardKey.Copy) and self.textCursor().hasSelection():
                self.copy_pressed.emit()
        elif event.key() == Qt.Key.Key_S and self.textCursor().hasSelection():
            self.spark_pressed.emit()
        else:
            self.typed.emit(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


def _is_for_marks(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.SelectAll)


class TurnBlock(QWidget):
    """Signals:
    spark_wished: S was pressed on marked words; carries a SparkWish.
    typed: a letter was typed here that is meant for the writer's turn; carries the QKeyEvent.
    marked: another stretch is marked, or none; without a value.
    copied: words were copied by the key; carries the PadTurn.
    """

    spark_wished = Signal(object)
    typed = Signal(object)
    marked = Signal()
    copied = Signal(object)

    def __init__(self, turn: PadTurn, theme: Theme, copy: Copy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turn = turn
        self._theme = theme
        self._heading = Prose(turn_words(turn), self.font(), theme.muted)
        self._words = _Words(self)
        self._words.data = lambda: copy(self._turn, self._marked_text())
        self._words.setFont(text_font(self.font().pointSizeF() * 1.15))
        self._words.spark_pressed.connect(self._wish)
        self._words.copy_pressed.connect(lambda: self.copied.emit(self._turn))
        self._words.typed.connect(self.typed)
        self._words.selectionChanged.connect(self.marked)
        self._words.focus_changed.connect(self.update)
        column = QVBoxLayout(self)
        left = _STRIPE + 2 * _AROUND if turn.model else _AROUND
        column.setContentsMargins(left, _AROUND - 2, _AROUND, _AROUND)
        column.setSpacing(2)
        column.addWidget(self._heading)
        column.addWidget(self._words)
        self.show_turn(turn)

    @property
    def turn(self) -> PadTurn:
        return self._turn

    def show_turn(self, turn: PadTurn) -> None:
        """The same turn with more words, or more known about it."""
        text, before = revealed(turn.text), self._words.toPlainText()
        self._turn = turn
        self._heading.set_text(turn_words(turn))
        self._words.setAccessibleName(f"Turn {turn.number}, {turn.model or 'yours'}")
        if text.startswith(before):
            end = QTextCursor(self._words.document())  # not the visible caret: what is marked stays marked
            end.movePosition(QTextCursor.MoveOperation.End)
            end.insertText(text[len(before) :])
        else:
            self._words.setPlainText(text)

    def wish(self) -> SparkWish | None:
        """What is marked here."""
        start, stop = self._marked()
        return SparkWish(self._turn.ident, start, stop) if stop > start else None

    def mark(self, start: int, stop: int) -> None:
        """Marks a stretch, code points of the turn's text, and takes the keyboard to it."""
        cursor = self._words.textCursor()
        cursor.setPosition(_units(self._turn.text[:start]))
        cursor.setPosition(_units(self._turn.text[:stop]), QTextCursor.MoveMode.KeepAnchor)
        self._words.setTextCursor(cursor)
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget_mark(self) -> None:
        cursor = self._words.textCursor()
        cursor.clearSelection()
        self._words.setTextCursor(cursor)

    def _wish(self) -> None:
        self.spark_wished.emit(self.wish())

    def _marked(self) -> tuple[int, int]:
        cursor = self._words.textCursor()
        units = self._turn.text.encode("utf-16-le", "surrogatepass")
        start, stop = (
            len(units[: 2 * at].decode("utf-16-le", "surrogatepass"))
            for at in (cursor.selectionStart(), cursor.selectionEnd())
        )
        return start, stop

    def _marked_text(self) -> str:
        start, stop = self._marked()
        return self._turn.text[start:stop]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._turn.model:
            painter.fillRect(edge, self._theme.card)
            stripe = QRectF(edge.left(), edge.top(), _STRIPE, edge.height())
            painter.drawTiledPixmap(stripe, hatch_tile(self._theme, self.devicePixelRatioF()), QPointF(0, 0))
            painter.setPen(QPen(self._theme.model, max(1.0, self._theme.outline_px - 0.4)))
            painter.drawRect(edge)
        if self._words.hasFocus():
            painter.setPen(QPen(self._theme.focus, 2))
            painter.drawRoundedRect(edge, 3, 3)
        painter.end()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
