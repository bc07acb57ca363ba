"""The list of the outline under the writer's hands: keys, a menu for a row, and rows that can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QWidget

from editor.ui.outline_model import OutlineEntry, OutlineRole, OutlineWish, Wish
from editor.ui.viewports import own_viewport

_ALT_KEYS = {Qt.Key.Key_Up: Wish.UP, Qt.Key.Key_Down: Wish.DOWN}
_OF_A_PLAN = (
    ("Write This Now", Wish.WRITE, "Return"),
    ("Edit the Point", Wish.EDIT, "F2"),
    ("Move Up", Wish.UP, "Alt+Up"),
    ("Move Down", Wish.DOWN, "Alt+Down"),
    ("Remove", Wish.REMOVE, "Delete"),
)
_OF_A_PARAGRAPH = (
    ("Say Its Point", Wish.EDIT, "F2"),
    ("Move Up", Wish.UP, "Alt+Up"),
    ("Move Down", Wish.DOWN, "Alt+Down"),
)


class OutlineList(QListView):
    """Signals:
    chosen: Enter was pressed on a written paragraph; carries its index.
    wished: carries an OutlineWish.
    plan_pressed: a paragraph is to be planned behind the current row; without a value.
    """

    chosen = Signal(QModelIndex)
    wished = Signal(object)
    plan_pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        own_viewport(self).setBackgroundRole(QPalette.ColorRole.Window)
        self.setAccessibleName("Headings")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.doubleClicked.connect(self._double_clicked)

    def event(self, event: QEvent) -> bool:
        """Our keys come before those of the window, where Alt and an arrow go through the draft."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            entry = self._entry(self.currentIndex())
            if event.key() == Qt.Key.Key_Insert or (entry is not None and self._wish(event, entry) is not None):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return  # Enter ends the writing in place, and comes here as well
        entry = self._entry(self.currentIndex())
        wish = self._wish(event, entry)
        if event.key() == Qt.Key.Key_Insert:
            self.plan_pressed.emit()
        elif entry is None:
            super().keyPressEvent(event)
        elif wish is not None:
            self.wished.emit(OutlineWish(entry.paragraph, wish))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _wish(self, event: QKeyEvent, entry: OutlineEntry | None) -> Wish | None:
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return _ALT_KEYS.get(key)
        if key == Qt.Key.Key_F2:
            return Wish.EDIT
        if entry is None or not entry.plan:
            return None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return Wish.WRITE
        return Wish.REMOVE if key == Qt.Key.Key_Delete else None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos()) if event.reason() == QContextMenuEvent.Reason.Mouse else self.currentIndex()
        entry = self._entry(index)
        menu = QMenu(self)
        if entry is not None:
            self.setCurrentIndex(index)
            for words, wish, key in _OF_A_PLAN if entry.plan else _OF_A_PARAGRAPH:
                act = menu.addAction(f"{words}\t{key}")
                act.triggered.connect(lambda _on=False, wish=wish: self.wished.emit(OutlineWish(entry.paragraph, wish)))
            menu.addSeparator()
        menu.addAction("Plan a Paragraph Below\tInsert").triggered.connect(lambda _on=False: self.plan_pressed.emit())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _double_clicked(self, index: QModelIndex) -> None:
        entry = self._entry(index)
        if entry is not None and entry.plan:
            self.wished.emit(OutlineWish(entry.paragraph, Wish.EDIT))

    def _entry(self, index: QModelIndex) -> OutlineEntry | None:
        entry = index.data(OutlineRole.ENTRY) if index.isValid() else None
        return entry if isinstance(entry, OutlineEntry) else None
