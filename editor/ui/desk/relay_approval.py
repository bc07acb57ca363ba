"""Who would get what in a relay, before anything is sent: the first request to the letter, and what later ones hold."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose
from editor.ui.shown_text import revealed
from editor.ui.theme import Theme, dress, mono_font

_LATER = (
    "Later requests hold what the models have said by then, in their own words; they cannot be shown before. Of your "
    "essay nothing goes along but what stands above. Every request is listed under What Was Sent."
)


@dataclass(frozen=True, slots=True)
class ApprovalView:
    recipients: tuple[tuple[str, str], ...]
    """Part and where it goes: "Writes", "claude-sonnet-5-5, Claude (api.anthropic.com)"."""
    price: str
    """ "At most $0.50 and 30 minutes, whichever comes first; up to 14 requests, the first about 0.6 ct, …"."""
    text: str


class RelayApproval(QWidget):
    """Signals:
    start_pressed, back_pressed: without a value.
    """

    start_pressed = Signal()
    back_pressed = Signal()

    def __init__(self, view: ApprovalView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What a relay would send")
        heading = QLabel("This would be sent")
        heading.setProperty("voice", "heading")
        facts = QFormLayout()
        facts.setHorizontalSpacing(14)
        facts.setVerticalSpacing(5)
        for name, words in (*view.recipients, ("Price", view.price)):
            title, said = PlainLabel(name, self), PlainLabel(words, self)
            title.setProperty("voice", "muted")
            said.setWordWrap(True)
            said.setAccessibleName(f"{name}: {words}")
            facts.addRow(title, said)
        text = QPlainTextEdit(revealed(view.text), self)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setFont(mono_font())
        text.setAccessibleName("The first request, and what later ones are made of")
        self._later = Prose(_LATER, self.font(), theme.muted)
        start, back = QPushButton("Start", self), QPushButton("Back", self)
        start.setProperty("weight", "first")
        start.clicked.connect(self.start_pressed)
        back.clicked.connect(self.back_pressed)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(start)
        buttons.addWidget(back)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(9)
        column.addWidget(heading)
        column.addLayout(facts)
        column.addWidget(text, 1)
        column.addWidget(self._later)
        column.addLayout(buttons)
        self.setFocusProxy(back)
        dress(self, theme)

    def set_theme(self, theme: Theme) -> None:
        self._later.set_colour(theme.muted)
        dress(self, theme)
