"""The desk: what there is to know and to do about one paragraph, beside the draft.

One header says which paragraph, one row of flat tabs says which tool. A sheet (what would be sent, an empty
draft's first steps) may lie over the tools for a moment; no dialog comes up over the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from editor.ui.assets import icon
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import hairline
from editor.ui.theme import Theme, dress

_READABLE = 820
"""Pixels of a column that is alone in the window."""


_AIR = 8
"""Pixels above it then."""


class DeskTab(Enum):
    PAD = "Pad"
    CRITIQUE = "Critique"
    VERSIONS = "Versions"
    TIME = "Time"
    CLAIMS = "Claims"
    REFERENCES = "References"


_TABS_EDGE = 5
"""Pixels at either end of the row of tools."""
_NO_SHORTER: Mapping[DeskTab, str] = {}
_SHORTER: Mapping[DeskTab, str] = {DeskTab.REFERENCES: "Refs"}


@dataclass(frozen=True, slots=True)
class DeskHeading:
    """Which paragraph the desk is about. `number` counts from 1; 0 means none."""

    number: int
    title: str


@runtime_checkable
class Themed(Protocol):
    """A tool or a sheet that has colours of its own."""

    def set_theme(self, theme: Theme) -> None: ...


class Desk(QWidget):
    """The panel at the right. Panels are put in by the window when it has time to make them.

    Signals:
        tab_chosen: the writer chose a tool; carries a DeskTab.
        pinned: the writer pinned the desk to its paragraph, or let it go; carries a bool.
        sheet_closed: a sheet was taken away; without a value.
    """

    tab_chosen = Signal(object)
    pinned = Signal(bool)
    sheet_closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Desk")
        self._heading = DeskHeading(0, "")
        self._sheet: QWidget | None = None
        self._alone = False
        self._panels: dict[DeskTab, QWidget] = {}
        self._counts: dict[DeskTab, int] = {}
        self._title = PlainLabel(parent=self)
        self._title.setProperty("voice", "heading")
        self._title.setMinimumWidth(20)
        self._pin = QToolButton(self)
        self._pin.setCheckable(True)
        self._pin.setAccessibleName("Pin the desk to this paragraph")
        self._pin.setToolTip("Stay with this paragraph while the caret goes elsewhere")
        side = max(16, self.fontMetrics().height())
        self._pin.setIconSize(QSize(side, side))
        self._pin.setFixedSize(side + 12, side + 12)
        self._pin.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._pin.toggled.connect(self.pinned)
        self._tabs = self._tab_bar()
        self._stack = QStackedWidget(self)
        self._pages = {tab: QWidget(self._stack) for tab in DeskTab}
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._lay_out()
        self._tabs.currentChanged.connect(self._tab_changed)
        self._tabs.tabBarClicked.connect(self._tab_clicked)
        self.set_theme(theme)

    def _tab_bar(self) -> QTabBar:
        tabs = QTabBar(self)
        tabs.setAccessibleName("Tools of the desk")
        tabs.setDrawBase(False)
        tabs.setExpanding(False)
        tabs.setUsesScrollButtons(True)  # in a very narrow desk
        tabs.setElideMode(Qt.TextElideMode.ElideNone)
        for tab in DeskTab:
            tabs.addTab(tab.value)
        return tabs

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setContentsMargins(14, 6, 8, 2)
        heading.addWidget(self._title, 1)
        heading.addWidget(self._pin)
        tools = QHBoxLayout()
        tools.setContentsMargins(_TABS_EDGE, 0, _TABS_EDGE, 0)
        tools.addWidget(self._tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(heading)
        column.addLayout(tools)
        column.addWidget(hairline(self))
        column.addWidget(self._stack, 1)

    def set_alone(self, alone: bool) -> None:
        """Whether the desk has the window to itself: one tool, in a column that can be read."""
        self._alone = alone
        self._tabs.setHidden(alone)
        self._pin.setHidden(alone)
        self._fit()

    def _fit(self) -> None:
        side = max(0, (self.width() - _READABLE) // 2) if self._alone else 0
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(side, _AIR if self._alone else 0, side, 0)

    def set_theme(self, theme: Theme) -> None:
        self._ground = theme.panel
        self._pin.setIcon(icon("pin", theme.muted, size=self._pin.iconSize().width()))
        dress(self, theme)
        ground = self.palette()
        ground.setColor(QPalette.ColorRole.Window, theme.panel)
        self.setPalette(ground)
        panels: tuple[object, ...] = (*self._panels.values(), self._sheet)
        for panel in panels:
            if isinstance(panel, Themed):
                panel.set_theme(theme)

    def put_panel(self, tab: DeskTab, panel: QWidget) -> None:
        """Puts a tool in its place, once."""
        empty, self._pages[tab] = self._pages[tab], panel
        self._panels[tab] = panel
        self._stack.addWidget(panel)
        if self._sheet is None:
            self._stack.setCurrentWidget(self._pages[self.tab])
        self._stack.removeWidget(empty)
        empty.deleteLater()

    def panel(self, tab: DeskTab) -> QWidget | None:
        return self._panels.get(tab)

    @property
    def tab(self) -> DeskTab:
        return list(DeskTab)[self._tabs.currentIndex()]

    def show_tab(self, tab: DeskTab) -> None:
        """Shows a tool, also where it is the one that lies under a sheet."""
        place = list(DeskTab).index(tab)
        self._tab_clicked(place)
        self._tabs.setCurrentIndex(place)

    def _tab_changed(self, place: int) -> None:
        self.close_sheet()
        self._stack.setCurrentWidget(self._pages[self.tab])
        self.tab_chosen.emit(list(DeskTab)[place])

    def _tab_clicked(self, place: int) -> None:
        """The tool under a sheet is asked for: its tab is the current one already, so that nothing else tells."""
        if self._sheet is not None and place == self._tabs.currentIndex():
            self.close_sheet()

    def _mark_tab(self) -> None:
        """No tool is marked as the one that is shown while a sheet lies over it."""
        if self._tabs.property("covered") != (self._sheet is not None):
            self._tabs.setProperty("covered", self._sheet is not None)
            self._tabs.style().polish(self._tabs)

    def set_count(self, tab: DeskTab, count: int) -> None:
        """The number beside a tab's name; 0 shows none."""
        if self._counts.get(tab, 0) != count:
            self._counts[tab] = count
            self._name_tabs()

    def _name_tabs(self) -> None:
        """In whole words where the row has room for them, else in shorter ones: no tool stands outside the desk."""
        room = self.width() - 2 * _TABS_EDGE
        for shorter in (_NO_SHORTER, _SHORTER):
            for place, tab in enumerate(DeskTab):
                name, count = shorter.get(tab, tab.value), self._counts.get(tab, 0)
                words = f"{name} {count}" if count else name
                if self._tabs.tabText(place) != words:
                    self._tabs.setTabText(place, words)
                self._tabs.setTabToolTip(place, tab.value if name != tab.value else "")
            if self._tabs.sizeHint().width() <= room:
                return

    def show_heading(self, heading: DeskHeading) -> None:
        if heading != self._heading:
            self._heading = heading
            self._write_heading()

    def _write_heading(self) -> None:
        number, title = self._heading.number, self._heading.title
        words = " · ".join(part for part in (f"¶{number}" if number else "", title) if part)
        metrics = self._title.fontMetrics()
        room = max(20, self._title.width() - 4)
        self._title.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room))
        self._title.setAccessibleName(f"Paragraph {number}, {title}" if number else title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._write_heading()
        self._name_tabs()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Below a style sheet, Qt may bring the palette of the theme before back, whenever a sheet comes."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._ground)
        painter.end()

    @property
    def first(self) -> QWidget:
        """Where the keyboard comes in: what lies over the tools, or the row of tools."""
        return self._sheet or self._tabs

    @property
    def sheet(self) -> QWidget | None:
        """What lies over the tools."""
        return self._sheet

    @property
    def is_pinned(self) -> bool:
        return self._pin.isChecked()

    def show_sheet(self, sheet: QWidget) -> None:
        """Lays a sheet over the tools until `close_sheet`. The desk owns it from now on."""
        self.close_sheet()
        self._sheet = sheet
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)
        self._mark_tab()

    def close_sheet(self) -> None:
        if self._sheet is None:
            return
        sheet, self._sheet = self._sheet, None
        self._stack.removeWidget(sheet)
        sheet.deleteLater()
        self._stack.setCurrentWidget(self._pages[self.tab])
        self._mark_tab()
        self.sheet_closed.emit()

    def sizeHint(self) -> QSize:
        return QSize(max(370, self.fontMetrics().averageCharWidth() * 50), 500)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(290, 240))
