"""How much more can be said in a conversation with a model, in one quiet line, and the note that lets it go on.

In a narrow desk the note stands below, so that nothing is cut off.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from editor.ui.plain_words import PlainLabel, plain_tip

_BESIDE, _BELOW = 12, 2
"""Pixels between the words and the note."""


@dataclass(frozen=True, slots=True)
class ContextView:
    """Nothing of it is shown where all is empty."""

    words: str = ""
    """ "31 % of context left"; empty where it is not known."""
    explanation: str = ""
    """What that is counted from."""
    offers_note: bool = False
    """Whether a hand-off note can be asked for: what is left runs low."""
    note: str = ""
    """What the kept note is called on its button; empty where there is none."""

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.offers_note or self.note)


class ContextLine(QWidget):
    """Signals, without a value:
    note_wanted: a hand-off note is to be written.
    note_opened: the kept one is to be looked at.
    """

    note_wanted = Signal()
    note_opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = ContextView()
        self._words = PlainLabel("", self)
        self._words.setObjectName("Context left")
        self._words.setProperty("voice", "muted")
        self._open = self._link("Look at the note that stands for the older turns, change it or discard it")
        self._open.clicked.connect(self.note_opened)
        self._write = self._link("A model writes what was said so far as a note. What it is sent is shown first")
        self._write.clicked.connect(self.note_wanted)
        note = QHBoxLayout()
        note.setSpacing(_BESIDE)
        note.addWidget(self._open)
        note.addWidget(self._write)
        note.addStretch(1)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.addWidget(self._words)
        self._parts.addLayout(note, 1)
        self.show_view(ContextView())

    def _link(self, about: str) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("weight", "quiet")
        button.setProperty("voice", "link")
        button.setToolTip(about)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    @property
    def view(self) -> ContextView:
        return self._view

    def show_view(self, view: ContextView) -> None:
        self._view = view
        self._words.setText(view.words)
        self._words.setToolTip(plain_tip(view.explanation))
        self._words.setAccessibleDescription(view.explanation)
        self._words.setVisible(bool(view.words))
        self._open.setText(f"{view.note}…")
        self._open.setVisible(bool(view.note))
        self._write.setText("Write another…" if view.note else "Write a hand-off note…")
        self._write.setVisible(view.offers_note)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """With the note below: it must not ask for more, or it would never get less."""
        width = max(_width(self._words), _width(self._open, self._write))
        return QSize(width, super().minimumSizeHint().height())

    def _fit(self) -> None:
        fits = _width(self._words, self._open, self._write) <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(direction)
        self._parts.setSpacing(_BESIDE if fits else _BELOW)


def _width(*parts: QWidget) -> int:
    """Of those that are shown, side by side."""
    shown = [part.sizeHint().width() for part in parts if not part.isHidden()]
    return sum(shown) + _BESIDE * max(0, len(shown) - 1)
