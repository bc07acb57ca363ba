"""What models may cost and what they have cost: two limits, where it went, what nobody knows, prices of the writer's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from editor.ui.dialogs.budget_parts import GivenPrice, LimitRow, LimitView, PriceForm, UnsureRow, UnsureView
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress, text_font

_UNSURE = (
    "Nobody knows what these calls cost: they broke off or were stopped. They count with the most it can be. Look it up "
    "with the provider and settle it here."
)
_PRICES = (
    "A model without a known price cannot be asked while there is a limit. Say what it costs, in dollars for a million "
    "tokens."
)


@dataclass(frozen=True, slots=True)
class SumView:
    name: str
    calls: int
    cost: str


@dataclass(frozen=True, slots=True)
class BudgetView:
    words: str
    """What is left, or that nothing is limited."""
    essay: LimitView
    month: LimitView
    sums: Mapping[str, tuple[SumView, ...]]
    """By what they are sums over: "By purpose"."""
    unsure: tuple[UnsureView, ...] = ()
    prices: tuple[GivenPrice, ...] = ()
    providers: tuple[tuple[str, str], ...] = ()
    """The connections by title, each with the list that its prices are kept in."""
    notice: str = ""
    """That the list of spending was damaged, and what became of it."""
    price_source: str = ""
    """Where all other prices are from, and of which day; empty where that is not known."""


class BudgetDialog(QDialog):
    """Signals:
    essay_limited, month_limited: carry an amount as written, or None for no limit.
    settled: carries a Settled.
    priced: carries a GivenPrice.
    """

    essay_limited = Signal(object)
    month_limited = Signal(object)
    settled = Signal(object)
    priced = Signal(object)

    def __init__(self, view: BudgetView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Budget")
        self._theme = theme
        self._view: BudgetView | None = None
        self._told = ""
        """Of a limit that was written and not set, when the writer last wanted to close."""
        heading = QLabel("Budget", self)
        heading.setFont(text_font(self.font().pointSizeF() * 1.5))
        self._left = Prose("", self.font(), theme.window_ink)
        self.essay = LimitRow("This essay", theme, self)
        self.essay.chosen.connect(self.essay_limited)
        self.month = LimitRow("All essays, in a month", theme, self)
        self.month.chosen.connect(self.month_limited)
        self._problem = Prose("", self.font(), theme.blocked)
        self._over = QComboBox(self)
        self._over.setAccessibleName("Sums")
        self._over.currentTextChanged.connect(lambda _text: self._show_sums())
        self._sums = self._table()
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        self._lay_out(heading, buttons)
        dress(self, theme)
        self.show_view(view)
        self.show_problem("")
        self.essay.field.setFocus()

    def _table(self) -> QTreeWidget:
        table = QTreeWidget(self)
        table.setAccessibleName("Where it went")
        table.setHeaderLabels(["", "Calls", "Cost"])
        table.setRootIsDecorated(False)
        table.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        table.header().setStretchLastSection(False)
        table.header().setSectionResizeMode(0, table.header().ResizeMode.Stretch)
        for column in (1, 2):
            table.header().setSectionResizeMode(column, table.header().ResizeMode.ResizeToContents)
        return table

    def _lay_out(self, heading: QLabel, buttons: QDialogButtonBox) -> None:
        where = QHBoxLayout()
        title = QLabel("Where it went", self)
        title.setProperty("voice", "heading")
        where.addWidget(title, 1)
        where.addWidget(self._over)
        self._rest = QVBoxLayout()
        self._rest.setContentsMargins(0, 0, 6, 0)
        self._rest.setSpacing(8)
        inside = QWidget(self)
        inside.setLayout(self._rest)
        scroll = QScrollArea(self)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(self._left)
        column.addWidget(self.essay)
        column.addWidget(self.month)
        column.addWidget(self._problem)
        column.addWidget(hairline(self))
        column.addLayout(where)
        column.addWidget(self._sums, 2)
        column.addWidget(hairline(self))
        column.addWidget(scroll, 3)
        column.addWidget(buttons)

    def show_view(self, view: BudgetView) -> None:
        before, self._view = self._view, view
        self._left.set_text(" ".join(part for part in (view.words, view.notice) if part))
        self.essay.show_view(view.essay)
        self.month.show_view(view.month)
        over = self._over.currentText()
        if [self._over.itemText(n) for n in range(self._over.count())] != list(view.sums):
            self._over.clear()
            self._over.addItems(list(view.sums))
            self._over.setCurrentText(over)
        self._show_sums()
        if before is None or (before.unsure, before.prices, before.providers) != (
            view.unsure,
            view.prices,
            view.providers,
        ):
            self._fill_rest(view)

    def _show_sums(self) -> None:
        rows = self._view.sums.get(self._over.currentText(), ()) if self._view else ()
        self._sums.clear()
        for row in rows or (SumView("Nothing was spent.", 0, ""),):
            item = QTreeWidgetItem([row.name, str(row.calls) if row.calls else "", row.cost])
            for column in (1, 2):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._sums.addTopLevelItem(item)

    def _fill_rest(self, view: BudgetView) -> None:
        while (item := self._rest.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if view.unsure:
            self._title("Calls nobody knows the cost of", _UNSURE)
            for one in view.unsure:
                row = UnsureRow(one, self._theme, self)
                row.settled.connect(self.settled)
                self._rest.addWidget(row)
        others = (
            f" All other prices are from {view.price_source}, and may have changed since." if view.price_source else ""
        )
        self._title("Prices you give", f"{_PRICES}{others}")
        for price in view.prices:
            self._rest.addWidget(self._price_row(price))
        form = PriceForm(view.providers, self)
        form.given.connect(self.priced)
        self._rest.addWidget(form)
        self._rest.addStretch(1)

    def _title(self, title: str, about: str) -> None:
        label = PlainLabel(title, self)
        label.setProperty("voice", "heading")
        self._rest.addWidget(label)
        self._rest.addWidget(Prose(about, self.font(), self._theme.muted))

    def _price_row(self, price: GivenPrice) -> QWidget:
        row = QWidget(self)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        words = f"{price.model} ({price.provider}) reads for ${price.input_usd} and writes for ${price.output_usd}"
        across.addWidget(Prose(words, self.font(), self._theme.window_ink), 1)
        forget = QPushButton("Take back", row)
        forget.setAutoDefault(False)
        forget.setAccessibleName(f"Take back the price of {price.model}")
        taken_back = GivenPrice(price.provider, price.model, "", "")
        forget.clicked.connect(lambda: self.priced.emit(taken_back))
        across.addWidget(forget)
        return row

    def show_problem(self, sentence: str) -> None:
        """Why something was not taken; an empty sentence takes the line away."""
        self._problem.set_text(sentence)
        self._problem.setVisible(bool(sentence))

    def reject(self) -> None:
        """Not at first where a limit was written and not set: whoever leaves it so believes that it holds."""
        unset = next((row for row in (self.essay, self.month) if row.unset), None)
        if unset is not None and self._told != unset.unset:
            self._told = unset.unset
            self.show_problem(self._told)
            unset.field.setFocus()
            return
        super().reject()

    def sizeHint(self) -> QSize:
        return QSize(640, 690)
