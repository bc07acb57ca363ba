"""Two versions side by side without a name; afterwards which is which, whose words they are, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from editor.ui.desk.difference import Difference, DiffPiece
from editor.ui.dialogs.widget_row import row_of
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose
from editor.ui.shown_text import shown
from editor.ui.theme import Theme, dress, text_font

_ABOUT = (
    "You read two versions without a name, three times, with the sides changed, and say which is the better one. "
    "Nothing is replaced until you say so."
)
_WIDEST, _HIGHEST = 1100, 640
"""Pixels; two columns of a comfortable width."""
_LEGEND = "Underlined: only in {newer}. Struck: only in {older}."


@dataclass(frozen=True, slots=True)
class Rival:
    """A version as it can be chosen for the comparison."""

    version: int
    """0 is the present text."""
    name: str
    """ "the present text", "Before the revision, today 14:02"."""


@dataclass(frozen=True, slots=True)
class Unveiled:
    """A line of the reveal."""

    version: int
    """0 is the present text."""
    name: str
    whose: str
    """In words: "120 words: 100 typed here, 20 from claude"."""


class BlindDialog(QDialog):
    """Signals:
    compare_pressed: carries the two versions, a tuple.
    chosen: 1 or 2 for a side, 0 for no difference.
    use_pressed: a version is to be put in place of the present text; carries its id.
    """

    compare_pressed = Signal(object)
    chosen = Signal(int)
    use_pressed = Signal(int)

    def __init__(self, theme: Theme, rivals: Sequence[Rival], parent: QWidget | None = None) -> None:
        """`rivals` are the present text and the versions, the newest first; the first two are put forward."""
        super().__init__(parent)
        self.setWindowTitle("Compare Blind")
        self._theme = theme
        self._rivals = tuple(rivals)
        self._pages = QStackedWidget(self)
        self._choosing, self._asking, self._unveiling = self._page(), self._page(), self._page()
        self._make_choosing()
        self._make_asking()
        self._make_unveiling()
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addWidget(self._pages)
        dress(self, theme)
        room = self.screen().availableSize()
        self.resize(min(_WIDEST, room.width() * 4 // 5), min(_HIGHEST, room.height() * 4 // 5))

    def _page(self) -> QVBoxLayout:
        page = QWidget(self._pages)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._pages.addWidget(page)
        return column

    def _button(self, words: str, act: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    # Which two.

    def _make_choosing(self) -> None:
        rows = QGridLayout()
        rows.setColumnStretch(1, 1)
        self._pickers = []
        for place, words in enumerate(("One", "The other")):
            picker = QComboBox(self)
            picker.setAccessibleName(f"{words} version")
            for rival in self._rivals:
                picker.addItem(shown(rival.name), rival.version)
            picker.setCurrentIndex(place)
            picker.currentIndexChanged.connect(lambda _index: self._say(""))
            rows.addWidget(PlainLabel(words, self), place, 0)
            rows.addWidget(picker, place, 1)
            self._pickers.append(picker)
        self._problem = Prose("", self.font(), self._theme.muted)
        compare = self._button("Compare Blind", self._compare)
        compare.setProperty("weight", "first")
        compare.setDefault(True)
        self._choosing.addWidget(Prose(_ABOUT, self.font(), self._theme.muted))
        self._choosing.addLayout(rows)
        self._choosing.addWidget(self._problem)
        self._choosing.addStretch(1)
        self._choosing.addLayout(row_of(compare, None, self._button("Close", self.reject)))

    def _compare(self) -> None:
        one, other = (int(picker.currentData()) for picker in self._pickers)
        self.compare_pressed.emit((one, other))

    def _say(self, words: str) -> None:
        self._problem.set_text(words)

    def refuse(self, why: str) -> None:
        """These two cannot be compared, for this reason."""
        self._say(why)

    # Asking.

    def _make_asking(self) -> None:
        self._progress = PlainLabel(parent=self)
        self._progress.setProperty("voice", "muted")
        self._asking.addWidget(self._progress)
        sides = QHBoxLayout()
        sides.setSpacing(18)
        self._words: list[Prose] = []
        self._sides: list[QScrollArea] = []
        for number in (1, 2):
            words = Prose("", text_font(self.font().pointSizeF() * 1.35), self._theme.window_ink)
            words.setContentsMargins(0, 0, 12, 0)
            side = QScrollArea(self)
            side.setWidgetResizable(True)
            side.setFrameShape(QScrollArea.Shape.NoFrame)
            side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            side.setWidget(_at_the_top(words))
            button = self._button(f"{number}", lambda _checked=False, number=number: self.chosen.emit(number))
            button.setAccessibleName(f"{number} is better")
            column = QVBoxLayout()
            column.addWidget(side, 1)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            sides.addLayout(column, 1)
            self._words.append(words)
            self._sides.append(side)
        self._asking.addLayout(sides, 1)
        keys = QLabel("1 and 2 choose, = says that there is no difference, Esc leaves", self)
        keys.setProperty("voice", "muted")
        same = self._button("No Difference", lambda: self.chosen.emit(0))
        self._asking.addWidget(keys)
        self._asking.addLayout(row_of(same, None, self._button("Leave", self.reject)))

    def ask(self, left: str, right: str, number: int, of: int) -> None:
        """Question `number` of `of`, from 1."""
        for words, side, text in zip(self._words, self._sides, (left, right), strict=True):
            words.set_text(text)
            side.verticalScrollBar().setValue(0)
        self._progress.setText(f"Which is the better one? {number} of {of}")
        self._pages.setCurrentIndex(1)
        self._pages.setFocus()

    @property
    def is_asking(self) -> bool:
        return self._pages.currentIndex() == 1

    # What came out.

    def _make_unveiling(self) -> None:
        self._outcome = Prose("", text_font(self.font().pointSizeF() * 1.35), self._theme.window_ink)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self._legend = Prose("", self.font(), self._theme.muted)
        self._difference = Difference(self)
        self._difference.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._difference.setAccessibleName("Difference between the two")
        self._unveiling.addWidget(self._outcome)
        self._unveiling.addLayout(self._lines)
        self._unveiling.addWidget(self._legend)
        self._unveiling.addWidget(self._difference, 1)
        self._close = self._button("Close", self.reject)
        self._unveiling.addLayout(row_of(None, self._close))

    def unveil(self, outcome: str, lines: Sequence[Unveiled]) -> None:
        """Which is which; the difference follows with `show_difference`."""
        self._outcome.set_text(outcome)
        for line in lines:
            words = Prose(f"{line.name[:1].upper()}{line.name[1:]}", self.font(), self._theme.window_ink)
            whose = Prose(line.whose, self.font(), self._theme.muted)
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(words)
            column.addWidget(whose)
            row = QHBoxLayout()
            row.addLayout(column, 1)
            if line.version:
                use = self._button("Use This Version", lambda _checked=False, v=line.version: self.use_pressed.emit(v))
                use.setAccessibleName(f"Use this version: {line.name}")
                row.addWidget(use, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addLayout(row)
        self._pages.setCurrentIndex(2)
        self._close.setFocus()

    def show_difference(self, older: str, newer: str, pieces: tuple[DiffPiece, ...]) -> None:
        self._legend.set_text(_LEGEND.format(newer=newer, older=older))
        self._difference.show_pieces(pieces, self._theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_Equal: 0}
        if self.is_asking and event.key() in keys:
            self.chosen.emit(keys[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def _at_the_top(words: Prose) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(words)
    column.addStretch(1)
    return holder
