"""What a model proposes for the outline, in the desk: each point a candidate, taken in one by one or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress, scaled
from editor.ui.viewports import scroll_downwards

_NONE = "It proposes no paragraph: in its eyes nothing is missing."


@dataclass(frozen=True, slots=True)
class Candidate:
    point: str
    where: str
    """Ready to show: "behind ¶3"."""


class OutlineSheet(QWidget):
    """Signals:
    taken: a candidate is to become a plan; carries its number, from 0.
    close_pressed: without a value.
    """

    taken = Signal(int)
    close_pressed = Signal()

    def __init__(
        self, title: str, candidates: Sequence[Candidate], note: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """`note` is what is to be said of the answer besides; may be empty."""
        super().__init__(parent)
        self.setAccessibleName("A proposed outline")
        self._theme = theme
        heading = PlainLabel(title, self)
        heading.setProperty("voice", "heading")
        heading.setWordWrap(True)
        about = Prose(
            "These are candidates. One that you take in becomes a plan in the outline, marked as a model's; "
            "no word of it enters the draft.",
            self.font(),
            theme.muted,
        )
        self._close = QPushButton("Close", self)
        self._close.clicked.connect(self.close_pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(9)
        column.addWidget(heading)
        column.addWidget(about)
        column.addWidget(self._area(candidates, note), 1)
        column.addWidget(hairline(self))
        column.addWidget(self._close, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self._close)
        dress(self, theme)

    def _area(self, candidates: Sequence[Candidate], note: str) -> QScrollArea:
        inner = QWidget(self)
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(6)
        for number, one in enumerate(candidates):
            self._add(rows, number, one)
        if not candidates and not note:
            rows.addWidget(Prose(_NONE, self.font(), self._theme.window_ink))
        if note:
            rows.addWidget(Prose(note, self.font(), self._theme.muted))
        rows.addStretch(1)
        area = QScrollArea(self)
        area.setAccessibleName("Candidates")
        scroll_downwards(area)
        inner.setObjectName("sheet")  # the style sheet leaves it clear
        area.setWidget(inner)
        return area

    def _add(self, rows: QVBoxLayout, number: int, one: Candidate) -> None:
        take = QPushButton("Take in", self)
        take.setAccessibleName(f"Take in: {one.point}")
        take.clicked.connect(lambda: self._take(number, take))
        rows.addWidget(Prose(one.point, self.font(), self._theme.window_ink))
        rows.addWidget(Prose(one.where, scaled(self.font(), 0.92), self._theme.muted))
        rows.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(hairline(self))

    def _take(self, number: int, button: QPushButton) -> None:
        button.setEnabled(False)
        button.setText("Taken in")
        self.taken.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_pressed.emit()
        else:
            super().keyPressEvent(event)
