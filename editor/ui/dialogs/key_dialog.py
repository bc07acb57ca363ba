"""Connect a model: enter a key, told beforehand where it will be kept."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress, text_font
from editor.ui.tick_box import TickBox


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """One provider that can be connected."""

    provider: str
    title: str
    kept: str
    """Where the key will be kept: "In this computer's keyring"; or that it will be forgotten on quitting."""
    ending: str = ""
    """The last characters of the key there is: "4f2a"; empty where there is none."""
    has_key: bool = False
    """Whether there is a key; it may be too short to show the end of."""
    needs_key: bool = True
    address: str = ""
    """The server's address; shown and changed only where it can be."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyEntry:
    """What the writer entered. It never shows itself in a log."""

    provider: str
    key: str
    address: str


class KeyDialog(QDialog):
    """Asks for a provider's key.

    Signals:
        entered: carries a KeyEntry.
        removed: carries the provider whose key is to be forgotten.
    """

    entered = Signal(object)
    removed = Signal(str)

    def __init__(self, places: tuple[KeyPlace, ...], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Connect a model")
        self._places = places
        heading = QLabel("Connect a model", self)
        heading.setFont(text_font(self.font().pointSizeF() * 1.5))
        self._provider = QComboBox(self)
        self._provider.setAccessibleName("Provider")
        self._provider.setMinimumHeight(28)
        for place in places:
            self._provider.addItem(place.title, place.provider)
        self._provider.currentIndexChanged.connect(self._show_place)
        self._key = QLineEdit(self)
        self._key.setAccessibleName("Key")
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.textChanged.connect(self._look)
        self._address = QLineEdit(self)
        self._address.setAccessibleName("Address")
        self._address.textChanged.connect(self._look)
        self._visible = TickBox("Show the key", theme, self)
        self._visible.toggled.connect(self._show_key)
        self._kept = Prose("", self.font(), theme.muted)
        self._problem = Prose("", self.font(), theme.blocked)
        self._forget = QPushButton("Forget the key", self)
        self._forget.clicked.connect(lambda: self.removed.emit(self.place.provider))
        self._buttons = QDialogButtonBox(self)
        self._save = self._buttons.addButton("Connect", QDialogButtonBox.ButtonRole.AcceptRole)
        self._save.setProperty("weight", "first")
        self._buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.addButton(self._forget, QDialogButtonBox.ButtonRole.ResetRole)
        self._buttons.accepted.connect(self._enter)
        self._buttons.rejected.connect(self.reject)
        self._lay_out(heading)
        dress(self, theme)
        self._show_place()
        self._key.setFocus()

    def _lay_out(self, heading: QLabel) -> None:
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(10)
        self._form.addRow("Provider", self._provider)
        self._form.addRow("Address", self._address)
        self._form.addRow("Key", self._key)
        self._form.addRow("", self._visible)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addLayout(self._form)
        column.addWidget(self._kept)
        column.addWidget(self._problem)
        column.addStretch(1)
        column.addWidget(hairline(self))
        column.addWidget(self._buttons)

    @property
    def place(self) -> KeyPlace:
        return self._places[self._provider.currentIndex()]

    def _show_place(self) -> None:
        place = self.place
        self._key.clear()
        kept = f"A key ending in …{place.ending} is kept" if place.ending else "A key is kept"
        self._key.setPlaceholderText(kept if place.ending or place.has_key else "Paste the key")
        self._address.setText(place.address)
        self._form.setRowVisible(self._address, bool(place.address))
        self._form.setRowVisible(self._key, place.needs_key)
        self._form.setRowVisible(self._visible, place.needs_key)
        self._kept.set_text(
            f"{place.kept} Nothing is sent until you ask a critic."
            if place.needs_key
            else "No key needed. Nothing is sent until you ask a critic."
        )
        self._forget.setVisible(bool(place.ending) or place.has_key)
        self.show_problem("")
        self._look()

    def _show_key(self, shown: bool) -> None:
        self._key.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _look(self) -> None:
        ready = bool(self._key.text().strip()) or not self.place.needs_key
        self._save.setEnabled(ready and (bool(self._address.text().strip()) or not self.place.address))

    def show_problem(self, sentence: str) -> None:
        """Why the key was not taken; an empty sentence takes the line away."""
        self._problem.set_text(sentence)
        self._problem.setVisible(bool(sentence))

    def _enter(self) -> None:
        self.entered.emit(KeyEntry(self.place.provider, self._key.text().strip(), self._address.text().strip()))

    def sizeHint(self) -> QSize:
        return QSize(460, 320)
