"""Name a version; the name may stay empty."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from editor.ui.prose import Prose
from editor.ui.theme import Theme, dress


class VersionName(QDialog):
    """One line and two buttons.

    Signals:
        named: carries the name, possibly empty.
    """

    named = Signal(str)

    def __init__(self, about: str, theme: Theme, parent: QWidget | None = None) -> None:
        """`about` says what is kept: "This keeps paragraph 2 as it is now."."""
        super().__init__(parent)
        self.setWindowTitle("Keep this version")
        self._name = QLineEdit(self)
        self._name.setAccessibleName("Name of the version")
        self._name.setPlaceholderText("Name, if you like")
        self._name.setMaxLength(200)
        buttons = QDialogButtonBox(self)
        keep = buttons.addButton("Keep", QDialogButtonBox.ButtonRole.AcceptRole)
        keep.setProperty("weight", "first")
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 12)
        column.setSpacing(12)
        column.addWidget(Prose(about, self.font(), theme.window_ink))
        column.addWidget(self._name)
        column.addStretch(1)
        column.addWidget(buttons)
        dress(self, theme)

    def _keep(self) -> None:
        self.named.emit(self._name.text().strip())
        self.accept()

    def sizeHint(self) -> QSize:
        return QSize(380, 150)
