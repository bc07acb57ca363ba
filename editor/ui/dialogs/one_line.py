"""One line to be written, with what it is for above it and two buttons below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from editor.ui.prose import Prose
from editor.ui.theme import Theme, dress


@dataclass(frozen=True, slots=True)
class Asked:
    title: str
    about: str
    field: str
    """What the line is, for a screen reader."""
    button: str
    """Goes on with what was written."""
    longest: int
    """Characters."""
    value: str = ""
    hint: str = ""
    """Shown in the line while it is empty."""
    may_be_empty: bool = False


class OneLine(QDialog):
    """Signals:
    named: carries what was written, without blanks around it.
    """

    named = Signal(str)

    def __init__(self, asked: Asked, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(asked.title)
        self._line = QLineEdit(asked.value, self)
        self._line.setAccessibleName(asked.field)
        self._line.setPlaceholderText(asked.hint)
        self._line.setMaxLength(asked.longest)
        self._line.selectAll()
        buttons = QDialogButtonBox(self)
        go_on = buttons.addButton(asked.button, QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setProperty("weight", "first")
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._go_on)
        buttons.rejected.connect(self.reject)
        if not asked.may_be_empty:
            self._line.textChanged.connect(lambda text: go_on.setEnabled(bool(text.strip())))
            go_on.setEnabled(bool(asked.value.strip()))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 12)
        column.setSpacing(12)
        column.addWidget(Prose(asked.about, self.font(), theme.window_ink))
        column.addWidget(self._line)
        column.addStretch(1)
        column.addWidget(buttons)
        dress(self, theme)

    def _go_on(self) -> None:
        self.accept()
        self.named.emit(self._line.text().strip())

    def sizeHint(self) -> QSize:
        return QSize(440, 170)
