"""One row for each critic: ticked or not, and what it is doing.

Under a second nothing is said; after that the row counts the seconds. A critic that failed says so in a
sentence below its name, and the others go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose
from editor.ui.shown_text import revealed
from editor.ui.theme import Theme
from editor.ui.tick_box import TickBox


class CriticState(Enum):
    IDLE = "idle"
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    STOPPED = "stopped"
    """By the writer."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CriticRow:
    name: str
    """The critic's own name, as the worker knows it."""
    title: str
    """The name shown."""
    ticked: bool = True
    state: CriticState = CriticState.IDLE
    seconds: int = 0
    """How long it has been reading."""
    remarks: int = 0
    sentence: str = ""
    """What happened, what is safe, what to do; for a critic that failed or waits for a reason."""
    enabled: bool = True
    """False where the critic cannot be asked now; the sentence says why."""
    again: int = 0
    """Remarks it made that stand there already, or were dismissed."""
    said_before: bool = False
    """Whether a remark of an earlier reading still stands; then none now means nothing new."""
    paragraph: int = 0
    """The number of the paragraph it is busy with, where that is another one than the desk's; 0 otherwise."""
    whole: bool = False
    """It reads, or has read, the whole draft."""
    wait: int = 0
    """Seconds until it may go on; 0 where it waits for nothing that has an end."""
    stoppable: bool = False


@dataclass(frozen=True, slots=True)
class CriticTick:
    name: str
    ticked: bool


def state_words(row: CriticRow) -> str:
    """What the critic is doing, in a few words."""
    which = " the draft" if row.whole else f" ¶{row.paragraph}" if row.paragraph else ""
    if row.state is CriticState.READING:
        return f"reading{which}, {row.seconds} s" if row.seconds >= 1 else ""
    if row.state is CriticState.DONE:
        if row.again:  # short enough to stand beside the longest name
            return f"{row.remarks} new, {row.again} before" if row.remarks else f"{row.again} said before"
        nothing = "nothing new" if row.said_before else "nothing to say"
        return nothing if row.remarks == 0 else f"{row.remarks} remark{'' if row.remarks == 1 else 's'}"
    if row.state is CriticState.WAITING:
        return f"waiting{which}, {row.wait} s" if row.wait else f"waiting{which}"
    return row.state.value if row.state in (CriticState.FAILED, CriticState.STOPPED) else ""


class CriticRows(QWidget):
    """The critics of the desk.

    Signals:
        ticked: the writer ticked or unticked a critic; carries a CriticTick.
        stop_pressed: carries the critic's name.
    """

    ticked = Signal(object)
    stop_pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Critics")
        self._theme = theme
        self._rows: tuple[CriticRow, ...] = ()
        self._parts: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for part in self._parts:
            part.set_theme(theme)

    def show_rows(self, rows: Sequence[CriticRow]) -> None:
        """Shows the critics; the seconds of one that reads change its words and nothing else."""
        rows = tuple(rows)
        if [row.name for row in rows] != [row.name for row in self._rows]:
            for part in self._parts:
                self._column.removeWidget(part)
                part.deleteLater()
            self._parts = [self._part(row) for row in rows]
        for part, row in zip(self._parts, rows, strict=True):
            part.show_row(row)
        self._rows = rows

    @property
    def asked_height(self) -> int:
        """Of the rows of critics that were asked, pixels."""
        asked = (part for part, row in zip(self._parts, self._rows, strict=True) if row.state is not CriticState.IDLE)
        return sum(part.sizeHint().height() for part in asked)

    def _part(self, row: CriticRow) -> _Row:
        part = _Row(row, self._theme, self)
        part.box.toggled.connect(lambda on, name=row.name: self.ticked.emit(CriticTick(name, on)))
        part.stop.clicked.connect(lambda _checked=False, name=row.name: self.stop_pressed.emit(name))
        self._column.addWidget(part)
        return part


class _Row(QWidget):
    def __init__(self, row: CriticRow, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = TickBox(revealed(row.title), theme, self)
        self._state = PlainLabel(parent=self)
        self._state.setProperty("voice", "muted")
        self.stop = QToolButton(self)
        self.stop.setText("Stop")
        self.stop.setProperty("voice", "link")
        self.stop.setToolTip("Stop this critic; what it said is kept, and the others go on")
        self.stop.hide()
        self._sentence = Prose("", self.font(), theme.attention)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.box)
        across.addStretch(1)
        across.addWidget(self._state)
        across.addSpacing(8)
        across.addWidget(self.stop)
        below = QHBoxLayout()
        below.setContentsMargins(26, 0, 0, 6)
        below.addWidget(self._sentence)
        self._below = QWidget(self)
        self._below.setLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across)
        column.addWidget(self._below)

    def set_theme(self, theme: Theme) -> None:
        self.box.set_theme(theme)
        self._sentence.set_colour(theme.attention)

    def show_row(self, row: CriticRow) -> None:
        words = state_words(row)
        if self.box.text() != (title := revealed(row.title)):
            self.box.setText(title)
        with QSignalBlocker(self.box):  # only the writer's own ticks are told
            self.box.setChecked(row.ticked)
        self.box.setEnabled(row.enabled)
        self.box.setAccessibleName(f"Critic {row.title}")
        self.box.setAccessibleDescription(revealed(". ".join(part for part in (words, row.sentence) if part)))
        if self._state.text() != words:
            self._state.setText(words)
        self.stop.setAccessibleName(f"Stop {row.title}")
        self.stop.setVisible(row.stoppable)
        self._sentence.set_text(row.sentence)
        self._below.setVisible(bool(row.sentence))
