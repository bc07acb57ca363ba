"""The line at an edge of the page after a start: a relay was under way, and goes on only if the writer says so."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from editor.ui.plain_words import PlainLabel
from editor.ui.theme import Theme


class RelayLine(QFrame):
    """Signals:
    go_on_pressed, end_pressed: without a value.
    """

    go_on_pressed = Signal()
    end_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("A relay was under way")
        self._words = PlainLabel(parent=self)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        for words, pressed in (("Go On", self.go_on_pressed), ("End It", self.end_pressed)):
            button = QPushButton(words, self)
            button.setAccessibleName(f"{words}: the relay")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the caret stays in the draft
            button.setMinimumHeight(26)
            button.clicked.connect(self.hide)
            button.clicked.connect(pressed)
            row.addWidget(button)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"RelayLine {{ background: {theme.card.name()}; }} QLabel {{ color: {theme.window_ink.name()}; }}"
        )

    def ask(self, words: str, beside: QWidget) -> None:
        """Until it is answered; `beside` is the widget in whose name a screen reader speaks it."""
        self._words.setText(words)
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(beside, words))
