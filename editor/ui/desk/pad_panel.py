"""The pad: write without stopping, against a clock that only ever counts, and in turns with a model where that is wanted.

The timer never deletes and never scolds. When the bell comes the sentence may be finished: the turn ends with
the first pause, or with Ctrl+Return. Finished turns are kept above in the order they were written and cannot
be changed. Whatever is typed while a model writes stops it, and is the beginning of the writer's turn."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from editor.core.clock import Clock
from editor.ui.desk.context_line import ContextLine
from editor.ui.desk.pad_paper import PadPaper
from editor.ui.desk.pad_settings import PadSettings
from editor.ui.desk.pad_values import (
    PadChoices,
    PadEnd,
    PadEnding,
    PadStart,
    PadText,
    PadTurn,
    PadView,
    count_words,
)
from editor.ui.desk.spark_list import SparkList
from editor.ui.desk.turn_block import Copy, clock_words
from editor.ui.desk.turn_list import TurnList
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose
from editor.ui.theme import Theme, dress, text_font

IDLE_MS = 5_000
LAST_PAUSE_MS = 3_000
_TICK_MS = 500
_TURNS_SHARE = 0.38
"""Of the panel's height, which the turns may take before they scroll."""


class _State(Enum):
    REST = "rest"
    OWN = "own"
    """The writer writes."""
    MODEL = "model"
    """A model was asked or writes."""


class PadPanel(QWidget):
    """The free-association pad of one paragraph.

    Signals:
        started: carries a PadStart.
        typed: the running turn changed; carries a PadText.
        ended: carries a PadEnd.
        left: Escape with no turn running; without a value.
        model_wanted: a model shall take the next turn; without a value.
        model_stopped: the model shall stop at the word it is at; without a value.
        spark_wished: carries a SparkWish.
        spark_taken_away: carries the spark's id.
        choices_changed: carries PadChoices.
        copied: words of a turn were copied; carries the PadTurn.
        pasted: words are put into the running turn from the clipboard; carries the QMimeData.
    """

    started = Signal(object)
    typed = Signal(object)
    ended = Signal(object)
    left = Signal()
    model_wanted = Signal()
    model_stopped = Signal()
    spark_wished = Signal(object)
    spark_taken_away = Signal(str)
    choices_changed = Signal(object)
    copied = Signal(object)
    pasted = Signal(object)

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Pad")
        self.may_start: Callable[[], bool] = lambda: True
        """Asked before a turn begins by button or Ctrl+Return; who says no calls `begin_turn` later."""
        self._theme = theme
        self._clock = clock
        self._view = PadView(0)
        self._state = _State.REST
        self._minutes: int | None = None
        self._began_ms = 0
        self._last_key_ms = 0
        self._breathed = False
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self.tick)
        self._point = Prose("", text_font(self.font().pointSizeF() * 1.15), theme.quote, theme.track)
        self._sparks = SparkList(theme, self)
        self._sparks.taken_away.connect(self.spark_taken_away)
        self._turns = TurnList(theme, self)
        self._sparks.pressed.connect(self._turns.mark)
        self._turns.spark_wished.connect(self.spark_wished)
        self._turns.typed.connect(self._typed_elsewhere)
        self._turns.copied.connect(self.copied)
        self._news = Prose("", self.font(), theme.muted)
        self._news.hide()
        self.context = ContextLine(self)
        self._paper = PadPaper(theme, self)
        self._paper.typed.connect(self._changed)
        self._paper.begin_key.connect(self.begin_turn)
        self._paper.turn_key.connect(self.turn_over)
        self._paper.leave_key.connect(self._escape)
        self._paper.sheet.pasted.connect(self.pasted)
        self._settings = PadSettings(theme, self)
        self._settings.changed.connect(self._chosen)
        self.models = self._settings.models
        self._lay_out()
        self.setFocusProxy(self._paper.sheet)
        self.set_theme(theme)
        self._show_state()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(self._sparks)
        column.addWidget(self._point)
        column.addWidget(self._turns)
        column.addWidget(self._news)
        column.addWidget(self._paper, 1)
        column.addWidget(self.context)
        column.addWidget(self._settings)
        column.addLayout(self._button_row())

    def _button_row(self) -> QHBoxLayout:
        self._button = QPushButton("Start", self)
        self._button.setProperty("weight", "first")
        self._button.clicked.connect(self.turn_over)
        self._key = QLabel("Ctrl+Return", self)
        self._key.setProperty("voice", "muted")
        self._model = QPushButton("Model's turn", self)
        self._model.setToolTip("Lets a model go on from the last words. What would be sent is shown first")
        self._model.clicked.connect(self.model_wanted)
        self._spark = QPushButton("Spark (S)", self)
        self._spark.setToolTip("Puts a pointer at these words at the top of the pad")
        self._spark.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must not take the mark away
        self._spark.clicked.connect(self._wish_spark)
        self._spark.hide()
        self._turns.marked.connect(self._show_spark)
        self._count = PlainLabel(parent=self)
        self._count.setObjectName("Words so far")
        self._left_over = PlainLabel(parent=self)
        self._left_over.setObjectName("Time left")
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self._button, self._key):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self._spark, self._model, self._count, self._left_over):
            row.addWidget(part)
        return row

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._paper.set_theme(theme)
        self._point.set_colour(theme.quote)
        self._news.set_colour(theme.muted)
        self._settings.set_theme(theme)
        dress(self, theme)
        self._sparks.set_theme(theme)
        self._turns.set_theme(theme)

    def set_reduce_motion(self, reduce: bool) -> None:
        self._paper.reduce_motion = reduce

    def copy_with(self, copy: Copy, copy_running: Callable[[str], QMimeData]) -> None:
        """What goes on the clipboard for words of a turn, and of the running one."""
        self._turns.copy = copy
        self._paper.sheet.copy_words = copy_running

    @property
    def choices(self) -> PadChoices:
        return self._settings.choices

    def show_choices(self, choices: PadChoices) -> None:
        self._settings.show_choices(choices)
        self._show_state()

    @property
    def is_running(self) -> bool:
        """Whether the writer's turn runs; the desk must not follow the caret then."""
        return self._state is _State.OWN

    @property
    def paragraph(self) -> int:
        """The id of the paragraph whose pad this is."""
        return self._view.paragraph

    # Showing.

    def show_view(self, view: PadView) -> None:
        """Shows the pad of a paragraph. While a turn runs, only the turns of that same paragraph are taken."""
        if view == self._view or (self._state is not _State.REST and view.paragraph != self._view.paragraph):
            return
        if view.paragraph != self._view.paragraph:
            self.tell("")
        self._view = view
        self._point.set_text(view.point)
        self._point.setVisible(bool(view.point))
        self._sparks.show_sparks(view.sparks)
        self._turns.show_turns(view.turns)
        self._show_hint()

    def tell(self, words: str) -> None:
        """A sentence about the model's turn, until there is another; an empty one takes it away."""
        self._news.set_text(words)
        self._news.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turns.setMaximumHeight(max(120, round(self.height() * _TURNS_SHARE)))

    # The model's turn.

    def model_asked(self) -> None:
        """A model takes its turn from here on; whatever is typed ends it."""
        self._state = _State.MODEL
        self._show_state()
        self._paper.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_model(self, turn: PadTurn | None) -> None:
        """The model's turn as far as it has come; None where nothing is being written."""
        self._turns.show_live(turn)

    def model_over(self) -> None:
        """It ended, failed or was stopped."""
        if self._state is _State.MODEL:
            self._state = _State.REST
            self._show_state()
        self._turns.show_live(None)

    # The writer's turn.

    def turn_over(self) -> None:
        """Begins a turn, which stops a model that writes, or ends the running one."""
        if self._state is _State.OWN:
            self._end(PadEnding.WRITER)
        elif self._state is _State.MODEL or self.may_start():
            self.begin_turn()

    def leave_turn(self) -> None:
        """Ends the running turn and lets nobody go on."""
        if self._state is _State.OWN:
            self._end(PadEnding.LEFT)

    def begin_turn(self) -> None:
        if self._state is _State.OWN:
            return
        if self._state is _State.MODEL:
            self.model_stopped.emit()
        self.tell("")
        self._turns.forget_mark()
        self._paper.sheet.clear()
        self._state = _State.OWN
        self._breathed = False
        choices = self.choices
        self._minutes = choices.minutes
        self._began_ms = self._last_key_ms = self._clock.now().mono_ms
        self._show_state()
        self._ticks.start()
        self._paper.sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        self.started.emit(PadStart(self._view.paragraph, choices.minutes, choices.words_wanted))

    def _end(self, ended_by: PadEnding) -> None:
        self._state = _State.REST
        self._ticks.stop()
        text = self._paper.text()
        elapsed = self._clock.now().mono_ms - self._began_ms
        self._paper.sheet.clear()
        self._show_state()
        self.ended.emit(PadEnd(self._view.paragraph, text, elapsed, ended_by))

    def _escape(self) -> None:
        if self._state is _State.OWN:
            self._end(PadEnding.LEFT)
        elif self._state is _State.MODEL:
            self.model_stopped.emit()
        else:
            self.left.emit()

    def _typed_elsewhere(self, event: QKeyEvent) -> None:
        self._paper.sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        self._paper.sheet.keyPressEvent(event)

    def _changed(self) -> None:
        if self._state is not _State.OWN:
            return
        self._last_key_ms = self._clock.now().mono_ms
        self._breathed = False
        self._show_count()
        self.typed.emit(PadText(self._view.paragraph, self._paper.text()))

    # What stands below.

    def _chosen(self, choices: PadChoices) -> None:
        self._show_count()
        self.choices_changed.emit(choices)

    def _show_state(self) -> None:
        own, rest = self._state is _State.OWN, self._state is _State.REST
        self._button.setText({_State.REST: "Start", _State.OWN: "End turn", _State.MODEL: "My turn"}[self._state])
        self._settings.setVisible(rest)
        self.context.setVisible(rest)
        self._model.setVisible(rest)
        self._paper.sheet.any_key_begins = self._state is _State.MODEL
        self._paper.sheet.no_going_back = self.choices.no_going_back
        self._paper.sheet.set_writable(own)
        self._show_hint()
        self._show_count()
        self._show_time()

    def _show_hint(self) -> None:
        nothing = "Nothing here yet. " if self._view.is_told else ""
        invitation = (
            "Another turn. Ctrl+Return" if self._view.turns else f"{nothing}Five minutes, no full stops. Ctrl+Return"
        )
        words = {
            _State.REST: invitation,
            _State.OWN: "",
            _State.MODEL: "Type, and the turn is yours. Esc stops the model.",
        }
        self._paper.sheet.setPlaceholderText(words[self._state])

    def _show_spark(self, marked: bool) -> None:
        self._spark.setVisible(marked)
        self._key.setVisible(not marked)

    def _wish_spark(self) -> None:
        wish = self._turns.wish()
        if wish is not None:
            self.spark_wished.emit(wish)

    def _show_count(self) -> None:
        words = count_words(self._paper.text())
        wanted = self.choices.words_wanted
        self._count.setText(f"{words} of {wanted}" if wanted else f"{words} words")
        self._count.setVisible(self._state is _State.OWN)

    def _left_ms(self) -> int | None:
        if self._minutes is None:
            return None
        return self._minutes * 60_000 - (self._clock.now().mono_ms - self._began_ms)

    def _show_time(self) -> None:
        left = self._left_ms()
        if self._state is not _State.OWN:
            words = ""
        elif left is None:
            words = clock_words(self._clock.now().mono_ms - self._began_ms)
        else:
            words = clock_words(left) if left > 0 else "Time"
        self._left_over.setText(words)
        self._left_over.setVisible(bool(words))

    def tick(self) -> None:
        """Looks at the clock: redraws the time, breathes when idle, ends the turn after the bell and a pause."""
        if self._state is not _State.OWN:
            return
        self._show_time()
        idle = self._clock.now().mono_ms - self._last_key_ms
        left = self._left_ms()
        if left is not None and left <= 0 and idle >= LAST_PAUSE_MS:
            self._end(PadEnding.BELL)
        elif idle >= IDLE_MS and not self._breathed:
            self._breathed = True
            self._paper.breathe()
