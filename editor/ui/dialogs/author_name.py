"""The name under which the writer's own words stand in an annotated file."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from editor.ui.prose import Prose
from editor.ui.theme import Theme, dress

_ABOUT = (
    "The text is written with a block at its end that says whose words are whose, as Markdown Annotations. "
    "Your own words stand under this name:"
)


class AuthorName(QDialog):
    """Signals:
    named: carries the name, never empty.
    """

    named = Signal(str)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export annotated Markdown")
        self._name = QLineEdit(name, self)
        self._name.setAccessibleName("Your name")
        self._name.setMaxLength(100)
        self._name.selectAll()
        buttons = QDialogButtonBox(self)
        go_on = buttons.addButton("Choose a File…", QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setProperty("weight", "first")
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._go_on)
        buttons.rejected.connect(self.reject)
        self._name.textChanged.connect(lambda text: go_on.setEnabled(bool(text.strip())))
        go_on.setEnabled(bool(name.strip()))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 12)
        column.setSpacing(12)
        column.addWidget(Prose(_ABOUT, self.font(), theme.window_ink))
        column.addWidget(self._name)
        column.addStretch(1)
        column.addWidget(buttons)
        dress(self, theme)

    def _go_on(self) -> None:
        self.accept()
        self.named.emit(self._name.text().strip())

    def sizeHint(self) -> QSize:
        return QSize(440, 180)
