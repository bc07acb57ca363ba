"""Setting one block: its text broken into lines in a column, by the rules of a style sheet.

Every line stands in a box of whole pixels with its letters centred in it, on a common baseline whatever
fonts the line falls back to. Further lines of list items and quotations are set under the text of the
first. Direction is the block's own: the first letter with a direction decides, and Qt aligns it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

from editor.ui.markdown_formats import LineKind, hanging_prefix
from editor.ui.text_style import LineBox, StyleSheet

_HANGING = (LineKind.LIST, LineKind.QUOTE, LineKind.FOOTNOTE)
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LARGEST_INDENT = 0.3  # of the column; a longer prefix is text, not a sign


def has_right_to_left(text: str) -> bool:
    """Whether a text holds letters or signs that are read from the right."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def text_options(sheet: StyleSheet) -> tuple[QTextOption, QTextOption]:
    """Wrapping, tabs and side of all blocks: those read from the left, those read from the right."""
    options = QTextOption(Qt.AlignmentFlag.AlignLeft), QTextOption(Qt.AlignmentFlag.AlignRight)
    options[0].setTextDirection(Qt.LayoutDirection.LeftToRight)
    options[1].setTextDirection(Qt.LayoutDirection.RightToLeft)
    for option in options:
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTabStopDistance(4 * sheet.char_width)
    return options


def set_lines(layout: QTextLayout, box: LineBox, width: int, indent: float) -> tuple[int, list[tuple[int, int]]]:
    """Break the layout's text into lines of a width in pixels.

    Returns the height of all, and for each line the offset of its first letter (UTF-16) and its top (pixels).

    Lines after the first are `indent` pixels narrower, at the left side if positive, at the right if negative.
    """
    # Or Qt would shape the block again for the caret, and again for the paint.
    layout.setCacheEnabled(True)
    pitch, natural = box.pitch, box.height
    base = box.baseline()
    plain_drop = base - box.ascent
    top = box.above
    inset = 0.0
    lines = []
    layout.beginLayout()
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width - abs(inset))
        left = max(0.0, inset)
        lines.append((line.textStart(), top))
        height = line.height()
        if height == natural:
            line.setPosition(QPointF(left, top + plain_drop))
            top += pitch
        else:
            tall = max(pitch, ceil(height))
            line.setPosition(QPointF(left, top + max(0.0, base - line.ascent() + (tall - pitch) / 2)))
            top += tall
        inset = indent
    layout.endLayout()
    return top, lines


def drop_shapes(layout: QTextLayout) -> None:
    """Free lines and letters of a block's layout. Its text is the block's, whatever it is told here."""
    layout.setText("")


def indent_of(text: str, kind: LineKind, sheet: StyleSheet, width: int) -> float:
    """How far further lines of a block are set in, pixels."""
    if kind not in _HANGING:
        return 0.0
    prefix = hanging_prefix(text)
    indent = QFontMetricsF(sheet.fonts.text).horizontalAdvance(prefix) if prefix else 0.0
    return indent if indent <= width * _LARGEST_INDENT else 0.0


def around_preedit(layout: QTextLayout, ranges: Sequence[QTextLayout.FormatRange]) -> Sequence[QTextLayout.FormatRange]:
    """Our ranges moved apart for the text an input method is composing, and the input method's own ranges.

    Offsets of a layout count the composed text, which is not part of the block yet.
    """
    length = len(layout.preeditAreaText().encode("utf-16-le")) // 2
    if not length:
        return ranges
    start = layout.preeditAreaPosition()
    end = start + length
    moved = [f for f in layout.formats() if f.start >= start and f.start + f.length <= end]
    for piece in ranges:
        before = min(piece.length, max(0, start - piece.start))
        if before:
            moved.append(_range(piece, piece.start, before))
        if before < piece.length:
            moved.append(_range(piece, max(piece.start, start) + length, piece.length - before))
    return moved


def _range(piece: QTextLayout.FormatRange, start: int, length: int) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = start
    made.length = length
    made.format = piece.format
    return made
