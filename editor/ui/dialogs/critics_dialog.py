"""The critics there are, one at a time: what each looks for, whom it asks, and how it fared with this writer.

Below them: how well each model quotes, where the writer's own critics lie, and what is wrong with unusable ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from editor.protocol.parts import AskableRow, CriticChoice, CriticRow
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress

_USUAL = "The usual one"
_ITS_OWN = "As its file says, or the usual one"


@dataclass(frozen=True, slots=True)
class CriticsView:
    critics: tuple[CriticRow, ...]
    connections: tuple[AskableRow, ...]
    choices: tuple[CriticChoice, ...]
    tallies: dict[str, str]
    """By critic: "12 remarks: 5 agreed, 4 taste"."""
    quoting: tuple[str, ...]
    """A sentence for each model."""
    folder: str
    trouble: str


class CriticsDialog(QDialog):
    """Signals:
    chosen: carries a CriticChoice.
    folder_wanted: the folder of the writer's own is to be opened; without a value.
    copy_wanted: carries the name of the critic that is to be copied as a start.
    """

    chosen = Signal(object)
    folder_wanted = Signal()
    copy_wanted = Signal(str)

    def __init__(self, view: CriticsView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Critics")
        self._theme = theme
        self._view = view
        self._list = QListWidget(self)
        self._list.setAccessibleName("Critics")
        self._list.setSpacing(3)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentRowChanged.connect(lambda _row: self._show())
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self._list)
        parts.addWidget(self._details())
        parts.setStretchFactor(1, 1)
        parts.setSizes([220, 480])
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(14)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addWidget(parts, 1)
        column.addWidget(hairline(self))
        self._quoting = Prose("", self.font(), theme.window_ink)
        self._trouble = Prose("", self.font(), theme.attention)
        self._folder = Prose("", self.font(), theme.muted)
        for words in (self._quoting, self._trouble, self._folder):
            column.addWidget(words)
        column.addLayout(self._buttons())
        dress(self, theme)
        self.show_view(view)
        self._list.setCurrentRow(0)
        self.resize(self.sizeHint())  # by itself a dialog with wrapped words is made as low as it can be

    def _details(self) -> QWidget:
        page = QWidget(self)
        self._title = PlainLabel(parent=page)
        self._title.setProperty("voice", "heading")
        self._line = Prose("", self.font(), self._theme.window_ink)
        self._tally = Prose("", self.font(), self._theme.muted)
        self._connection, self._model = QComboBox(page), QComboBox(page)
        self._connection.setAccessibleName("Connection")
        self._model.setAccessibleName("Model")
        self._connection.activated.connect(lambda _at: self._connection_chosen())
        self._model.activated.connect(lambda _at: self._tell())
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(8)
        self._form.addRow("Connection", self._connection)
        self._form.addRow("Model", self._model)
        self._asks = QWidget(page)
        self._asks.setLayout(self._form)
        self._form.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(10)
        for part in (self._title, self._line, self._tally, self._asks):
            column.addWidget(part)
        column.addStretch(1)
        return page

    def _buttons(self) -> QHBoxLayout:
        self._copy = QPushButton("Copy as a Start", self)
        self._copy.setToolTip("Copy this critic into the folder of your own, to be changed there")
        self._copy.clicked.connect(lambda: self.copy_wanted.emit(self._critic().name))
        folder = QPushButton("Open the Folder", self)
        folder.clicked.connect(self.folder_wanted)
        close = QDialogButtonBox(self)
        close.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        close.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._copy)
        row.addWidget(folder)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def show_view(self, view: CriticsView) -> None:
        """Shows what there is now; the critic that was marked stays marked."""
        marked = self._critic().name if self._list.currentRow() >= 0 else ""
        self._view = view
        with QSignalBlocker(self._list):
            self._list.clear()
            self._list.addItems([f"{one.title} (yours)" if one.own else one.title for one in view.critics])
            names = [one.name for one in view.critics]
            self._list.setCurrentRow(names.index(marked) if marked in names else 0)
        self._quoting.set_text("\n".join(view.quoting))
        self._quoting.setVisible(bool(view.quoting))
        self._trouble.set_text(view.trouble)
        self._trouble.setVisible(bool(view.trouble))
        self._folder.set_text(f"Critics of your own are Markdown files in {view.folder}")
        self._show()

    def mark(self, critic: str) -> None:
        names = [one.name for one in self._view.critics]
        if critic in names:
            self._list.setCurrentRow(names.index(critic))

    def _critic(self) -> CriticRow:
        return self._view.critics[max(0, self._list.currentRow())]

    def _show(self) -> None:
        if not self._view.critics:
            return
        one = self._critic()
        self._title.setText(one.title)
        self._line.set_text(one.line)
        self._line.set_colour(self._theme.window_ink if one.available else self._theme.attention)
        self._tally.set_text(f"In this draft: {self._view.tallies.get(one.name, 'no remarks')}.")
        self._asks.setVisible(one.model is not None)
        self._copy.setEnabled(one.model is not None)
        choice = next((choice for choice in self._view.choices if choice.critic == one.name), CriticChoice(one.name))
        known = [(_ITS_OWN, "")] + [(row.title, row.name) for row in self._view.connections]
        _fill(self._connection, known, choice.connection)
        self._fill_models(choice.model)

    def _fill_models(self, chosen: str) -> None:
        connection = self._connection.currentData() or ""
        rows: Sequence[AskableRow] = self._view.connections
        row = next((row for row in rows if row.name == connection), rows[0] if rows else None)
        models = row.models if row else ()
        usual = f"{_USUAL if connection else _ITS_OWN} ({self._critic().model})" if not chosen else _ITS_OWN
        _fill(self._model, [(usual, ""), *((model, model) for model in models)], chosen)

    def _connection_chosen(self) -> None:
        self._fill_models("")
        self._tell()

    def _tell(self) -> None:
        choice = CriticChoice(self._critic().name, self._connection.currentData() or "", self._model.currentData() or "")
        self.chosen.emit(choice)

    def sizeHint(self) -> QSize:
        return QSize(820, 520)


def _fill(box: QComboBox, entries: Sequence[tuple[str, str]], chosen: str) -> None:
    """What was chosen stays there, also where it is not on offer at this moment."""
    with QSignalBlocker(box):
        box.clear()
        for words, value in entries:
            box.addItem(words, value)
        if box.findData(chosen) < 0:
            box.addItem(chosen, chosen)
        box.setCurrentIndex(box.findData(chosen))
