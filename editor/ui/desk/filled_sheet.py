"""A sheet of the desk that is made anew from its values, and stays where the reader had scrolled to."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from editor.ui.theme import Theme, dress
from editor.ui.viewports import scroll_downwards


class FilledSheet(QScrollArea):
    """`_compose` is the sheet's own."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls it."""
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        scroll_downwards(self)
        dress(self, theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        dress(self, theme)
        self._fill()

    def _fill(self) -> None:
        place = self.verticalScrollBar().value()
        sheet = QWidget()
        sheet.setObjectName("sheet")  # the style sheet leaves it clear
        column = QVBoxLayout(sheet)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(7)
        self._compose(sheet, column)
        column.addStretch(1)
        self.setWidget(sheet)
        self.verticalScrollBar().setValue(place)

    def _compose(self, sheet: QWidget, column: QVBoxLayout) -> None:
        """Puts what the sheet has to show into its column."""
        raise NotImplementedError
