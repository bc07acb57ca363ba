"""What searches of the web brought for a claim: pages as plain text, each with what the writer can do with it.

Nothing of it is a link: a page opens only through the sheet that shows its whole address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from editor.core.sources import Source
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress

_CANDIDATES = "Candidates, not proof: read the page, then say where you looked."


@dataclass(frozen=True, slots=True)
class SearchView:
    search: int
    """Its id."""
    heading: str
    """Whose search it was and when, ready to show."""
    said: str
    """What the model wrote."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class SourceAt:
    search: int
    number: int
    """Of the source, from 0; -1 for the search with all it brought."""


class SourceList(QWidget):
    """Signals:
    used, open_pressed: carry an address.
    removed: carries a SourceAt.
    """

    used = Signal(str)
    open_pressed = Signal(str)
    removed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sources that were found")
        self._theme = theme
        self._searches: tuple[SearchView, ...] = ()
        self._can_use = True
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._sheet = QWidget(self)
        self._column.addWidget(self._sheet)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._make()

    def show_searches(self, searches: Sequence[SearchView], *, can_use: bool) -> None:
        """`can_use`: whether there is a form to put an address into."""
        if (tuple(searches), can_use) != (self._searches, self._can_use):
            self._searches, self._can_use = tuple(searches), can_use
            self._make()

    def _make(self) -> None:
        old, self._sheet = self._sheet, QWidget(self)
        self._column.replaceWidget(old, self._sheet)
        old.hide()
        old.deleteLater()
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if self._searches:
            column.addWidget(self._prose(_CANDIDATES, muted=True))
        for search in self._searches:
            column.addWidget(hairline(self._sheet))
            self._add_search(column, search)
        dress(self._sheet, self._theme)
        self._sheet.show()
        self.setVisible(bool(self._searches))

    def _add_search(self, column: QVBoxLayout, search: SearchView) -> None:
        column.addWidget(self._prose(search.heading, muted=True))
        if search.said:
            column.addWidget(Prose(search.said, self.font(), self._theme.window_ink, self._theme.hairline))
        if not search.sources:
            column.addWidget(self._prose("It brought no page.", muted=True))
        for number, source in enumerate(search.sources):
            column.addSpacing(4)
            self._add_source(column, source, SourceAt(search.search, number))
        whole = SourceAt(search.search, -1)
        column.addLayout(
            self._row(self._button("Remove This Search", "all it brought", lambda: self.removed.emit(whole)))
        )

    def _add_source(self, column: QVBoxLayout, source: Source, at: SourceAt) -> None:
        name = source.title or source.url
        title = self._prose(name)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        column.addWidget(title)
        column.addWidget(self._prose(source.url, muted=True))
        if source.quote:
            quoted = self.font()
            quoted.setItalic(True)
            column.addWidget(Prose(source.quote, quoted, self._theme.quote, self._theme.attention))
        use = self._button("Use as Source", name, lambda: self.used.emit(source.url))
        use.setVisible(self._can_use)
        opening = self._button("Open…", name, lambda: self.open_pressed.emit(source.url))
        remove = self._button("Remove", name, lambda: self.removed.emit(at))
        column.addLayout(self._row(use, opening, remove))

    def _prose(self, words: str, *, muted: bool = False) -> Prose:
        return Prose(words, self.font(), self._theme.muted if muted else self._theme.window_ink)

    def _button(self, words: str, what: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self._sheet)
        button.setAccessibleName(f"{words}: {what}")
        button.clicked.connect(lambda _checked=False: act())
        return button

    @staticmethod
    def _row(*buttons: QPushButton) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row
