"""The layout of the draft: sets only the blocks that are seen, and guesses the height of the rest.

Qt's own layout walks every block after the caret at each key; this one touches one block, whatever the
draft's size. The coordinates are those of the view: x from the view's left edge, y from the top of the
text, so that a wider window moves the column without setting a line again.

Guesses are corrected when a block is first needed. A correction above the view would make the text jump;
`hold` tells the view by how much, so that it moves with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPainter, QTextBlock, QTextDocument, QTextFrame, QTextLayout

from editor.ui.block_heights import BlockHeights
from editor.ui.block_hits import position_at
from editor.ui.block_painting import caret_offset, paint_caret, paint_selections
from editor.ui.block_setter import BlockSetter, KindTeller, Overlay
from editor.ui.block_setting import drop_shapes
from editor.ui.hidden_marks import paint_hidden
from editor.ui.line_changes import BlockSetting, TextChange, changed_band
from editor.ui.page_geometry import TOP_ROOM, Column, Page, column_on
from editor.ui.qt_guard import nothing, survives
from editor.ui.text_style import FontSet, StyleSheet, TextColors

_OVERHANG = 4  # italics and carets reach a little out of the column
_FRAME = 7  # what the current paragraph's background reaches out of the column
_MOST_FRESH = 400  # blocks set before those far from the view are dropped
_SCREENS_KEPT = 4
_TO_THE_END = 1e7


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
        self.hold: Callable[[int], None] = _no_hold
        self.view_top: Callable[[], int] = lambda: 0
        self.hidden: Callable[[QTextBlock], tuple[int, ...]] = lambda _block: ()
        """Where in a block something hides, in UTF-16 units; asked when it is painted."""
        self.current: tuple[int, int] | None = None
        """First and last block (numbers) of the current paragraph."""
        self._document = document
        self._setter = BlockSetter(document, StyleSheet(TextColors(), FontSet()))
        self._page = Page()
        self._column = column_on(self._page, self.sheet.column)
        self._heights = BlockHeights(self._guess)
        self._told = 0  # the height of all that was last signalled
        self._loading = False
        self._last: BlockSetting | None = None  # of the block last typed in, as it is on the screen
        self._fresh = 0

    # -- hooks and looks --------------------------------------------------------------------------

    @property
    def line_kind(self) -> KindTeller:
        """Tells what a block is among its neighbours."""
        return self._setter.line_kind

    @line_kind.setter
    def line_kind(self, teller: KindTeller) -> None:
        self._setter.line_kind = teller

    @property
    def overlay(self) -> Overlay:
        """Gives further formats of a block, offsets in UTF-16 units."""
        return self._setter.overlay

    @overlay.setter
    def overlay(self, overlay: Overlay) -> None:
        self._setter.overlay = overlay

    @property
    def busy(self) -> bool:
        """True while formats are flushed: a change reported meanwhile is no edit."""
        return self._setter.busy

    @property
    def sheet(self) -> StyleSheet:
        """The formats and boxes in use."""
        return self._setter.sheet

    @property
    def column(self) -> Column:
        """Where the text stands."""
        return self._column

    def set_page(self, page: Page) -> None:
        """Lay out for another view. The view keeps its place itself."""
        self._page = page
        self._place_column()
        self._tell(always=True)

    def set_colors(self, colors: TextColors) -> None:
        """Use other colours; nothing moves."""
        self._setter.use(StyleSheet(colors, self.sheet.fonts))
        self.refresh(0, self._heights.count - 1)

    def set_fonts(self, fonts: FontSet) -> None:
        """Use other fonts. The view keeps its place itself."""
        self._setter.use(StyleSheet(self.sheet.colors, fonts))
        self._column = Column(0, 0)
        self._place_column()
        self._tell(always=True)
        self.update.emit()

    def load(self, text: str, put: Callable[[str], None]) -> None:
        """Let `put` replace the document's text by `text`, and count its blocks once, not at every step of it."""
        self._loading = True
        try:
            put(text)
        finally:
            self._loading = False
            lines = text.split("\n")
            if len(lines) != self._document.blockCount():  # Qt ends blocks at other signs too
                lines = self._document.toRawText().split("\u2029")
            self._last = None
            self._heights.reset(list(map(len, lines)))
            self._tell(always=True)
            self.update.emit()

    def refresh(self, first_block: int, last_block: int) -> None:
        """Ask for kind and overlay of these blocks (numbers, both included) again, as far as they are set."""
        if self._stale():
            return
        self._last = None
        before = self._heights.total
        for number in list(self._heights.laid_numbers(first_block, last_block)):
            self._lay(self._document.findBlockByNumber(number), number)
        self._tell()
        top = self.top_of(max(0, first_block))
        if self._heights.total == before:
            self._repaint_text(top, self.top_of(last_block + 1))
        else:
            self._repaint(QRectF(0, top, self._page.width, _TO_THE_END))

    # -- where things are -------------------------------------------------------------------------

    def top_of(self, number: int) -> int:
        """Top of a block by number, pixels from the top of the text; the end of the text above the last number."""
        if number >= self._heights.count:
            return TOP_ROOM + self._heights.total
        return TOP_ROOM + self._heights.top(number)

    def range_rect(self, first_block: int, last_block: int) -> QRectF:
        """The box around blocks by number (both included), a little larger than the text."""
        top, bottom = self.top_of(first_block), self.top_of(last_block + 1)
        return QRectF(self._column.x - _FRAME, top - 3, self._column.width + 2 * _FRAME, bottom - top + 6)

    def blocks_between(self, top: float, bottom: float) -> list[tuple[QTextBlock, int, int]]:
        """The blocks that show between two heights, set if need be, with top and height in pixels."""
        found: list[tuple[QTextBlock, int, int]] = []
        if self._stale():
            return found
        heights = self._heights
        number, y = heights.at(top - TOP_ROOM)
        y += TOP_ROOM
        block = self._document.findBlockByNumber(number)
        while block.isValid() and y < bottom:
            if not heights.is_laid(number):
                self._lay(block, number)
            height = heights.height(number)
            found.append((block, y, height))
            y += height
            number += 1
            block = block.next()
        self._tell()
        return found

    def lay_around(self, block: QTextBlock, screens_below: int = 1) -> None:
        """Set a block, a screenful over it and some below it, so that going there lands on the exact place."""
        if self._stale():
            return
        number = block.blockNumber()
        self._lay_run(block, number, 1, screens_below * self._page.screen)
        self._lay_run(block.previous(), number - 1, -1, self._page.screen)
        self._tell()

    # -- Qt's side --------------------------------------------------------------------------------

    @survives(nothing)
    def documentChanged(self, start: int, removed: int, added: int, /) -> None:
        """Qt: the text changed, or all of it has to be set again."""
        if self.busy or self._loading:
            return
        first = self._document.findBlock(start)
        delta = self._document.blockCount() - self._heights.count
        if not (delta or start or removed) and added >= self._document.characterCount():
            self._set_all_again()  # no edit counts the end of the text: the page has another size
        elif not delta and start + added < first.position() + first.length():
            self._one_block_changed(first, TextChange(start - first.position(), removed, added))
        else:
            self._blocks_changed(first, start + added, delta)

    @survives(QRectF)
    def blockBoundingRect(self, block: QTextBlock, /) -> QRectF:
        """Qt: where a block is. Its top left is where its lines count from."""
        if not block.isValid():
            return QRectF()
        column = self._column
        if self._stale():
            return QRectF(column.x, TOP_ROOM, column.width, self.sheet.blank)
        number = block.blockNumber()
        if not self._heights.is_laid(number):
            self.lay_around(block)
        return QRectF(column.x, self.top_of(number), column.width, self._heights.height(number))

    @survives(lambda: -1)
    def hitTest(self, point: QPointF, accuracy: Qt.HitTestAccuracy, /) -> int:  # type: ignore[override]
        """Qt: the position under a point; with exact accuracy -1 beside the letters."""
        exact = accuracy == Qt.HitTestAccuracy.ExactHit
        y = point.y()
        if self._stale() or y < 0 or y >= TOP_ROOM + self._heights.total:
            if exact:
                return -1
            return 0 if y < TOP_ROOM else self._document.characterCount() - 1
        block, top, _ = self.blocks_between(y, max(y, TOP_ROOM) + 1)[0]
        return position_at(block, QPointF(point.x() - self._column.x, y - top), exact)

    @survives(nothing)
    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext, /) -> None:
        """Qt: paint what lies in the clip."""
        clip = context.clip
        if not clip.isValid():
            clip = QRectF(QPointF(), self.documentSize())
        painter.setPen(self.sheet.colors.ink)
        self._paint_current(painter, clip)
        caret, selections = context.cursorPosition, context.selections
        left_over: Sequence[QTextLayout.FormatRange] = ()
        for block, top, height in self.blocks_between(clip.top(), clip.bottom()):
            origin = QPointF(self._column.x, top)
            if selections:
                left_over = paint_selections(painter, block, origin, height, selections)
            layout = block.layout()
            layout.setPosition(origin)  # where screen readers look for letters
            layout.draw(painter, QPointF(), left_over, clip)
            if places := self.hidden(block):
                paint_hidden(painter, layout, origin, places, self.sheet.colors.ink)
            offset = caret_offset(block, caret)
            if offset >= 0:
                style = (int(self.property("cursorWidth") or 1), self.sheet.colors.caret)
                paint_caret(painter, layout, origin, offset, style)
        if self._fresh > _MOST_FRESH:
            self._drop_far()

    @survives(lambda: 1)
    def pageCount(self) -> int:
        """Qt: a draft is one endless page."""
        return 1

    @survives(QSizeF)
    def documentSize(self) -> QSizeF:
        """Qt: the size of everything, partly guessed. Never wider than the view: nothing scrolls sideways."""
        return QSizeF(self._page.width, TOP_ROOM + self._heights.total + self._page.end_room)

    @survives(QRectF)
    def frameBoundingRect(self, frame: QTextFrame, /) -> QRectF:
        """Qt: there is one frame, the draft."""
        return QRectF(QPointF(), self.documentSize())

    # -- setting ----------------------------------------------------------------------------------

    def _stale(self) -> bool:
        """Between an edit and its `documentChanged` the numbers of the blocks are not ours yet."""
        return self._document.blockCount() != self._heights.count

    def _guess(self, lengths: Sequence[int]) -> list[int]:
        pitch = self.sheet.text_box.pitch
        letters = max(1, int(self._column.width / self.sheet.char_width))
        return [(1 + length // letters) * pitch for length in lengths]

    def _place_column(self) -> None:
        width = self._column.width
        self._column = column_on(self._page, self.sheet.column)
        if self._column.width != width and not self._stale():
            self._last = None
            for number in list(self._heights.laid_numbers(0, self._heights.count)):
                self._document.findBlockByNumber(number).layout().clearLayout()
            self._heights.guess_again(self._guess)

    def _set_all_again(self) -> None:
        """By need. The heights stay, as the best guess there is."""
        self._last = None
        for number in list(self._heights.laid_numbers(0, self._heights.count)):
            self._document.findBlockByNumber(number).clearLayout()
            self._heights.unlay(number)
        self._repaint(QRectF(0, 0, self._page.width, _TO_THE_END))

    def _one_block_changed(self, block: QTextBlock, change: TextChange) -> None:
        number = block.blockNumber()
        before, last = self._heights.total, self._last
        new = self._lay(block, number)
        # While an input method composes, offsets of lines count letters that are not in the block.
        self._last = None if block.layout().preeditAreaText() else new
        self._tell()
        top = self.top_of(number)
        if self._heights.total != before:
            self._repaint(QRectF(0, top, self._page.width, _TO_THE_END))
        elif last is None or self._last is None:
            self._repaint_text(top, top + new.height)
        else:
            upper, lower = changed_band(last, new, change)
            self._repaint_text(top + upper, top + lower)

    def _blocks_changed(self, first: QTextBlock, end: int, delta: int) -> None:
        last = self._document.findBlock(end)
        number = first.blockNumber()
        until = last.blockNumber() if last.isValid() else self._document.blockCount() - 1
        removed = until - number + 1 - delta
        block, lengths = first, []
        for _ in range(until - number + 1):
            lengths.append(block.length() - 1)
            block = block.next()
        # What is left of the old blocks stands at the two ends; those between are new and were never set.
        for start in (number, max(number, until + 1 - removed)):
            block = self._document.findBlockByNumber(start)
            for _ in range(min(removed, len(lengths))):
                block.clearLayout()
                block = block.next()
        self._last = None
        above = self.top_of(number + removed) <= self.view_top()
        before = self._heights.total
        self._heights.replace(number, removed, lengths)
        if above:
            self.hold(self._heights.total - before)
        self._tell()
        self._repaint(QRectF(0, self.top_of(number), self._page.width, _TO_THE_END))

    def _lay_run(self, block: QTextBlock, number: int, step: int, room: int) -> None:
        heights = self._heights
        while block.isValid() and room > 0:
            if not heights.is_laid(number):
                self._lay(block, number)
            room -= heights.height(number)
            number += step
            block = block.next() if step > 0 else block.previous()

    def _lay(self, block: QTextBlock, number: int) -> BlockSetting:
        """Set one block; its height becomes a true one."""
        new = self._setter.set(block, number, self._column.width)
        self._fresh += not self._heights.is_laid(number)
        grew = self._heights.set_laid(number, new.height, block.length() - 1)
        if grew and self.top_of(number + 1) - grew <= self.view_top():
            self.hold(grew)
        return new

    def _drop_far(self) -> None:
        """Free the shapes of blocks far from the view: a reader who scrolls through a book keeps some pages."""
        top, screen = self.view_top(), self._page.screen
        first, _ = self._heights.at(top - _SCREENS_KEPT * screen)
        last, _ = self._heights.at(top + (1 + _SCREENS_KEPT) * screen)
        count = self._heights.count
        for number in [*self._heights.laid_numbers(0, first - 1), *self._heights.laid_numbers(last + 1, count)]:
            drop_shapes(self._document.findBlockByNumber(number).layout())
            self._heights.unlay(number)
        self._fresh = 0

    # -- telling Qt -------------------------------------------------------------------------------

    def _paint_current(self, painter: QPainter, clip: QRectF) -> None:
        if self.current is None or self._stale():
            return
        box = self.range_rect(*self.current)
        if box.intersects(clip):
            painter.fillRect(box.intersected(clip), self.sheet.colors.current_paragraph)

    def _tell(self, always: bool = False) -> None:
        if always or self._told != self._heights.total:
            self._told = self._heights.total
            self.documentSizeChanged.emit(self.documentSize())

    def _repaint_text(self, top: float, bottom: float) -> None:
        column = self._column
        self._repaint(QRectF(column.x - _OVERHANG, top, column.width + 2 * _OVERHANG, bottom - top))

    def _repaint(self, rect: QRectF) -> None:
        self.update["QRectF"].emit(rect)  # type: ignore[index]
