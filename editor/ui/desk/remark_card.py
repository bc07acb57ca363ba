"""One remark of a critic as a card: the quote, what is wrong, why, and what to do.

A card never offers to write into the draft. Its verdicts are agree, dismiss and done; between them the writer may argue.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from editor.ui.desk.remark_talk import ObjectionLine, Thread, WordingFold
from editor.ui.desk.remark_values import (
    Dismissal,
    DismissReason,
    Objection,
    RemarkState,
    RemarkView,
    shown_state,
    spoken,
    words_of,
)
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose
from editor.ui.theme import Theme, scaled, text_font

_REASONS = (
    (DismissReason.WRONG, "&Wrong"),
    (DismissReason.TASTE, "A matter of &taste"),
    (DismissReason.LATER, "&Later"),
    (DismissReason.KNOWN, "I &know"),
)


class RemarkCard(QWidget):
    """The card of one remark.

    Signals:
        agreed, done_pressed, wording_wanted: carry the remark's id.
        dismissed: carries a Dismissal.
        objected: carries an Objection.
        note_pressed: carries a NoteWish.
        copy_pressed: carries words of the remark, or of a wording, as text.
        line_written: another text stands in the line; carries it, or None where there is no line any more.
        unfolded: the fold of wordings is to be opened or closed; carries a bool.
    """

    agreed = Signal(int)
    done_pressed = Signal(int)
    wording_wanted = Signal(int)
    dismissed = Signal(object)
    objected = Signal(object)
    note_pressed = Signal(object)
    copy_pressed = Signal(str)
    line_written = Signal(object)
    unfolded = Signal(bool)

    def __init__(
        self, view: RemarkView, theme: Theme, *, line: str | None = None, unfolded: bool = False, last: bool = True
    ) -> None:
        """`line` is what stands in the line for an objection, which is shown unless it is None; `last` says that the card
        below is not about the same words."""
        super().__init__()
        self.view = view
        self.is_unfolded = unfolded
        self._theme = theme
        self._current = False
        self._dismiss: QPushButton | None = None
        self.line: ObjectionLine | None = None
        self._last = last
        self._gap = _GAP if last else _SMALL_GAP
        self.setAccessibleName(spoken(view))
        column = QVBoxLayout(self)
        column.setContentsMargins(15, 13, 15, 14 + self._gap)
        column.setSpacing(8)
        column.addLayout(self._heading())
        self._add_words(column)
        if view.thread or view.asking or view.trouble:
            thread = Thread(view, theme, self)
            thread.note_pressed.connect(self.note_pressed)
            column.addWidget(thread)
        if view.wordable or view.wordings:
            column.addWidget(self._fold())
        if not view.is_decided:
            column.addSpacing(3)
            if line is not None and view.arguable:
                column.addLayout(self._line_row(line))
            column.addLayout(self._actions())
            if view.revising:
                key = QLabel("Ctrl+Return: done", self)  # beside three buttons there is no room for it
                key.setProperty("voice", "muted")
                column.addWidget(key)

    def shows(self, view: RemarkView, theme: Theme, *, last: bool) -> bool:
        """Whether a card made of these would look as this one does."""
        return (self.view, self._theme, self._last) == (view, theme, last)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        critic = Prose(self.view.critic, strong, self._theme.window_ink)
        about = " · ".join(part for part in (self.view.agreement, shown_state(self.view)) if part)
        state = PlainLabel(about)
        state.setProperty("voice", "muted")
        row.addWidget(critic, 1)
        row.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _add_words(self, column: QVBoxLayout) -> None:
        view, theme = self.view, self._theme
        quoted = text_font(self.font().pointSizeF() * 1.12)
        quoted.setItalic(True)
        open_ = not view.is_decided
        if view.quote:
            column.addWidget(Prose(view.quote, quoted, theme.quote, theme.remark if open_ else theme.track))
        ink = theme.window_ink if open_ else theme.muted
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        column.addWidget(Prose(view.issue, strong if open_ else self.font(), ink))
        if view.why and open_:
            column.addWidget(Prose(view.why, self.font(), ink))
        if view.misquoted and open_:
            column.addWidget(Prose(view.misquoted, self.font(), theme.muted))
        if view.suggestion and open_:
            label = Prose("What to do", scaled(self.font(), 0.9), theme.muted)
            column.addSpacing(2)
            column.addWidget(label)
            column.addSpacing(-6)
            column.addWidget(Prose(view.suggestion, self.font(), ink))

    def _fold(self) -> WordingFold:
        fold = WordingFold(self.view, self._theme, unfolded=self.is_unfolded, parent=self)
        fold.toggled.connect(self.unfolded)
        fold.wanted.connect(lambda: self.wording_wanted.emit(self.view.remark))
        fold.copied.connect(self.copy_pressed)
        return fold

    def _line_row(self, words: str) -> QHBoxLayout:
        self.line = ObjectionLine(words, self)
        self.line.textChanged.connect(self._written)
        self.line.left.connect(lambda: self.line_written.emit(None))
        self.line.returnPressed.connect(self._object)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self._button("Send…", "Show what would be sent to the critic", self._object))
        return row

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if self.view.state is RemarkState.OPEN:
            row.addWidget(self._button("Agree", "Agree and revise; the present text is kept (A)", self.agree))
        else:
            row.addWidget(self._button("Done", "The revision is finished (Ctrl+Return in the draft)", self.finish))
        if self.view.arguable and self.line is None and not self.view.asking:
            row.addWidget(self._button("Argue…", "Say why it is wrong; the critic answers once (R)", self.argue))
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

    def argue(self) -> None:
        """Opens the line for an objection."""
        if self.view.arguable and not self.view.is_decided and not self.view.asking:
            self.line_written.emit("")

    def _written(self, words: str) -> None:
        self.line_written.emit(words)

    def _object(self) -> None:
        if self.line is not None and (words := self.line.text().strip()):
            self.objected.emit(Objection(self.view.remark, words))

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
        elif event.key() == Qt.Key.Key_R and self.view.arguable and not self.view.is_decided:
            self.argue()
        elif event.key() == Qt.Key.Key_D and self._dismiss is not None:
            self.ask_reason()
        elif event.key() == Qt.Key.Key_W and (self.view.wordable or self.view.wordings):
            self.unfolded.emit(not self.is_unfolded)
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
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half - self._gap), 6, 6)
        painter.end()


_GAP = 12
"""Pixels of air below a card; they belong to its row in the list."""
_SMALL_GAP = 3
"""Between cards about the same words."""
