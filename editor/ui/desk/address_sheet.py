"""An address before it is opened: all of it, and where it leads. Without the writer's press nothing is fetched."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from editor.ui.prose import Prose
from editor.ui.theme import Theme, dress, mono_font
from editor.ui.web_address import host_of

_NOWHERE = (
    "This is no plain address of the web, so it cannot be opened from here. It may be made to look like another one. "
    "You can copy it."
)


class AddressSheet(QWidget):
    """Signals:
    open_pressed, copy_pressed, cancel_pressed: without a value.
    """

    open_pressed = Signal()
    copy_pressed = Signal()
    cancel_pressed = Signal()

    def __init__(self, url: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("An address to open")
        host = host_of(url)
        heading = QLabel("Open this page in your browser?", self)
        heading.setProperty("voice", "heading")
        self._address = Prose(url, mono_font(), theme.window_ink, theme.hairline)
        about = f"It leads to {host}. A model's search found it; nobody has checked it." if host else _NOWHERE
        self._about = Prose(about, self.font(), theme.muted if host else theme.attention)
        self._host = host
        opening = self._button("Open in Browser", self.open_pressed)
        opening.setProperty("weight", "first")
        opening.setEnabled(bool(host))
        copy, self._cancel = self._button("Copy Address", self.copy_pressed), self._button("Cancel", self.cancel_pressed)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (opening, copy, self._cancel):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(10)
        for part in (heading, self._address, self._about):
            column.addWidget(part)
        column.addLayout(row)
        column.addStretch(1)
        dress(self, theme)
        self.setFocusProxy(self._cancel)

    def _button(self, words: str, signal: object) -> QPushButton:
        button = QPushButton(words, self)
        button.clicked.connect(signal)
        return button

    def set_theme(self, theme: Theme) -> None:
        self._address.set_colour(theme.window_ink)
        self._about.set_colour(theme.muted if self._host else theme.attention)
        dress(self, theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel_pressed.emit()
        else:
            super().keyPressEvent(event)
