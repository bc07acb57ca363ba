"""The card about one paragraph: whose words, how long, what is kept of it, and what of it was sent.

It lies over the window beside its paragraph until the writer goes on. It is a part of the window and no window of its
own: screen readers find its lines, which can be read one by one, and the writer has not left the draft.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QVBoxLayout, QWidget

from editor.ui.qt_guard import nothing, survives
from editor.ui.theme import Theme, dress

_WIDTH = 460
_AIR = 8


class ParagraphCard(QFrame):
    """A list of sentences in a frame, which goes away with Escape, Return, or a click elsewhere."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setAccessibleName("About this paragraph")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._lines = QListWidget(self)
        self._lines.setAccessibleName("About this paragraph")
        self._lines.setWordWrap(True)
        self._lines.setSpacing(3)
        self._lines.setFrameShape(QFrame.Shape.NoFrame)
        self._lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self._lines)
        self.setFixedWidth(_WIDTH)
        dress(self, theme)

    def show_lines(self, lines: Sequence[str], beside: QRect) -> None:
        """Shows the card below `beside`, a rectangle of the window, or above it where there is no room."""
        self._lines.addItems(list(lines))
        self._lines.setCurrentRow(0)
        height, room = self._height(), self._window.rect()
        top = beside.bottom() + _AIR
        if top + height > room.bottom():
            top = max(room.top(), beside.top() - height - _AIR)
        self.setFixedHeight(height)
        self.move(min(max(beside.left(), room.left()), max(room.left(), room.right() - _WIDTH)), top)
        self.show()
        self.raise_()
        self._lines.setFocus()

    def add_lines(self, lines: Sequence[str]) -> None:
        """What was learned since."""
        self._lines.addItems(list(lines))
        self.setFixedHeight(self._height())

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self._lines.item(row).text() for row in range(self._lines.count()))

    def _height(self) -> int:
        metrics, width = self._lines.fontMetrics(), _WIDTH - 40
        flags = int(Qt.TextFlag.TextWordWrap)
        total = sum(metrics.boundingRect(0, 0, width, 10_000, flags, line).height() + 9 for line in self.lines)
        return min(total + 18, self._window.height() * 2 // 3)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.close()
        return False

    @survives(nothing)
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)
