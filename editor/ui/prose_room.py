"""Room for words of any length, as those of a model are: as high as they are up to some lines, and scrolled beyond.

A paragraph in a layout of its own would make the whole window as high as its words, and what stands below it would leave
the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy

from editor.ui.prose import Prose
from editor.ui.viewports import scroll_downwards

_LEAST_LINES, _MOST_LINES = 4, 12
"""Shown of longer words: however low the window is, and as long as others want the place too."""


class ProseRoom(QScrollArea):
    def __init__(self, words: Prose) -> None:
        super().__init__()
        self._words = words
        scroll_downwards(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("What was said")
        words.setObjectName("sheet")
        self.setWidget(words)

    def set_text(self, text: str) -> None:
        """Gone while there is none."""
        self._words.set_text(text)
        self.setVisible(bool(text))
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(280, min(self._height(), self._lines(_MOST_LINES)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _height(self) -> int:
        return self._words.heightForWidth(self.viewport().width())

    def _lines(self, count: int) -> int:
        return count * self._words.fontMetrics().lineSpacing()

    def _fit(self) -> None:
        height = self._height()
        self.setMinimumHeight(min(height, self._lines(_LEAST_LINES)))
        self.setMaximumHeight(height)
        self.updateGeometry()
