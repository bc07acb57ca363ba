"""What goes into a process report: the writer chooses, and the text of calls stays out unless it is asked for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from editor.ui.prose import Prose
from editor.ui.theme import Theme, dress
from editor.ui.tick_box import TickBox

_ABOUT = (
    "A page that you can show and print: how this draft came about, as this program recorded it. It says itself that "
    "this is no proof, and always what is not known. Nothing is sent anywhere. What goes in?"
)
PARTS = (
    ("words", "Whose words, in numbers", True),
    ("minutes", "Minutes a day", True),
    ("paragraphs", "Minutes and origins of each paragraph", True),
    ("beginnings", "The first words of each paragraph", True),
    ("sessions", "Sessions: when you worked", True),
    ("pastes", "Pastes, and changes by other programs", True),
    ("declarations", "What you said yourself of words: whose they are", True),
    ("calls", "Calls to models: which, what for, at what cost", True),
    ("call-texts", "The exact text of those calls", False),
    ("claims", "Claims that were verified, and what you vouch for", True),
    ("versions", "Versions and their names", True),
)
"""Name as the worker knows it, words, and whether it goes in as a rule."""


class ReportSheet(QDialog):
    """Signals:
    chosen: carries the names of the parts that go in, a tuple of strings.
    """

    chosen = Signal(tuple)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Process report")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 12)
        column.setSpacing(8)
        column.addWidget(Prose(_ABOUT, self.font(), theme.window_ink))
        self._boxes: dict[str, TickBox] = {}
        for name, words, usual in PARTS:
            box = self._boxes[name] = TickBox(words, theme, self)
            box.setChecked(usual)
            column.addWidget(box)
        self._boxes["calls"].toggled.connect(self._boxes["call-texts"].setEnabled)
        self._boxes["paragraphs"].toggled.connect(self._boxes["beginnings"].setEnabled)
        buttons = QDialogButtonBox(self)
        save = buttons.addButton("Choose a File…", QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("weight", "first")
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        column.addStretch(1)
        column.addWidget(buttons)
        dress(self, theme)

    def _choose(self) -> None:
        self.accept()
        self.chosen.emit(tuple(name for name, box in self._boxes.items() if box.isChecked() and box.isEnabled()))

    def sizeHint(self) -> QSize:
        return QSize(480, 460)
