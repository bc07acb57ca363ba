"""The rows of the pre-flight: what was looked at, what came out, and where to see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QPushButton, QScrollArea, QWidget

from editor.core.profiles import Verdict
from editor.ui.prose import Prose
from editor.ui.state_sign import StateSign
from editor.ui.theme import Theme


class CheckState(Enum):
    FINE = "fine"
    LOOK = "look at it"
    STOP = "cannot export like this"
    """Only for output that would be broken."""


_SIGNS = {CheckState.FINE: Verdict.FINE, CheckState.LOOK: Verdict.LOOK, CheckState.STOP: Verdict.NOT_ALLOWED}
_SIGN = QRectF(3, 8, 13, 13)


@dataclass(frozen=True, slots=True)
class CheckRow:
    name: str
    """Which check; carried back by "Show"."""
    title: str
    result: str
    """In words: "2 paragraphs hold model text outside a block"."""
    state: CheckState
    can_show: bool = False


class CheckRows(QScrollArea):
    """The table of checks, worst first.

    Signals:
        show_pressed: carries the name of a check.
    """

    show_pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[CheckRow, ...] = ()
        self.setAccessibleName("Checks")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._fill()

    def show_rows(self, rows: Sequence[CheckRow]) -> None:
        order = list(CheckState)
        self._rows = tuple(sorted(rows, key=lambda row: -order.index(row.state)))
        self._fill()

    def _fill(self) -> None:
        sheet = QWidget()
        sheet.setObjectName("sheet")
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 2, 10, 2)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 5)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        top = Qt.AlignmentFlag.AlignTop
        for at, row in enumerate(self._rows):
            grid.addWidget(StateSign(_SIGNS[row.state], row.state.value, self._theme, _SIGN), at, 0, top)
            plain = row.state is CheckState.FINE
            title = Prose(row.title, self.font() if plain else strong, self._theme.window_ink)
            result = Prose(row.result, self.font(), self._theme.muted if plain else self._theme.window_ink)
            for words in (title, result):
                words.setContentsMargins(0, 6, 0, 2)
            result.setAccessibleName(f"{row.title}: {row.state.value}. {row.result}")
            grid.addWidget(title, at, 1)
            grid.addWidget(result, at, 2)
            if row.can_show:
                grid.addWidget(self._show_button(row), at, 3, top)
        grid.setRowStretch(len(self._rows), 1)
        self.setWidget(sheet)

    def _show_button(self, row: CheckRow) -> QPushButton:
        button = QPushButton("Show")
        button.setProperty("weight", "quiet")
        button.setProperty("voice", "link")
        button.setAccessibleName(f"Show: {row.title}")
        button.clicked.connect(lambda: self.show_pressed.emit(row.name))
        return button
