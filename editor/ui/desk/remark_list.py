"""The list of remark cards.

It is a real list, so that a screen reader can say "2 of 5" and arrow keys go from card to card; each row
carries a card widget. Cards keep their places while their state changes, and the list remembers which one the
writer is at, and the line that is being written in one of them: other critics' remarks come in the meantime."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QWidget

from editor.ui.desk.remark_card import RemarkCard
from editor.ui.desk.remark_talk import Thread
from editor.ui.desk.remark_values import RemarkState, RemarkView, spoken
from editor.ui.plain_words import PlainLabel
from editor.ui.qt_guard import survives
from editor.ui.theme import Theme
from editor.ui.viewports import own_viewport

_LOST_HEADING = "No longer in the text"
_BELOW_TALK = 8
"""Pixels between the end of an argument and the lower edge, when it is brought into view."""
_WRITING = "Your line against it is open."
_WHOLE_HEADING = "About the whole draft"


class RemarkList(QListWidget):
    """Cards in the order given; those without a place in the text, and those about the whole draft, come at the end, each
    under a heading of their own.

    Signals:
        agreed, done_pressed, wording_wanted, chosen: carry a remark's id; chosen when a card becomes the current one.
        dismissed: carries a Dismissal.
        objected: carries an Objection.
        note_pressed: carries a NoteWish.
        copy_pressed: carries text.
    """

    agreed = Signal(int)
    done_pressed = Signal(int)
    wording_wanted = Signal(int)
    chosen = Signal(int)
    dismissed = Signal(object)
    objected = Signal(object)
    note_pressed = Signal(object)
    copy_pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._views: tuple[RemarkView, ...] = ()
        self._filling = False
        self._lines: dict[int, str] = {}
        """What stands in the line of a card that is being argued about."""
        self._unfolded: set[int] = set()
        own_viewport(self).setAutoFillBackground(False)
        self.setAccessibleName("Remarks")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._current_changed)
        copy = QAction("&Copy These Words\tCtrl+C", self)
        copy.triggered.connect(self.copy_words)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        views, self._views = self._views, ()
        self.show_remarks(views)

    def forget(self) -> None:
        """The remarks of another draft have the same ids: no line that was written against one of these is theirs."""
        self._lines.clear()
        self._unfolded.clear()
        self.show_remarks(())

    def show_remarks(self, views: Sequence[RemarkView]) -> None:
        """Shows the cards; one that did not change is left alone."""
        ordered = tuple(sorted(views, key=_section))
        if ordered == self._views:
            return
        writing = next((card for card in self._cards() if card.line is not None and card.line.hasFocus()), None)
        place = (writing.view.remark, writing.line.cursorPosition()) if writing and writing.line else None
        told = {one.remark: (one.thread, one.trouble) for one in self._views}
        if _skeleton(ordered) == _skeleton(self._views):
            self._refresh(ordered)
        else:
            self._rebuild(ordered)
        self._views = ordered
        self._fit()
        if place is not None:
            self._write_on(*place)
        card = self.current_card()
        known = told.get(card.view.remark) if card is not None else None
        if card is not None and known is not None and known != (card.view.thread, card.view.trouble):
            QTimer.singleShot(0, self, self._show_talk)  # when all has its size

    def _show_talk(self) -> None:
        """Brings the end of the argument into view: an answer has come."""
        card = self.current_card()
        talk = card.findChild(Thread) if card is not None else None
        if card is None or talk is None:
            return
        self.executeDelayedItemsLayout()
        hidden = card.y() + talk.geometry().bottom() + _BELOW_TALK - self.viewport().height()
        if hidden > 0:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + hidden)

    def _write_on(self, remark: int, cursor: int) -> None:
        """Gives the keys back to the line they were in before its card was made anew."""
        card = next((card for card in self._cards() if card.view.remark == remark), None)
        if card is None or card.line is None:
            self.setFocus()
            return
        card.line.setFocus()
        card.line.setCursorPosition(cursor)

    def _cards(self) -> list[RemarkCard]:
        return [card for row in range(self.count()) if (card := self._card(row)) is not None]

    def _refresh(self, views: Sequence[RemarkView]) -> None:
        rows = [row for row in range(self.count()) if self._card(row) is not None]
        for at, (row, before, after) in enumerate(zip(rows, self._views, views, strict=True)):
            if before != after:
                self._put_card(self.item(row), after, last=_is_last(views, at))
        self._current_changed(self.currentItem())

    def _rebuild(self, views: Sequence[RemarkView]) -> None:
        """A card that is there and has not changed is left: to make one takes milliseconds, while the writer types."""
        kept = self.current_remark()
        place = self.verticalScrollBar().value()
        self._filling = True
        rows = _rows(views)
        shown = [self._key(row) for row in range(self.count())]
        for row in reversed(range(len(shown))):
            if shown[row] not in rows:
                self.takeItem(row)
                del shown[row]
        for row, (key, at) in enumerate(rows.items()):
            if shown[row : row + 1] != [key]:
                if key in shown:  # further down, for all above are in their places
                    self.takeItem(shown.index(key))
                    shown.remove(key)
                self.insertItem(row, QListWidgetItem())
                shown.insert(row, key)
            self._fill(self.item(row), key, views, at)
        self.setCurrentRow(shown.index(kept) if kept in shown else -1)
        self._filling = False
        self.verticalScrollBar().setValue(place)

    def _key(self, row: int) -> int | str:
        """The remark of a card; the words of a heading."""
        card = self._card(row)
        return str(self.item(row).data(Qt.ItemDataRole.AccessibleTextRole)) if card is None else card.view.remark

    def _fill(self, item: QListWidgetItem, key: int | str, views: Sequence[RemarkView], at: int) -> None:
        there = self.itemWidget(item)
        if isinstance(key, str):
            if not isinstance(there, PlainLabel):
                self._put_heading(item, key)
        elif not isinstance(there, RemarkCard) or not there.shows(views[at], self._theme, last=_is_last(views, at)):
            self._put_card(item, views[at], last=_is_last(views, at))

    def _put_heading(self, item: QListWidgetItem, words: str) -> None:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        label = PlainLabel(words)
        label.setProperty("voice", "muted")
        label.setContentsMargins(2, 8, 0, 8)
        self.setItemWidget(item, label)

    def _put_card(self, item: QListWidgetItem, view: RemarkView, *, last: bool = True) -> None:
        remark = view.remark
        card = RemarkCard(view, self._theme, line=self._lines.get(remark), unfolded=remark in self._unfolded, last=last)
        card.line_written.connect(lambda words: self._line_written(remark, words))
        card.unfolded.connect(lambda on: self._fold(remark, on))
        card.objected.connect(self.objected)
        card.note_pressed.connect(self.note_pressed)
        card.wording_wanted.connect(self.wording_wanted)
        card.agreed.connect(self.agreed)
        card.done_pressed.connect(self.done_pressed)
        card.dismissed.connect(self.dismissed)
        card.copy_pressed.connect(self.copy_pressed)
        card.set_current(item is self.currentItem())
        writing = f" {_WRITING}" if card.line is not None else ""  # a row is all of a list that a screen reader sees
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{spoken(view)}{writing}")
        self.setItemWidget(item, card)

    def _line_written(self, remark: int, words: str | None) -> None:
        """Opens the line, remembers what is written in it, or takes it away."""
        had = remark in self._lines
        if words is None:
            self.close_line(remark)
            return
        self._lines[remark] = words
        if not had:
            self._make_anew(remark)
            self._write_on(remark, len(words))

    def close_line(self, remark: int) -> None:
        """Takes the line of a card away, with what stands in it."""
        if self._lines.pop(remark, None) is not None:
            self._make_anew(remark)
            self.setFocus()

    def _fold(self, remark: int, on: bool) -> None:
        (self._unfolded.add if on else self._unfolded.discard)(remark)
        self._make_anew(remark)
        self.setFocus()

    def _make_anew(self, remark: int) -> None:
        rows = [row for row in range(self.count()) if self._card(row) is not None]
        for at, (row, view) in enumerate(zip(rows, self._views, strict=True)):
            if view.remark == remark:
                self._put_card(self.item(row), view, last=_is_last(self._views, at))
                self._fit()
                self.setCurrentRow(row)
                self.scrollToItem(self.item(row))

    def _card(self, row: int) -> RemarkCard | None:
        widget = self.itemWidget(self.item(row))
        return widget if isinstance(widget, RemarkCard) else None

    def _fit(self) -> None:
        """Gives every row the height its card needs at the present width."""
        width = self.viewport().width()
        for row in range(self.count()):
            item = self.item(row)
            widget = self.itemWidget(item)
            layout = widget.layout()
            height = layout.totalHeightForWidth(width) if layout is not None else widget.sizeHint().height()
            item.setSizeHint(QSize(40, height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._filling:  # while rows are put in, one of them has no card yet
            self._fit()

    def current_card(self) -> RemarkCard | None:
        return self._card(self.currentRow()) if self.currentRow() >= 0 else None

    def current_remark(self) -> int | None:
        card = self.current_card()
        return None if card is None else card.view.remark

    def show_remark(self, remark: int) -> bool:
        """Makes the card of a remark the current one and brings it into view; False if there is none."""
        for row in range(self.count()):
            card = self._card(row)
            if card is not None and card.view.remark == remark:
                self.setCurrentRow(row)
                self.scrollToItem(self.item(row))
                return True
        return False

    @property
    def is_at_whole(self) -> bool:
        """Whether the current card is about the whole draft."""
        card = self.current_card()
        return card is not None and card.view.whole

    def step(self, direction: int, *, around: bool = True, whole: bool = False) -> bool:
        """Goes to the next (1) or previous (-1) card still open or agreed; False if none. `around` goes on at the end.

        `whole`: among those about the whole draft, else among those of the paragraph.
        """
        waiting = [
            row
            for row in range(self.count())
            if (card := self._card(row)) is not None and not card.view.is_decided and card.view.whole == whole
        ]
        if not waiting:
            return False
        here = self.currentRow() if self.is_at_whole == whole else -1
        if here < 0 and direction < 0:
            here = self.count()
        beyond = [row for row in waiting if (row - here) * direction > 0]
        if not beyond and not around:
            return False
        row = (min(beyond) if direction > 0 else max(beyond)) if beyond else waiting[0 if direction > 0 else -1]
        self.setCurrentRow(row)
        self.scrollToItem(self.item(row))
        return True

    def _current_changed(self, item: QListWidgetItem | None, _before: QListWidgetItem | None = None) -> None:
        for row in range(self.count()):
            card = self._card(row)
            if card is not None:
                card.set_current(self.item(row) is item)
        card = self.current_card()
        if card is not None and not self._filling and _before is not item:
            self.chosen.emit(card.view.remark)

    def copy_words(self) -> None:
        """Puts the words of the current card on the clipboard, with whose they are."""
        card = self.current_card()
        if card is not None:
            card.copy_words()

    @survives(lambda: False)
    def event(self, event: QEvent) -> bool:
        """With the keys here Ctrl+C is about the card, though the window knows it as a command about the draft."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and _copies(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        card = self.current_card()
        if card is not None and _copies(event):
            card.copy_words()
        elif card is None or not card.act_on(event):
            super().keyPressEvent(event)


def _copies(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Copy)


_HEADINGS = {1: _LOST_HEADING, 2: _WHOLE_HEADING}


def _section(view: RemarkView) -> int:
    if view.whole:
        return 2
    return 1 if view.state is RemarkState.LOST else 0


def _rows(views: Sequence[RemarkView]) -> dict[int | str, int]:
    """What stands in each row, in their order: a remark, or the words of a heading; with the number of its view."""
    rows: dict[int | str, int] = {}
    for at, view in enumerate(views):
        if section := _section(view):
            rows.setdefault(_HEADINGS[section], at)
        rows[view.remark] = at
    return rows


def _is_last(views: Sequence[RemarkView], at: int) -> bool:
    """Whether the card below is not about the same words."""
    return at + 1 >= len(views) or not views[at + 1].joined or _section(views[at + 1]) != _section(views[at])


def _skeleton(views: Sequence[RemarkView]) -> tuple[tuple[int, int, bool], ...]:
    return tuple((view.remark, _section(view), view.joined) for view in views)
