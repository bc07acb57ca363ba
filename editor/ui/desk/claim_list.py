"""Claims as rows: a sign, the words, and below them what kind of claim it is and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from editor.core.claims import ClaimNow
from editor.ui.desk.two_line_rows import paint_ground, paint_lines, row_height, upper_line
from editor.ui.glyphs import paint_check, paint_dash, paint_question, paint_stop
from editor.ui.theme import Theme
from editor.ui.viewports import own_viewport

_ENTRY = Qt.ItemDataRole.UserRole + 1
_INDENT = 34
"""Pixels; the sign stands before the words."""
STATE_WORDS = {
    ClaimNow.OPEN: "open",
    ClaimNow.CHANGED: "open again: changed since",
    ClaimNow.VERIFIED: "verified",
    ClaimNow.OPINION: "your opinion",
    ClaimNow.DISMISSED: "no claim",
    ClaimNow.GONE: "no longer in the text",
}


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    claim: int
    """The claim's id."""
    quote: str
    kind: str
    """In words: "number “40 %”"."""
    now: ClaimNow
    place: str = ""
    """"¶3", where the list is about the whole draft."""

    @property
    def facts(self) -> str:
        return " · ".join(part for part in (STATE_WORDS[self.now], self.place, self.kind) if part)


def paint_state(painter: QPainter, box: QRectF, now: ClaimNow, theme: Theme) -> None:
    """Each state has a sign of its own, and none is a colour alone."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if now is ClaimNow.OPEN:
        paint_question(painter, box, theme.attention)
    elif now is ClaimNow.CHANGED:
        paint_stop(painter, box, theme.attention)
    elif now is ClaimNow.VERIFIED:
        paint_check(painter, box, theme.enough)
    else:
        paint_dash(painter, box, theme.muted)


class _ClaimPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, row_height(option.fontMetrics.height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        entry = index.data(_ENTRY)
        if not isinstance(entry, ClaimEntry):
            return
        painter.save()
        paint_ground(painter, option, self.theme)
        first = upper_line(option.rect, _INDENT)
        paint_state(painter, QRectF(first.left() - 22, first.center().y() - 6, 13, 13), entry.now, self.theme)
        ink = self.theme.window_ink if entry.now.asks else self.theme.muted
        paint_lines(painter, option, self.theme, _INDENT, (entry.quote, ink), entry.facts)
        painter.restore()


class ClaimList(QListWidget):
    """Signals:
    chosen: the writer is at a claim; carries its id.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self.setAccessibleName("Claims")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._painter = _ClaimPainter(theme, self)
        self.setItemDelegate(self._painter)
        self._entries: tuple[ClaimEntry, ...] = ()
        self._filling = False
        self.currentItemChanged.connect(self._current_changed)

    def set_theme(self, theme: Theme) -> None:
        self._painter.theme = theme
        self.viewport().update()

    def show_entries(self, entries: Sequence[ClaimEntry], chosen: int) -> None:
        """Replaces the rows; the one of this id is the current one, without a signal."""
        self._filling = True
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self.clear()
            for entry in self._entries:
                item = QListWidgetItem(entry.quote)
                item.setData(_ENTRY, entry)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.quote} {entry.facts}")
                self.addItem(item)
        rows = [row for row, entry in enumerate(self._entries) if entry.claim == chosen]
        self.setCurrentRow(rows[0] if rows else -1)
        self._filling = False

    def _current_changed(self) -> None:
        item = self.currentItem()
        entry = item.data(_ENTRY) if item is not None else None
        if isinstance(entry, ClaimEntry) and not self._filling:
            self.chosen.emit(entry.claim)

    def sizeHint(self) -> QSize:
        rows = min(6, max(1, self.count()))
        return QSize(200, rows * row_height(self.fontMetrics().height()) + 2)
