"""The page of a replay: one moment of the draft, changed in place to the next, with whose words they are.

Only the paragraphs that differ are put into Qt's document, and whose words a line holds is worked out when the line is
seen, so that a long draft is scrubbed nearly as fast as a short one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import accumulate
from typing import Any

from PySide6.QtGui import QTextBlock, QTextCursor, QTextLayout
from PySide6.QtWidgets import QWidget

from editor.core.origins import OriginKind
from editor.core.paragraph_row import utf16_length
from editor.core.rows import kinds_from
from editor.protocol.record_messages import Frame
from editor.ui.origin_look import origin_format
from editor.ui.shown_text import shown
from editor.ui.text_editor import TextEditor
from editor.ui.text_style import TextColors
from editor.ui.theme import Theme

_SIDE = 24
Stretch = tuple[int, OriginKind]


class _Piece:
    """A paragraph at this moment; the line feed behind its last line belongs to it."""

    __slots__ = ("_by_line", "_kinds", "lines", "text")

    def __init__(self, text: str, kinds: Any) -> None:
        """`kinds` in the shape of `core.rows.kinds_row`."""
        self.text = text
        self.lines = text.count("\n")
        self._kinds = kinds
        self._by_line: list[list[Stretch]] = []

    def kinds_of(self, line: int) -> Sequence[Stretch]:
        """Lengths in code points and kinds of a line, its line feed included; none where there is no such line."""
        if not self._by_line:
            self._by_line = _by_line(self.text, kinds_from(self._kinds))
        return self._by_line[line] if line < len(self._by_line) else ()


def _by_line(text: str, kinds: Iterable[Stretch]) -> list[list[Stretch]]:
    rooms = [len(line) + 1 for line in text.split("\n")]
    lines: list[list[Stretch]] = [[] for _ in rooms]
    line = 0
    for length, kind in kinds:
        left = length
        while left:
            taken = min(left, rooms[line])
            lines[line].append((taken, kind))
            rooms[line] -= taken
            left -= taken
            line += not rooms[line]
    return lines


class ReplayPage(TextEditor):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms = {kind: origin_format(theme, kind) for kind in OriginKind}
        self._pieces: list[_Piece] = []
        self._starts: list[int] = [0]
        """The number of the first line of each piece, and of the line behind the last piece."""
        self.setReadOnly(True)
        self.setAccessibleName("The draft at this moment")
        self.set_margins(_SIDE, _SIDE)
        self.set_colors(TextColors(**{field.name: getattr(theme, field.name) for field in fields(TextColors)}))
        self.text_layout.overlay = self._overlay

    def show_frame(self, frame: Frame) -> None:
        """Puts the paragraphs of the frame in the place of those they replace, and brings the change into view."""
        before, count = self._starts, len(self._pieces)
        for low, high, new in reversed(frame.hunks):
            self._pieces[low:high] = [_Piece(text, kinds) for text, kinds in new]
        self._starts = [0, *accumulate(piece.lines for piece in self._pieces)]
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()  # within it Qt does not work out where on its line a cursor stands
        for low, high, new in reversed(frame.hunks):
            self._put(cursor, before[low], None if high == count else before[high], "".join(text for text, _ in new))
        cursor.endEditBlock()
        self._bring_into_view(frame.caret)

    def _put(self, cursor: QTextCursor, first: int, stop: int | None, text: str) -> None:
        """In the place of the lines from `first` on; without `stop` up to the end, behind the last line feed too."""
        document = self.document()
        cursor.setPosition(document.findBlockByNumber(first).position())
        end = document.characterCount() - 1 if stop is None else document.findBlockByNumber(stop).position()
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(shown(text))

    def _bring_into_view(self, caret: int) -> None:
        """`caret` in code points: where the change ends."""
        units, left = 0, caret
        for piece in self._pieces:
            units += len(piece.text[:left].encode("utf-16-le", "surrogatepass")) // 2
            left -= len(piece.text)
            if left <= 0:
                break
        position = min(units, self.document().characterCount() - 1)
        block = self.document().findBlock(position).blockNumber()
        self.set_current_range(block, block)
        place = self._line_rect(position).translated(0, -self.verticalScrollBar().value())
        if place.top() < 0 or place.bottom() > self.viewport().height():
            self.center_on(position)

    def _overlay(self, block: QTextBlock) -> Sequence[QTextLayout.FormatRange]:
        number, text = block.blockNumber(), block.text()
        place = min(bisect_right(self._starts, number), len(self._pieces)) - 1
        kinds = self._pieces[place].kinds_of(number - self._starts[place]) if place >= 0 else ()
        ranges, start, units = list[QTextLayout.FormatRange](), 0, 0
        for length, kind in kinds:
            words = text[start : start + length]
            form, inside = self._forms[kind], utf16_length(words)
            if form is not None and words:
                one = QTextLayout.FormatRange()
                one.start, one.length, one.format = units, inside, form
                ranges.append(one)
            start += length
            units += inside
        return ranges
