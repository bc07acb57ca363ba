"""At a limit: what it would cost, what is left, and what can be done: raise it, ask local critics, or let it be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from editor.ui.prose import Prose
from editor.ui.theme import Theme, dress


class LimitSheet(QWidget):
    """Laid over the desk where something is not sent because of a limit.

    Signals, all without a value:
        raise_pressed, local_pressed, cancel_pressed
    """

    raise_pressed = Signal()
    local_pressed = Signal()
    cancel_pressed = Signal()

    def __init__(
        self, sentence: str, safe: str, theme: Theme, *, has_local: bool = True, parent: QWidget | None = None
    ) -> None:
        """`sentence` says what it would cost and what is left, `safe` what has happened and what to do."""
        super().__init__(parent)
        self.setAccessibleName("At the limit")
        heading = QLabel("At the limit", self)
        heading.setProperty("voice", "heading")
        self._sentence = Prose(sentence, self.font(), theme.window_ink)
        self._safe = Prose(safe, self.font(), theme.muted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        choices = [
            ("Raise limit", self.raise_pressed),
            ("Local critic", self.local_pressed),
            ("Cancel", self.cancel_pressed),
        ]
        for words, pressed in choices if has_local else (choices[0], choices[2]):
            button = QPushButton(words, self)
            button.clicked.connect(pressed)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(self._sentence)
        column.addWidget(self._safe)
        column.addLayout(buttons)
        column.addStretch(1)
        self.setFocusProxy(button)  # Cancel, the last one: Return must not begin to cost anything
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._sentence.set_colour(theme.window_ink)
        self._safe.set_colour(theme.muted)
        dress(self, theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel_pressed.emit()
        else:
            super().keyPressEvent(event)
