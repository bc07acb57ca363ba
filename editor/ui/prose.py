"""A paragraph of words in a panel, wrapped to whatever width there is.

A label wraps only between words, so one long address in a remark would be cut off at the panel's edge. This
breaks anywhere when it must and tells its layout exactly how high it is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.ui.shown_text import revealed

_LEADING = 1.18


class Prose(QWidget):
    """Wrapped text in one font and colour; with `rule`, a line at its left marks it as quoted.

    What is quoted in it cannot hide anything or turn the line round: see `revealed`.
    """

    def __init__(self, text: str, font: QFont, colour: QColor, rule: QColor | None = None) -> None:
        super().__init__()
        self._colour = colour
        self._rule = rule
        self._text = revealed(text)
        self.setFont(font)
        self.setAccessibleName(self._text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        text = revealed(text)
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def set_colour(self, colour: QColor) -> None:
        self._colour = colour
        self.update()

    def _inset(self) -> int:
        return self.contentsMargins().left() + (12 if self._rule is not None else 0)

    def _laid_out(self, width: int) -> tuple[QTextLayout, int]:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QTextLayout(self._text.replace("\n", "\u2028"), self.font(), self)
        layout.setTextOption(option)
        pitch = round(self.fontMetrics().height() * _LEADING)
        layout.beginLayout()
        y = 0
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(20, width - self._inset()))
            line.setPosition(QPointF(0, y))
            y += pitch
            line = layout.createLine()
        layout.endLayout()
        return layout, y

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        around = self.contentsMargins()
        return self._laid_out(width)[1] + around.top() + around.bottom()

    def sizeHint(self) -> QSize:
        width = min(280, self.fontMetrics().horizontalAdvance(self._text) + self._inset() + 2)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        layout, height = self._laid_out(self.width())
        top = self.contentsMargins().top()
        if self._rule is not None:
            painter.fillRect(0, top + 1, 2, height - 2, self._rule)
        painter.setPen(self._colour)
        layout.draw(painter, QPointF(self._inset(), top))
        painter.end()


def hairline(parent: QWidget | None = None) -> QWidget:
    """A line of one pixel between two parts of a panel; the style sheet colours it."""
    line = QWidget(parent)
    line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    line.setProperty("hairline", True)
    line.setFixedHeight(1)
    return line
