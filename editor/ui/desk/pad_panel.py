"""The pad: write without stopping, against a clock that only ever counts.

The timer never deletes and never scolds. When the bell comes the sentence may be finished: the turn ends with
the first pause, or with Ctrl+Return. Finished turns are kept above in the order they were written and cannot
be changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from editor.core.clock import Clock
from editor.ui.desk.pad_paper import PadPaper
from editor.ui.desk.pad_values import PadEnd, PadEnding, PadStart, PadText, PadTurn, PadView, count_words
from editor.ui.prose import Prose
from editor.ui.theme import Theme, dress, text_font

IDLE_MS = 5_000
LAST_PAUSE_MS = 3_000
_TICK_MS = 500
_MINUTES: tuple[int | None, ...] = (2, 5, 10, None)


def clock_words(ms: int) -> str:
    """A span as "4:05", rounded up so that it reaches 0:00 when it is over."""
    seconds = max(0, -(-ms // 1000))
    return f"{seconds // 60}:{seconds % 60:02d}"


def turn_words(turn: PadTurn) -> str:
    return f"{turn.number} · {turn.when} · {clock_words(turn.seconds * 1000)} · {turn.words} words"


class PadPanel(QWidget):
    """The free-association pad of one paragraph: the writer's own turns.

    Signals:
        started: carries a PadStart.
        typed: the running turn changed; carries a PadText.
        ended: carries a PadEnd.
        left: Escape with no turn running; without a value.
    """

    started = Signal(object)
    typed = Signal(object)
    ended = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Pad")
        self._theme = theme
        self._clock = clock
        self._view = PadView(0)
        self._running = False
        self._minutes: int | None = None
        self._began_ms = 0
        self._last_key_ms = 0
        self._breathed = False
        self._turn_widgets: list[QWidget] = []
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self.tick)
        self._point = Prose("", text_font(self.font().pointSizeF() * 1.15), theme.quote, theme.track)
        self._paper = PadPaper(theme, self)
        self._paper.typed.connect(self._changed)
        self._paper.begin_key.connect(self._start)
        self._paper.turn_key.connect(self.turn_over)
        self._paper.leave_key.connect(self._escape)
        self._lay_out()
        self.setFocusProxy(self._paper.sheet)
        self.set_theme(theme)
        self._show_running()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(self._point)
        column.addWidget(self._turns_area())
        column.addWidget(self._paper, 1)
        column.addLayout(self._settings_row())
        column.addLayout(self._button_row())

    def _turns_area(self) -> QScrollArea:
        self._turns = QScrollArea(self)
        self._turns.setAccessibleName("Finished turns")
        self._turns.setWidgetResizable(True)
        self._turns.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._turns.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._turns.setMaximumHeight(190)
        sheet = QWidget()
        sheet.setObjectName("sheet")
        self._turn_column = QVBoxLayout(sheet)
        self._turn_column.setContentsMargins(0, 0, 8, 0)
        self._turn_column.setSpacing(4)
        self._turns.setWidget(sheet)
        self._turns.verticalScrollBar().rangeChanged.connect(lambda _low, high: self._to_last_turn(high))
        self._turns.hide()
        return self._turns

    def _settings_row(self) -> QHBoxLayout:
        self._timer_choice = QComboBox(self)
        self._timer_choice.setAccessibleName("Timer")
        for minutes in _MINUTES:
            self._timer_choice.addItem(f"{minutes} minutes" if minutes else "No timer", minutes)
        self._timer_choice.setCurrentIndex(1)
        self._wanted = QSpinBox(self)
        self._wanted.setAccessibleName("Words wanted")
        self._wanted.setRange(0, 10_000)
        self._wanted.setSingleStep(50)
        self._wanted.setValue(600)
        self._wanted.setSuffix(" words")
        self._wanted.valueChanged.connect(self._show_count)
        self._wanted.setMinimumHeight(28)
        self._timer_choice.setMinimumHeight(28)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._timer_choice, 1)
        row.addWidget(self._wanted, 1)
        return row

    def _button_row(self) -> QHBoxLayout:
        self._button = QPushButton("Start", self)
        self._button.setProperty("weight", "first")
        self._button.clicked.connect(self.turn_over)
        self._key = QLabel("Ctrl+Return", self)
        self._key.setProperty("voice", "muted")
        self._count = QLabel(self)
        self._count.setObjectName("Words so far")
        self._left_over = QLabel(self)
        self._left_over.setObjectName("Time left")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._button)
        row.addWidget(self._key)
        row.addStretch(1)
        row.addWidget(self._count)
        row.addWidget(self._left_over)
        return row

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._paper.set_theme(theme)
        self._point.set_colour(theme.quote)
        dress(self, theme)
        self._fill_turns()

    def set_reduce_motion(self, reduce: bool) -> None:
        self._paper.reduce_motion = reduce

    @property
    def is_running(self) -> bool:
        """While it is, the desk must not follow the caret."""
        return self._running

    def show_view(self, view: PadView) -> None:
        """Shows the pad of a paragraph. While a turn runs, only the turns of that same paragraph are taken."""
        if view == self._view or (self._running and view.paragraph != self._view.paragraph):
            return
        turns_changed = view.turns != self._view.turns
        self._view = view
        self._point.set_text(view.point)
        self._point.setVisible(bool(view.point))
        if turns_changed:
            self._fill_turns()
        if not self._running:
            self._paper.sheet.setPlaceholderText(_invitation(bool(view.turns)))

    def _to_last_turn(self, lowest: int) -> None:
        self._turns.verticalScrollBar().setValue(lowest)

    def _fill_turns(self) -> None:
        for old in self._turn_widgets:
            self._turn_column.removeWidget(old)
            old.deleteLater()
        self._turn_widgets = []
        for turn in self._view.turns:
            heading = Prose(turn_words(turn), self.font(), self._theme.muted)
            text = Prose(turn.text, text_font(self.font().pointSizeF() * 1.15), self._theme.window_ink)
            text.setContentsMargins(0, 0, 0, 8)
            for part in (heading, text):
                self._turn_column.addWidget(part)
                self._turn_widgets.append(part)
        self._turns.setVisible(bool(self._view.turns))

    def turn_over(self) -> None:
        """Begins a turn, or ends the running one."""
        if self._running:
            self._end(PadEnding.WRITER)
        else:
            self._start()

    def _start(self) -> None:
        self._paper.sheet.clear()
        self._running = True
        self._breathed = False
        chosen = self._timer_choice.currentData()
        self._minutes = chosen if isinstance(chosen, int) else None
        self._began_ms = self._last_key_ms = self._clock.now().mono_ms
        self._show_running()
        self._ticks.start()
        self._paper.sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        self.started.emit(PadStart(self._view.paragraph, self._minutes, self._wanted.value()))

    def _end(self, ended_by: PadEnding) -> None:
        self._running = False
        self._ticks.stop()
        text = self._paper.text()
        elapsed = self._clock.now().mono_ms - self._began_ms
        self._paper.sheet.clear()
        self._show_running()
        self.ended.emit(PadEnd(self._view.paragraph, text, elapsed, ended_by))

    def _escape(self) -> None:
        if self._running:
            self._end(PadEnding.WRITER)
        else:
            self.left.emit()

    def _show_running(self) -> None:
        running = self._running
        self._button.setText("End turn" if running else "Start")
        self._timer_choice.setVisible(not running)
        self._wanted.setVisible(not running)
        self._paper.sheet.setReadOnly(not running)
        self._paper.sheet.setPlaceholderText("" if running else _invitation(bool(self._view.turns)))
        self._show_count()
        self._show_time()

    def _changed(self) -> None:
        if not self._running:
            return
        self._last_key_ms = self._clock.now().mono_ms
        self._breathed = False
        self._show_count()
        self.typed.emit(PadText(self._view.paragraph, self._paper.text()))

    def _show_count(self) -> None:
        words = count_words(self._paper.text())
        wanted = self._wanted.value()
        self._count.setText(f"{words} of {wanted}" if wanted else f"{words} words")
        self._count.setVisible(self._running)

    def _left_ms(self) -> int | None:
        if self._minutes is None:
            return None
        return self._minutes * 60_000 - (self._clock.now().mono_ms - self._began_ms)

    def _show_time(self) -> None:
        left = self._left_ms()
        if not self._running:
            words = ""
        elif left is None:
            words = clock_words(self._clock.now().mono_ms - self._began_ms)
        else:
            words = clock_words(left) if left > 0 else "Time"
        self._left_over.setText(words)

    def tick(self) -> None:
        """Looks at the clock: redraws the time, breathes when idle, ends the turn after the bell and a pause."""
        if not self._running:
            return
        self._show_time()
        idle = self._clock.now().mono_ms - self._last_key_ms
        left = self._left_ms()
        if left is not None and left <= 0 and idle >= LAST_PAUSE_MS:
            self._end(PadEnding.BELL)
        elif idle >= IDLE_MS and not self._breathed:
            self._breathed = True
            self._paper.breathe()


def _invitation(been_here: bool) -> str:
    return "Another turn. Ctrl+Return" if been_here else "Nothing here yet. Five minutes, no full stops. Ctrl+Return"
