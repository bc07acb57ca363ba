"""The status line: one calm row that says the text is safe, how much there is, and who worked.

Nothing in it blinks or counts seconds. Every part is a flat button, so that a click, or Tab and Space, goes
to what the part is about. When the window is narrow the least important parts give way, never the state of
safety."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from editor.ui.theme import Theme, dress


class Safety(Enum):
    TYPED = "typed"
    """On the screen and nowhere else yet."""
    CRASH = "crash"
    """In the journal: it survives the end of the program, however it comes."""
    SAFE = "safe"
    """On the disk: it survives a power cut."""
    DEGRADED = "degraded"
    """Something keeps the text from being as safe as it should be; stays in view until solved."""


@dataclass(frozen=True, slots=True)
class StatusView:
    """All that the line says. Texts are ready to show; an empty text or None leaves its part out."""

    safe: str
    """"Safe from a crash", "Safe from a power cut", or what is wrong."""
    safety: Safety = Safety.SAFE
    words: int = 0
    selected_words: int | None = None
    minutes_to_read: int = 0
    own_share: float | None = None
    """0 to 1; None for an empty draft."""
    counting: bool = False
    why: str = ""
    """Why time is not counted: "no activity"."""
    short_paragraphs: int = 0
    """Paragraphs with less time than the profile asks for."""
    sent: str = ""
    """"Nothing sent", or "Sent: ¶2 to Claude, 14:05"."""
    spent: str = ""
    """"$0.21 of $2.00"."""
    waiting: str = ""
    """"Waiting 38 s for a model · Cancel"; pressing it cancels."""


SAFE_FROM_CRASH, SAFE_FROM_CUT = "Safe from a crash", "Safe from a power cut"


def safe_words(view: StatusView) -> str:
    return view.safe


def length_words(view: StatusView) -> str:
    words = f"{view.words:,} word" + ("" if view.words == 1 else "s")
    if view.selected_words is not None:
        return f"{view.selected_words:,} of {words}"
    return f"{words} · {view.minutes_to_read} min to read" if view.minutes_to_read else words


def own_words(view: StatusView) -> str:
    return "" if view.own_share is None else f"Yours {percent(view.own_share)}"


def percent(share: float) -> str:
    """A share in words; 100 % and 0 % are said only when they are exactly true."""
    whole = round(share * 100)
    if share < 1:
        whole = min(99, whole)
    if share > 0:
        whole = max(1, whole)
    return f"{whole} %"


def time_words(view: StatusView) -> str:
    if view.counting:
        return "Counting"
    return f"Paused: {view.why}" if view.why else "Paused"


def short_words(view: StatusView) -> str:
    count = view.short_paragraphs
    return f"{count} paragraph{'' if count == 1 else 's'} short of time" if count else ""


def waiting_words(view: StatusView) -> str:
    return view.waiting


def sent_words(view: StatusView) -> str:
    return view.sent


def spent_words(view: StatusView) -> str:
    return view.spent


class StatusLine(QWidget):
    """The row at the foot of the window.

    Signals, all without a value, say which part was pressed.
    """

    safety_pressed = Signal()
    length_pressed = Signal()
    origin_pressed = Signal()
    time_pressed = Signal()
    short_pressed = Signal()
    waiting_pressed = Signal()
    sent_pressed = Signal()
    spent_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Status")
        self._safe = self._part("Safety of the text", self.safety_pressed)
        self._safe.setMinimumWidth(_room_for(self._safe, SAFE_FROM_CUT))  # it changes often and must not push the others
        self._length = self._part("Length", self.length_pressed)
        self._own = self._part("Your share", self.origin_pressed)
        self._time = self._part("Time", self.time_pressed)
        self._short = self._part("Paragraphs short of time", self.short_pressed)
        self._waiting = self._part("Waiting for a model; pressing this cancels", self.waiting_pressed)
        self._sent = self._part("What was sent", self.sent_pressed)
        self._spent = self._part("Spent", self.spent_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 1)
        row.setSpacing(4)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        for part in (self._safe, self._length, self._own):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self._waiting, self._time, self._short, self._sent, self._spent):
            row.addWidget(part)
        # The first of these to go when there is no room.
        self._yielding = (self._short, self._own, self._spent, self._length, self._sent, self._time, self._waiting)
        self._words: tuple[tuple[QToolButton, Callable[[StatusView], str]], ...] = (
            (self._safe, safe_words),
            (self._length, length_words),
            (self._own, own_words),
            (self._time, time_words),
            (self._short, short_words),
            (self._waiting, waiting_words),
            (self._sent, sent_words),
            (self._spent, spent_words),
        )
        self._view: StatusView | None = None
        self.set_theme(theme)

    def _part(self, name: str, pressed: SignalInstance) -> QToolButton:
        part = QToolButton(self)
        part.setAccessibleName(name)
        part.setAutoRaise(True)
        part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        part.setMinimumHeight(24)
        part.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        part.clicked.connect(pressed)
        part.hide()
        return part

    def set_theme(self, theme: Theme) -> None:
        self._hairline = theme.hairline
        dress(self, theme)

    def show_status(self, view: StatusView) -> None:
        """Shows what is new. Called as the writer types, so only what differs is touched."""
        if view == self._view:
            return
        before = self._view
        self._view = view
        if before is None or before.safety is not view.safety:
            self._voice(self._safe, "attention" if view.safety is Safety.DEGRADED else "")
        if before is None or before.counting is not view.counting:
            self._voice(self._time, "" if view.counting else "muted")
        changed = [self._say(part, words(view)) for part, words in self._words]
        if any(changed):
            self._make_room()

    @staticmethod
    def _voice(part: QToolButton, voice: str) -> None:
        part.setProperty("voice", voice)
        part.style().unpolish(part)
        part.style().polish(part)

    @staticmethod
    def _say(part: QToolButton, words: str) -> bool:
        if part.text() == words:
            return False
        part.setText(words)
        part.setAccessibleDescription(words)
        return True

    def _make_room(self) -> None:
        """Shows the parts that have something to say and fit."""
        shown = [part for part, _ in self._words if part.text()]
        spare = self.width() - 16 - sum(_width(part) + 4 for part in shown)
        for part in self._yielding:
            if spare >= 0:
                break
            if part in shown:
                shown.remove(part)
                spare += _width(part) + 4
        for part, _ in self._words:
            part.setVisible(part in shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room()
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._hairline)
        painter.end()


def _width(part: QToolButton) -> int:
    return max(part.sizeHint().width(), part.minimumWidth())


def _room_for(part: QToolButton, words: str) -> int:
    part.setText(words)
    width = part.sizeHint().width()
    part.setText("")
    return width
