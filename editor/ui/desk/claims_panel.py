"""The claims of a paragraph or of the whole draft, and the one that the writer is at.

Nothing here is a verdict: what is verified is what the writer looked up, and a claim that is open stops nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.desk.claim_form import ClaimForm, ClaimView
from editor.ui.desk.claim_list import ClaimEntry, ClaimList
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress
from editor.ui.viewports import scroll_downwards

_EMPTY = "Nothing marked. Mark with Ctrl+Shift+L, or look for claims."


@dataclass(frozen=True, slots=True)
class ClaimsView:
    entries: tuple[ClaimEntry, ...]
    chosen: ClaimView | None
    """What is to be said of the claim the writer is at; None where that is none of these."""


class ClaimsPanel(QWidget):
    """Signals:
    chosen: carries a claim's id.
    scope_chosen: carries a bool, whether the whole draft is wanted.
    find_pressed: without a value.
    """

    chosen = Signal(int)
    scope_chosen = Signal(bool)
    find_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Claims")
        self._theme = theme
        self._list = ClaimList(theme, self)
        self._list.chosen.connect(self.chosen)
        self._list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._empty = Prose(_EMPTY, self.font(), theme.muted)
        self.form = ClaimForm(theme)
        self._find = QPushButton("Look for Claims", self)
        self._find.setToolTip("Numbers, dates, names, quotations, “studies show”, superlatives; done on this computer")
        self._find.clicked.connect(self.find_pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(9)
        column.addLayout(self._scope_row())
        column.addWidget(hairline(self))
        column.addWidget(self._empty)
        column.addWidget(self._list)
        column.addWidget(self._form_area(), 1)
        column.addWidget(self._find, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self._list)
        self.set_theme(theme)
        self.show_view(ClaimsView((), None))

    def _scope_row(self) -> QHBoxLayout:
        self._scopes = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(2)
        for number, words in enumerate(("This paragraph", "Whole draft")):
            button = QToolButton(self)
            button.setText(words)
            button.setCheckable(True)
            button.setChecked(number == 0)
            self._scopes.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        # Not on a click: a screen reader chooses without one.
        self._scopes.idToggled.connect(lambda number, on: self.scope_chosen.emit(bool(number)) if on else None)
        return row

    def _form_area(self) -> QScrollArea:
        area = QScrollArea(self)
        scroll_downwards(area)
        sheet = QWidget()
        sheet.setObjectName("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 6, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        area.setWidget(sheet)
        return area

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._list.set_theme(theme)
        self._empty.set_colour(theme.muted)
        self.form.set_theme(theme)
        dress(self, theme)

    def show_scope(self, whole: bool) -> None:
        self._scopes.button(int(whole)).setChecked(True)

    def show_view(self, view: ClaimsView) -> None:
        self._list.show_entries(view.entries, view.chosen.claim if view.chosen else 0)
        self._list.setVisible(bool(view.entries))
        self._list.updateGeometry()
        self._empty.setVisible(not view.entries)
        self.form.show_view(view.chosen)
