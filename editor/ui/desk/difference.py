"""The words in which two texts differ, told twice, by colour and by line: what only the newer one has is underlined, what
only the older one has is struck through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from editor.ui.shown_text import shown
from editor.ui.theme import Theme, text_font


class DiffKind(Enum):
    SAME = "same"
    ADDED = "added"
    """Only in the present text, or in the other version."""
    REMOVED = "removed"
    """Only in the old version."""


@dataclass(frozen=True, slots=True)
class DiffPiece:
    kind: DiffKind
    text: str


class Difference(QTextEdit):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.data: Callable[[int, int], QMimeData] = lambda _start, _stop: QMimeData()
        """What goes on the clipboard for a stretch, in UTF-16 units."""
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFont(text_font(self.font().pointSizeF() * 1.2))

    def show_pieces(self, pieces: tuple[DiffPiece, ...], theme: Theme) -> None:
        formats = _formats(theme)
        self.clear()
        cursor = QTextCursor(self.document())
        for piece in pieces:
            cursor.insertText(shown(piece.text), formats[piece.kind])
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor = self.textCursor()
        return self.data(cursor.selectionStart(), cursor.selectionEnd())


def _formats(theme: Theme) -> dict[DiffKind, QTextCharFormat]:
    same, added, removed = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
    same.setForeground(theme.ink)
    added.setForeground(theme.ink)
    added.setBackground(theme.added)
    added.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    removed.setForeground(theme.muted)
    removed.setBackground(theme.removed)
    removed.setFontStrikeOut(True)
    return {DiffKind.SAME: same, DiffKind.ADDED: added, DiffKind.REMOVED: removed}
