"""What was sent: every request of this draft, the exact text that went out and what came back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from editor.ui.theme import Theme, dress, mono_font

_NOTHING = "Nothing was ever sent for this draft. Local critics send nothing anywhere."


@dataclass(frozen=True, slots=True)
class SentEntry:
    heading: str
    """When, to whom, what for, what became of it, and the price; one line."""
    text: str
    """What was sent and what came back, in full."""


class SentDialog(QDialog):
    def __init__(self, entries: tuple[SentEntry, ...], total: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What was sent")
        self._entries = entries
        self._list = QListWidget(self)
        self._list.setAccessibleName("Requests")
        self._list.addItems([entry.heading for entry in entries])
        self._list.setWordWrap(True)
        self._list.setSpacing(4)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName("Text of the request")
        self._text.setFont(mono_font())
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self._list)
        parts.addWidget(self._text)
        parts.setStretchFactor(1, 1)
        parts.setSizes([270, 550])
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(12)
        buttons = QDialogButtonBox(self)
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)  # without the style's picture
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.addWidget(QLabel(total if entries else _NOTHING, self))
        column.addWidget(parts, 1)
        column.addWidget(buttons)
        parts.setVisible(bool(entries))
        self._list.currentRowChanged.connect(self._show)
        self._list.setCurrentRow(len(entries) - 1)
        dress(self, theme)

    def _show(self, row: int) -> None:
        self._text.setPlainText(self._entries[row].text if 0 <= row < len(self._entries) else "")

    def sizeHint(self) -> QSize:
        return QSize(820, 520) if self._entries else QSize(420, 140)
