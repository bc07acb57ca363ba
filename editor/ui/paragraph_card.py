"""The card about one paragraph: whose words, how long, what is kept of it, and what of it was sent.

It lies over the window beside its paragraph until the writer goes on. It is a part of the window and no window of its
own: screen readers find its lines, which can be read one by one, and the writer has not left the draft.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from editor.ui.qt_guard import nothing, survives
from editor.ui.theme import Theme, dress

_WIDTH = 460
_AIR = 8
_SPACING = 3


class ParagraphCard(QFrame):
    """A list of sentences in a frame, which goes away with Escape, Return, or a click elsewhere.

    Signals:
        whose_pressed: the writer wants to say whose words these are; without a value. The card is gone by then.
    """

    whose_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._theme = theme
        self._beside = QRect()
        self.setAccessibleName("About this paragraph")
        self.setAutoFillBackground(True)
        self._lines = QListWidget(self)
        self._lines.setAccessibleName("About this paragraph")
        self._lines.setWordWrap(True)
        self._lines.setSpacing(_SPACING)
        self._lines.setFrameShape(QFrame.Shape.NoFrame)
        self._lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A line is read, not chosen: the first one would look as if it were.
        self._lines.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self._lines.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self._lines)
        self._whose = self._whose_row()
        column.addWidget(self._whose)
        self.setFixedWidth(_WIDTH)
        dress(self, theme)

    def show_lines(self, lines: Sequence[str], beside: QRect, *, is_open: bool = False) -> None:
        """Shows the card below `beside`, a rectangle of the window, or above it where there is no room.

        `is_open`: the writer's word may decide whose some of the words are.
        """
        self._beside = beside
        self._whose.setVisible(is_open)
        self._lines.addItems(list(lines))
        self._lines.setCurrentRow(0)
        self._place()
        self.show()
        self.raise_()
        self._lines.setFocus()

    def add_lines(self, lines: Sequence[str]) -> None:
        """What was learned since."""
        self._lines.addItems(list(lines))
        self._place()

    def _whose_row(self) -> QWidget:
        row = QWidget(self)
        button = QPushButton("&Say Whose Words These Are…", row)
        button.setToolTip("Yours, a model's or a quotation")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the card goes when its list loses the keys
        button.clicked.connect(self._ask_whose)
        key = QLabel("Ctrl+Shift+W", row)
        key.setProperty("voice", "muted")
        side = QHBoxLayout(row)
        side.setContentsMargins(4, 0, 0, 4)
        side.addWidget(button)
        side.addWidget(key)
        side.addStretch(1)
        row.hide()
        return row

    def _place(self) -> None:
        """Never over the paragraph that the card is about, as long as there is room on either side of it."""
        height, room, beside = self._height(), self._window.rect(), self._beside
        top = beside.bottom() + _AIR
        if top + height > room.bottom():
            top = max(room.top(), beside.top() - height - _AIR)
        self.setFixedHeight(height)
        self.move(min(max(beside.left(), room.left()), max(room.left(), room.right() - _WIDTH)), top)

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self._lines.item(row).text() for row in range(self._lines.count()))

    def _height(self) -> int:
        metrics, width = self._lines.fontMetrics(), _WIDTH - 40
        flags = int(Qt.TextFlag.TextWordWrap)
        heights = (metrics.boundingRect(0, 0, width, 10_000, flags, line).height() for line in self.lines)
        total = sum(height + 2 * _SPACING for height in heights) + 2 * _SPACING + 14
        if not self._whose.isHidden():
            total += self._whose.sizeHint().height() + 2 * _SPACING
        return min(total, self._window.height() * 2 // 3)

    def _ask_whose(self) -> None:
        self.close()
        self.whose_pressed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.close()
        return False

    @survives(nothing)
    def paintEvent(self, event: QPaintEvent, /) -> None:
        """An edge that can be seen on every paper; the style's own is lost on a dark one."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.button_edge)
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), self._theme.window)
        painter.end()

    @survives(nothing)
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)
