"""How the writer wants to write in the pad: the clock, the words, and who else takes a turn."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from editor.ui.desk.model_box import ModelBox
from editor.ui.desk.pad_values import PadChoices
from editor.ui.theme import Theme
from editor.ui.tick_box import TickBox

_MINUTES: tuple[int | None, ...] = (2, 5, 10, None)


class PadSettings(QWidget):
    """Signals:
    changed: the writer chose otherwise; carries PadChoices.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timer = QComboBox(self)
        self._timer.setAccessibleName("Timer")
        for minutes in _MINUTES:
            self._timer.addItem(f"{minutes} minutes" if minutes else "No timer", minutes)
        self._wanted = QSpinBox(self)
        self._wanted.setAccessibleName("Words wanted")
        self._wanted.setRange(0, 10_000)
        self._wanted.setSingleStep(50)
        self._wanted.setSuffix(" words")
        self.models = ModelBox(self)
        self._forward = TickBox("No going back", theme, self)
        self._forward.setToolTip("Backspace and delete do nothing, and the caret stays at the end")
        self._about = TickBox("A model takes the next turn", theme, self)
        self._about.setToolTip("When your turn is over a model goes on from your last words, until you type")
        self._hide = TickBox("Hide its turn until mine is written", theme, self)
        self._hide.setToolTip("The model writes while you do, and you see it when your turn is over")
        self._ticks = (self._forward, self._about, self._hide)
        self._lay_out()
        self.show_choices(PadChoices())
        self._timer.activated.connect(self._tell)
        self._wanted.valueChanged.connect(self._tell)
        for tick in self._ticks:
            tick.toggled.connect(self._tell)  # a screen reader toggles without a click

    def _lay_out(self) -> None:
        numbers = QHBoxLayout()
        numbers.setSpacing(8)
        for field in (self._timer, self._wanted):
            field.setMinimumHeight(28)
            numbers.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(numbers)
        column.addSpacing(4)
        for tick in self._ticks:
            column.addWidget(tick)
        column.addSpacing(4)
        column.addWidget(self.models)

    def set_theme(self, theme: Theme) -> None:
        for tick in self._ticks:
            tick.set_theme(theme)

    @property
    def choices(self) -> PadChoices:
        minutes = self._timer.currentData()
        return PadChoices(
            minutes if isinstance(minutes, int) else None,
            self._wanted.value(),
            self._forward.isChecked(),
            self._about.isChecked(),
            self._about.isChecked() and self._hide.isChecked(),
        )

    def show_choices(self, choices: PadChoices) -> None:
        minutes = choices.minutes if choices.minutes in _MINUTES else 5
        self._timer.setCurrentIndex(_MINUTES.index(minutes))
        with QSignalBlocker(self._wanted):
            self._wanted.setValue(choices.words_wanted)
        for tick, on in zip(self._ticks, (choices.no_going_back, choices.turn_about, choices.hide), strict=True):
            with QSignalBlocker(tick):  # only what the writer chooses is told
                tick.setChecked(on)
        self._hide.setVisible(choices.turn_about)

    def _tell(self) -> None:
        self._hide.setVisible(self._about.isChecked())
        self.changed.emit(self.choices)
