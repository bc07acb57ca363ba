"""A check box whose empty square can be seen.

The platform style derives the square's outline from the window's colour and loses it on dark paper.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from editor.ui.glyphs import paint_check
from editor.ui.theme import Theme


class TickBox(QCheckBox):
    """A check box drawn with the theme's colours; behaves, and speaks, as any other."""

    def __init__(self, words: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _side(self) -> int:
        return max(15, round(self.fontMetrics().height() * 0.95))

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        return QSize(self._side() + 14 + words.width(), max(26, words.height() + 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        ink = theme.window_ink if self.isEnabled() else theme.disabled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side()
        box = QRectF(3.5, round((self.height() - side) / 2) + 0.5, side - 1, side - 1)
        painter.setPen(QPen(theme.muted if self.isEnabled() else theme.disabled, theme.outline_px))
        painter.setBrush(theme.field)
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            paint_check(painter, box.adjusted(2.5, 2.5, -2.5, -2.5), ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hasFocus():
            painter.setPen(QPen(theme.focus, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText) if self.isEnabled() else ink)
        words = self.rect().adjusted(side + 10, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, self.text())
        painter.end()

    def hitButton(self, pos: object) -> bool:  # noqa: N802
        return True
