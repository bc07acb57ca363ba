"""The page of a replay: one moment of the draft, changed in place to the next, with whose words they are.

Only the paragraphs that differ are put into Qt's document, so that a long draft is scrubbed as fast as a short one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from PySide6.QtGui import QTextBlock, QTextCursor, QTextLayout
from PySide6.QtWidgets import QWidget

from editor.core.rows import runs_from
from editor.core.runs import Run, Runs, parted
from editor.protocol.record_messages import Frame
from editor.ui.format_ranges import format_range
from editor.ui.origin_look import origin_format
from editor.ui.shown_text import shown
from editor.ui.text_editor import TextEditor
from editor.ui.text_style import TextColors
from editor.ui.theme import Theme

_SIDE = 24


class ReplayPage(TextEditor):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pieces: list[tuple[str, int]] = []
        """Text of each paragraph, and how many lines it has."""
        self._lines: list[Runs] = [()]
        """The runs of each line, by Qt's block number."""
        self.setReadOnly(True)
        self.setAccessibleName("The draft at this moment")
        self.set_margins(_SIDE, _SIDE)
        self.set_colors(TextColors(**{field.name: getattr(theme, field.name) for field in fields(TextColors)}))
        self.text_layout.overlay = self._overlay

    def show_frame(self, frame: Frame) -> None:
        """Puts the paragraphs of the frame in the place of those it replaces, and brings the change into view."""
        first = sum(lines for _, lines in self._pieces[: frame.low])
        gone = sum(lines for _, lines in self._pieces[frame.low : frame.high])
        to_the_end = frame.high == len(self._pieces)
        new = [(text, runs_from(runs)) for text, runs in frame.pieces]
        pieces = [(text, text.count("\n")) for text, _ in new]
        self._pieces[frame.low : frame.high] = pieces
        lines = [line for text, runs in new for line in _line_runs(text, runs)]
        # The last line of the document has no line feed behind it, so its block stays whatever comes before it.
        stop = len(self._lines) if to_the_end else first + gone
        tail = _last_line(new) if to_the_end else None
        self._lines[first:stop] = [*lines, *([tail] if tail is not None else [])]
        self._put("".join(text for text, _ in new), first, gone, to_the_end=to_the_end)
        self._show_caret(frame.caret)

    def _put(self, text: str, first: int, gone: int, *, to_the_end: bool) -> None:
        document = self.document()
        cursor = QTextCursor(document)
        cursor.setPosition(document.findBlockByNumber(first).position())
        if to_the_end:
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        else:
            cursor.setPosition(document.findBlockByNumber(first + gone).position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(shown(text))

    def _show_caret(self, caret: int) -> None:
        units, left = 0, caret
        for text, _ in self._pieces:
            if left <= len(text):
                units += len(text[:left].encode("utf-16-le", "surrogatepass")) // 2
                break
            units += len(text.encode("utf-16-le", "surrogatepass")) // 2
            left -= len(text)
        position = min(units, self.document().characterCount() - 1)
        cursor = self.textCursor()
        cursor.setPosition(position)
        self.setTextCursor(cursor)
        block = self.document().findBlock(position).blockNumber()
        self.set_current_range(block, block)
        if not self.viewport().rect().contains(self.cursorRect()):
            self.center_on(position)

    def _overlay(self, block: QTextBlock) -> Sequence[QTextLayout.FormatRange]:
        number = block.blockNumber()
        runs = self._lines[number] if number < len(self._lines) else ()
        ranges, start = [], 0
        for run in runs:
            form = origin_format(self._theme, run.origin.kind)
            if form is not None:
                ranges.append(format_range(block.text(), start, start + run.length, form))
            start += run.length
        return ranges


def _line_runs(text: str, runs: Runs) -> list[Runs]:
    """The runs of each line that ends with a line feed, without it."""
    lengths = [len(line) + 1 for line in text.split("\n")[:-1]]
    lines = list(parted(runs, lengths))
    return [_shorter(line) for line in lines]


def _last_line(new: Sequence[tuple[str, Runs]]) -> Runs:
    """The runs behind the last line feed of the whole text; none where it ends with one."""
    if not new:
        return ()
    text, runs = new[-1]
    rest = len(text) - (text.rfind("\n") + 1)
    *_, last = parted(runs, (len(text) - rest, rest))
    return last


def _shorter(line: Runs) -> Runs:
    """Without the line feed at its end."""
    *rest, last = line
    return (*rest, Run(last.length - 1, last.origin)) if last.length > 1 else tuple(rest)
