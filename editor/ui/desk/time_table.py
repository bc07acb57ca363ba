"""The minutes of every paragraph as a table, the same numbers that the margin paints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from editor.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One paragraph. All times are minutes."""

    paragraph: int
    """The paragraph's id."""
    number: int
    title: str
    """How the paragraph begins."""
    words: int
    editing: float
    reading: float
    thin: float
    """Of both, in minutes with fewer than three changes; counted, and shown."""
    asked: float | None = None
    """What the profile asks for; None where it asks for nothing."""
    short_by: float = 0.0


_HEADINGS = (
    ("¶", "Paragraph"),
    ("Words", "Words"),
    ("Edit", "Minutes editing"),
    ("Read", "Minutes reading"),
    ("Thin", "Of these, minutes in which hardly anything was changed"),
    ("Asked", "Minutes asked for"),
    ("Short", "Minutes short"),
)
_ROOT = QModelIndex()


def minutes(value: float) -> str:
    return f"{value:.1f}" if value else "–"


def row_sentence(row: TimeRow) -> str:
    """The row as words, for a screen reader."""
    parts = [
        f"Paragraph {row.number}, {row.words} word{'' if row.words == 1 else 's'}",
        f"{row.editing:.1f} minutes editing, {row.reading:.1f} reading, {row.thin:.1f} thin",
    ]
    if row.asked is not None:
        parts.append(f"{row.asked:.1f} asked")
    if row.short_by > 0:
        parts.append(f"short by {row.short_by:.1f}")
    return ", ".join(parts)


def _cells(row: TimeRow) -> tuple[str, ...]:
    return (
        str(row.number),
        f"{row.words:,}",
        minutes(row.editing),
        minutes(row.reading),
        minutes(row.thin),
        "–" if row.asked is None else f"{row.asked:.1f}",
        minutes(row.short_by),
    )


class TimeTable(QAbstractTableModel):
    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[TimeRow, ...] = ()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(_HEADINGS)

    def row(self, place: int) -> TimeRow:
        return self._rows[place]

    def show_rows(self, rows: Sequence[TimeRow]) -> None:
        """Replaces the numbers; the view keeps its place when only numbers changed."""
        rows = tuple(rows)
        if rows == self._rows:
            return
        if len(rows) == len(self._rows):
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(_HEADINGS) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section][0]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return _HEADINGS[section][1]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(row)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.title}\n{row_sentence(row)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cell = f"{_HEADINGS[index.column()][1]} {_cells(row)[index.column()]}"
            return row_sentence(row) if index.column() == 0 else cell
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, index.column())
        return None

    def _colour(self, row: TimeRow, column: int) -> QColor:
        if column == len(_HEADINGS) - 1 and row.short_by > 0:
            return self._theme.attention
        return self._theme.window_ink if column < 4 else self._theme.muted
