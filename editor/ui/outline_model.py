"""The rows of the outline as Qt wants them, changed in place.

The writer types while the outline is open, so a row that did not change must not be told about: the view
would lay out and read aloud the whole list again. Old and new rows are compared from both ends, as the draft
is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

UNSAID = "What this paragraph is to say"
"""In place of a point that was not written yet."""
_FLAVOUR = "application/x-palimpsest-outline-row"


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One paragraph of the draft as the outline shows it."""

    paragraph: int
    """The paragraph's id."""
    level: int
    """1 to 6 for a heading, 0 for any other paragraph."""
    title: str
    """A heading's words, or how the paragraph begins."""
    words: int
    """Of the section under a heading, or of the paragraph."""
    own_share: float | None
    """0 to 1; None where there are no words."""
    sentence: str
    """All the margin says, as one sentence: "Paragraph 3, 84 words, 1.2 minutes of 1.7, yours 100 %"."""
    point: str = ""
    """What it is to say, in one line; may be empty."""
    plan: str = ""
    """The id of a planned entry; `paragraph` is then a negative number of its own."""
    by_model: str = ""
    """The model that proposed the point; empty where the writer had it."""

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        if self.plan:
            by = f", proposed by {self.by_model}" if self.by_model else ""
            return f"Planned{by}: {self.point or UNSAID}"
        said = f"{self.title}. {self.sentence}" if self.level else self.sentence
        return f"{said}. Its point: {self.point}" if self.point else said


@dataclass(frozen=True, slots=True)
class OutlineEdit:
    key: int
    """`OutlineEntry.paragraph`."""
    words: str


@dataclass(frozen=True, slots=True)
class OutlineMove:
    key: int
    row: int
    """Of the list as it is, before which it is to stand."""


class Wish(Enum):
    WRITE = "write"
    EDIT = "edit"
    REMOVE = "remove"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class OutlineWish:
    key: int
    wish: Wish


class OutlineRole(IntEnum):
    ENTRY = Qt.ItemDataRole.UserRole + 1


_ROOT = QModelIndex()


class OutlineModel(QAbstractListModel):
    """A list of entries. `show_entries` announces only the rows that differ.

    Signals:
        moved: a row was dragged elsewhere; carries an OutlineMove.
    """

    moved = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[OutlineEntry] = []
        self._rows: dict[int, int] = {}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == OutlineRole.ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return entry.spoken
        return entry.point if role == Qt.ItemDataRole.EditRole else None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """A row can be dragged and its point written; things are dropped between rows only."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        own = Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        return own | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802
        return [_FLAVOUR]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        data = QMimeData()
        data.setData(_FLAVOUR, str(self._entries[indexes[0].row()].paragraph).encode())
        return data

    def dropMimeData(  # noqa: N802 - as Qt has it
        self,
        data: QMimeData,
        action: Qt.DropAction,
        row: int,
        column: int,
        parent: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Tells where a row was dropped; whoever hears of it moves what it stands for, once the drag is over."""
        if not data.hasFormat(_FLAVOUR):
            return False
        key = int(bytes(data.data(_FLAVOUR).data()))
        move = OutlineMove(key, row if row >= 0 else len(self._entries))
        QTimer.singleShot(0, self, lambda: self.moved.emit(move))
        return False  # the view would take the row away

    def entry(self, row: int) -> OutlineEntry:
        return self._entries[row]

    def row_of(self, paragraph: int) -> int | None:
        return self._rows.get(paragraph)

    def show_entries(self, entries: Sequence[OutlineEntry]) -> None:
        """Replaces the rows; those that keep their paragraph stay, and are announced only if they changed."""
        old, new = self._entries, list(entries)
        head = _same(old, new)
        tail = _same(old[head:][::-1], new[head:][::-1])
        gone, come = len(old) - head - tail, len(new) - head - tail
        changed = [at for at in range(head) if old[at] != new[at]]
        changed += [len(new) - 1 - at for at in range(tail) if old[-1 - at] != new[-1 - at]]
        if gone:
            self.beginRemoveRows(_ROOT, head, head + gone - 1)
            del self._entries[head : head + gone]
            self.endRemoveRows()
        if come:
            self.beginInsertRows(_ROOT, head, head + come - 1)
            self._entries[head:head] = new[head : head + come]
            self.endInsertRows()
        self._entries[:] = new
        if gone or come:
            self._rows = {entry.paragraph: row for row, entry in enumerate(new)}
        for row in changed:
            self._announce(row)

    def update_entry(self, entry: OutlineEntry) -> bool:
        """Replaces the row of one paragraph; False if it has none."""
        row = self._rows.get(entry.paragraph)
        if row is None:
            return False
        if self._entries[row] != entry:
            self._entries[row] = entry
            self._announce(row)
        return True

    def _announce(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)


def _same(old: Sequence[OutlineEntry], new: Sequence[OutlineEntry]) -> int:
    """How many rows at the front belong to the same paragraphs."""
    count = 0
    for before, after in zip(old, new, strict=False):
        if before.paragraph != after.paragraph:
            break
        count += 1
    return count
