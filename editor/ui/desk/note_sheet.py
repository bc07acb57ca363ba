"""A hand-off note in the desk: written by a model before the writer's eyes, then theirs to change and to use."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QKeyEvent, Qt, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from editor.ui.dialogs.widget_row import row_of
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress, text_font


class NoteState(Enum):
    WRITING = "writing"
    WAITING = "waiting"
    """It is there and not in use."""
    IN_USE = "in use"


_ABOUT = {
    NoteState.WRITING: "It is being written, and stands for nothing yet.",
    NoteState.WAITING: (
        "Change what you like. Once you start from it, the model is told this note in the place of what was said so far. "
        "The turns stay where they are, and no word of it enters the draft."
    ),
    NoteState.IN_USE: (
        "The model is told this note in the place of what was said before. A change counts from the next turn on; "
        "without the note it is told the turns again."
    ),
}


@dataclass(frozen=True, slots=True)
class NoteView:
    state: NoteState
    text: str = ""
    trouble: str = ""
    """Why it broke off, or what is waited for."""


class NoteSheet(QWidget):
    """Signals:
    edited: the writer changed it; carries the whole text.
    start_pressed, discard_pressed, stop_pressed, close_pressed: without a value.
    """

    edited = Signal(str)
    start_pressed = Signal()
    discard_pressed = Signal()
    stop_pressed = Signal()
    close_pressed = Signal()

    def __init__(self, view: NoteView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Hand-off note")
        heading = QLabel("Hand-off note", self)
        heading.setProperty("voice", "heading")
        self._about = Prose("", self.font(), theme.muted)
        self._text = QPlainTextEdit(self)
        self._text.setAccessibleName("The note")
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self._changed)
        self._trouble = Prose("", self.font(), theme.attention)
        self._count = PlainLabel("", self)
        self._count.setProperty("voice", "muted")
        self._start = QPushButton("Start from It", self)
        self._start.setProperty("weight", "first")
        self._start.clicked.connect(self.start_pressed)
        self._stop = QPushButton("Stop", self)
        self._stop.setToolTip("Ends it at the word it is at; what came is kept")
        self._stop.clicked.connect(self.stop_pressed)
        self._discard = QPushButton("Discard", self)
        self._discard.setToolTip("The model is told the turns again")
        self._discard.clicked.connect(self.discard_pressed)
        self._close = QPushButton("Close", self)
        self._close.setToolTip("The note is kept as it is")
        self._close.clicked.connect(self.close_pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(9)
        column.addWidget(heading)
        column.addWidget(self._about)
        column.addWidget(self._text, 1)
        for part in (self._trouble, self._count, hairline(self)):
            column.addWidget(part)
        column.addLayout(row_of(self._start, self._stop, self._discard, self._close, None))
        self.setFocusProxy(self._text)
        self.set_theme(theme)
        self.show_view(view)

    def set_theme(self, theme: Theme) -> None:
        self._about.set_colour(theme.muted)
        self._trouble.set_colour(theme.attention)
        dress(self, theme)
        self._text.setFont(text_font(self.font().pointSizeF() * 1.12))

    @property
    def text(self) -> str:
        return self._text.toPlainText()

    def show_view(self, view: NoteView) -> None:
        writing = view.state is NoteState.WRITING
        self._about.set_text(_ABOUT[view.state])
        self._trouble.set_text(view.trouble)
        self._trouble.setVisible(bool(view.trouble))
        self._text.setReadOnly(writing)
        if self.text != view.text:
            with QSignalBlocker(self._text):  # only the writer's own changes are told
                self._text.setPlainText(view.text)
            if writing:
                self._text.moveCursor(QTextCursor.MoveOperation.End)
        self._start.setVisible(view.state is NoteState.WAITING)
        self._stop.setVisible(writing)
        self._discard.setVisible(not writing)
        self._show_count()

    def _changed(self) -> None:
        self._show_count()
        self.edited.emit(self.text)

    def _show_count(self) -> None:
        words = len(self.text.split())
        self._count.setText(f"{words} word{'' if words == 1 else 's'}")
        self._start.setEnabled(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_pressed.emit()
        else:
            super().keyPressEvent(event)
