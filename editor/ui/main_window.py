"""The window: outline, draft, desk, status line, and who hears of what.

Only a page with the draft's text is made before the first paint, from as little code as can be. Then the draft's own view
takes its place, and the outline, the desk and its panels come one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING

from PySide6 import QtGui, QtWidgets  # what is named through these is made at its first use, after the first paint
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QVBoxLayout, QWidget

from editor.ui.actions import build_bar
from editor.ui.first_page import FirstPage
from editor.ui.margin import WIDE_FROM, MarginPainter
from editor.ui.plain_words import PlainLabel
from editor.ui.preferences import Preferences
from editor.ui.text_editor import TextEditor
from editor.ui.text_style import TextColors
from editor.ui.theme import Theme, load_theme, register_fonts

if TYPE_CHECKING:  # made when the first picture is on the screen, by `contents`
    from editor.core.changes import Changes
    from editor.session.open_draft import OpenDraft
    from editor.ui.contents import Contents
    from editor.ui.draft_view import DraftView
    from editor.ui.flows.file_flow import FileFlow
    from editor.ui.margin_notes import MarginNotes
    from editor.ui.quote_marks import QuoteMarks
    from editor.ui.workbench import Workbench

HINT = "Write. Ctrl+J to free-associate, Ctrl+Return to ask for critique, F1 for help."
_SAY_MS = 6_000
OUTLINE_WIDTH = 250
DESK_WIDTH = 380
_LEAST_PANEL = 180
_FOOT_AIR = 17
DESK_BESIDE_FROM = 900
"""Window width, in pixels, below which the desk goes under the text."""
OUTLINE_FROM = 1_100
"""Window width, in pixels, below which the outline closes itself."""
_TITLE_BAR = 40
"""Pixels that a window manager may want above the window, so that the status line stays on a small screen."""


class MainWindow(QMainWindow):
    """Signals:
    came_to_front: the window became the active one; without a value.
    room_changed: the window became too narrow for a zone, or wide enough again; without a value.
    """

    came_to_front = Signal()
    room_changed = Signal()

    page: TextEditor
    """The first page, then the draft's own view."""
    # From `take` on.
    view: DraftView
    bench: Workbench
    files: FileFlow
    marks: QuoteMarks
    margins: MarginNotes

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.preferences = preferences
        self.theme = load_theme(preferences.text("theme", "light"))
        self.is_furnished = False
        """Whether `take` was called: the draft's own view is there, and what works on it."""
        self.open_now: Callable[[], None] = lambda: None
        """Opens the draft whose first picture is on the screen."""
        self.setWindowTitle("Palimpsest")
        room = self.screen().availableSize()
        self.resize(min(1280, room.width()), min(840, room.height() - _TITLE_BAR))
        build_bar(self)
        self._build_zones()
        self.make_facts: Callable[[], None] = lambda: None
        """Works out what the margin says, as soon as somebody can."""
        self.busy: Callable[[], bool] = lambda: False
        """Whether a model reads at this moment; what it says would be lost, and is paid for."""
        self._leaving = False
        self._line: PlainLabel | None = None
        self._held = ""
        """A sentence that others come behind, while it is shown."""
        self._strips: list[QWidget] = []
        self._said = QTimer(self, singleShot=True, interval=_SAY_MS)
        self._said.timeout.connect(self._unsay)
        self._dress_page()
        self.set_theme(self.theme)
        self._restore_place()
        self.page.setFocus()

    def show_text(self, text: str, caret: int) -> None:
        """Shows a text before anything else is known of the draft; `caret` in code points."""
        self._first.show_text(text, caret)

    def take(self, contents: Contents) -> None:
        """Puts the draft's own view in place of the first page."""
        self.page = contents.view
        self.view, self.bench, self.files = contents.view, contents.bench, contents.files
        self.marks, self.margins = contents.marks, contents.margins
        self.is_furnished = True
        self._dress_page()
        self.margins.fit()
        self.files.opened.connect(self._opened)
        self.view.changed.connect(self._changed)
        self._column.replaceWidget(self._first, self.view)

    def show_view(self) -> None:
        """The draft has been loaded: the first page goes, and what was typed on it is typed into the draft."""
        self.view.show()
        self.set_theme(self.theme)
        self.view.setFocus()
        self._first.hide()
        self._first.hand_over(self.view)
        self._first.deleteLater()

    def _dress_page(self) -> None:
        self.page.set_hint(HINT)
        self.page.resized.connect(self._place_line)  # also where the bar below takes its room, or gives it back
        self.page.set_zoom(self.preferences.number("zoom", 100))

    def _build_zones(self) -> None:
        """The page, and the room of what comes around it after the first paint."""
        whole = QWidget(self)
        self._rows = QVBoxLayout(whole)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, whole)
        self._rows.addWidget(self._splitter, 1)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._centre = QWidget(self._splitter)
        self._column = QVBoxLayout(self._centre)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        register_fonts()  # before the page asks for the first one of them
        self._first = FirstPage(self._centre)
        self.page = self._first
        self._column.addWidget(self.page, 1)
        self._left = self._room("outline", OUTLINE_WIDTH)
        self._splitter.addWidget(self._left)
        self._splitter.addWidget(self._centre)
        self._right = self._room("desk", DESK_WIDTH)
        self._splitter.addWidget(self._right)
        self._keep_widths([OUTLINE_WIDTH, self.width() - OUTLINE_WIDTH - DESK_WIDTH, DESK_WIDTH])
        self._foot = QWidget(whole)
        self._foot.setFixedHeight(self.fontMetrics().height() + _FOOT_AIR)
        self._rows.addWidget(self._foot)
        self.setCentralWidget(whole)

    # Look.

    def set_theme(self, theme: Theme) -> None:
        """Gives the page the theme's colours."""
        self.theme = theme
        self._splitter.setStyleSheet(f"QSplitter::handle {{ background: {theme.hairline.name()}; }}")
        self.page.set_colors(TextColors(**{field.name: getattr(theme, field.name) for field in fields(TextColors)}))
        # Below a style sheet, a widget keeps the palette it was first shown with until it is given another one.
        self.page.viewport().setPalette(self.page.palette())
        if self.is_furnished:
            self.bench.theme = theme
            self.margins.set_theme(theme)
        self.page.update_margins()

    def _restore_place(self) -> None:
        geometry = self.preferences.bytes("geometry")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.oldSize().width(), event.size().width())
        self._fit_margins()

    def _fit_margins(self) -> None:
        if self.is_furnished:
            self.margins.fit()
        else:
            painter = MarginPainter(self.theme, QApplication.font())
            wide = self.page.width() >= WIDE_FROM
            self.page.set_margins(round(painter.left_width()), round(painter.right_width(wide)))

    def _arrange(self, before: int, width: int) -> None:
        """The outline needs a wide window, and the desk goes under the text of a narrow one."""
        beside = width >= DESK_BESIDE_FROM
        if beside is not (self._splitter.orientation() is Qt.Orientation.Horizontal):
            self._splitter.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
            height = self.height()
            if beside:
                self._splitter.setSizes([OUTLINE_WIDTH, width - OUTLINE_WIDTH - DESK_WIDTH, DESK_WIDTH])
            else:
                self._splitter.setSizes([height // 5, height // 2, height // 2])
        if (before < OUTLINE_FROM) is not (width < OUTLINE_FROM) and before > 0:
            self.room_changed.emit()

    # Zones. Their room is kept from the first paint on, so that the text stays where it is when they come.

    def _room(self, name: str, width: int) -> QWidget:
        room = QWidget(self._splitter)
        room.resize(width, room.height())
        room.setVisible(self.preferences.flag(name, True))
        return room

    def put_left(self, panel: QWidget) -> None:
        self._put(self._left, panel)
        self._left = panel

    def put_right(self, panel: QWidget) -> None:
        self._put(self._right, panel)
        self._right = panel

    def _put(self, room: QWidget, panel: QWidget) -> None:
        sizes = self._splitter.sizes()
        hidden = room.isHidden()
        self._splitter.replaceWidget(self._splitter.indexOf(room), panel)
        panel.setHidden(hidden)
        panel.setMinimumWidth(_LEAST_PANEL)
        room.deleteLater()
        self._keep_widths(sizes)

    def _keep_widths(self, sizes: list[int]) -> None:
        """The draft takes what the window gains; the panels keep their width."""
        for place in range(self._splitter.count()):
            self._splitter.setStretchFactor(place, int(self._splitter.widget(place) is self._centre))
        self._splitter.setSizes(sizes)

    def put_above_status(self, bar: QWidget) -> None:
        self._column.addWidget(bar)

    def put_status(self, line: QWidget) -> None:
        self._rows.replaceWidget(self._foot, line)
        self._foot.deleteLater()

    def show_page(self, shown: bool) -> None:
        """Whether the draft is on the screen, or a tool has the window to itself."""
        self._centre.setVisible(shown)

    # What everybody may need to hear.

    def say(self, words: str) -> None:
        """One sentence at an edge of the page, away from the caret, for a few seconds; a screen reader speaks it."""
        if not words:
            return
        if self._line is None:
            # Over the page, not in its column: a sentence that comes and goes must not move the text.
            self._line = PlainLabel(parent=self._centre)
            self._line.setWordWrap(True)
            self._line.setContentsMargins(20, 6, 20, 6)
        self._line.setStyleSheet(f"background: {self.theme.card.name()}; color: {self.theme.window_ink.name()};")
        self._line.setText(f"{self._held} {words}".strip())
        self._place_line()
        self._line.show()
        self._line.raise_()
        self._said.start()
        QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleAnnouncementEvent(self.page, words))

    def hold(self, words: str) -> None:
        """The same, but what is said before it goes comes behind it. What was held before goes, also without words."""
        if self._held and self._line is not None:
            self._line.hide()
        self._held = ""
        self.say(words)
        self._held = words

    def put_over_page(self, strip: QWidget) -> None:
        """Gives a strip that comes and goes its place at an edge of the page, where sentences are said too."""
        strip.setParent(self._centre)
        strip.hide()
        strip.installEventFilter(self)
        self._strips.append(strip)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched in self._strips:
            self._place_line()
        return False

    def _place_line(self) -> None:
        # Never over the line that is written in, nor over the bar that searches.
        page = self.page.geometry()
        writing_low = self.page.cursorRect().center().y() > page.height() / 2
        edge = page.top() if writing_low else page.bottom() + 1
        for strip in (*self._strips, *([self._line] if self._line is not None else [])):
            if strip is not self._line and strip.isHidden():
                continue
            height = max(strip.heightForWidth(page.width()), strip.minimumSizeHint().height())
            top = edge if writing_low else edge - height
            strip.setGeometry(page.left(), top, page.width(), height)
            edge = top + height if writing_low else top

    def _unsay(self) -> None:
        box = QApplication.activeModalWidget()
        if box is not None and box.parentWidget() in (self, *self.findChildren(QtWidgets.QDialog)):
            self._said.start()  # it stands over the sentence, which nobody can have read
            return
        self._held = ""
        if self._line is not None:
            self._line.hide()

    def _opened(self, draft: OpenDraft) -> None:
        self.bench.facts = None
        self.margins.forget()
        self.setWindowTitle(f"{draft.name} – Palimpsest")
        self.make_facts()
        draft.session.time.focus(self.isActiveWindow())

    def _changed(self, changes: Changes) -> None:
        if changes.reshaped:
            self.margins.forget()
        self.bench.bus.send(changes, self.view)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self._said.isActive():
            self._said.start()  # what was said behind a box, or while somebody was elsewhere, is read from now on
        if event.type() == QEvent.Type.ActivationChange and self.is_furnished and self.bench.session is not None:
            self.bench.session.time.focus(self.isActiveWindow())
            if self.isActiveWindow():
                self.came_to_front.emit()
            elif self.bench.draft is not None:
                self.bench.session.remember_caret(self.view.caret)
                self.bench.draft.sync_soon()

    def _ask_to_leave(self) -> None:
        roles, box = QtWidgets.QMessageBox.ButtonRole, QtWidgets.QMessageBox(self)
        box.setText("A model is still at work. What it has not said yet would be lost, and may be charged.")
        stop = box.addButton("Stop it and quit", roles.DestructiveRole)
        box.setDefaultButton(box.addButton("Stay", roles.RejectRole))
        stop.clicked.connect(self._leave_now)
        box.open()

    def _leave_now(self) -> None:
        self._leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.busy() and not self._leaving:
            event.ignore()
            self._ask_to_leave()
            return
        self.open_now()  # what was typed on the first page is not in the draft yet
        if self.is_furnished and not self.files.may_leave(self.close):
            event.ignore()
            return
        self.preferences.keep_bytes("geometry", self.saveGeometry())
        self.preferences.keep("zoom", self.page.zoom)
        self.hide()  # what the worker still writes need not be watched
        if self.is_furnished:
            self.files.leave()
            self.bench.client.quit()
        event.accept()
