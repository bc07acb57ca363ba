"""One of three states as a drawn sign with a name: fine, look at it, or stop. Never a colour alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.core.profiles import Verdict
from editor.ui.glyphs import paint_check, paint_clock, paint_stop
from editor.ui.theme import Theme


class StateSign(QWidget):
    """Drawn as a verdict is; `words` say aloud and in a tooltip what the state means where the sign stands."""

    def __init__(self, verdict: Verdict, words: str, theme: Theme, box: QRectF) -> None:
        """`box` is where it is drawn, in pixels from the corner; the same room is left at its far sides."""
        super().__init__()
        self._verdict = verdict
        self._theme = theme
        self._box = box
        self.setFixedSize(round(box.right() + box.left()), round(box.bottom() + box.top()))
        self.setAccessibleName(words)
        self.setToolTip(words.capitalize())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._verdict is Verdict.FINE:
            paint_check(painter, self._box, self._theme.enough)
        elif self._verdict is Verdict.LOOK:
            paint_clock(painter, self._box, self._theme.attention)
        else:
            paint_stop(painter, self._box, self._theme.blocked)
        painter.end()
