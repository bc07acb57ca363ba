"""The minutes of one paragraph as a row of cells, one for each wall minute that has anything in it.

How much of a minute counted is told by how high its cell is filled, so it does not rest on colour: nothing,
up to 15, 30, 45 and 60 seconds. A cell with only reading is hollow; one in which a model wrote or a paste
came is hatched; a gap in the record is a slanted double stroke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from editor.ui.plain_words import plain_tip
from editor.ui.theme import Theme

_CELL = 9
_HIGH = 18
_STEP = 12
_ROW = 25
_PAD = 3


@dataclass(frozen=True, slots=True)
class HeatCell:
    when: str
    """The wall minute, ready to show: "14:02"."""
    seconds: float
    """Credited seconds, 0 to 60."""
    reading: bool = False
    """All of it was reading."""
    outside: bool = False
    """A model wrote here, or something was pasted, in this minute."""
    gap: bool = False
    """Not recorded: the program was closed, or the text changed elsewhere."""


def level(seconds: float) -> int:
    """0 for nothing, then 1 to 4 for up to 15, 30, 45 and 60 seconds."""
    if seconds <= 0:
        return 0
    return min(4, int((seconds - 1e-9) // 15) + 1)


def cell_words(cell: HeatCell) -> str:
    if cell.gap:
        return f"{cell.when}: not recorded"
    words = f"{cell.when}: {round(cell.seconds)} s" + (" reading" if cell.reading else "")
    return words + (", with a paste or a model's text" if cell.outside else "")


class HeatStrip(QWidget):
    """Cells from left to right, in as many rows as they need."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cells: tuple[HeatCell, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Minutes of this paragraph")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_cells(self, cells: Sequence[HeatCell]) -> None:
        cells = tuple(cells)
        if cells != self._cells:
            self._cells = cells
            self.setAccessibleDescription("; ".join(cell_words(cell) for cell in cells))
            self.updateGeometry()
            self.update()

    def _across(self, width: int) -> int:
        return max(1, (width - 2 * _PAD + _STEP - _CELL) // _STEP)

    def _rows(self, width: int) -> int:
        return max(1, -(-len(self._cells) // self._across(width)))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._rows(width) * _ROW

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(_STEP * 4, _ROW)

    def _place(self, at: int) -> QRect:
        row, column = divmod(at, self._across(self.width()))
        return QRect(_PAD + column * _STEP, _PAD + row * _ROW, _CELL, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, cell in enumerate(self._cells):
            self._paint_cell(painter, QRectF(self._place(at)), cell)
        painter.end()

    def _paint_cell(self, painter: QPainter, place: QRectF, cell: HeatCell) -> None:
        theme = self._theme
        if cell.gap:
            painter.setPen(QPen(theme.muted, 1.5))
            for shift in (1.5, 5.0):
                top = QPointF(place.left() + shift + 2.5, place.top() + 5)
                painter.drawLine(top, QPointF(place.left() + shift - 1, place.bottom() - 5))
            return
        painter.fillRect(place, theme.track)
        height = place.height() * level(cell.seconds) / 4
        filled = QRectF(place.left(), place.bottom() - height, place.width(), height)
        if cell.reading and height:
            painter.fillRect(filled, theme.panel)
            painter.setPen(QPen(theme.enough, max(1.4, theme.outline_px)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(filled.adjusted(0.7, 0.7, -0.7, -0.7))
        else:
            painter.fillRect(filled, theme.enough)
        if cell.outside:
            self._hatch(painter, place)

    def _hatch(self, painter: QPainter, place: QRectF) -> None:
        painter.save()
        painter.setClipRect(place)
        painter.setPen(QPen(self._theme.panel, 1.6))
        shift = -place.height()
        while shift < place.width():
            left = place.left() + shift
            painter.drawLine(QPointF(left, place.bottom()), QPointF(left + place.height(), place.top()))
            shift += 5
        painter.restore()
        painter.setPen(QPen(self._theme.model, max(1.4, self._theme.outline_px)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(0.7, 0.7, -0.7, -0.7))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for at, cell in enumerate(self._cells):
                if self._place(at).contains(event.pos()):
                    QToolTip.showText(event.globalPos(), plain_tip(cell_words(cell)), self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)
