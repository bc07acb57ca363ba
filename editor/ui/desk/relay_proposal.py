"""What came of a relay: a paragraph for each point of the outline, labelled with its model, to be taken in one by one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from editor.ui.desk.filled_sheet import FilledSheet
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, scaled, text_font

_ABOUT = (
    "Nothing of it enters your draft by itself. What you take in is marked as the model's words; undo takes it out again."
)


@dataclass(frozen=True, slots=True)
class Proposed:
    section: int
    point: str
    """Its line of the outline."""
    text: str
    """Empty where nothing was written."""
    label: str
    """Which model wrote it, and when."""
    state: str = ""
    """"In the draft", "Left", or empty where it is to be decided."""


class RelayProposal(FilledSheet):
    """Signals:
    take_pressed, leave_pressed: carry the number of a section.
    said_pressed: what the models said is wanted; without a value.
    new_pressed, earlier_pressed, closed: without a value.
    """

    take_pressed = Signal(int)
    leave_pressed = Signal(int)
    said_pressed = Signal()
    new_pressed = Signal()
    earlier_pressed = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Proposal of a relay", theme, parent)
        self._why = ""
        self._proposed: tuple[Proposed, ...] = ()
        self._has_earlier = False

    def show_proposed(self, why: str, proposed: tuple[Proposed, ...], *, has_earlier: bool = False) -> None:
        """`why` is the sentence with which the relay ended; `has_earlier` says that one before it is kept too."""
        if (why, proposed, has_earlier) != (self._why, self._proposed, self._has_earlier):
            self._why, self._proposed, self._has_earlier = why, proposed, has_earlier
            self._fill()

    def _compose(self, sheet: QWidget, column: QVBoxLayout) -> None:
        heading = QLabel("Proposal")
        heading.setProperty("voice", "heading")
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        if self._has_earlier:
            earlier = QPushButton("Earlier…", sheet)
            earlier.setAccessibleName("Earlier relay")
            earlier.clicked.connect(self.earlier_pressed)
            top.addWidget(earlier)
        column.addLayout(top)
        column.addWidget(Prose(f"{self._why} {_ABOUT}".strip(), self.font(), self._theme.muted))
        for one in self._proposed:
            column.addWidget(hairline(sheet))
            self._add(column, one)
        column.addWidget(hairline(sheet))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for words, pressed in (
            ("What They Said", self.said_pressed),
            ("Another…", self.new_pressed),
            ("Close", self.closed),
        ):
            button = QPushButton(words, sheet)
            button.clicked.connect(pressed)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def _add(self, column: QVBoxLayout, one: Proposed) -> None:
        bold = self.font()
        bold.setBold(True)
        column.addWidget(Prose(one.point, bold, self._theme.window_ink))
        if not one.text:
            column.addWidget(Prose("Nothing was written for this.", self.font(), self._theme.muted))
            return
        label = Prose(one.label, scaled(self.font(), 0.92), self._theme.model)
        column.addWidget(label)
        words = Prose(one.text, text_font(self.font().pointSizeF() * 1.1), self._theme.ink, rule=self._theme.model)
        words.setAccessibleName(f"{one.label}: {one.text}")
        column.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(8)
        in_draft = one.state == "In the draft"
        for text, pressed, wanted in (
            ("Take In", self.take_pressed, not in_draft),
            ("Leave", self.leave_pressed, not one.state),
        ):
            if wanted:
                button = QPushButton(text)
                button.setAccessibleName(f"{text}: {one.point}")
                button.clicked.connect(partial(pressed.emit, one.section))
                row.addWidget(button)
        if one.state:
            state = PlainLabel(one.state)
            state.setProperty("voice", "muted")
            row.addWidget(state)
        row.addStretch(1)
        column.addLayout(row)
