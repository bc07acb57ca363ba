"""What lies below a remark on its card: the argument about it, the line that is being written, and wordings.

Wordings lie in a fold that is closed until the writer opens it, because using them makes the passage a model's text; they
leave it only by copying, which keeps the model's mark.
"""

from __future__ import annotations

from itertools import zip_longest

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from editor.ui.desk.context_line import ContextLine
from editor.ui.desk.remark_values import NoteWish, RemarkView, TurnView
from editor.ui.prose import Prose
from editor.ui.qt_guard import survives
from editor.ui.theme import Theme, scaled, text_font

LONGEST_LINE = 1_000
"""Characters; a line, and not another essay."""
_WARNING = "Using these words makes the passage model text."


class ObjectionLine(QLineEdit):
    """Signals:
    left: Escape was pressed in it; without a value.
    """

    left = Signal()

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.setAccessibleName("Your line against the remark")
        self.setPlaceholderText("One line: why is it wrong?")
        self.setToolTip("Return shows what would be sent")
        self.setMaxLength(LONGEST_LINE)

    @survives(lambda: False)
    def event(self, event: QEvent) -> bool:
        """Escape is about the line before it is about the desk."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Thread(QWidget):
    """The turns of an argument, what is being asked, what went wrong, and how much more can be said.

    Signals:
    note_pressed: carries a NoteWish.
    """

    note_pressed = Signal(object)

    def __init__(self, view: RemarkView, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(4)
        for turn in view.thread:
            self._add(turn)
        small = scaled(self.font(), 0.9)
        if view.asking:
            self._column.addWidget(Prose(view.asking, small, theme.muted))
        if view.trouble:
            self._column.addWidget(Prose(view.trouble, small, theme.attention))
        if not view.context.is_empty:
            line = ContextLine(self)
            line.show_view(view.context)
            line.note_wanted.connect(lambda: self.note_pressed.emit(NoteWish(view.remark, write=True)))
            line.note_opened.connect(lambda: self.note_pressed.emit(NoteWish(view.remark, write=False)))
            self._column.addWidget(line)

    def _add(self, turn: TurnView) -> None:
        theme, small = self._theme, scaled(self.font(), 0.9)
        self._column.addWidget(Prose("You", small, theme.muted))
        self._column.addWidget(Prose(turn.line, self.font(), theme.window_ink, theme.track))
        strong = QFont(small)
        strong.setWeight(QFont.Weight.DemiBold)
        self._column.addSpacing(2)
        self._column.addWidget(Prose(turn.stand, strong, theme.window_ink))
        if turn.reason:
            self._column.addWidget(Prose(turn.reason, self.font(), theme.window_ink, theme.remark))
        if turn.note:
            self._column.addWidget(Prose(turn.note, small, theme.attention))
        self._column.addSpacing(4)


class WordingFold(QWidget):
    """Signals:
    toggled: the fold was opened or closed; carries a bool.
    wanted: a wording is asked for; without a value.
    copied: carries the words.
    """

    toggled = Signal(bool)
    wanted = Signal()
    copied = Signal(str)

    def __init__(self, view: RemarkView, theme: Theme, *, unfolded: bool, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(6)
        self.handle = QPushButton("Hide wording" if unfolded else "Show wording", self)
        self.handle.setProperty("weight", "quiet")
        self.handle.setProperty("voice", "link")
        self.handle.setToolTip("How words could meet this remark (W)")
        self.handle.clicked.connect(lambda: self.toggled.emit(not unfolded))
        column.addWidget(self.handle, 0, Qt.AlignmentFlag.AlignLeft)
        if not unfolded:
            return
        column.addWidget(Prose(_WARNING, scaled(self.font(), 0.9), theme.attention))
        quoted = text_font(self.font().pointSizeF() * 1.12)
        for words, brings in zip_longest(view.wordings, view.brings, fillvalue=""):
            column.addWidget(Prose(words, quoted, theme.window_ink, theme.model))
            if brings:
                column.addWidget(Prose(brings, scaled(self.font(), 0.9), theme.muted))
            copy = QPushButton("Copy, marked as a model's", self)
            copy.clicked.connect(lambda _checked=False, words=words: self.copied.emit(words))
            column.addLayout(_leftmost(copy))
        if view.wordable and not view.asking:
            ask = QPushButton("Ask for another…" if view.wordings else "Ask for a wording…", self)
            ask.setToolTip("Shows what would be sent")
            ask.clicked.connect(self.wanted)
            column.addLayout(_leftmost(ask))


def _leftmost(button: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    return row
