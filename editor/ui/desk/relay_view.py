"""A relay at work, beside the draft: each turn as it comes, what it has cost so far, and a button that stops it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from editor.ui.prose import Prose
from editor.ui.shown_text import revealed, shown
from editor.ui.theme import Theme, dress, text_font


@dataclass(frozen=True, slots=True)
class RelayState:
    words: str
    """ "Turn 3 of 14 · 2.1 ct of 50.0 ct · 4 of 30 min"."""
    sentence: str
    """What it does now, waits for, or why it ended."""
    is_running: bool
    can_go_on: bool
    is_over: bool
    """It has an end, also where that is one it can be taken up from again; another one may follow."""
    has_proposal: bool
    has_earlier: bool
    """There is another relay before it whose words are kept."""


class RelayView(QWidget):
    """Signals:
    stop_pressed, go_on_pressed, end_pressed, proposal_pressed, new_pressed, earlier_pressed: without a value.
    """

    stop_pressed = Signal()
    go_on_pressed = Signal()
    end_pressed = Signal()
    proposal_pressed = Signal()
    new_pressed = Signal()
    earlier_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Relay")
        heading = QLabel("Relay")
        heading.setProperty("voice", "heading")
        self._state: RelayState | None = None
        self._words = Prose("", self.font(), theme.window_ink)
        self._sentence = Prose("", self.font(), theme.muted)
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setUndoRedoEnabled(False)
        self._text.setTabChangesFocus(True)
        self._text.setFont(text_font(self.font().pointSizeF() * 1.1))
        self._text.setAccessibleName("What the models say")
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, words, pressed in (
            ("stop", "Stop", self.stop_pressed),
            ("go_on", "Go On", self.go_on_pressed),
            ("end", "End It", self.end_pressed),
            ("proposal", "See the Proposal", self.proposal_pressed),
            ("new", "Another…", self.new_pressed),
        ):
            button = self._buttons[name] = QPushButton(words, self)
            button.clicked.connect(pressed)
            row.addWidget(button)
        earlier = self._buttons["earlier"] = QPushButton("Earlier…", self)
        earlier.setAccessibleName("Earlier relay")
        earlier.clicked.connect(self.earlier_pressed)
        self._buttons["proposal"].setProperty("weight", "first")
        self._buttons["new"].setAccessibleName("Another relay")
        row.addStretch(1)
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(earlier)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(7)
        column.addLayout(top)
        column.addWidget(self._words)
        column.addWidget(self._sentence)
        column.addWidget(self._text, 1)
        column.addLayout(row)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._words.set_colour(theme.window_ink)
        self._sentence.set_colour(theme.muted)
        dress(self, theme)

    def show_state(self, state: RelayState) -> None:
        if state == self._state:
            return
        self._state = state
        self._words.set_text(state.words)
        self._sentence.set_text(state.sentence)
        waits = not state.is_running
        for name, wanted in (
            ("stop", state.is_running),
            ("go_on", waits and state.can_go_on),
            ("end", waits and not state.is_over),
            ("proposal", waits and state.has_proposal),
            ("new", waits and state.is_over),
            ("earlier", waits and state.has_earlier),
        ):
            self._buttons[name].setVisible(wanted)

    def show_said(self, text: str) -> None:
        """All that was said so far."""
        self._text.setPlainText(revealed(text))
        self._text.moveCursor(QTextCursor.MoveOperation.End)

    def add(self, text: str) -> None:
        """More of it. Who reads further up is left there."""
        bar = self._text.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 2
        cursor = QTextCursor(self._text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(shown(text))  # the rest of what hides is shown with the whole turn
        if at_end:
            bar.setValue(bar.maximum())
