"""Export and check: choose a venue, see what it would say, look at the result, take it along.

The program never publishes. It copies, or writes a file, and before that it tells what a reader or an editor
of the venue might object to. Only output that would be broken stops an export."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QByteArray, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QPixmap, QTextDocument
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.dialogs.check_rows import CheckRow, CheckRows, CheckState
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import hairline
from editor.ui.theme import Theme, dress, mono_font, text_font


@dataclass(frozen=True, slots=True)
class Venue:
    name: str
    title: str
    """"LessWrong 2026"."""
    copy_words: str
    """On the button: "Copy for LessWrong"."""


@dataclass(frozen=True, slots=True)
class ExportView:
    venue: str
    """The name of the venue shown."""
    checks: tuple[CheckRow, ...]
    source: str
    """What is copied or written, exactly."""
    html: str = ""
    """How it will look, as HTML for the preview; empty where there is only text."""


class _QuietBrowser(QTextBrowser):
    """A preview that loads nothing, from the disk or from the network."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return QPixmap(1, 1)
        return QByteArray()


class ExportDialog(QDialog):
    """The pre-flight and the preview.

    Signals:
        venue_chosen: carries the name of a venue; the window answers with `show_view`.
        show_pressed: carries the name of a check.
        copy_pressed, save_pressed: carry the name of the venue.
    """

    venue_chosen = Signal(str)
    show_pressed = Signal(str)
    copy_pressed = Signal(str)
    save_pressed = Signal(str)

    def __init__(self, venues: tuple[Venue, ...], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export and check")
        self._venues = venues
        self._choice = QComboBox(self)
        self._choice.setAccessibleName("Venue")
        self._choice.setMinimumHeight(28)
        for venue in venues:
            self._choice.addItem(venue.title, venue.name)
        self._choice.activated.connect(lambda _place: self.venue_chosen.emit(self.venue))
        self._summary = PlainLabel(parent=self)
        self._summary.setObjectName("Summary")
        self._checks = CheckRows(theme, self)
        self._checks.show_pressed.connect(self.show_pressed)
        self._rendered = _QuietBrowser(self)
        self._rendered.setOpenLinks(False)
        self._rendered.setAccessibleName("Preview")
        self._rendered.document().setDefaultFont(text_font(12))
        self._rendered.document().setDefaultStyleSheet("pre { white-space: pre-wrap; }")  # no scrolling sideways
        self._source = QPlainTextEdit(self)
        self._source.setReadOnly(True)
        self._source.setFont(mono_font())
        self._source.setAccessibleName("The text of the export")
        self._preview = QStackedWidget(self)
        self._preview.addWidget(self._rendered)
        self._preview.addWidget(self._source)
        self._lay_out()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(12)
        above.addWidget(QLabel("For", self))
        above.addWidget(self._choice)
        above.addStretch(1)
        above.addWidget(self._summary)
        checks, preview = QWidget(self), QWidget(self)
        left, right = QVBoxLayout(checks), QVBoxLayout(preview)
        for side in (left, right):
            side.setContentsMargins(0, 0, 0, 0)
            side.setSpacing(8)
        left.addWidget(self._checks)
        right.addLayout(self._preview_row())
        right.addWidget(self._preview, 1)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(18)
        halves.addWidget(checks)
        halves.addWidget(preview)
        halves.setSizes([480, 440])
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addLayout(above)
        column.addWidget(hairline(self))
        column.addWidget(halves, 1)
        column.addWidget(hairline(self))
        column.addLayout(self._button_row())

    def _preview_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        self._ways: list[QToolButton] = []
        for place, words in enumerate(("Preview", "Exact text")):
            button = QToolButton(self)
            button.setText(words)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setChecked(place == 0)
            button.toggled.connect(partial(self._way_toggled, place))
            self._ways.append(button)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _way_toggled(self, place: int, on: bool) -> None:
        if on:
            self._preview.setCurrentIndex(place)

    def _button_row(self) -> QHBoxLayout:
        self._copy = QPushButton("Copy", self)
        self._copy.setProperty("weight", "first")
        self._copy.clicked.connect(lambda: self.copy_pressed.emit(self.venue))
        self._save = QPushButton("Save as…", self)
        self._save.clicked.connect(lambda: self.save_pressed.emit(self.venue))
        close = QPushButton("Close", self)
        close.clicked.connect(self.reject)
        self._done = PlainLabel(parent=self)
        self._done.setProperty("voice", "muted")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._done, 1)
        row.addWidget(close)
        row.addWidget(self._save)
        row.addWidget(self._copy)
        return row

    @property
    def venue(self) -> str:
        return str(self._choice.currentData())

    def set_theme(self, theme: Theme) -> None:
        dress(self, theme)
        self._checks.set_theme(theme)

    def show_view(self, view: ExportView) -> None:
        places = [venue.name for venue in self._venues]
        self._choice.setCurrentIndex(places.index(view.venue))
        self._copy.setText(self._venues[places.index(view.venue)].copy_words)
        self._checks.show_rows(view.checks)
        self._summary.setText(summary(view.checks))
        self._source.setPlainText(view.source)
        self._rendered.setHtml(view.html)
        self._ways[0].setVisible(bool(view.html))
        shown = 0 if view.html and self._ways[0].isChecked() else 1
        self._ways[shown].setChecked(True)
        self._preview.setCurrentIndex(shown)
        blocked = any(check.state is CheckState.STOP for check in view.checks)
        self._copy.setEnabled(not blocked)
        self._save.setEnabled(not blocked)
        self._done.clear()

    def show_done(self, sentence: str) -> None:
        """What happened: "Copied. Paste it into the site's editor."."""
        self._done.setText(sentence)

    def sizeHint(self) -> QSize:
        return QSize(1000, 640)


def summary(checks: tuple[CheckRow, ...]) -> str:
    """The table in one line."""
    stops = sum(check.state is CheckState.STOP for check in checks)
    looks = sum(check.state is CheckState.LOOK for check in checks)
    if stops:
        return "Cannot export like this"
    if looks:
        return f"{looks} thing{'' if looks == 1 else 's'} to look at"
    return "Nothing to object to"
