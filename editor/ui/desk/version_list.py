"""The kept versions as rows: a name, and below it when and how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from editor.ui.desk.two_line_rows import paint_ground, paint_lines, row_height
from editor.ui.theme import Theme
from editor.ui.viewports import own_viewport

_ENTRY = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class VersionEntry:
    version: int
    """The version's id."""
    name: str
    """Empty for a version kept without a name."""
    when: str
    """Ready to show: "today 14:02"."""
    words: int


def version_title(entry: VersionEntry) -> str:
    return entry.name or "Without a name"


def version_facts(entry: VersionEntry) -> str:
    return f"{entry.when} · {entry.words:,} word{'' if entry.words == 1 else 's'}"


class _VersionPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, row_height(option.fontMetrics.height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        entry = index.data(_ENTRY)
        if not isinstance(entry, VersionEntry):
            return
        painter.save()
        paint_ground(painter, option, self.theme)
        ink = self.theme.window_ink if entry.name else self.theme.muted
        paint_lines(painter, option, self.theme, 12, (version_title(entry), ink), version_facts(entry))
        painter.restore()


class VersionList(QListWidget):
    """The versions, newest first as given.

    Signals:
        chosen: carries the id of the version the writer is at.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self.setAccessibleName("Versions")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._painter = _VersionPainter(theme, self)
        self.setItemDelegate(self._painter)
        self._entries: tuple[VersionEntry, ...] = ()
        self._filling = False
        self.currentItemChanged.connect(self._current_changed)

    def set_theme(self, theme: Theme) -> None:
        self._painter.theme = theme
        self.viewport().update()

    def show_entries(self, entries: Sequence[VersionEntry]) -> None:
        """Replaces the rows and stays at the same version if it is still there."""
        if tuple(entries) == self._entries:
            return
        kept = self.current_version()
        self._entries = tuple(entries)
        self._filling = True
        self.clear()
        for entry in self._entries:
            item = QListWidgetItem(version_title(entry))
            item.setData(_ENTRY, entry)
            words = f"{version_title(entry)}, {version_facts(entry)}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            self.addItem(item)
            if entry.version == kept:
                self.setCurrentItem(item)
        self._filling = False
        if self.current_version() != kept:
            self._current_changed()

    def current_version(self) -> int | None:
        item = self.currentItem()
        entry = item.data(_ENTRY) if item is not None else None
        return entry.version if isinstance(entry, VersionEntry) else None

    def _current_changed(self) -> None:
        version = self.current_version()
        if version is not None and not self._filling:
            self.chosen.emit(version)

    def sizeHint(self) -> QSize:
        rows = min(5, max(1, self.count()))
        return QSize(200, rows * row_height(self.fontMetrics().height()) + 2)
