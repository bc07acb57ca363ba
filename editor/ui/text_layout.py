"""The layout of the draft: sets only the blocks that are seen, and guesses the height of the rest.

Qt's own layout walks every block after the caret at each key; this one touches one block, whatever the
draft's size. The coordinates are those of the view: x from the view's left edge, y from the top of the
text, so that a wider window moves the column without setting a line again.

Guesses are corrected when a block is first needed. A correction above the view would make the text jump;
`hold` tells the view by how much, so that it moves with it. Formats are put into the `QTextLayout` of each
block here and nowhere else: `setFormats` records a change of the document, which must be flushed at once
under `busy`, or the next real edit would seem to reach back to it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPainter, QTextBlock, QTextDocument, QTextFrame, QTextLayout

from editor.ui.block_heights import BlockHeights
from editor.ui.block_painting import caret_offset, paint_caret, paint_selections
from editor.ui.block_setting import around_preedit, indent_of, set_lines, text_options
from editor.ui.line_changes import BlockSetting, Look, TextChange, changed_band
from editor.ui.markdown_formats import LineKind, line_kind, line_spans
from editor.ui.qt_guard import nothing, survives
from editor.ui.text_style import FontSet, StyleSheet, TextColors

TOP_ROOM = 24
"""Pixels over the first block."""

_OVERHANG = 4  # italics and carets reach a little out of the column
_FRAME = 7  # what the current paragraph's background reaches out of the column
_NARROWEST = 120

Overlay = Callable[[QTextBlock], Sequence[QTextLayout.FormatRange]]

_log = logging.getLogger(__name__)


def no_overlay(block: QTextBlock) -> Sequence[QTextLayout.FormatRange]:
    """The overlay of a draft without remarks, finds or origins to show."""
    return ()


def kind_of_text(block: QTextBlock) -> LineKind:
    """The kind of a line as far as the line itself tells."""
    return line_kind(block.text())


def _no_hold(grew: int) -> None:
    """Nobody looks: nothing has to stay where it is."""


class TextLayout(QAbstractTextDocumentLayout):
    """Lays out one `QTextDocument` of plain Markdown, by need.

    Outside hooks: `line_kind` and `overlay` are asked when a block is set; an exception in them is logged
    and the block set without. After their answers change call `refresh`. `view_top` gives the top of what
    is seen (pixels), `hold` is told by how many pixels blocks above it grew.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.line_kind: Callable[[QTextBlock], LineKind] = kind_of_text
        self.overlay: Overlay = no_overlay
        self.hold: Callable[[int], None] = _no_hold
        self.view_top: Callable[[], int] = lambda: 0
        self.current: tuple[int, int] | None = None
        self._busy = False
        self._loading = False
        self._last: BlockSetting | None = None
        self._sheet = StyleSheet(TextColors(), FontSet())
        self._options = text_options(self._sheet)
        self._page = 800.0
        self._screen = 600
        self._margins = (0, 0)
        self._end_room = 0
        self._x = 0.0
        self._width = 0
        self._place_column()
        self._heights = BlockHeights(self._guess)

    # -- what the window sets ---------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """True while formats are flushed: a change reported meanwhile is no edit."""
        return self._busy

    @property
    def sheet(self) -> StyleSheet:
        """The formats and boxes in use."""
        return self._sheet

    @property
    def column(self) -> tuple[float, int]:
        """Left edge and width of the text column, pixels."""
        return self._x, self._width

    def set_page(self, width: int, screen: int, margins: tuple[int, int], end_room: int) -> None:
        """The view's width and height, the room kept free beside the column, and below the last line (pixels)."""
        self._page, self._screen, self._margins, self._end_room = float(width), max(1, screen), margins, end_room
        if self._place_column():
            self._forget()

    def set_colors(self, colors: TextColors) -> None:
        """Use other colours; nothing moves."""
        self._sheet = StyleSheet(colors, self._sheet.fonts)
        self.refresh(0, self._heights.count - 1)

    def set_fonts(self, fonts: FontSet) -> None:
        """Use other fonts. The view keeps its place itself (`TextEditor.set_fonts`)."""
        self._sheet = StyleSheet(self._sheet.colors, fonts)
        self._options = text_options(self._sheet)
        self._place_column()
        self._forget()
        self.documentSizeChanged.emit(self.documentSize())
        self.update.emit()

    def load(self, text: str, put: Callable[[str], None]) -> None:
        """Let `put` replace the document's text by `text`, and count its blocks once, not at every step of it."""
        self._loading = True
        try:
            put(text)
        finally:
            self._loading = False
            self._reset(text.split("\n"))

    def refresh(self, first_block: int, last_block: int) -> None:
        """Ask for kind and overlay of these blocks (numbers, both included) again, as far as they are set."""
        self._last = None
        before = self._heights.total
        for number in list(self._heights.laid_numbers(first_block, last_block)):
            self._lay(self.document().findBlockByNumber(number), number)
        self._resized(before)
        top = self.top_of(max(0, first_block))
        bottom = self.top_of(min(last_block, self._heights.count - 1) + 1)
        self._repaint(QRectF(self._x - _OVERHANG, top, self._width + 2 * _OVERHANG, bottom - top))

    # -- where things are -------------------------------------------------------------------------

    def top_of(self, number: int) -> int:
        """Top of a block by number, pixels from the top of the text; the end of the text above the last number."""
        if number >= self._heights.count:
            return TOP_ROOM + self._heights.total
        return TOP_ROOM + self._heights.top(number)

    def blocks_between(self, top: float, bottom: float) -> Iterator[tuple[QTextBlock, int, int]]:
        """The blocks that show between two heights, set if need be, with top and height in pixels."""
        if self._stale():
            return
        before = self._heights.total
        number, y = self._heights.at(top - TOP_ROOM)
        block = self.document().findBlockByNumber(number)
        y += TOP_ROOM
        while block.isValid() and y < bottom:
            if not self._heights.is_laid(number):
                self._lay(block, number)
            height = self._heights.height(number)
            yield block, y, height
            y += height
            number += 1
            block = block.next()
        self._resized(before)

    def lay_around(self, block: QTextBlock, screens_below: int = 1) -> None:
        """Set a block, a screenful over it and some below it, so that going there lands on the exact place."""
        if self._stale():
            return
        before = self._heights.total
        middle = block.blockNumber()
        self._lay_run(block, middle, 1, screens_below * self._screen)
        previous = block.previous()
        if previous.isValid():
            self._lay_run(previous, middle - 1, -1, self._screen)
        self._resized(before)

    # -- Qt's side --------------------------------------------------------------------------------

    @survives(nothing)
    def documentChanged(self, start: int, removed: int, added: int, /) -> None:
        """Qt: the text changed, or all of it has to be set again."""
        if self._busy or self._loading:
            return
        document = self.document()
        count = document.blockCount()
        first = document.findBlock(start)
        delta = count - self._heights.count
        if not first.isValid() or (start == 0 and added >= document.characterCount() - 1):
            self._reset()
        elif not delta and start + added < first.position() + first.length():
            self._one_block_changed(first, TextChange(start - first.position(), removed, added))
        else:
            self._blocks_changed(first, start + added, delta)

    @survives(QRectF)
    def blockBoundingRect(self, block: QTextBlock, /) -> QRectF:
        """Qt: where a block is. Its top left is where its lines count from."""
        if not block.isValid():
            return QRectF()
        number = block.blockNumber()
        if self._stale() or number >= self._heights.count:
            return QRectF(self._x, TOP_ROOM, self._width, self._sheet.blank)
        if not self._heights.is_laid(number):
            self.lay_around(block)
        return QRectF(self._x, self.top_of(number), self._width, self._heights.height(number))

    @survives(lambda: -1)
    def hitTest(self, point: QPointF, accuracy: Qt.HitTestAccuracy, /) -> int:  # type: ignore[override]
        """Qt: the position under a point; with exact accuracy -1 beside the letters."""
        exact = accuracy == Qt.HitTestAccuracy.ExactHit
        y = point.y()
        if self._stale() or y < 0 or y >= TOP_ROOM + self._heights.total:
            if exact:
                return -1
            return 0 if y < TOP_ROOM else self.document().characterCount() - 1
        for block, top, _ in self.blocks_between(y, y + 1):
            return self._hit_block(block, QPointF(point.x() - self._x, y - top), exact)
        return -1

    @survives(nothing)
    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext, /) -> None:
        """Qt: paint what lies in the clip."""
        clip = context.clip if context.clip.isValid() else QRectF(0, 0, self._page, self.documentSize().height())
        painter.setPen(self._sheet.colors.ink)
        self._paint_current(painter, clip)
        caret = context.cursorPosition
        selections = context.selections
        left_over: Sequence[QTextLayout.FormatRange] = ()
        for block, top, height in self.blocks_between(clip.top(), clip.bottom()):
            origin = QPointF(self._x, top)
            if selections:
                left_over = paint_selections(painter, block, origin, height, selections)
            layout = block.layout()
            layout.draw(painter, origin, left_over, clip)
            if caret != -1:
                offset = caret_offset(block, caret)
                if offset >= 0:
                    style = (int(self.property("cursorWidth") or 1), self._sheet.colors.caret)
                    paint_caret(painter, layout, origin, offset, style)

    @survives(lambda: 1)
    def pageCount(self) -> int:
        """Qt: a draft is one endless page."""
        return 1

    @survives(QSizeF)
    def documentSize(self) -> QSizeF:
        """Qt: the size of everything, partly guessed. Never wider than the view: nothing scrolls sideways."""
        return QSizeF(self._page, TOP_ROOM + self._heights.total + self._end_room)

    @survives(QRectF)
    def frameBoundingRect(self, frame: QTextFrame, /) -> QRectF:
        """Qt: there is one frame, the draft."""
        return QRectF(QPointF(), self.documentSize())

    # -- inside -----------------------------------------------------------------------------------

    def _stale(self) -> bool:
        """Between an edit and its `documentChanged` the numbers of the blocks are not ours yet."""
        return self.document().blockCount() != self._heights.count

    def _guess(self, lengths: Sequence[int]) -> list[int]:
        pitch = self._sheet.text_box.pitch
        letters = max(1, int(self._width / self._sheet.char_width))
        return [(1 + length // letters) * pitch for length in lengths]

    def _place_column(self) -> bool:
        left, right = self._margins
        width = max(_NARROWEST, min(self._sheet.column, int(self._page) - left - right))
        changed = width != self._width
        self._width = width
        centred = (self._page - width) / 2
        self._x = float(round(max(left, min(centred, self._page - right - width))))
        return changed

    def _forget(self) -> None:
        """All heights are guesses again, after the column or the fonts changed."""
        self._last = None
        for number in list(self._heights.laid_numbers(0, self._heights.count)):
            self.document().findBlockByNumber(number).layout().clearLayout()
        self._heights.guess_again(self._guess)

    def _reset(self, lines: Sequence[str] = ()) -> None:
        if len(lines) != self.document().blockCount():
            lines = self.document().toRawText().split("\u2029")
        self._last = None
        self._heights.reset(list(map(len, lines)))
        self.documentSizeChanged.emit(self.documentSize())
        self.update.emit()

    def _one_block_changed(self, block: QTextBlock, change: TextChange) -> None:
        number = block.blockNumber()
        before = self._heights.total
        last = self._last
        new = self._lay(block, number)
        # While an input method composes, offsets of lines count letters that are not in the block.
        self._last = None if block.layout().preeditAreaText() else new
        top = self.top_of(number)
        if self._heights.total != before:
            self._resized(before)
            self._repaint(QRectF(0, top, self._page, 1e7))
        else:
            upper, lower = changed_band(last, new, change) if last and self._last else (0, new.height)
            self._repaint(QRectF(self._x - _OVERHANG, top + upper, self._width + 2 * _OVERHANG, lower - upper))

    def _blocks_changed(self, first: QTextBlock, end: int, delta: int) -> None:
        document = self.document()
        last = document.findBlock(end)
        number = first.blockNumber()
        until = last.blockNumber() if last.isValid() else document.blockCount() - 1
        block = first
        lengths = []
        for _ in range(until - number + 1):
            block.layout().clearLayout()
            lengths.append(block.length() - 1)
            block = block.next()
        removed = len(lengths) - delta
        self._last = None
        above = self.top_of(min(number + removed, self._heights.count)) <= self.view_top()
        before = self._heights.total
        self._heights.replace(number, removed, lengths)
        if above:
            self.hold(self._heights.total - before)
        self._resized(before)
        self._repaint(QRectF(0, self.top_of(number), self._page, 1e7))

    def _lay_run(self, block: QTextBlock, number: int, step: int, room: int) -> None:
        while block.isValid() and room > 0:
            if not self._heights.is_laid(number):
                self._lay(block, number)
            room -= self._heights.height(number)
            number += step
            block = block.next() if step > 0 else block.previous()

    def _lay(self, block: QTextBlock, number: int) -> BlockSetting:
        """Set one block: its formats, then its lines; the height becomes a true one."""
        text = block.text()
        layout = block.layout()
        kind = self._asked_kind(block, text)
        looks: list[Look] = list(line_spans(text, kind))
        ranges: Sequence[QTextLayout.FormatRange] = self._sheet.ranges(looks)
        overlay = self._asked_overlay(block)
        if overlay:
            ranges = [*ranges, *overlay]
            looks += [(piece.start, piece.length, -1) for piece in overlay]
        if layout.preeditAreaText():
            ranges = around_preedit(layout, ranges)
        if ranges or layout.formats():
            self._busy = True
            try:
                layout.setFormats(ranges)
                self.document().markContentsDirty(block.position(), block.length())
            finally:
                self._busy = False
        rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
        layout.setTextOption(self._options[rtl])
        indent = indent_of(text, kind, self._sheet, self._width)
        height, lines = set_lines(layout, self._sheet.box(kind), self._width, -indent if rtl else indent)
        was = self._heights.is_laid(number)
        above = not was and self.top_of(number + 1) <= self.view_top()
        grew = self._heights.set_laid(number, height, len(text))
        if above and grew:
            self.hold(grew)
        return BlockSetting(number, lines, looks, height)

    def _asked_kind(self, block: QTextBlock, text: str) -> LineKind:
        try:
            return self.line_kind(block)
        except Exception:  # noqa: BLE001 - a draft without colours is still a draft
            _log.exception("the kind of a line could not be told")
            return line_kind(text)

    def _asked_overlay(self, block: QTextBlock) -> Sequence[QTextLayout.FormatRange]:
        try:
            return self.overlay(block)
        except Exception:  # noqa: BLE001 - the same
            _log.exception("the overlay of a line could not be told")
            return ()

    def _hit_block(self, block: QTextBlock, point: QPointF, exact: bool) -> int:
        layout = block.layout()
        count = layout.lineCount()
        for index in range(count):
            line = layout.lineAt(index)
            if index == count - 1:
                break
            if point.y() < (line.y() + line.height() + layout.lineAt(index + 1).y()) / 2:
                break
        else:
            return block.position()
        if exact and not line.naturalTextRect().contains(point):
            return -1
        offset = line.xToCursor(point.x())
        composed = len(layout.preeditAreaText())
        if composed and offset > layout.preeditAreaPosition():
            offset -= min(composed, offset - layout.preeditAreaPosition())
        return block.position() + offset

    def _paint_current(self, painter: QPainter, clip: QRectF) -> None:
        if self.current is None or self._stale():
            return
        box = self.range_rect(*self.current)
        if box.intersects(clip):
            painter.fillRect(box.intersected(clip), self._sheet.colors.current_paragraph)

    def range_rect(self, first_block: int, last_block: int) -> QRectF:
        """The box around blocks by number (both included), a little larger than the text."""
        top, bottom = self.top_of(first_block), self.top_of(last_block + 1)
        return QRectF(self._x - _FRAME, top - 3, self._width + 2 * _FRAME, bottom - top + 6)

    def _resized(self, before: int) -> None:
        if self._heights.total != before:
            self.documentSizeChanged.emit(self.documentSize())

    def _repaint(self, rect: QRectF) -> None:
        self.update["QRectF"].emit(rect)  # type: ignore[index]
