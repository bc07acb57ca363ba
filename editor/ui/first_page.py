"""The page of the first picture: the draft's text, before anything else of the draft is known.

It is shown for the blink of an eye. Keys that come meanwhile are kept for the draft's own view, so that not one is lost.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from editor.ui.qt_guard import nothing, survives
from editor.ui.shown_text import shown
from editor.ui.text_editor import TextEditor


class FirstPage(TextEditor):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Draft")
        self._kept: list[QKeyEvent | QInputMethodEvent] = []

    def show_text(self, text: str, caret: int) -> None:
        """`caret` in code points."""
        self.load(shown(text))
        units = len(text[:caret].encode("utf-16-le", "surrogatepass")) // 2
        cursor = self.textCursor()
        cursor.setPosition(min(units, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(0)  # without a size yet, the page would have scrolled for nothing

    def hand_over(self, view: QWidget) -> None:
        """Gives the keys pressed so far to the view that takes this page's place."""
        kept, self._kept = self._kept, []
        for event in kept:
            QApplication.sendEvent(view, event)

    @survives(nothing)
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        self._kept.append(event.clone())

    @survives(nothing)
    def inputMethodEvent(self, event: QInputMethodEvent, /) -> None:
        if event.commitString():
            self._kept.append(event.clone())

    @survives(nothing)
    def insertFromMimeData(self, source: QMimeData, /) -> None:
        """Nothing is dropped into a draft that is not there yet."""
