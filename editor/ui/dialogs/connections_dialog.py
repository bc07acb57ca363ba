"""Connect a model: the vendors, and servers of the writer's own; an address, a key, the models that may be asked.

What is entered as a key is told beforehand where it will be kept, and never shown again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.dialogs.connection_form import ConnectionForm, ConnectionView
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress, text_font
from editor.ui.whole_rows import WholeRows

_ABOUT = "Nothing is sent until you ask a critic and say yes to the text. Testing asks only for a list of models."


@dataclass(frozen=True, slots=True)
class ServerChoice:
    """A kind of server that a new connection can begin with."""

    title: str
    kind: str
    base_url: str


class ConnectionsDialog(QDialog):
    """Signals:
    kept: carries an Entered of `connection_form`.
    removed, key_forgotten, usual_chosen: carry a connection's id.
    test_pressed: carries an Entered.
    find_pressed: the writer wants local servers to be looked for; without a value.
    """

    kept = Signal(object)
    removed = Signal(str)
    usual_chosen = Signal(str)
    key_forgotten = Signal(str)
    test_pressed = Signal(object)
    find_pressed = Signal()

    def __init__(
        self,
        connections: tuple[ConnectionView, ...],
        servers: tuple[ServerChoice, ...],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Connect a model")
        self._connections: list[ConnectionView] = []
        self._told = False
        """Whether the writer wanted to close what is not kept."""
        heading = QLabel("Connect a model", self)
        heading.setFont(text_font(self.font().pointSizeF() * 1.5))
        self._list = WholeRows(self)
        self._list.setAccessibleName("Connections")
        self._list.setSpacing(3)
        self._list.setMinimumWidth(190)
        self._list.currentRowChanged.connect(self._choose)
        self._add = QPushButton("Add", self)
        self._menu = QMenu(self)
        self._add.setMenu(self._menu)
        self._remove = QPushButton("Remove", self)
        self._remove.clicked.connect(lambda: self.removed.emit(self._here.connection))
        self.form = ConnectionForm(theme, self)
        self.form.kept.connect(self.kept)
        self.form.test_pressed.connect(self.test_pressed)
        self.form.key_forgotten.connect(self.key_forgotten)
        self._problem = Prose("", self.font(), theme.blocked)
        self._said = Prose("", self.font(), theme.window_ink)
        self._usual = QPushButton("Ask This Usually", self)
        self._usual.setToolTip("What is asked of a model goes here, unless you choose another one for it")
        self._usual.clicked.connect(lambda: self.usual_chosen.emit(self._here.connection))
        for button in (self._add, self._remove, self._usual):
            button.setAutoDefault(False)
        self._lay_out(heading, theme)
        self._offer(servers)
        dress(self, theme)
        self.show_connections(connections)
        self.say("")

    def _lay_out(self, heading: QLabel, theme: Theme) -> None:
        below = QHBoxLayout()
        below.addWidget(self._add)
        below.addWidget(self._remove)
        left = QVBoxLayout()
        left.addWidget(self._list, 1)
        left.addLayout(below)
        left.addWidget(self._usual)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addLayout(left, 2)
        across.addWidget(self.form, 5)
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(Prose(_ABOUT, self.font(), theme.muted))
        column.addLayout(across, 1)
        column.addWidget(self._problem)
        column.addWidget(self._said)
        column.addWidget(hairline(self))
        column.addWidget(buttons)

    def _offer(self, servers: tuple[ServerChoice, ...]) -> None:
        for one in servers:
            self._menu.addAction(one.title).triggered.connect(partial(self.begin, one))
        self._menu.addSeparator()
        self._menu.addAction("Look for servers on this computer", self.find_pressed.emit)
        self._menu.addAction(
            "Another server…", lambda: self.begin(ServerChoice("", "compatible", "http://127.0.0.1:8000/v1"))
        )

    @property
    def _here(self) -> ConnectionView:
        return self._connections[max(0, self._list.currentRow())]

    def begin(self, server: ServerChoice, _checked: bool = False) -> None:
        """A new connection, which is nothing until it is kept."""
        local = "//127.0.0.1" in server.base_url
        fresh = ConnectionView("", server.title, server.kind, server.base_url, "", (), local=local, needs_key=not local)
        self._connections = [one for one in self._connections if one.connection] + [fresh]
        self._fill(len(self._connections) - 1)
        self.form.focus_first()

    def show_connections(self, connections: tuple[ConnectionView, ...], go_to: str = "") -> None:
        """Shows the list anew, and the connection of this id, or else the one that was shown."""
        row = max(0, self._list.currentRow())
        found = [number for number, one in enumerate(connections) if go_to and one.connection == go_to]
        self._connections = list(connections)
        self._fill(found[0] if found else min(row, len(connections) - 1))

    def _fill(self, row: int) -> None:
        self._list.blockSignals(True)
        self._list.clear()
        for one in self._connections:
            item = QListWidgetItem(f"{one.title or 'New connection'}\n{one.state_words}", self._list)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.title or 'New connection'}: {one.state_words}")
        self._list.setCurrentRow(row)
        self._list.blockSignals(False)
        self._choose(row)

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._connections):
            here, lost, self._told = self._connections[row], self.form.unkept, False
            self.form.show_view(here)
            self._remove.setEnabled(bool(here.connection) and (not here.standard or here.changed))
            self._usual.setEnabled(bool(here.connection) and not here.usual)
            self._remove.setText("As at first" if here.standard else "Remove")
            self.say(f"What you entered for {lost} was not kept." if lost else "")

    def show_models(self, connection: str, models: tuple[tuple[str, str], ...]) -> None:
        """What the server named: models, each with a warning or an empty text."""
        if self._here.connection == connection:
            self._connections[self._list.currentRow()] = replace(self._here, listed=models)
            self.form.show_models(models)
            count = f"It answers, and names {len(models)} model{'' if len(models) == 1 else 's'}."
            self.say(f"{count} {self.form.next_step}".strip())

    def say(self, sentence: str, *, problem: bool = False) -> None:
        """What came of the last step; an empty sentence takes the line away."""
        self._problem.set_text(sentence if problem else "")
        self._said.set_text("" if problem else sentence)
        self._problem.setVisible(problem and bool(sentence))
        self._said.setVisible(not problem and bool(sentence))

    def reject(self) -> None:
        """Not at first where something was entered and not kept: a key that was tested looks as if it were."""
        lost = self.form.unkept
        if lost and not self._told:
            self._told = True
            self.say(
                f"What you entered for {lost} is not kept: press Keep, or close once more to leave it.", problem=True
            )
            return
        super().reject()

    def sizeHint(self) -> QSize:
        return QSize(760, 620)
