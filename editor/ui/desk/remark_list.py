"""The list of remark cards.

It is a real list, so that a screen reader can say "2 of 5" and arrow keys go from card to card; each row
carries a card widget. Cards keep their places while their state changes, and the list remembers which one the
writer is at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QListWidget, QListWidgetItem, QWidget

from editor.ui.desk.remark_card import RemarkCard, RemarkState, RemarkView, spoken
from editor.ui.qt_guard import survives
from editor.ui.theme import Theme
from editor.ui.viewports import own_viewport

_LOST_HEADING = "No longer in the text"


class RemarkList(QListWidget):
    """Cards in the order given, those without a place in the text at the end under a heading of their own.

    Signals:
        agreed, done_pressed, chosen: carry a remark's id; chosen when a card becomes the current one.
        dismissed: carries a Dismissal.
        copy_pressed: carries text.
    """

    agreed = Signal(int)
    done_pressed = Signal(int)
    chosen = Signal(int)
    dismissed = Signal(object)
    copy_pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._views: tuple[RemarkView, ...] = ()
        self._filling = False
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

    def show_remarks(self, views: Sequence[RemarkView]) -> None:
        """Shows the cards; one that did not change is left alone."""
        ordered = tuple(sorted(views, key=lambda view: view.state is RemarkState.LOST))
        if ordered == self._views:
            return
        if _skeleton(ordered) == _skeleton(self._views):
            self._refresh(ordered)
        else:
            self._rebuild(ordered)
        self._views = ordered
        self._fit()

    def _refresh(self, views: Sequence[RemarkView]) -> None:
        rows = [row for row in range(self.count()) if self._card(row) is not None]
        for row, before, after in zip(rows, self._views, views, strict=True):
            if before != after:
                self._put_card(self.item(row), after)
        self._current_changed(self.currentItem())

    def _rebuild(self, views: Sequence[RemarkView]) -> None:
        kept = self.current_remark()
        place = self.verticalScrollBar().value()
        self._filling = True
        self.clear()
        lost_seen = False
        for view in views:
            if view.state is RemarkState.LOST and not lost_seen:
                lost_seen = True
                self._add_heading()
            item = QListWidgetItem()
            self.addItem(item)
            self._put_card(item, view)
            if view.remark == kept:
                self.setCurrentItem(item)
        self._filling = False
        self.verticalScrollBar().setValue(place)

    def _add_heading(self) -> None:
        item = QListWidgetItem()
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, _LOST_HEADING)
        self.addItem(item)
        label = QLabel(_LOST_HEADING)
        label.setProperty("voice", "muted")
        label.setContentsMargins(2, 8, 0, 8)
        self.setItemWidget(item, label)

    def _put_card(self, item: QListWidgetItem, view: RemarkView) -> None:
        card = RemarkCard(view, self._theme)
        card.agreed.connect(self.agreed)
        card.done_pressed.connect(self.done_pressed)
        card.dismissed.connect(self.dismissed)
        card.copy_pressed.connect(self.copy_pressed)
        card.set_current(item is self.currentItem())
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(view))
        self.setItemWidget(item, card)

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

    def step(self, direction: int, *, around: bool = True) -> bool:
        """Goes to the next (1) or previous (-1) card still open or agreed; False if none. `around` goes on at the end."""
        waiting = [
            row
            for row in range(self.count())
            if (card := self._card(row)) is not None and card.view.state in (RemarkState.OPEN, RemarkState.AGREED)
        ]
        if not waiting:
            return False
        here = self.currentRow()
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


def _skeleton(views: Sequence[RemarkView]) -> tuple[tuple[int, bool], ...]:
    return tuple((view.remark, view.state is RemarkState.LOST) for view in views)
