"""The start card of an empty draft: five ways to begin besides simply writing.

It lies in the desk, never over the page, and goes when the first character is there.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, SignalInstance
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from editor.ui.assets import icon
from editor.ui.prose import Prose
from editor.ui.theme import Theme, dress, text_font

_INDENT = 26


class StartCard(QWidget):
    """First steps.

    Signals, all without a value, say what was chosen.
    """

    new_pressed = Signal()
    open_pressed = Signal()
    paste_pressed = Signal()
    sample_pressed = Signal()
    connect_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("First steps")
        heading = QLabel("Write.", self)
        heading.setFont(text_font(self.font().pointSizeF() * 2.0))
        self._lines = [Prose("Every character is kept from the first one on, named or not.", self.font(), theme.muted)]
        self._buttons: list[tuple[QPushButton, str]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 22, 18, 14)
        column.setSpacing(1)
        column.addWidget(heading)
        column.addWidget(self._lines[0])
        column.addSpacing(14)
        for picture, words, why, pressed in self._choices():
            column.addWidget(self._choice(picture, words, pressed))
            line = Prose(why, self.font(), theme.muted)
            line.setContentsMargins(_INDENT, 0, 0, 0)
            self._lines.append(line)
            column.addWidget(line)
            column.addSpacing(10)
        column.addStretch(1)
        self.set_theme(theme)

    def _choices(self) -> tuple[tuple[str, str, str, SignalInstance], ...]:
        return (
            ("file-plus", "New", "An empty draft.", self.new_pressed),
            ("folder-open", "Open…", "A Markdown file or a draft of yours.", self.open_pressed),
            ("clipboard-paste", "Paste a draft", "What is in the clipboard, marked as pasted.", self.paste_pressed),
            ("book-open", "Sample essay", "With versions, a critique and minutes in it.", self.sample_pressed),
            ("plug", "Connect a model…", "Not needed: local checks need no key.", self.connect_pressed),
        )

    def _choice(self, picture: str, words: str, pressed: SignalInstance) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("weight", "row")
        button.setIconSize(QSize(18, 18))
        button.clicked.connect(pressed)
        self._buttons.append((button, picture))
        return button

    def set_theme(self, theme: Theme) -> None:
        for button, picture in self._buttons:
            button.setIcon(icon(picture, theme.window_ink, theme.disabled, 18))
        for line in self._lines:
            line.set_colour(theme.muted)
        dress(self, theme)
