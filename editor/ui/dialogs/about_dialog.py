"""About: the name, the version, and whose work it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose
from editor.ui.theme import Theme, dress, text_font


@dataclass(frozen=True, slots=True)
class AboutView:
    version: str
    sentence: str
    licences: str
    """Names and licence texts of the fonts, icons and libraries that come with the program."""


class AboutDialog(QDialog):
    def __init__(self, view: AboutView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Palimpsest")
        name = QLabel("Palimpsest", self)
        name.setFont(text_font(self.font().pointSizeF() * 2.2))
        version = PlainLabel(f"Version {view.version}", self)
        version.setProperty("voice", "muted")
        licences = QPlainTextEdit(view.licences, self)
        licences.setReadOnly(True)
        licences.setTabChangesFocus(True)
        licences.setAccessibleName("Licences")
        buttons = QDialogButtonBox(self)
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(8)
        column.addWidget(name)
        column.addWidget(version)
        column.addWidget(Prose(view.sentence, self.font(), theme.window_ink))
        column.addSpacing(6)
        column.addWidget(licences, 1)
        column.addWidget(buttons)
        dress(self, theme)

    def sizeHint(self) -> QSize:
        return QSize(520, 460)
