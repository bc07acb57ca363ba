"""The desk's critique: who reads this paragraph, what they say, and the one button that asks.

Nothing here opens by itself or takes the focus: remarks arrive while the writer writes on. The price stands
beside the button before it is pressed, and one step away is the exact text that would be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from editor.ui.desk.critic_rows import CriticRow, CriticRows, CriticState
from editor.ui.desk.remark_list import RemarkList
from editor.ui.desk.remark_values import RemarkView
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress
from editor.ui.viewports import scroll_downwards

_NO_REMARKS = "There are no remarks on this paragraph yet."
_NOTHING = "The critics had nothing to say about this paragraph."
_MOST_OF_CRITICS = 170
"""Pixels: six critics, and half of the next, which shows that there are more."""
_MOST_OF_ASKED = 0.42
"""Of the panel's height, where those that were asked have more to say than that; the rest is for remarks."""


@dataclass(frozen=True, slots=True)
class CritiqueView:
    """Everything the panel shows about one paragraph."""

    critics: tuple[CriticRow, ...] = ()
    remarks: tuple[RemarkView, ...] = ()
    running: bool = False
    read: bool = False
    """Whether any critic has read the paragraph; decides what an empty panel says."""
    is_told: bool = True
    """Whether the remarks of former sittings are among them; until then an empty panel says nothing."""
    hint: str = ""
    """A second sentence for the empty panel: "Local check found 2 things."."""


class CritiquePanel(QWidget):
    """Critics, remarks and the button that asks.

    Signals:
        ask_pressed, stop_pressed, preview_pressed: without a value; preview is "show what is sent".
        critic_ticked: carries a CriticTick.
        critic_stopped: carries a critic's name.
        agreed, done_pressed, wording_wanted, chosen: carry a remark's id.
        dismissed: carries a Dismissal.
        objected: carries an Objection.
        note_pressed: carries a NoteWish.
        copy_pressed: carries the words of a remark or a wording, which are a model's and must be marked so.
    """

    ask_pressed = Signal()
    stop_pressed = Signal()
    preview_pressed = Signal()
    critic_ticked = Signal(object)
    critic_stopped = Signal(str)
    agreed = Signal(int)
    done_pressed = Signal(int)
    wording_wanted = Signal(int)
    chosen = Signal(int)
    dismissed = Signal(object)
    objected = Signal(object)
    note_pressed = Signal(object)
    copy_pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Critique")
        self._critics = CriticRows(theme, self)
        self._critics.ticked.connect(self.critic_ticked)
        self._critics.stop_pressed.connect(self.critic_stopped)
        self._list = RemarkList(theme, self)
        for mine, theirs in (
            (self.agreed, self._list.agreed),
            (self.done_pressed, self._list.done_pressed),
            (self.chosen, self._list.chosen),
            (self.dismissed, self._list.dismissed),
            (self.objected, self._list.objected),
            (self.note_pressed, self._list.note_pressed),
            (self.wording_wanted, self._list.wording_wanted),
            (self.copy_pressed, self._list.copy_pressed),
        ):
            theirs.connect(mine)
        self._empty = Prose(_NO_REMARKS, self.font(), theme.muted)
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self._empty_page())
        self._middle.addWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 6)
        column.setSpacing(0)
        column.addWidget(self._critics_area())
        column.addSpacing(12)
        column.addWidget(self._middle, 1)
        column.addWidget(hairline(self))
        column.addSpacing(11)
        column.addLayout(self._foot())
        self.setFocusProxy(self._list)
        self.set_theme(theme)

    def _critics_area(self) -> QScrollArea:
        """There may be many critics, and the remarks need the room more."""
        self._area = QScrollArea(self)
        scroll_downwards(self._area)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._critics)
        self._critics.setAutoFillBackground(False)
        self._critics.setContentsMargins(0, 0, 8, 0)
        self._critics.installEventFilter(self)
        return self._area

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A new row has a height only once Qt has shown it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_critics()
        return super().eventFilter(watched, event)

    def _fit_critics(self) -> None:
        asked = min(self._critics.asked_height, round(self.height() * _MOST_OF_ASKED))
        self._area.setFixedHeight(min(max(_MOST_OF_CRITICS, asked), self._critics.sizeHint().height()))

    def _empty_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(2, 6, 2, 0)
        column.addWidget(self._empty)
        column.addStretch(1)
        return page

    def _foot(self) -> QVBoxLayout:
        self._ask = QPushButton("Ask critics", self)
        self._ask.setProperty("weight", "first")
        self._ask.setToolTip("Ask the ticked critics about this paragraph (Ctrl+Return in the draft)")
        self._ask.clicked.connect(self.ask_pressed)
        self._stop = QPushButton("Stop", self)
        self._stop.setToolTip("Stop all critics; what came is kept (Esc twice)")
        self._stop.clicked.connect(self.stop_pressed)
        self._stop.hide()
        self._key = QLabel("Ctrl+Return", self)
        self._key.setProperty("voice", "muted")
        self._key.setMinimumWidth(1)
        self._price = PlainLabel(parent=self)
        self._price.setObjectName("Price")
        self._preview = QPushButton("Show what would be sent", self)
        self._preview.setProperty("weight", "quiet")
        self._preview.setProperty("voice", "link")
        self._preview.setToolTip("Read the exact text, the recipient and the price before anything is sent")
        self._preview.clicked.connect(self.preview_pressed)
        row = QHBoxLayout()
        row.setSpacing(10)
        for part in (self._ask, self._stop, self._key):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._price)
        foot = QVBoxLayout()
        foot.setSpacing(6)
        foot.addLayout(row)
        foot.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignLeft)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_critics()
        self._make_room()

    def _make_room(self) -> None:
        """The key gives way before the button or the price."""
        button = self._stop if self._ask.isHidden() else self._ask
        parts = (button, self._key, self._price)
        self._key.setVisible(sum(part.sizeHint().width() for part in parts) + 50 <= self.width())

    def set_theme(self, theme: Theme) -> None:
        self._critics.set_theme(theme)
        self._list.set_theme(theme)
        self._empty.set_colour(theme.muted)
        dress(self, theme)

    def show_view(self, view: CritiqueView) -> None:
        self._critics.show_rows(view.critics)
        self._list.show_remarks(view.remarks)
        none = _NOTHING if view.read and not _one_was_cut_off(view.critics) else _NO_REMARKS
        self._empty.set_text(f"{none} {view.hint}".rstrip() if view.is_told else "…")
        self._middle.setCurrentIndex(1 if view.remarks else 0)
        self._ask.setVisible(not view.running)
        self._stop.setVisible(view.running)
        revising = any(remark.revising for remark in view.remarks)  # then that key says done
        self._key.setText("Esc Esc" if view.running else "" if revising else "Ctrl+Return")
        self._make_room()
        self._ask.setEnabled(any(row.ticked and row.enabled for row in view.critics))

    def set_price(self, words: str) -> None:
        """What asking would cost, ready to show: "about 1.4 ct", "free"."""
        self._price.setText(words)
        self._make_room()

    def show_remark(self, remark: int) -> bool:
        """Brings up the card of a remark without taking the focus; False if there is none."""
        return self._list.show_remark(remark)

    def current_remark(self) -> int | None:
        """The id of the marked remark."""
        return self._list.current_remark()

    def dismiss_current(self) -> None:
        """Opens the reasons of the marked remark."""
        card = self._list.current_card()
        if card is not None:
            card.ask_reason()

    def argue_current(self) -> None:
        """Opens the line of the marked remark."""
        card = self._list.current_card()
        if card is not None:
            card.argue()

    def forget(self) -> None:
        """Another draft was opened."""
        self._list.forget()

    def close_line(self, remark: int) -> None:
        """The line was sent; its card needs it no more."""
        self._list.close_line(remark)

    @property
    def is_at_whole(self) -> bool:
        """Whether the marked remark is about the whole draft."""
        return self._list.is_at_whole

    def next_card(self, *, around: bool = True, whole: bool = False) -> bool:
        return self._list.step(1, around=around, whole=whole)

    def previous_card(self, *, around: bool = True, whole: bool = False) -> bool:
        return self._list.step(-1, around=around, whole=whole)


def _one_was_cut_off(critics: Sequence[CriticRow]) -> bool:
    """Then it is not known what it would have had to say."""
    return any(row.state in (CriticState.FAILED, CriticState.STOPPED) for row in critics)
