"""Whether the writer stands behind a paragraph, as it reads now."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from editor.core.vouching import Answer
from editor.ui.dialogs.widget_row import row_of
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress

_ABOUT = (
    "Whoever vouches has made sure of what it says and would defend it. The answer is kept for this wording; "
    "once the paragraph is changed, it says so."
)


@dataclass(frozen=True, slots=True)
class VouchGiven:
    answer: Answer
    whom: str = ""


class VouchDialog(QDialog):
    """Signals:
    answered: carries a VouchGiven.
    """

    answered = Signal(object)

    def __init__(self, number: int, present: str, whom: str, theme: Theme, parent: QWidget | None = None) -> None:
        """`number` counts paragraphs from 1; `present` is what was said so far, empty where nothing was."""
        super().__init__(parent)
        self.setWindowTitle("Vouch for a paragraph")
        now = f" So far it is {present}." if present else ""
        question = f"Do you stand behind paragraph {number}, as it reads now?{now}"
        yes = self._button("I Vouch for It", Answer.YES)
        yes.setProperty("weight", "first")
        not_yet = self._button("Not Yet", Answer.NOT_YET)
        self._whom = QLineEdit(whom, self)
        self._whom.setAccessibleName("On whom you rely")
        self._whom.setPlaceholderText("On whom? A person, a book, a paper")
        self._whom.setMaxLength(200)
        rely = QPushButton("I Rely on Them", self)
        rely.clicked.connect(self._rely)
        rely.setEnabled(bool(whom.strip()))
        self._whom.textChanged.connect(lambda text: rely.setEnabled(bool(text.strip())))
        self._whom.returnPressed.connect(self._rely)
        rely.setAutoDefault(False)
        cancel = QPushButton("Cancel", self)
        cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addWidget(Prose(question, self.font(), theme.window_ink))
        column.addWidget(Prose(_ABOUT, self.font(), theme.muted))
        column.addLayout(row_of(yes, not_yet, None))
        column.addLayout(row_of(self._whom, rely))
        column.addStretch(1)
        column.addWidget(hairline(self))
        column.addLayout(row_of(None, cancel))
        dress(self, theme)

    def _button(self, words: str, answer: Answer) -> QPushButton:
        button = QPushButton(words, self)
        button.clicked.connect(lambda: self._answer(VouchGiven(answer)))
        return button

    def _rely(self) -> None:
        if whom := self._whom.text().strip():
            self._answer(VouchGiven(Answer.RELY, whom))

    def _answer(self, given: VouchGiven) -> None:
        self.accept()
        self.answered.emit(given)

    def sizeHint(self) -> QSize:
        return QSize(440, 250)
