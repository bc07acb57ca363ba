"""Words from elsewhere where Qt would otherwise look for HTML in them.

A label, a box and a tip of Qt's take words with a tag in them for rich text, and rich text reads the files that its
pictures name. What a model, a server, a file's name or a page says is never more than words.
"""

from __future__ import annotations

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from editor.ui.shown_text import revealed


class PlainLabel(QLabel):
    """A label that shows its words as they are, whatever they look like, with nothing hidden in them."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)

    def setText(self, words: str) -> None:  # noqa: N802 - Qt's name
        super().setText(revealed(words))


class PlainBox(QMessageBox):
    """A message whose words are shown as they are."""

    def __init__(
        self,
        icon: QMessageBox.Icon,
        title: str,
        words: str,
        parent: QWidget,
        buttons: QMessageBox.StandardButton = QMessageBox.StandardButton.NoButton,
    ) -> None:
        super().__init__(icon, title, "", buttons, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(revealed(words))


def plain_tip(words: str) -> str:
    """For a tip, which has no way to be told that its words are no HTML."""
    said = revealed(words)
    return Qt.convertFromPlainText(said) if Qt.mightBeRichText(said) else said
