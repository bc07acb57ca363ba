"""One remark of a critic as a card: the quote, what is wrong, why, and what to do.

A card never offers to write into the draft. Its only verdicts are agree, dismiss and done.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from editor.ui.prose import Prose
from editor.ui.theme import Theme, scaled, text_font


class RemarkState(Enum):
    OPEN = "open"
    AGREED = "agreed"
    DONE = "done"
    DISMISSED = "dismissed"
    LOST = "lost"
    """Its quote is no longer in the text."""


class DismissReason(Enum):
    WRONG = "wrong"
    TASTE = "taste"
    LATER = "later"
    KNOWN = "known"


_REASONS = (
    (DismissReason.WRONG, "&Wrong"),
    (DismissReason.TASTE, "A matter of &taste"),
    (DismissReason.LATER, "&Later"),
    (DismissReason.KNOWN, "I &know"),
)


@dataclass(frozen=True, slots=True)
class RemarkView:
    """One remark, ready to show."""

    remark: int
    """The remark's id."""
    critic: str
    quote: str
    issue: str
    why: str = ""
    suggestion: str = ""
    state: RemarkState = RemarkState.OPEN
    agreement: str = ""
    """"2 of 3 critics" when others remark on the same quote."""
    note: str = ""
    """A word about its state: "taste", or where the quote went."""


@dataclass(frozen=True, slots=True)
class Dismissal:
    remark: int
    reason: DismissReason


def spoken(view: RemarkView) -> str:
    """The card as one sentence, for a screen reader."""
    parts = [f"{view.critic}, {_state_words(view)}", view.agreement, f"about “{view.quote}”"]
    parts += [view.issue, view.why, f"What to do: {view.suggestion}" if view.suggestion else ""]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def words_of(issue: str, why: str, suggestion: str) -> str:
    """What is copied of a remark: what its critic said, without the writer's own words that it is about."""
    return "\n".join(part for part in (issue, why, suggestion) if part)


def _state_words(view: RemarkView) -> str:
    words = "no longer in the text" if view.state is RemarkState.LOST else view.state.value
    return f"{words}: {view.note}" if view.note else words


def _shown_state(view: RemarkView) -> str:
    """What is written beside the critic; an open card needs no word, a lost one has a heading above it."""
    if view.state is RemarkState.LOST:
        return view.note
    return "" if view.state is RemarkState.OPEN else _state_words(view)


class RemarkCard(QWidget):
    """The card of one remark.

    Signals:
        agreed, done_pressed: carry the remark's id.
        dismissed: carries a Dismissal.
        copy_pressed: carries the words of the remark as text.
    """

    agreed = Signal(int)
    done_pressed = Signal(int)
    dismissed = Signal(object)
    copy_pressed = Signal(str)

    def __init__(self, view: RemarkView, theme: Theme) -> None:
        super().__init__()
        self.view = view
        self._theme = theme
        self._current = False
        self._dismiss: QPushButton | None = None
        self.setAccessibleName(spoken(view))
        column = QVBoxLayout(self)
        column.setContentsMargins(15, 13, 15, 14 + _GAP)
        column.setSpacing(8)
        column.addLayout(self._heading())
        self._add_words(column)
        if view.state in (RemarkState.OPEN, RemarkState.AGREED):
            column.addSpacing(3)
            column.addLayout(self._actions())

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        critic = Prose(self.view.critic, strong, self._theme.window_ink)
        about = " · ".join(part for part in (self.view.agreement, _shown_state(self.view)) if part)
        state = QLabel(about)
        state.setProperty("voice", "muted")
        row.addWidget(critic, 1)
        row.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _add_words(self, column: QVBoxLayout) -> None:
        view, theme = self.view, self._theme
        quoted = text_font(self.font().pointSizeF() * 1.12)
        quoted.setItalic(True)
        open_ = view.state in (RemarkState.OPEN, RemarkState.AGREED)
        column.addWidget(Prose(view.quote, quoted, theme.quote, theme.remark if open_ else theme.track))
        ink = theme.window_ink if open_ else theme.muted
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        column.addWidget(Prose(view.issue, strong if open_ else self.font(), ink))
        if view.why and open_:
            column.addWidget(Prose(view.why, self.font(), ink))
        if view.suggestion and open_:
            label = Prose("What to do", scaled(self.font(), 0.9), theme.muted)
            column.addSpacing(2)
            column.addWidget(label)
            column.addSpacing(-6)
            column.addWidget(Prose(view.suggestion, self.font(), ink))

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if self.view.state is RemarkState.OPEN:
            row.addWidget(self._button("Agree", "Agree and revise; the present text is kept (A)", self.agree))
        else:
            row.addWidget(self._button("Done", "The revision is finished", self.finish))
        self._dismiss = self._button("Dismiss…", "Put the remark away, saying why (D)", self.ask_reason)
        row.addWidget(self._dismiss)
        row.addStretch(1)
        return row

    def _button(self, words: str, name: str, act: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(act)
        return button

    def agree(self) -> None:
        if self.view.state is RemarkState.OPEN:
            self.agreed.emit(self.view.remark)

    def finish(self) -> None:
        if self.view.state is RemarkState.AGREED:
            self.done_pressed.emit(self.view.remark)

    def ask_reason(self) -> None:
        """Opens the menu of reasons at the button."""
        if self._dismiss is None:
            return
        menu = self.reasons()
        menu.popup(self._dismiss.mapToGlobal(QPoint(0, self._dismiss.height() + 2)))

    def reasons(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName("Reason to dismiss")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for reason, words in _REASONS:
            menu.addAction(words).triggered.connect(
                lambda _checked=False, reason=reason: self.dismissed.emit(Dismissal(self.view.remark, reason))
            )
        return menu

    def copy_words(self) -> None:
        self.copy_pressed.emit(words_of(self.view.issue, self.view.why, self.view.suggestion))

    def set_current(self, current: bool) -> None:
        if current != self._current:
            self._current = current
            self.update()

    def act_on(self, event: QKeyEvent) -> bool:
        """Does what a key means on a card; False if it means nothing here."""
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        if event.key() == Qt.Key.Key_A and self.view.state is RemarkState.OPEN:
            self.agree()
        elif event.key() == Qt.Key.Key_D and self._dismiss is not None:
            self.ask_reason()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.act_on(event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = self._theme.focus if self._current else self._theme.hairline
        width = 2.0 if self._current else 1.0
        painter.setPen(QPen(edge, width))
        painter.setBrush(self._theme.card)
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half - _GAP), 6, 6)
        painter.end()


_GAP = 12
"""Pixels of air below a card; they belong to its row in the list."""
