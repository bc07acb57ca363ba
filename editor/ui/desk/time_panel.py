"""Time: what a human did with each paragraph, minute by minute and in numbers.

The panel reports; it does not judge and does not prove, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from editor.ui.desk.heat_strip import HeatCell, HeatStrip
from editor.ui.desk.time_table import TimeRow, TimeTable
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress, scaled

_NOT_PROOF = "Recorded by this program; not proof."
_KEY = "One cell a minute: full is 60 s, hollow is reading, hatched is a paste or a model's text, // is not recorded."
_NO_MINUTES = "No minutes yet. They grow while you write and read here."


@dataclass(frozen=True, slots=True)
class TimeView:
    """The present paragraph and the whole draft."""

    sentence: str
    """Of the present paragraph: "6.4 of 8.6 min (4.1 editing, 2.3 reading)"."""
    cells: tuple[HeatCell, ...]
    rows: tuple[TimeRow, ...]
    total: str
    """Of the draft, in the same words."""
    notes: str = ""
    """What happened to the computer's clock meanwhile."""
    is_told: bool = True
    """Whether the minutes of former sittings are all among them."""


class TimePanel(QWidget):
    """The minutes.

    Signals:
        export_pressed: export the table as CSV; without a value.
        chosen: carries the id of the paragraph whose row was activated.
    """

    export_pressed = Signal()
    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Time")
        small = scaled(self.font(), 0.92)
        self._sentence = Prose("", self.font(), theme.window_ink)
        self._strip = HeatStrip(theme, self)
        self._key = Prose(_KEY, small, theme.muted)
        self._model = TimeTable(theme, self)
        self._table = self._make_table()
        self._total = Prose("", self.font(), theme.window_ink)
        self._not_proof = Prose(_NOT_PROOF, small, theme.muted)
        self._export = QPushButton("Export as CSV…", self)
        self._export.clicked.connect(self.export_pressed)
        heading = QLabel("Whole draft", self)
        heading.setProperty("voice", "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        for part in (self._sentence, self._strip, self._key):
            column.addWidget(part)
        column.addSpacing(6)
        column.addWidget(hairline(self))
        column.addSpacing(4)
        column.addWidget(heading)
        column.addWidget(self._total)
        column.addWidget(self._table, 1)
        column.addWidget(self._not_proof)
        column.addWidget(self._export)
        self.setFocusProxy(self._table)
        self.set_theme(theme)

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setAccessibleName("Minutes of every paragraph")
        table.setModel(self._model)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(max(26, self.fontMetrics().height() + 10))
        across = table.horizontalHeader()
        across.setResizeContentsPrecision(60)
        across.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(self._model.columnCount() - 1, QHeaderView.ResizeMode.Stretch)
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        across.setMinimumSectionSize(24)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.activated.connect(self._activated)
        return table

    def set_theme(self, theme: Theme) -> None:
        self._strip.set_theme(theme)
        self._model.set_theme(theme)
        for strong in (self._sentence, self._total):
            strong.set_colour(theme.window_ink)
        for quiet in (self._key, self._not_proof):
            quiet.set_colour(theme.muted)
        dress(self, theme)

    def show_view(self, view: TimeView) -> None:
        none = _NO_MINUTES if view.is_told else "…"
        self._sentence.set_text(view.sentence if view.cells else none)
        self._strip.show_cells(view.cells)
        self._strip.setVisible(bool(view.cells))
        self._key.setVisible(bool(view.cells))
        self._total.set_text(view.total if view.is_told else "…")
        self._model.show_rows(view.rows)
        self._not_proof.set_text(f"{_NOT_PROOF} {view.notes}".strip())

    def _activated(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.row(index.row()).paragraph)
