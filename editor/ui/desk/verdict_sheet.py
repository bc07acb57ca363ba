"""About this paragraph: whose it is, what the venue's rule makes of it and of the post, and on what evidence.

A verdict is a sign and words, never a colour alone, and what it rests on leads to its place in the text. What is our own
reading of a rule is said to be ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from editor.core.profiles import Verdict
from editor.ui.desk.filled_sheet import FilledSheet
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose, hairline
from editor.ui.state_sign import StateSign
from editor.ui.theme import Theme, scaled

VERDICT_WORDS = {Verdict.FINE: "fine", Verdict.LOOK: "look at it", Verdict.NOT_ALLOWED: "not allowed here"}
_SIGN = QRectF(3, 3, 12, 12)


@dataclass(frozen=True, slots=True)
class Evidence:
    verdict: Verdict
    sentence: str
    paragraph: int | None = None
    """Where it leads to; None where it is about the whole post."""
    start: int = 0
    end: int = 0
    """The words it is about, in code points of the paragraph; equal where it is about all of them."""
    place: str = ""
    """ "¶3", where the list goes over several paragraphs."""


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class VerdictView:
    sentence: str
    """What the margin says of the paragraph, in words."""
    here: Judgement
    post: Judgement | None
    """None while it is being worked out."""
    rule: str
    """Which rule, of when, and where it stands."""
    ours: tuple[str, ...]
    """What in it is our own reading."""
    questions: tuple[str, ...]
    may_call_rewritten: bool
    may_take_as_model_text: bool


class VerdictSheet(FilledSheet):
    """Signals:
    evidence_chosen: carries the `Evidence` to be shown in the text.
    rewritten_pressed, model_text_pressed, closed: without a value.
    """

    evidence_chosen = Signal(object)
    rewritten_pressed = Signal()
    model_text_pressed = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("About this paragraph", theme, parent)
        self._view: VerdictView | None = None
        self._notice = ""

    def show_view(self, view: VerdictView) -> None:
        if view != self._view:
            self._view = view
            self._fill()

    def show_notice(self, sentence: str) -> None:
        """What came of a button, until the next one."""
        self._notice = sentence
        self._fill()

    def _compose(self, sheet: QWidget, column: QVBoxLayout) -> None:
        view = self._view
        if view is None:
            return
        column.addWidget(self._prose(view.sentence + "."))
        self._add_judgement(column, "This paragraph", view.here)
        self._add_acts(column, view)
        column.addWidget(hairline(sheet))
        if view.post is None:
            column.addWidget(self._heading("The whole post: being read"))
        else:
            self._add_judgement(column, "The whole post", view.post)
        column.addWidget(hairline(sheet))
        column.addWidget(self._prose(view.rule))
        self._add_list(column, "Our own reading, not the venue's rule", view.ours)
        self._add_list(column, "For you to answer", view.questions)
        close = QPushButton("Close", sheet)
        close.clicked.connect(self.closed)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_judgement(self, column: QVBoxLayout, whose: str, judged: Judgement) -> None:
        column.addLayout(self._row(judged.verdict, self._heading(f"{whose}: {VERDICT_WORDS[judged.verdict]}")))
        for one in judged.evidence:
            words = self._prose(f"{one.place}  {one.sentence}" if one.place else one.sentence)
            words.setAccessibleName(f"{VERDICT_WORDS[one.verdict]}: {words.text}")
            row = self._row(one.verdict, words)
            if one.paragraph is not None:
                row.addWidget(self._show_button(one), 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)

    def _add_acts(self, column: QVBoxLayout, view: VerdictView) -> None:
        buttons = QHBoxLayout()
        for wanted, words, pressed in (
            (view.may_call_rewritten, "I Wrote It Anew", self.rewritten_pressed),
            (view.may_take_as_model_text, "Take as Model Text", self.model_text_pressed),
        ):
            if wanted:
                button = QPushButton(words)
                button.clicked.connect(pressed)
                buttons.addWidget(button)
        if buttons.count():
            buttons.addStretch(1)
            column.addLayout(buttons)
        if self._notice:
            column.addWidget(self._prose(self._notice))

    def _add_list(self, column: QVBoxLayout, title: str, sentences: Sequence[str]) -> None:
        if sentences:
            column.addWidget(self._heading(title))
        for sentence in sentences:
            small = Prose(sentence, scaled(self.font(), 0.95), self._theme.muted)
            column.addWidget(small)

    def _heading(self, words: str) -> QLabel:
        label = PlainLabel(words)
        label.setProperty("voice", "heading")
        return label

    def _prose(self, words: str) -> Prose:
        return Prose(words, self.font(), self._theme.window_ink)

    def _row(self, verdict: Verdict, words: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(StateSign(verdict, VERDICT_WORDS[verdict], self._theme, _SIGN), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return row

    def _show_button(self, one: Evidence) -> QPushButton:
        button = QPushButton("Show")
        button.setProperty("weight", "quiet")
        button.setProperty("voice", "link")
        button.setAccessibleName(f"Show: {one.sentence}")
        button.clicked.connect(lambda: self.evidence_chosen.emit(one))
        return button
