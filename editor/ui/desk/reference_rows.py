"""One reference in its row: a tick that sends it along, its title, how long it is, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from editor.ui.plain_words import plain_tip
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, scaled
from editor.ui.tick_box import TickBox

_INSET = 26


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    id: str
    title: str
    facts: str
    """Ready to show: "swans.pdf · 1,200 words · about 1,600 tokens"."""
    ticked: bool
    warning: str = ""
    """That only its beginning goes along; empty where all of it does."""


@dataclass(frozen=True, slots=True)
class ReferenceTick:
    id: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class ReferenceTitle:
    id: str
    title: str


class _TitleEdit(QLineEdit):
    """Signals:
    left: Escape was pressed; without a value.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ReferenceRow(QWidget):
    """Signals:
    ticked: carries a ReferenceTick.
    renamed: carries a ReferenceTitle.
    read_pressed, remove_pressed: carry the reference's id.
    """

    ticked = Signal(object)
    renamed = Signal(object)
    read_pressed = Signal(str)
    remove_pressed = Signal(str)

    def __init__(self, entry: ReferenceEntry, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._entry = entry
        self._box = TickBox("", theme, self)
        self._box.setMinimumWidth(1)
        self._box.toggled.connect(self._toggled)  # a screen reader toggles without a click
        self._title = _TitleEdit(self)
        self._title.setAccessibleName("New title of the reference")
        self._title.returnPressed.connect(self._rename)
        self._title.left.connect(self._leave)
        self._head = QStackedWidget(self)
        self._head.addWidget(self._box)
        self._head.addWidget(self._title)
        self._facts = Prose("", scaled(self.font(), 0.92), theme.muted)
        self._warning = Prose("", scaled(self.font(), 0.92), theme.attention)
        below = QVBoxLayout()
        below.setContentsMargins(_INSET, 0, 0, 4)
        below.setSpacing(2)
        below.addWidget(self._facts)
        below.addWidget(self._warning)
        below.addLayout(self._buttons())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(below)
        column.addWidget(hairline(self))
        self.show_entry(entry)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 2)
        row.setSpacing(14)
        self._deeds: dict[str, QPushButton] = {}
        for words, act in (
            ("Read", lambda: self.read_pressed.emit(self._entry.id)),
            ("Rename", self._begin_rename),
            ("Remove", lambda: self.remove_pressed.emit(self._entry.id)),
        ):
            button = QPushButton(words, self)
            button.setProperty("weight", "quiet")
            button.setProperty("voice", "link")
            button.clicked.connect(act)
            row.addWidget(button)
            self._deeds[words] = button
        row.addStretch(1)
        return row

    def show_entry(self, entry: ReferenceEntry) -> None:
        self._entry = entry
        self._facts.set_text(entry.facts)
        self._warning.set_text(entry.warning)
        self._warning.setVisible(bool(entry.warning))
        if self._box.isChecked() is not entry.ticked:
            self._box.setChecked(entry.ticked)
        self._box.setAccessibleName(f"{entry.title}, goes with the next question")
        self._box.setAccessibleDescription(" ".join(part for part in (f"{entry.facts}.", entry.warning) if part))
        self._box.setToolTip(plain_tip(entry.title))
        for words, button in self._deeds.items():
            button.setAccessibleName(f"{words} {entry.title}")
        self._write_title()

    def _write_title(self) -> None:
        room = max(40, self.width() - _INSET - 4)
        self._box.setText(self.fontMetrics().elidedText(self._entry.title, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write_title()

    def set_theme(self, theme: Theme) -> None:
        self._box.set_theme(theme)
        self._facts.set_colour(theme.muted)
        self._warning.set_colour(theme.attention)

    def _toggled(self, on: bool) -> None:
        if on is not self._entry.ticked:
            self.ticked.emit(ReferenceTick(self._entry.id, on))

    def _begin_rename(self) -> None:
        self._title.setText(self._entry.title)
        self._title.selectAll()
        self._head.setCurrentWidget(self._title)
        self._title.setFocus()

    def _rename(self) -> None:
        title = ReferenceTitle(self._entry.id, self._title.text())
        self._leave()
        self.renamed.emit(title)

    def _leave(self) -> None:
        self._head.setCurrentWidget(self._box)
        self._box.setFocus()
