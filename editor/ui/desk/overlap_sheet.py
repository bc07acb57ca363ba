"""Is this post already written? The draft beside a text that the writer pastes or chooses, on a sheet over the desk.

What both have word for word is found on this machine at once; whether they say the same in other words is a model's part,
asked for on request. Every find leads to its place in the draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.prose import Prose
from editor.ui.prose_room import ProseRoom
from editor.ui.shown_text import revealed
from editor.ui.theme import Theme, dress
from editor.ui.whole_rows import WholeRows

_ABOUT = (
    "Paste the text that may have said this before, choose a file, or take one of your references. Comparing word for "
    "word sends nothing anywhere."
)


@dataclass(frozen=True, slots=True)
class Find:
    """Something both texts have."""

    heading: str
    """ "¶3, word for word", or what a model says of it."""
    words: str
    paragraph: int | None = None
    """None where it leads nowhere."""
    start: int = 0
    end: int = 0
    """Code points of the paragraph's text."""


@dataclass(frozen=True, slots=True)
class OverlapView:
    text: str = ""
    """Of the other one."""
    said: str = ""
    """What was found, in a sentence or two; or what is being asked."""
    finds: tuple[Find, ...] = ()
    of_model: bool = False
    """Whether a model said so; then its words are copied as its own."""
    compared: bool = False
    """Then a model can be asked."""
    busy: bool = False


class OverlapSheet(QWidget):
    """Signals:
    compare_pressed, ask_pressed: carry the other text.
    file_pressed, close_pressed: without a value.
    reference_chosen: carries the id of a reference.
    find_chosen: carries a Find.
    """

    compare_pressed = Signal(str)
    ask_pressed = Signal(str)
    file_pressed = Signal()
    close_pressed = Signal()
    reference_chosen = Signal(str)
    find_chosen = Signal(object)

    def __init__(
        self,
        view: OverlapView,
        references: Sequence[tuple[str, str]],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """`references` are ids and titles of those that are kept with the draft."""
        super().__init__(parent)
        self.setAccessibleName("Overlap")
        self._finds: tuple[Find, ...] = ()
        title = QLabel("Is this already written?", self)
        title.setProperty("voice", "heading")
        self._about = Prose(_ABOUT, self.font(), theme.muted)
        self._text = QPlainTextEdit(self)
        self._text.setAccessibleName("The other text")
        self._text.setPlaceholderText("The other text")
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self._look)
        self._compare = self._button("Compare", "Find what both have word for word; on this machine")
        self._compare.setProperty("weight", "first")
        self._compare.clicked.connect(lambda: self.compare_pressed.emit(self.text))
        file = self._button("Choose a File…", "Take the other text from a file")
        file.clicked.connect(self.file_pressed)
        self._said = Prose("", self.font(), theme.window_ink)
        self._room = ProseRoom(self._said)
        self._list = WholeRows(self)
        self._list.setAccessibleName("What both have")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setSpacing(4)
        self._list.itemClicked.connect(lambda _item: self._lead())
        self._list.itemActivated.connect(lambda _item: self._lead())
        self._ask = self._button("Ask a model…", "Whether both say the same in other words; shows what would be sent")
        self._ask.clicked.connect(lambda: self.ask_pressed.emit(self.text))
        close = self._button("Close", "Back to the tools")
        close.clicked.connect(self.close_pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(9)
        column.addWidget(title)
        column.addWidget(self._about)
        column.addWidget(self._text, 1)
        column.addLayout(_row(self._compare, file, self._from_references(references)))
        column.addWidget(self._room)
        column.addWidget(self._list, 2)
        column.addLayout(_row(self._ask, close))
        self._text.setPlainText(view.text)
        self._theme = theme
        dress(self, theme)
        self.show_view(view)
        self.setFocusProxy(self._text)

    def _button(self, words: str, about: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(about)
        return button

    def _from_references(self, references: Sequence[tuple[str, str]]) -> QPushButton:
        button = self._button("Reference", "Take the other text from your references")
        button.setAccessibleName("Take the other text from your references")
        menu = QMenu(button)
        for ident, title in references:
            menu.addAction(revealed(title).replace("&", "&&"), partial(self.reference_chosen.emit, ident))
        button.setMenu(menu)
        button.setVisible(bool(references))
        return button

    def set_theme(self, theme: Theme) -> None:
        self._about.set_colour(theme.muted)
        self._said.set_colour(theme.window_ink)
        dress(self, theme)

    @property
    def text(self) -> str:
        """The other text as it stands in the field, which has line breaks of one kind."""
        return self._text.toPlainText()

    def put_text(self, text: str) -> None:
        self._text.setPlainText(text)

    def show_view(self, view: OverlapView) -> None:
        """What was found; the other text stays as it is being written."""
        self._finds = view.finds
        self._room.set_text(view.said)
        self._list.clear()
        for find in view.finds:
            self._list.addItem(QListWidgetItem(revealed(f"{find.heading}\n{find.words}")))
        self._list.setVisible(bool(view.finds))
        self._ask.setVisible(view.compared)
        self._ask.setEnabled(not view.busy)
        self._look()

    def _look(self) -> None:
        self._compare.setEnabled(bool(self.text.strip()))

    def _lead(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._finds) and self._finds[row].paragraph is not None:
            self.find_chosen.emit(self._finds[row])

    def sizeHint(self) -> QSize:
        return QSize(370, 500)


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def sentence_of(finds: Sequence[Find], words: int, of_words: int) -> str:
    """ "3 phrases of five words or more are in both: 21 of 480 words." """
    if not finds:
        return "Word for word, both have nothing of five words or more in common."
    phrases = "1 phrase" if len(finds) == 1 else f"{len(finds)} phrases"
    return f"{phrases} of five words or more {'is' if len(finds) == 1 else 'are'} in both: {words} of {of_words} words."
