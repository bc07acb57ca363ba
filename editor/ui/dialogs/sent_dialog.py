"""What was sent: every request of this draft, the exact text that went out and what came back.

A request's text can be taken out of the draft's file; what that means is said before, and a line stays that it was sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from editor.core.origins import PASTED, Origin
from editor.core.runs import Fragment
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose
from editor.ui.shown_text import revealed
from editor.ui.theme import Theme, dress, mono_font
from editor.ui.whole_rows import WholeRows

_NOTHING = "Nothing was ever sent for this draft. Local critics send nothing anywhere."
_SURE = (
    "What was sent and what came back is taken out of this draft's file for good, and phrases taken from it are not "
    "found any more. That it was sent, when, to whom and for how much, stays and goes on counting. Remarks that came of "
    "it stay, and so do safety copies made before."
)


@dataclass(frozen=True, slots=True)
class SentEntry:
    heading: str
    """When, to whom, what for, what became of it, and the price; one line."""
    text: str
    """What was sent, in full, up to what came back."""
    call: str = ""
    facts: str = ""
    """Tokens, duration and the like; one line."""
    removable: bool = False
    """Whether there is a text to remove."""
    reply: str = ""
    """What came back; shown behind `text`."""
    whose: Origin = PASTED
    """Of the reply."""


class _Text(QPlainTextEdit):
    """What a model said stays its own where it is copied from here."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.copied: Callable[[Fragment], QMimeData] | None = None
        """What goes on the clipboard for these words."""
        self._words = Fragment()

    def show_words(self, words: Fragment) -> None:
        self._words = words
        self.setPlainText(words.text)

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor = self.textCursor()
        units = self._words.text.encode("utf-16-le", "surrogatepass")
        ends = (cursor.selectionStart(), cursor.selectionEnd())
        low, high = (len(units[: 2 * at].decode("utf-16-le", "surrogatepass")) for at in ends)
        if self.copied is None:
            return super().createMimeDataFromSelection()
        return self.copied(self._words.slice(low, high))


class SentDialog(QDialog):
    """Signals:
    removed: the text of a request is to go; carries the call's id.
    export_pressed: without a value.
    """

    removed = Signal(str)
    export_pressed = Signal()

    def __init__(self, entries: tuple[SentEntry, ...], total: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What was sent")
        self._entries = entries
        self._total = PlainLabel(total if entries else _NOTHING, self)
        self._search = QLineEdit(self)
        self._search.setAccessibleName("Search what was sent")
        self._search.setPlaceholderText("Search in requests and replies")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(lambda _text: self._look(self._call()))
        self._list = WholeRows(self)
        self._list.setAccessibleName("Requests")
        self._list.setSpacing(4)
        self._list.currentRowChanged.connect(lambda _row: self._show())
        self._facts = Prose("", self.font(), theme.muted)
        self._text = _Text(self)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName("Text of the request")
        self._text.setFont(mono_font())
        self._sure = self._asking_first(theme)
        self._lay_out()
        dress(self, theme)
        self.show_entries(entries, total)

    def _asking_first(self, theme: Theme) -> QWidget:
        sure = QWidget(self)
        go, keep = QPushButton("Remove the text", sure), QPushButton("Keep it", sure)
        for button in (go, keep):
            button.setAutoDefault(False)
        go.clicked.connect(self._remove)
        keep.clicked.connect(sure.hide)
        row = QHBoxLayout()
        row.addWidget(go)
        row.addWidget(keep)
        row.addStretch(1)
        column = QVBoxLayout(sure)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Prose(_SURE, self.font(), theme.attention))
        column.addLayout(row)
        sure.hide()
        return sure

    def _lay_out(self) -> None:
        right = QWidget(self)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._facts)
        beside.addWidget(self._text, 1)
        beside.addWidget(self._sure)
        self._parts = parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self._list)
        parts.addWidget(right)
        parts.setStretchFactor(1, 1)
        parts.setSizes([290, 590])
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(12)
        buttons = QDialogButtonBox(self)
        self._forget = QPushButton("Remove Text…", self)
        self._forget.clicked.connect(self._sure.show)
        self._export = QPushButton("Export…", self)
        self._export.clicked.connect(self.export_pressed)
        for button in (self._forget, self._export):
            button.setAutoDefault(False)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)  # without the style's picture
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.addWidget(self._total)
        column.addWidget(self._search)
        column.addWidget(parts, 1)
        column.addWidget(buttons)

    def show_entries(self, entries: tuple[SentEntry, ...], total: str) -> None:
        """Shows the list anew; the request that was looked at stays in view."""
        before = self._call()
        self._entries = entries
        self._total.setText(total if entries else _NOTHING)
        for part in (self._parts, self._search, self._forget, self._export):
            part.setVisible(bool(entries))
        self._look(before)

    def _look(self, call: str) -> None:
        """Lists what holds all the words that are searched for, and goes to this call, or else to the last."""
        words = self._search.text().casefold().split()
        self._list.clear()
        for entry in self._entries:
            whole = f"{entry.heading}\n{entry.facts}\n{entry.text}{entry.reply}".casefold()
            if all(word in whole for word in words):
                item = QListWidgetItem(entry.heading, self._list)
                item.setData(Qt.ItemDataRole.UserRole, entry)
        rows = [one for one in range(self._list.count()) if self._entry(one).call == call]
        self._list.setCurrentRow(rows[0] if rows else self._list.count() - 1)
        self._show()

    def _entry(self, row: int) -> SentEntry:
        entry = self._list.item(row).data(Qt.ItemDataRole.UserRole)
        assert isinstance(entry, SentEntry)  # noqa: S101 - what was put there
        return entry

    def _call(self) -> str:
        row = self._list.currentRow()
        return self._entry(row).call if row >= 0 else ""

    def _show(self) -> None:
        row = self._list.currentRow()
        entry = self._entry(row) if row >= 0 else SentEntry("", "")
        self._facts.set_text(entry.facts)
        reply = Fragment.of(_as_shown(entry.reply), entry.whose)
        self._text.show_words(Fragment.of(_as_shown(entry.text), PASTED) + reply)
        self._forget.setEnabled(entry.removable)
        self._sure.hide()

    def _remove(self) -> None:
        self._sure.hide()
        if self._call():
            self.removed.emit(self._call())

    def copy_with(self, copied: Callable[[Fragment], QMimeData]) -> None:
        """Says what goes on the clipboard for words of a request or a reply."""
        self._text.copied = copied

    def sizeHint(self) -> QSize:
        return QSize(900, 560) if self._entries else QSize(420, 140)


def _as_shown(text: str) -> str:
    """With line ends of one character, as the places in a shown text are counted."""
    return revealed(text.replace("\r\n", "\n"))
