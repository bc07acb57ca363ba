"""Find and replace, in one bar under the draft.

The bar only says what is wanted; whoever owns the draft looks for it and says how many there are. An
expression that cannot be read is explained in words beside the field, not in a dialog."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from editor.ui.assets import icon
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import hairline
from editor.ui.theme import Theme, dress
from editor.ui.tick_box import TickBox


@dataclass(frozen=True, slots=True)
class FindQuery:
    """What to look for, and what to put in its place."""

    text: str
    replacement: str = ""
    case: bool = False
    """Capitals and small letters differ."""
    whole_words: bool = False
    expression: bool = False
    """The text is a regular expression."""


class FindBar(QWidget):
    """The bar.

    Signals:
        query_changed, next_pressed, previous_pressed, replace_pressed, replace_all_pressed: carry a
        FindQuery. closed: Escape or the close button; without a value.
    """

    query_changed = Signal(object)
    next_pressed = Signal(object)
    previous_pressed = Signal(object)
    replace_pressed = Signal(object)
    replace_all_pressed = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Find and replace")
        self._ticks: list[TickBox] = []
        self._field = self._line("Find", "Find")
        self._replacement = self._line("Replace with", "Replace with")
        self._result = PlainLabel(parent=self)
        self._result.setObjectName("Matches")
        self._result.setProperty("voice", "muted")
        self._arrows = (
            self._arrow("chevron-up", "Previous match (Shift+Enter)", self._previous),
            self._arrow("chevron-down", "Next match (Enter)", self._next),
        )
        self._close = self._arrow("x", "Close (Esc)", self.close_bar)
        self._case = self._tick("&Case", "Capitals and small letters differ", theme)
        self._whole = self._tick("&Words", "Whole words only", theme)
        self._expression = self._tick("Re&gex", "Regular expression", theme)
        self._replace = QPushButton("&Replace", self)
        self._replace_all = QPushButton("Replace &all", self)
        self._replace.clicked.connect(lambda: self.replace_pressed.emit(self.query()))
        self._replace_all.clicked.connect(lambda: self.replace_all_pressed.emit(self.query()))
        self._lay_out()
        self._field.textChanged.connect(self._changed)
        self.set_theme(theme)
        self.show_replace(False)
        self.show_matches(0, 0)

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.setClearButtonEnabled(False)
        line.installEventFilter(self)
        return line

    def _tick(self, words: str, name: str, theme: Theme) -> TickBox:
        tick = TickBox(words, theme, self)
        tick.setAccessibleName(name)
        tick.setToolTip(name)
        tick.toggled.connect(self._changed)
        self._ticks.append(tick)
        return tick

    def _arrow(self, name: str, words: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        side = max(16, self.fontMetrics().height())
        button.setIconSize(QSize(side, side))
        button.setFixedSize(side + 12, side + 12)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(4)
        for part in (*self._arrows, self._result):
            upper.addWidget(part)
        upper.addSpacing(10)
        for tick in self._ticks:
            upper.addWidget(tick)
        upper.addStretch(1)
        upper.addWidget(self._close)
        lower = QHBoxLayout()
        lower.setSpacing(8)
        lower.addWidget(self._replace)
        lower.addWidget(self._replace_all)
        lower.addStretch(1)
        grid = QGridLayout()
        grid.setContentsMargins(14, 7, 8, 7)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.addWidget(self._field, 0, 0)
        grid.addLayout(upper, 0, 1)
        grid.addWidget(self._replacement, 1, 0)
        grid.addLayout(lower, 1, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        self._field.setMinimumWidth(120)
        self._field.setMaximumWidth(420)
        self._replacement.setMaximumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline(self))
        column.addLayout(grid)

    def set_theme(self, theme: Theme) -> None:
        for button in (*self._arrows, self._close):
            button.setIcon(icon(button.objectName(), theme.window_ink, theme.disabled, button.iconSize().width()))
        for tick in self._ticks:
            tick.set_theme(theme)
        dress(self, theme)

    def query(self) -> FindQuery:
        return FindQuery(
            self._field.text(),
            self._replacement.text(),
            self._case.isChecked(),
            self._whole.isChecked(),
            self._expression.isChecked(),
        )

    def open_bar(self, text: str = "", replace: bool = False) -> None:
        """Shows the bar with the keyboard in its field; `text` is what is selected in the draft, if short."""
        if text:
            self._field.setText(text)
        self.show_replace(replace)
        self.show()
        self._field.selectAll()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_replace(self, shown: bool) -> None:
        for part in (self._replacement, self._replace, self._replace_all):
            part.setVisible(shown)

    def show_matches(self, current: int, total: int) -> None:
        """ "3 of 17"; `current` counts from 1, 0 when the caret is at none of them."""
        if not self._field.text():
            words = ""
        elif total == 0:
            words = "None found"
        else:
            words = f"{current} of {total:,}" if current else f"{total:,} found"
        self._say(words, "muted")
        for part in (*self._arrows, self._replace, self._replace_all):
            part.setEnabled(total > 0)

    def show_problem(self, sentence: str) -> None:
        """Why the expression cannot be read: "The bracket at 4 is not closed."."""
        self._say(sentence, "blocked")
        for part in (*self._arrows, self._replace, self._replace_all):
            part.setEnabled(False)

    def _say(self, words: str, voice: str) -> None:
        self._result.setText(words)
        if self._result.property("voice") != voice:
            self._result.setProperty("voice", voice)
            self._result.style().unpolish(self._result)
            self._result.style().polish(self._result)

    def _changed(self) -> None:
        self.query_changed.emit(self.query())

    def _next(self) -> None:
        self.next_pressed.emit(self.query())

    def _previous(self) -> None:
        self.previous_pressed.emit(self.query())

    def close_bar(self) -> None:
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if entered and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._previous()
                return True
            if entered and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                if watched is self._replacement:
                    self.replace_pressed.emit(self.query())
                else:
                    self._next()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
