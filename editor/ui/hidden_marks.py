"""Marks on the page for what hides only where it stands: soft hyphens, tags, joiners between Latin letters.

What hides everywhere has a sign in Qt's own text (`shown_text.shown`). Whether these hide hangs on their neighbours,
which may change with any key, so their text is left alone and a mark is painted over their place. What a script or a
picture needs gets none: exactly what is offered for removal is shown.
"""

from __future__ import annotations

import re
from typing import cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QTextBlock, QTextLayout

from editor.core.paragraph_row import utf16_length
from editor.core.unseen import ALWAYS_ODD, UNSEEN, unseen
from editor.ui.document_bridge import DocumentBridge

_UNSEEN = re.compile(UNSEEN)
_WIDE, _HIGH = 5.0, 7.0
"""Of the head of a pin, in pixels."""
_STEM = 4.0
"""Below the head: a longer one would look like a caret, and strike letters through."""
_APART = 6.0
"""Pixels from one mark to the next at one place: they have no width of their own."""


def hidden_places(bridge: DocumentBridge, block: QTextBlock) -> tuple[int, ...]:
    """Where in a block something hides that Qt's text has no sign for, in UTF-16 units.

    Asked for every line that is painted, so that most cost one look at their letters.
    """
    text = block.text()
    if text.isascii() or not _UNSEEN.search(text):
        return ()
    text = bridge.text_of(block)  # a sign in the place of a neighbour would count as a picture
    return tuple(utf16_length(text[:place]) for place in unseen(text) if text[place] not in ALWAYS_ODD)


def paint_hidden(painter: QPainter, layout: QTextLayout, origin: QPointF, places: tuple[int, ...], color: QColor) -> None:
    """A pin above the line at each of `places` (UTF-16 units of the block, what is composed not counted)."""
    composed, at = len(layout.preeditAreaText().encode("utf-16-le")) // 2, layout.preeditAreaPosition()
    last, beside = -1.0, 0.0
    for place in places:
        offset = place + composed if composed and place >= at else place
        line = layout.lineForTextPosition(offset)
        if not line.isValid():
            continue
        x = round(origin.x() + cast("tuple[float, int]", line.cursorToX(offset))[0])
        beside = beside + _APART if x == last else 0.0
        last, x = x, x + round(beside)
        top = round(origin.y() + line.y())
        painter.fillRect(QRectF(x, top + _HIGH, 1, _STEM), color)
        painter.save()
        painter.setPen(color)
        painter.drawRect(QRectF(x - _WIDE // 2 + 0.5, top + 0.5, _WIDE - 1, _HIGH - 1))
        painter.restore()
