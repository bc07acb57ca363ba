"""References: texts the writer keeps beside the draft, each with a tick that sends it along with the next question.

A text is read on a page of its own over the list. What nobody sees in it is shown as a sign, as in the draft.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from editor.ui.clipboard import local_files
from editor.ui.desk.reference_rows import ReferenceEntry, ReferenceRow
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose, hairline
from editor.ui.shown_text import revealed
from editor.ui.theme import Theme, dress, text_font
from editor.ui.viewports import scroll_downwards

_EMPTY = "Drop a file or paste a text. It goes to a model only when you tick it."
_KINDS = "Markdown, plain text, web pages, Word files and PDFs."
MOST_SHOWN = 200_000
"""Characters of one that are shown to be read; a whole book would hold up the window."""


class ReferencesPanel(QWidget):
    """Signals:
    add_pressed, paste_pressed: without a value.
    files_dropped: carries a list of `Path`.
    text_dropped: carries a text.
    ticked: carries a ReferenceTick.
    renamed: carries a ReferenceTitle.
    read_pressed, remove_pressed: carry a reference's id; `show_text` answers the first.
    """

    add_pressed = Signal()
    paste_pressed = Signal()
    files_dropped = Signal(object)
    text_dropped = Signal(str)
    ticked = Signal(object)
    renamed = Signal(object)
    read_pressed = Signal(str)
    remove_pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("References")
        self.setAcceptDrops(True)
        self._theme = theme
        self._rows: dict[str, ReferenceRow] = {}
        self._empty = Prose(f"{_EMPTY}\n{_KINDS}", self.font(), theme.muted)
        self._sum = Prose("", self.font(), theme.muted)
        self._pages = QStackedWidget(self)
        self._list_page, self._text_page = self._listing(), self._reading()
        self._pages.addWidget(self._list_page)
        self._pages.addWidget(self._text_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.setFocusProxy(self._add)
        self.set_theme(theme)
        self.show_entries((), "")

    def _listing(self) -> QWidget:
        page, inner = QWidget(self), QWidget(self)
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(14, 4, 14, 4)
        self._list.setSpacing(0)
        self._list.addWidget(self._empty)
        self._list.addStretch(1)
        area = QScrollArea(page)
        scroll_downwards(area)
        inner.setObjectName("sheet")  # the style sheet leaves it clear
        area.setAccessibleName("References of this draft")
        area.setWidget(inner)
        self._add = QPushButton("Add a file…", page)
        self._add.clicked.connect(self.add_pressed)
        paste = QPushButton("Paste a text", page)
        paste.setToolTip("Keep what is in the clipboard as a reference of this draft")
        paste.clicked.connect(self.paste_pressed)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._add)
        buttons.addWidget(paste)
        buttons.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 9, 14, 12)
        foot.setSpacing(9)
        foot.addWidget(self._sum)
        foot.addLayout(buttons)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(hairline(page))
        column.addLayout(foot)
        return page

    def _reading(self) -> QWidget:
        page = QWidget(self)
        self._title = PlainLabel(parent=page)
        self._title.setProperty("voice", "heading")
        self._title.setWordWrap(True)
        self._text = QPlainTextEdit(page)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName("The text of the reference")
        self._text.setFont(text_font(self.font().pointSizeF() * 1.1))
        self._note = Prose("", self.font(), self._theme.muted)
        self._back = QPushButton("Back to the list", page)
        self._back.clicked.connect(self.show_list)
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(9)
        column.addWidget(self._title)
        column.addWidget(self._text, 1)
        column.addWidget(self._note)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        return page

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for prose in (self._empty, self._sum, self._note):
            prose.set_colour(theme.muted)
        for row in self._rows.values():
            row.set_theme(theme)
        dress(self, theme)

    def show_entries(self, entries: Sequence[ReferenceEntry], sum_words: str) -> None:
        """`sum_words` says what goes with the next question."""
        if [entry.id for entry in entries] != list(self._rows):
            for row in self._rows.values():
                self._list.removeWidget(row)
                row.deleteLater()
            self._rows = {entry.id: self._row(entry, place) for place, entry in enumerate(entries, 1)}
        for entry in entries:
            self._rows[entry.id].show_entry(entry)
        self._empty.setVisible(not entries)
        self._sum.set_text(sum_words)
        self._sum.setVisible(bool(sum_words))

    def _row(self, entry: ReferenceEntry, place: int) -> ReferenceRow:
        row = ReferenceRow(entry, self._theme, self)
        row.ticked.connect(self.ticked)
        row.renamed.connect(self.renamed)
        row.read_pressed.connect(self.read_pressed)
        row.remove_pressed.connect(self.remove_pressed)
        self._list.insertWidget(place, row)
        return row

    def show_text(self, title: str, text: str) -> None:
        """A reference to be read."""
        hidden = len(text) - MOST_SHOWN
        self._title.setText(title)
        self._text.setPlainText(revealed(text[:MOST_SHOWN]))
        self._note.set_text(f"The last {hidden:,} characters are not shown here." if hidden > 0 else "")
        self._note.setVisible(hidden > 0)
        self._pages.setCurrentWidget(self._text_page)
        self._back.setFocus()

    def show_list(self) -> None:
        self._text.clear()
        self._pages.setCurrentWidget(self._list_page)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()) or event.mimeData().hasText():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = local_files(event.mimeData())
        event.setDropAction(Qt.DropAction.CopyAction)  # what is dragged out of the draft stays in it
        event.accept()
        if files:
            self.files_dropped.emit(files)
        else:
            self.text_dropped.emit(event.mimeData().text())
