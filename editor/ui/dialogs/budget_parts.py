"""What the sheet about money is made of: a limit, a call whose cost nobody knows, a price that the writer gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose
from editor.ui.theme import Theme

_AMOUNT_WIDTH = 84


@dataclass(frozen=True, slots=True)
class LimitView:
    limit: str
    """Dollars, as in "3"; empty where there is no limit."""
    words: str
    """What is spent, held back, unsure and left; one line."""


@dataclass(frozen=True, slots=True)
class UnsureView:
    call: str
    words: str
    """When, which model, what for, and the most it can have cost."""


@dataclass(frozen=True, slots=True)
class Settled:
    call: str
    usd: str


@dataclass(frozen=True, slots=True)
class GivenPrice:
    provider: str
    model: str
    input_usd: str
    """For a million tokens; empty together with the other where the price is taken back."""
    output_usd: str


def amount_field(name: str, parent: QWidget) -> QLineEdit:
    field = QLineEdit(parent)
    field.setAccessibleName(name)
    field.setFixedWidth(_AMOUNT_WIDTH)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    return field


class LimitRow(QWidget):
    """One limit: set, raised, or taken away.

    Signals:
        chosen: carries what the writer wrote, or None where there is to be no limit.
    """

    chosen = Signal(object)

    def __init__(self, title: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = title
        self._known = ""
        self._asked: str | None = None
        """What was written when the writer last said that it is to hold."""
        heading = PlainLabel(title, self)
        heading.setProperty("voice", "heading")
        self.field = amount_field(f"Limit: {title}", self)
        self.field.setPlaceholderText("no limit")
        self.field.textChanged.connect(self._look)
        self.field.returnPressed.connect(self._set)
        self._keep = QPushButton("Set", self)
        self._keep.setAutoDefault(False)
        self._keep.setAccessibleName(f"Set the limit: {title}")
        self._keep.clicked.connect(self._set)
        self._none = QPushButton("No limit", self)
        self._none.setAutoDefault(False)
        self._none.setAccessibleName(f"No limit: {title}")
        self._none.clicked.connect(lambda: self.chosen.emit(None))
        self._facts = Prose("", self.font(), theme.muted)
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(heading, 1)
        for part in (QLabel("$", self), self.field, self._keep, self._none):
            across.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(across)
        column.addWidget(self._facts)

    def show_view(self, view: LimitView) -> None:
        """What the writer is just writing into the field stays, unless the limit itself is another one."""
        self._facts.set_text(view.words)
        if view.limit != self._known or not self.field.hasFocus():
            self._known = view.limit
            self.field.setText(view.limit)
        self._look()

    def _look(self) -> None:
        written = self.field.text().strip()
        self._keep.setEnabled(bool(written) and written != self._known)
        self._none.setEnabled(bool(self._known))

    def _set(self) -> None:
        if self._keep.isEnabled():
            self._asked = written = self.field.text().strip()
            self.chosen.emit(written)

    @property
    def unset(self) -> str:
        """What holds although something else is written in the field, in a sentence; empty where nothing is."""
        written = self.field.text().strip()
        if written in (self._known, self._asked):
            return ""
        holds = f"the limit is still ${self._known}" if self._known else "there is still no limit"
        button = "Set" if written else "No limit"
        return f"{self._title}: {holds}. Press {button} to change that, or close once more to leave it so."


class UnsureRow(QWidget):
    """A call whose cost nobody knows. Signals: settled, carries a Settled."""

    settled = Signal(object)

    def __init__(self, view: UnsureView, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._call = view.call
        self._field = amount_field(f"Real cost: {view.words}", self)
        self._field.setPlaceholderText("0.00")
        self._button = QPushButton("Settle", self)
        self._button.setAutoDefault(False)
        self._button.setEnabled(False)
        self._field.textChanged.connect(lambda text: self._button.setEnabled(bool(text.strip())))
        self._field.returnPressed.connect(self._settle)
        self._button.clicked.connect(self._settle)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(Prose(view.words, self.font(), theme.window_ink), 1)
        for part in (QLabel("$", self), self._field, self._button):
            across.addWidget(part)

    def _settle(self) -> None:
        if self._field.text().strip():
            self.settled.emit(Settled(self._call, self._field.text().strip()))


class PriceForm(QWidget):
    """A price that the writer gives. Signals: given, carries a GivenPrice."""

    given = Signal(object)

    def __init__(self, providers: Sequence[tuple[str, str]], parent: QWidget) -> None:
        """`providers` by what the writer calls them, and by the list their prices are kept in."""
        super().__init__(parent)
        self._provider = QComboBox(self)
        self._provider.setAccessibleName("Connection of the model")
        for title, price_list in providers:
            self._provider.addItem(title, price_list)
        self._model = QLineEdit(self)
        self._model.setAccessibleName("Model without a known price")
        self._model.setPlaceholderText("model")
        self._input = amount_field("Dollars for a million tokens read", self)
        self._output = amount_field("Dollars for a million tokens written", self)
        self._button = QPushButton("Keep", self)
        self._button.setAutoDefault(False)
        self._button.setAccessibleName("Keep the price")
        self._button.clicked.connect(self._give)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self._provider)
        across.addWidget(self._model, 1)
        for words, field in (("reads $", self._input), ("writes $", self._output)):
            across.addWidget(PlainLabel(words, self))
            across.addWidget(field)
            field.textChanged.connect(self._look)
        across.addWidget(self._button)
        self._model.textChanged.connect(self._look)
        self._look()

    def _look(self) -> None:
        self._button.setEnabled(all(field.text().strip() for field in (self._model, self._input, self._output)))

    def _give(self) -> None:
        model, read, written = (field.text().strip() for field in (self._model, self._input, self._output))
        self.given.emit(GivenPrice(str(self._provider.currentData()), model, read, written))
