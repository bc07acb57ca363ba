"""The line at the foot of the page after a paste: how many words came, whose they are taken for, and three answers.

It asks without getting in the way: it takes no focus, covers no line that is written in, and goes by itself; what was
not answered stays as the evidence has it. Alt and the underlined letter answer: the letter alone is the draft's.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from editor.core.declaring import Whose
from editor.ui.plain_words import PlainLabel
from editor.ui.theme import Theme

STAYS_MS = 3_000
_ANSWERS = {Whose.MINE: "&Mine", Whose.MODEL: "&A model", Whose.QUOTATION: "&Quotation"}


@dataclass(frozen=True, slots=True)
class Question:
    words: str
    """What came, and whose it is taken for: "Pasted 84 words. Whose?"."""
    taken_for: Whose | None = None
    unseen: int = 0
    """Characters in it that nobody sees, which can be taken out."""
    stays: bool = False
    """Until it is answered; else for three seconds."""


class WhoseLine(QFrame):
    """Signals:
    answered: carries a `Whose`.
    cleaning_wanted: the unseen characters are to go; without a value.
    gone: the line was answered or went by itself; without a value.
    """

    answered = Signal(object)
    cleaning_wanted = Signal()
    gone = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Whose words were pasted")
        self._stays = False
        self._going = QTimer(self, singleShot=True, interval=STAYS_MS)
        self._going.timeout.connect(self.dismiss)
        self._words = PlainLabel(parent=self)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        self.buttons: dict[Whose, QPushButton] = {}
        for whose, words in _ANSWERS.items():
            self.buttons[whose] = button = self._button(words)
            button.setCheckable(True)
            button.toggled.connect(lambda _on, whose=whose: self._answer(whose))  # a screen reader does not click
            row.addWidget(button)
        self.clean = self._button("")
        self.clean.clicked.connect(self._clean)
        row.addWidget(self.clean)
        self.set_theme(theme)
        self.hide()

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the caret stays in the draft
        button.setMinimumHeight(26)
        return button

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"WhoseLine {{ background: {theme.card.name()}; }} QLabel {{ color: {theme.window_ink.name()}; }}"
            f"QPushButton:checked {{ border: 2px solid {theme.focus.name()}; border-radius: 4px; "
            f"padding: 2px 8px; color: {theme.window_ink.name()}; background: {theme.field.name()}; }}"
        )

    def ask(self, question: Question, beside: QWidget) -> None:
        """Shows a question; `beside` is the widget in whose name a screen reader speaks it."""
        self._words.setText(question.words)
        for whose, button in self.buttons.items():
            with QSignalBlocker(button):
                button.setChecked(whose is question.taken_for)
        many = "" if question.unseen == 1 else "s"
        self.clean.setText(f"&Remove {question.unseen:,} unseen")
        self.clean.setAccessibleName(f"Remove {question.unseen:,} unseen character{many}")
        self.clean.setToolTip(f"Take {question.unseen:,} character{many} out that nobody sees")
        self.clean.setVisible(question.unseen > 0)
        self.show()
        self.raise_()
        self._going.stop()
        self._stays = question.stays
        if not question.stays:
            self._going.start()
        keys = "Alt+M mine, Alt+A a model, Alt+Q quotation" + (
            ", Alt+R remove unseen characters" if question.unseen else ""
        )
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(beside, f"{question.words} {keys}."))

    def dismiss(self) -> None:
        """Lets the line go; whose the words are taken for stays."""
        if not self.isHidden():
            self._going.stop()
            self.hide()
            self.gone.emit()

    def _answer(self, whose: Whose) -> None:
        self.answered.emit(whose)
        self.dismiss()

    def _clean(self) -> None:
        self.cleaning_wanted.emit()
        self.clean.hide()
        if self._going.isActive():
            self._going.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Nobody is hurried who has the mouse on it."""
        super().enterEvent(event)
        self._going.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.isHidden() and not self._stays:
            self._going.start()
