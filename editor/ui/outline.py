"""The outline: the draft's headings with their words and the writer's share, or every paragraph as a
sentence.

It is a quiet list: no frame, no branch lines, titles that give way to the numbers. The second way of looking
at it is for whoever cannot see the margin: there, each row says in words what the margin paints."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.outline_list import OutlineList
from editor.ui.outline_model import OutlineEntry, OutlineModel
from editor.ui.outline_rows import EDGE, OutlineMode, RowPainter
from editor.ui.theme import Theme, dress

__all__ = ["Outline", "OutlineEntry", "OutlineMode"]

_NO_HEADINGS = "No headings yet. A line that begins with # is one."


class Outline(QWidget):
    """The outline of one draft.

    Signals:
        chosen: the writer clicked a row or pressed Enter on it; carries the paragraph's id.
        mode_chosen: headings or paragraphs are wanted, whose entries differ; without a value.
        plan_pressed: a paragraph is to be planned; carries the key of the row it is to stand behind, 0 for none.
        wished: something is to be done with a row; carries an OutlineWish.
        moved: a row was dragged elsewhere; carries an OutlineMove.
        said: a point was written in place; carries an OutlineEdit.
        left: writing one in place has ended; without a value.
    """

    chosen = Signal(object)
    mode_chosen = Signal()
    plan_pressed = Signal(int)
    wished = Signal(object)
    moved = Signal(object)
    said = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Outline")
        self._entries: tuple[OutlineEntry, ...] = ()
        self._heading_starts: list[int] = []
        self._order: dict[int, int] = {}
        self._current: int | None = None
        self._mode = OutlineMode.HEADINGS
        self._model = OutlineModel(self)
        self._list = OutlineList(self)
        self._rows = RowPainter(theme, self.font(), self._list)
        self._list.setItemDelegate(self._rows)
        self._list.setModel(self._model)
        self._list.clicked.connect(self._choose)
        self._list.chosen.connect(self._choose)
        self._list.wished.connect(self.wished)
        self._list.plan_pressed.connect(self._plan)
        self._model.moved.connect(self.moved)
        self._rows.said.connect(self.said)
        self._rows.closeEditor.connect(lambda _editor, _hint: self.left.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._heading_row())
        line = QFrame(self)
        line.setProperty("hairline", True)
        column.addWidget(line)
        column.addSpacing(6)
        self._none = QLabel(_NO_HEADINGS, self)
        self._none.setProperty("voice", "muted")
        self._none.setWordWrap(True)
        self._none.setContentsMargins(EDGE, 4, EDGE, 4)
        self._none.hide()
        column.addWidget(self._none)
        column.addWidget(self._list, 1)
        column.addLayout(self._foot())
        self.setFocusProxy(self._list)
        self.set_theme(theme)

    def _heading_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(6, 6, 6, 5)
        row.setSpacing(2)
        self._modes = QButtonGroup(self)
        self._modes.setExclusive(True)
        for mode, words in ((OutlineMode.HEADINGS, "Outline"), (OutlineMode.PARAGRAPHS, "Paragraphs")):
            button = QToolButton(self)
            button.setText(words)
            button.setCheckable(True)
            button.setChecked(mode is self._mode)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleDescription(
                "Headings only" if mode is OutlineMode.HEADINGS else "Every paragraph as a sentence"
            )
            self._modes.addButton(button, list(OutlineMode).index(mode))
            row.addWidget(button)
        row.addStretch(1)
        self._modes.idToggled.connect(self._mode_toggled)
        return row

    def _foot(self) -> QHBoxLayout:
        plan = QPushButton("Plan a paragraph", self)
        plan.setProperty("weight", "quiet")
        plan.setProperty("voice", "link")
        plan.setToolTip("Say in one line what a paragraph is to say, before it is written (Insert in the list)")
        plan.clicked.connect(self._plan)
        row = QHBoxLayout()
        row.setContentsMargins(EDGE - 2, 4, EDGE, 8)
        row.addWidget(plan)
        row.addStretch(1)
        return row

    def _plan(self) -> None:
        index = self._list.currentIndex()
        self.plan_pressed.emit(self._model.entry(index.row()).paragraph if index.isValid() else 0)

    @property
    def rows(self) -> Sequence[OutlineEntry]:
        """Those that are in the list now."""
        return self._visible()

    @property
    def is_written_in(self) -> bool:
        """Whether the writer says the point of a row just now; rows that came or went then would end that."""
        return self._list.state() == QAbstractItemView.State.EditingState

    def edit(self, key: int) -> None:
        """Lets the writer say the point of a row in place."""
        row = self._model.row_of(key)
        if row is not None:
            self._list.setFocus()
            self._list.setCurrentIndex(self._model.index(row))
            self._list.edit(self._model.index(row))

    def go_to(self, key: int) -> None:
        """Makes a row the current one of the list."""
        row = self._model.row_of(key)
        if row is not None:
            self._list.setCurrentIndex(self._model.index(row))

    def set_theme(self, theme: Theme) -> None:
        self._rows.theme = theme
        dress(self, theme)

    @property
    def mode(self) -> OutlineMode:
        return self._mode

    def set_mode(self, mode: OutlineMode) -> None:
        if mode is self._mode:
            return
        self._mode = mode
        self._rows.mode = mode
        self._modes.button(list(OutlineMode).index(mode)).setChecked(True)
        self._list.setAccessibleName("Headings" if mode is OutlineMode.HEADINGS else "Paragraphs")
        self._model.show_entries(())
        self._show_visible()
        self._mark_current()

    def _show_visible(self) -> None:
        rows = self._visible()
        self._model.show_entries(rows)
        self._none.setVisible(self._mode is OutlineMode.HEADINGS and not rows)

    def _mode_toggled(self, place: int, on: bool) -> None:
        """A screen reader switches a button over without a click."""
        mode = list(OutlineMode)[place]
        if on and mode is not self._mode:
            self.set_mode(mode)
            self.mode_chosen.emit()

    def _visible(self) -> Sequence[OutlineEntry]:
        if self._mode is OutlineMode.PARAGRAPHS:
            return self._entries
        return [entry for entry in self._entries if entry.level or entry.plan]

    def show_entries(self, entries: tuple[OutlineEntry, ...]) -> None:
        """All paragraphs of the draft in order; headings mode picks its own. Call it only when paragraphs
        came, went or moved; for a count that changed there is `update_entry`.
        """
        self._entries = entries
        self._order = {entry.paragraph: place for place, entry in enumerate(entries)}
        self._heading_starts = [place for place, entry in enumerate(entries) if entry.level]
        self._show_visible()
        self._mark_current()

    def update_entry(self, entry: OutlineEntry) -> None:
        """New words or shares of one paragraph; nothing else is touched."""
        place = self._order.get(entry.paragraph)
        if place is None or self._entries[place] == entry:
            return
        if bool(self._entries[place].level) is not bool(entry.level):
            self.show_entries((*self._entries[:place], entry, *self._entries[place + 1 :]))
            return
        self._entries = (*self._entries[:place], entry, *self._entries[place + 1 :])
        self._model.update_entry(entry)

    def set_current(self, paragraph: int | None) -> None:
        """Marks the row of the caret's paragraph, or of the heading above it. Never takes the focus."""
        if paragraph != self._current:
            self._current = paragraph
            self._mark_current()

    def _mark_current(self) -> None:
        shown = self._shown_for(self._current)
        if shown == self._rows.current:
            return
        self._rows.current = shown
        self._list.viewport().update()
        row = None if shown is None else self._model.row_of(shown)
        if row is not None and not self._list.hasFocus():
            self._list.scrollTo(self._model.index(row))

    def _shown_for(self, paragraph: int | None) -> int | None:
        place = None if paragraph is None else self._order.get(paragraph)
        if place is None or self._mode is OutlineMode.PARAGRAPHS:
            return None if place is None else paragraph
        above = bisect_right(self._heading_starts, place)
        return self._entries[self._heading_starts[above - 1]].paragraph if above else None

    def _choose(self, index: QModelIndex) -> None:
        entry = self._model.entry(index.row())
        if not entry.plan:
            self.chosen.emit(entry.paragraph)

    def sizeHint(self) -> QSize:
        return QSize(max(230, self.fontMetrics().averageCharWidth() * 34), 400)
