"""The paper of the pad: plain text, nothing marked, and a border that breathes once when the writer stops.

After five idle seconds the border brightens and fades, one time; it asks for nothing and takes nothing away.
Where motion is unwelcome it does not happen at all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from editor.ui.theme import Theme, text_font

BREATH_MS = 1600
_BEGIN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Sheet(QPlainTextEdit):
    """The text area. Ctrl+Return belongs to the turn here, not to the critics of the window.

    Between turns it cannot be written in, so the first letter has to begin one: words typed there must not be lost."""

    begin_key = Signal()
    turn_key = Signal()
    leave_key = Signal()
    focus_changed = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_turn(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_turn(event):
            self.turn_key.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave_key.emit()
        else:
            if self.isReadOnly() and _writes(event):
                self.begin_key.emit()
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


def _writes(event: QKeyEvent) -> bool:
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return not held and not event.isAutoRepeat() and event.text().isprintable() and bool(event.text().strip())


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
