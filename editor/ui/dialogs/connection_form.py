"""One connection: what it is called, where it is, its key, and the models that may be asked there."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose
from editor.ui.theme import Theme
from editor.ui.tick_box import TickBox

KINDS = {
    "anthropic": "Anthropic (Claude)",
    "openai": "OpenAI",
    "google": "Google (Gemini)",
    "compatible": "a server that speaks OpenAI's format",
}
"""What is said of each wire format."""

_KEEPS_ADDRESS = "A connection keeps its address. For another one make a new connection."


@dataclass(frozen=True, slots=True)
class ConnectionView:
    connection: str
    """Its id; empty for one that is being made."""
    title: str
    kind: str
    base_url: str
    model: str
    """The one that is asked unless another is named."""
    allowed: tuple[str, ...]
    local: bool = False
    standard: bool = False
    changed: bool = False
    """Whether the writer changed a vendor's own."""
    key_words: str = ""
    """ "in the system's keyring, ending …4f2a"; empty where there is no key."""
    needs_key: bool = True
    fallback: str = ""
    """The day of the list of models that came with the program."""
    usual: bool = False
    """Whether it is asked where nobody names another."""
    listed: tuple[tuple[str, str], ...] = ()
    """The models that the server named, each with a warning or an empty text."""

    @property
    def state_words(self) -> str:
        if not self.connection:
            return "not kept yet"
        key = "No key yet" if self.needs_key else "On this computer, no key needed"
        if self.key_words:
            key = f"Key {self.key_words}"
        return f"Asked usually. {key}" if self.usual else key


@dataclass(frozen=True, slots=True, repr=False)
class Entered:
    """What the writer entered. It never shows itself in a log."""

    connection: str
    title: str
    kind: str
    base_url: str
    model: str
    allowed: tuple[str, ...]
    key: str
    """Empty where none was entered."""
    changed: bool
    """Whether anything but the key differs from what there was."""


class ConnectionForm(QWidget):
    """Signals:
    kept, test_pressed: carry an Entered.
    key_forgotten: carries the connection's id.
    """

    kept = Signal(object)
    test_pressed = Signal(object)
    key_forgotten = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = ConnectionView("", "", "compatible", "", "", ())
        self._asked: Entered | None = None
        """What the writer last wanted to be kept; a keyring may take its time."""
        self._title = self._line("Name of the connection")
        self._kind = PlainLabel(parent=self)
        self._address = self._line("Address")
        self._key = self._line("Key")
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._forget = QPushButton("Forget", self)
        self._forget.setAccessibleName("Forget the key")
        self._forget.clicked.connect(lambda: self.key_forgotten.emit(self._view.connection))
        self._visible = TickBox("Show the key", theme, self)
        self._visible.toggled.connect(
            lambda on: self._key.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        )
        self._key_about = Prose("", self.font(), theme.muted)
        self._model = self._line("Model that is asked")
        self._models = QListWidget(self)
        self._models.setAccessibleName("Models that may be asked")
        self._models.setProperty("ticks", True)
        self._models.itemChanged.connect(lambda _item: self._look())
        self._models_about = Prose("", self.font(), theme.muted)
        self._test = QPushButton("Test", self)
        self._test.setToolTip("Asks the server which models it has. Nothing of your draft goes along.")
        self._test.clicked.connect(lambda: self.test_pressed.emit(self.entered))
        self._keep = QPushButton("Keep", self)
        self._keep.setProperty("weight", "first")
        self._keep.clicked.connect(self._keep_this)
        for button in (self._forget, self._test, self._keep):
            button.setAutoDefault(False)
        self._lay_out()

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(name)
        line.textChanged.connect(lambda _text: self._look())
        return line

    def _lay_out(self) -> None:
        key = QHBoxLayout()
        key.addWidget(self._key, 1)
        key.addWidget(self._forget)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow("Name", self._title)
        form.addRow("Kind", self._kind)
        form.addRow("Address", self._address)
        form.addRow("Key", key)
        form.addRow("", self._visible)
        form.addRow("", self._key_about)
        form.addRow("Model", self._model)
        form.addRow("May be\nasked", self._models)
        form.addRow("", self._models_about)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._test)
        buttons.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form, 1)
        column.addLayout(buttons)

    def focus_first(self) -> None:
        (self._address if self._title.text() else self._title).setFocus()

    def show_view(self, view: ConnectionView) -> None:
        self._view, self._asked = view, None
        self._key.clear()
        self._visible.setChecked(False)
        self._title.setText(view.title)
        self._kind.setText(KINDS.get(view.kind, view.kind))
        self._address.setText(view.base_url)
        self._address.setReadOnly(bool(view.connection))  # its key lies under its id and must not follow a new address
        self._address.setToolTip(_KEEPS_ADDRESS if view.connection else "")
        self._model.setText(view.model)
        self._key.setPlaceholderText("A key is kept" if view.key_words else "Paste the key")
        self._forget.setVisible(bool(view.key_words) and not view.key_words.startswith("from "))
        self._key_about.set_text(_about_key(view))
        self._models.clear()  # another connection's ticks say nothing of this one
        self.show_models(view.listed)

    def show_models(self, listed: tuple[tuple[str, str], ...]) -> None:
        """Those of the server, after a test; before, those that may be asked so far."""
        ticked = {*self._ticked()} if self._models.count() and listed else set(self._view.allowed)
        warnings = dict(listed)
        names = list(dict.fromkeys((*warnings, *self._view.allowed)))
        self._models.blockSignals(True)
        self._models.clear()
        for name in names:
            gone = "not in its list any more" if listed and name not in warnings else ""
            words = warnings.get(name) or gone
            item = QListWidgetItem(f"{name}   ({words})" if words else name, self._models)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked)
        self._models.blockSignals(False)
        if listed and not self._model.text().strip():
            self._model.setText(listed[0][0])
        dated = f"The list of {self._view.fallback}. " if self._view.fallback and not self._view.changed else ""
        self._models_about.set_text("" if listed else f"{dated}Test asks for the present one.")
        self._models_about.setVisible(not listed)
        self._look()

    def _ticked(self) -> tuple[str, ...]:
        items = (self._models.item(row) for row in range(self._models.count()))
        return tuple(
            str(one.data(Qt.ItemDataRole.UserRole)) for one in items if one.checkState() is Qt.CheckState.Checked
        )

    @property
    def entered(self) -> Entered:
        view, model = self._view, self._model.text().strip()
        title, address = self._title.text().strip(), self._address.text().strip()
        allowed = tuple(dict.fromkeys((*self._ticked(), *([model] if model else []))))
        changed = (title, model, set(allowed)) != (view.title, view.model, set(view.allowed)) or not view.connection
        key = self._key.text().strip()
        return Entered(view.connection, title, view.kind, address, model, allowed, key, changed)

    @property
    def unkept(self) -> str:
        """Whose it is, where something was entered that is not kept; empty where nothing was."""
        entered = self.entered
        is_new = bool(entered.key) or (entered.changed and bool(entered.model))
        return (self._view.title or "the new connection") if is_new and entered != self._asked else ""

    @property
    def next_step(self) -> str:
        """What makes it hold; empty where all of it does."""
        if not self.unkept:
            return ""
        return f"Nothing of it is kept yet: {'press Keep' if self._title.text().strip() else 'it needs a name'}."

    def _keep_this(self) -> None:
        self._asked = self.entered
        self.kept.emit(self._asked)

    def _look(self) -> None:
        entered = self.entered
        self._test.setEnabled(bool(entered.base_url))
        whole = all((entered.title, entered.base_url, entered.model))
        self._keep.setEnabled(whole and (entered.changed or bool(entered.key)))


def _about_key(view: ConnectionView) -> str:
    if view.key_words:
        return f"The key is {view.key_words}."
    where = "It goes into the system's keyring; where there is none it is kept for this session only, and that is said."
    return where if view.needs_key else "No key needed, unless you gave the server one."
