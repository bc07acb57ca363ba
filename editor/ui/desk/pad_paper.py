"""The paper of the pad: plain text, nothing marked, and a border that breathes once when the writer stops.

After five idle seconds the border brightens and fades, one time; it asks for nothing and takes nothing away.
Where motion is unwelcome it does not happen at all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from editor.ui.theme import Theme, text_font

BREATH_MS = 1600
_BEGIN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Sheet(QPlainTextEdit):
    """The text area. Ctrl+Return belongs to the turn here, not to the critics of the window.

    Between turns it cannot be written in, so the first letter has to begin one: words typed there must not be lost.
    While a model writes, every key that is typed does: it stops the model, and is the first of the writer's turn.

    Where there is no going back only what adds at the end has an effect: an input method can still compose there."""

    begin_key = Signal()
    turn_key = Signal()
    leave_key = Signal()
    focus_changed = Signal()
    pasted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.copy_words: Callable[[str], QMimeData] = _plain
        """What goes on the clipboard for marked words; on X11 it is asked for with every mark."""
        self.any_key_begins = False
        self.no_going_back = False

    def set_writable(self, writable: bool) -> None:
        self.setReadOnly(not writable)
        # Qt keeps input methods from what is read only, and with them the first letter of a turn.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setUndoRedoEnabled(writable and not self.no_going_back)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_turn(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_turn(event):
            if not event.isAutoRepeat():  # a key held down too long is one wish
                self.turn_key.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.leave_key.emit()
            return
        if self.isReadOnly() and (writes(event) or (self.any_key_begins and _is_typed(event))):
            self.begin_key.emit()
        if not self._is_forward() or _adds(event):
            self._to_end()
            super().keyPressEvent(event)
        else:
            event.setAccepted(not _moves_focus(event))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self.isReadOnly() and (event.commitString() or event.preeditString()):
            self.begin_key.emit()
        if self._is_forward():
            self._to_end()
            event.setCommitString(event.commitString())  # without what it would take the place of
        super().inputMethodEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        return self.copy_words(self.textCursor().selectedText().replace("\u2029", "\n").replace("\u2028", "\n"))

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.pasted.emit(source)
        self._to_end()
        super().insertFromMimeData(source)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._is_forward():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._is_forward():
            super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._is_forward():
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._is_forward():  # it offers to cut, delete and undo
            super().contextMenuEvent(event)

    def _is_forward(self) -> bool:
        return self.no_going_back and not self.isReadOnly()

    def _to_end(self) -> None:
        if self._is_forward():
            self.moveCursor(QTextCursor.MoveOperation.End)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


def _plain(words: str) -> QMimeData:
    data = QMimeData()
    data.setText(words)
    return data


def _is_held(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))


def writes(event: QKeyEvent) -> bool:
    """Whether the key is a letter or sign, and not one that repeats by itself."""
    visible = event.text().isprintable() and bool(event.text().strip())
    return visible and not _is_held(event) and not event.isAutoRepeat()


def _is_typed(event: QKeyEvent) -> bool:
    """Whether the key is one of those that write or delete, such as the space bar."""
    return bool(event.text()) and not _is_held(event) and not event.isAutoRepeat() and not _moves_focus(event)


def _adds(event: QKeyEvent) -> bool:
    """Whether the key only adds to the text. AltGr, which some systems report as Ctrl+Alt, gives signs too."""
    altgr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    is_sign = bool(event.text()) and event.text().isprintable()
    if is_sign and (not _is_held(event) or event.modifiers() & altgr == altgr):
        return True
    return not _is_held(event) and event.key() in _BEGIN_KEYS


def _moves_focus(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


def _is_turn(event: QKeyEvent) -> bool:
    return event.key() in _BEGIN_KEYS and event.modifiers() == Qt.KeyboardModifier.ControlModifier


class PadPaper(QWidget):
    """Frame and text area.

    Signals, without a value:
        typed: the text changed.
        begin_key: a letter was typed between turns; it is written right after.
        turn_key: Ctrl+Return.
        leave_key: Escape.
    """

    typed = Signal()
    begin_key = Signal()
    turn_key = Signal()
    leave_key = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._glow = 0.0
        self.reduce_motion = False
        self._breath = QVariantAnimation(self)
        self._breath.setDuration(BREATH_MS)
        self._breath.setKeyValues([(0.0, 0.0), (0.45, 1.0), (1.0, 0.0)])
        self._breath.valueChanged.connect(self._breathed)
        self.sheet = _Sheet(self)
        self.sheet.setAccessibleName("Pad")
        self.sheet.setFrameShape(QFrame.Shape.NoFrame)
        self.sheet.setTabChangesFocus(True)
        self.sheet.setProperty("bare", True)
        self.sheet.setFont(text_font(self.font().pointSizeF() * 1.3))
        self.sheet.textChanged.connect(self.typed)
        self.sheet.focus_changed.connect(self.update)  # the ring is painted on the frame
        self.sheet.begin_key.connect(self.begin_key)
        self.sheet.turn_key.connect(self.turn_key)
        self.sheet.leave_key.connect(self.leave_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 4, 8)
        column.addWidget(self.sheet)
        self.setFocusProxy(self.sheet)

    def text(self) -> str:
        """What is written, exactly; the plain-text call of Qt would turn no-break spaces into spaces."""
        return self.sheet.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def breathe(self) -> None:
        """Once, unless motion is to be reduced."""
        if not self.reduce_motion:
            self._breath.start()

    @property
    def is_breathing(self) -> bool:
        return self._breath.state() is QVariantAnimation.State.Running

    def _breathed(self, glow: object) -> None:
        self._glow = glow if isinstance(glow, float) else 0.0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.field)
        painter.setPen(QPen(self._theme.button_edge, 1))
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, 6, 6)
        focused = self.sheet.hasFocus()
        if focused or self._glow > 0:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.focus, 2 + 2.5 * self._glow))
            painter.drawRoundedRect(edge.adjusted(1, 1, -1, -1), 5, 5)
        painter.end()
