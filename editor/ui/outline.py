"""The outline: the draft's headings with their words and the writer's share, or every paragraph as a
sentence.

It is a quiet list: no frame, no branch lines, titles that give way to the numbers. The second way of looking
at it is for whoever cannot see the margin: there, each row says in words what the margin paints."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.outline_model import OutlineEntry, OutlineModel, OutlineRole
from editor.ui.status_line import percent
from editor.ui.theme import Theme, dress, scaled
from editor.ui.viewports import own_viewport

__all__ = ["Outline", "OutlineEntry", "OutlineMode"]

_EDGE = 12
_NO_HEADINGS = "No headings yet. A line that begins with # is one."
_INDENT = 14


class OutlineMode(Enum):
    HEADINGS = "headings"
    PARAGRAPHS = "paragraphs"


class _RowPainter(QStyledItemDelegate):
    """Paints one row: a title that elides, and to its right the words and the share in a quiet voice."""

    def __init__(self, theme: Theme, font: QFont, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.current: int | None = None
        self.mode = OutlineMode.HEADINGS
        self._font = font
        self._strong = QFont(font)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._small = scaled(font, 0.9)
        self._line = QFontMetrics(font).height()
        self._metrics = QFontMetrics(self._small)
        self._share_width = self._metrics.horizontalAdvance("100 %")

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        if self.mode is OutlineMode.HEADINGS:
            return QSize(80, max(26, self._line + 11))
        return QSize(80, self._line + 2 * self._metrics.height() + 17)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        entry = index.data(OutlineRole.ENTRY)
        if not isinstance(entry, OutlineEntry):
            return
        row: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._paint_ground(painter, row, entry, state)
        inner = row.adjusted(_EDGE, 0, -_EDGE, 0)
        if self.mode is OutlineMode.HEADINGS:
            self._paint_heading(painter, inner, entry)
        else:
            self._paint_sentence(painter, inner, entry)
        painter.restore()

    def _paint_ground(self, painter: QPainter, row: QRect, entry: OutlineEntry, state: QStyle.StateFlag) -> None:
        if entry.paragraph == self.current:
            painter.fillRect(row, self.theme.hover)
            painter.fillRect(QRect(row.left(), row.top() + 3, 3, row.height() - 6), self.theme.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, self.theme.hover)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self.theme.focus)
            painter.drawRect(row.adjusted(1, 1, -2, -2))
            painter.drawRect(row.adjusted(2, 2, -3, -3))

    def _paint_heading(self, painter: QPainter, inner: QRect, entry: OutlineEntry) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._small)
        painter.setPen(self.theme.muted)
        if entry.own_share is not None:
            painter.drawText(inner, right, percent(entry.own_share))
        words = f"{entry.words:,}"
        numbers = inner.adjusted(0, 0, -(self._share_width + 8), 0)
        painter.drawText(numbers, right, words)
        title = numbers.adjusted(_INDENT * max(0, entry.level - 1), 0, -self._metrics.horizontalAdvance(words) - 10, 0)
        self._paint_title(painter, title, entry, self._strong if entry.level == 1 else self._font)

    def _paint_title(self, painter: QPainter, room: QRect, entry: OutlineEntry, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(self.theme.window_ink)
        words = painter.fontMetrics().elidedText(entry.title or "Untitled", Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_sentence(self, painter: QPainter, inner: QRect, entry: OutlineEntry) -> None:
        title = QRect(inner.left(), inner.top() + 7, inner.width(), self._line)
        self._paint_title(painter, title, entry, self._strong if entry.level else self._font)
        painter.setFont(self._small)
        painter.setPen(self.theme.muted)
        first, rest = two_lines(entry.sentence, self._metrics, inner.width())
        baseline = title.bottom() + 2 + self._metrics.ascent()
        painter.drawText(inner.left(), baseline, first)
        painter.drawText(inner.left(), baseline + self._metrics.height() + 1, rest)


def two_lines(words: str, metrics: QFontMetrics, width: int) -> tuple[str, str]:
    """Breaks words between words into a line that fits and a second one that ends in "…" if it must."""
    first = ""
    for word in words.split(" "):
        longer = f"{first} {word}" if first else word
        if metrics.horizontalAdvance(longer) > width:
            break
        first = longer
    rest = words[len(first) :].lstrip()
    return first, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)


class Outline(QWidget):
    """The outline of one draft.

    Signals:
        chosen: the writer clicked a row or pressed Enter on it; carries the paragraph's id.
        mode_chosen: headings or paragraphs are wanted, whose entries differ; without a value.
    """

    chosen = Signal(object)
    mode_chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Outline")
        self._entries: tuple[OutlineEntry, ...] = ()
        self._heading_starts: list[int] = []
        self._order: dict[int, int] = {}
        self._current: int | None = None
        self._mode = OutlineMode.HEADINGS
        self._model = OutlineModel(self)
        self._list = _quiet_list(self)
        self._rows = _RowPainter(theme, self.font(), self._list)
        self._list.setItemDelegate(self._rows)
        self._list.setModel(self._model)
        self._list.clicked.connect(self._choose)
        self._list.activated.connect(self._choose)
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
        self._none.setContentsMargins(_EDGE, 4, _EDGE, 4)
        self._none.hide()
        column.addWidget(self._none)
        column.addWidget(self._list, 1)
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
        return [entry for entry in self._entries if entry.level]

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
        self.chosen.emit(self._model.entry(index.row()).paragraph)

    def sizeHint(self) -> QSize:
        return QSize(max(230, self.fontMetrics().averageCharWidth() * 34), 400)


def _quiet_list(parent: QWidget) -> QListView:
    view = QListView(parent)
    own_viewport(view).setBackgroundRole(QPalette.ColorRole.Window)
    view.setAccessibleName("Headings")
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setUniformItemSizes(True)
    view.setMouseTracking(True)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    return view
