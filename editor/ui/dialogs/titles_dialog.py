"""Titles: the candidates, their blind comparison two at a time, and what came out of it.

The list says nothing of who a candidate is from, so that the comparison stays blind; the reveal does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from editor.core.titles import LONGEST, MOST, Candidate
from editor.ui.dialogs.title_list import TitleList
from editor.ui.dialogs.widget_row import row_of
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose
from editor.ui.prose_room import ProseRoom
from editor.ui.shown_text import revealed
from editor.ui.theme import Theme, dress, text_font
from editor.ui.viewports import scroll_downwards

_ABOUT = (
    "Enter as many as you like. The comparison shows two of the ticked ones at a time, without a name, and every pair "
    "twice with the sides changed."
)
_ASK, _STOP = "Ask a Model…", "Stop"


@dataclass(frozen=True, slots=True)
class Revealed:
    """A line of the reveal."""

    text: str
    whose: str
    result: str
    """In words: "chosen over 2 of 3"."""


class TitlesDialog(QDialog):
    """Signals:
    added: carries the words of a new candidate.
    removed, use_pressed: carry a candidate's id.
    compare_pressed: carries the ids of the ticked candidates, a tuple.
    chosen: 1 or 2 for a side, 0 for no difference.
    given_up: the comparison was left; without a value.
    ask_pressed: a model is to propose some; while one is at it, that it be stopped; without a value.
    """

    added = Signal(str)
    removed = Signal(int)
    use_pressed = Signal(int)
    compare_pressed = Signal(object)
    chosen = Signal(int)
    given_up = Signal()
    ask_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Titles")
        self._theme = theme
        self._sheet: QWidget | None = None
        self._pages = QStackedWidget(self)
        self._list_page, self._question_page, self._reveal_page = QWidget(), QWidget(), QWidget()
        for page in (self._list_page, self._question_page, self._reveal_page):
            self._pages.addWidget(page)
        self._make_list()
        self._make_question()
        self._reveal = QVBoxLayout(self._reveal_page)
        self._reveal.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addWidget(self._pages)
        dress(self, theme)

    # The candidates.

    def _make_list(self) -> None:
        self._field = QLineEdit(self._list_page)
        self._field.setAccessibleName("A new title")
        self._field.setPlaceholderText("A title")
        self._field.setMaxLength(LONGEST)
        self._field.returnPressed.connect(self._add)
        self._list = TitleList(self._theme, self._list_page)
        self._list.turned.connect(self._show_what_can_be_done)
        self._problem = Prose("", self.font(), self._theme.muted)
        self._of_model = ProseRoom(Prose("", self.font(), self._theme.window_ink))
        self._of_model.setVisible(False)
        self._ask = self._button(_ASK, self.ask_pressed)
        self._ask.setToolTip("Shows what would be sent, and to whom; what comes stands in the list with yours")
        add = self._button("Add", self._add)
        self._compare = self._button("Compare Blind", lambda: self.compare_pressed.emit(self._list.ticked()))
        self._compare.setProperty("weight", "first")
        self._use = self._button("Use This Title", lambda: self.use_pressed.emit(self._list.current()))
        self._remove = self._button("Remove", lambda: self.removed.emit(self._list.current()))
        column = QVBoxLayout(self._list_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Prose(_ABOUT, self.font(), self._theme.muted))
        column.addLayout(row_of(self._field, add))
        column.addWidget(self._list, 1)
        column.addWidget(self._problem)
        asking = row_of(self._ask, self._of_model)
        asking.setAlignment(self._ask, Qt.AlignmentFlag.AlignTop)
        column.addLayout(asking)
        column.addLayout(row_of(self._compare, self._use, self._remove, None, self._button("Close", self.reject)))

    def _button(self, words: str, act: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def show_candidates(self, candidates: Sequence[Candidate]) -> None:
        """The list, in the order in which they were entered; new ones are ticked."""
        self._list.show_candidates(candidates)
        if self._sheet is None:
            self._pages.setCurrentWidget(self._list_page)
            self._field.setFocus()
        self._show_what_can_be_done()

    def _show_what_can_be_done(self) -> None:
        ticked = len(self._list.ticked())
        self._compare.setEnabled(2 <= ticked <= MOST)
        few = "Tick two or more to compare them." if self._list.count() else "Nothing here yet."
        many = f"Tick {MOST} at most: each pair is asked twice."
        words = "" if 2 <= ticked <= MOST else few if ticked < 2 else many
        self._problem.set_text(words)
        for button in (self._use, self._remove):
            button.setEnabled(bool(self._list.current()))

    def show_asking(self, words: str, *, busy: bool) -> None:
        """How it stands with the model that is asked, in a sentence; empty where there is nothing to say."""
        self._of_model.set_text(words)
        self._ask.setText(_STOP if busy else _ASK)

    def lay(self, sheet: QWidget) -> None:
        """Shows what would be sent, until `lift`. The dialog owns it from now on."""
        self.lift()
        self._sheet = sheet
        self._pages.addWidget(sheet)
        self._pages.setCurrentWidget(sheet)

    def lift(self) -> None:
        if self._sheet is not None:
            self._pages.removeWidget(self._sheet)
            self._sheet.deleteLater()
            self._sheet = None
            self._pages.setCurrentWidget(self._list_page)

    def _add(self) -> None:
        if words := self._field.text().strip():
            self._field.clear()
            self.added.emit(words)

    # The comparison.

    def _make_question(self) -> None:
        self._sides: list[QPushButton] = []
        self._words: list[Prose] = []
        column = QVBoxLayout(self._question_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._progress = PlainLabel(parent=self._question_page)
        self._progress.setProperty("voice", "muted")
        column.addWidget(self._progress)
        for number in (1, 2):
            words = Prose("", text_font(self.font().pointSizeF() * 1.7), self._theme.window_ink)
            button = self._button(str(number), lambda _checked=False, number=number: self.chosen.emit(number))
            side = QWidget()
            above = QVBoxLayout(side)
            above.setContentsMargins(0, 0, 6, 0)
            above.addWidget(words)
            above.addStretch(1)
            row = row_of(button, _room_for(side))
            row.setAlignment(button, Qt.AlignmentFlag.AlignTop)
            row.setStretch(1, 1)
            column.addLayout(row, 1)
            self._sides.append(button)
            self._words.append(words)
        keys = QLabel("1 and 2 choose, = says that there is no difference, Esc leaves", self._question_page)
        keys.setProperty("voice", "muted")
        same = self._button("No Difference", lambda: self.chosen.emit(0))
        column.addWidget(keys)
        column.addLayout(row_of(same, None, self._button("Leave", self.given_up)))

    def ask(self, left: str, right: str, number: int, of: int) -> None:
        """Question `number` of `of`, from 1."""
        for side, prose, button, words in zip((1, 2), self._words, self._sides, (left, right), strict=True):
            prose.set_text(words)
            button.setAccessibleName(f"{side}: {revealed(words)}")
        self._progress.setText(f"Which is the better title? {number} of {of}")
        self._pages.setCurrentWidget(self._question_page)
        self._question_page.setFocus()

    @property
    def is_asking(self) -> bool:
        return self._pages.currentWidget() is self._question_page

    @property
    def is_comparing(self) -> bool:
        """Whether titles are being compared, or what came of it is shown."""
        return self._pages.currentWidget() in (self._question_page, self._reveal_page)

    def reveal(self, lines: Sequence[tuple[int, Revealed]]) -> None:
        """What came out, the best first; each with the id of its candidate."""
        while self._reveal.count():
            item = self._reveal.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.deleteLater()
        sheet = QWidget(self._reveal_page)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(4)
        for ident, line in lines:
            use = self._button("Use This Title", lambda _checked=False, ident=ident: self.use_pressed.emit(ident))
            use.setAccessibleName(f"Use this title: {revealed(line.text)}")
            title = Prose(line.text, text_font(self.font().pointSizeF() * 1.35), self._theme.window_ink)
            row = row_of(title, use)
            row.setStretch(0, 1)
            row.setAlignment(use, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
            column.addWidget(Prose(f"{line.whose} · {line.result}", self.font(), self._theme.muted))
            column.addSpacing(8)
        column.addStretch(1)
        self._reveal.addWidget(_room_for(sheet), 1)
        foot = QWidget(self._reveal_page)
        back = self._button("Back to the List", self.given_up)
        buttons = row_of(back, None, self._button("Close", self.reject))
        buttons.setContentsMargins(0, 10, 0, 0)
        foot.setLayout(buttons)
        self._reveal.addWidget(foot)
        self._pages.setCurrentWidget(self._reveal_page)
        back.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_Equal: 0}
        if self.is_asking and event.key() in keys:
            self.chosen.emit(keys[Qt.Key(event.key())])
        elif self.is_asking and event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(620, 430)


def _room_for(content: QWidget) -> QScrollArea:
    """Long titles scroll, so that the buttons below them stay on the screen."""
    area = QScrollArea()
    scroll_downwards(area)
    content.setObjectName("sheet")
    area.setWidget(content)
    return area
