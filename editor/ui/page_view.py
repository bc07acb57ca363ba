"""The scrolling page under the editor: our layout in a `QTextEdit`, and the promise that text never jumps.

Heights that were guessed are corrected while the reader scrolls, resizes or zooms. Whatever is corrected
above the view, the scroll value goes with it; before a resize or a zoom the line at the top (or the caret's)
is remembered and put back to the same place.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent, QTextBlock, QTextDocument
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from editor.ui.page_geometry import Page
from editor.ui.qt_guard import nothing, survives
from editor.ui.text_layout import TextLayout
from editor.ui.text_style import FontSet, TextColors
from editor.ui.viewports import own_viewport

COMPACT_MARGINS = (58, 70)
FULL_MARGINS = (58, 150)

_END_ROOM = 0.4  # of the view's height, free below the last line
_SMALLEST_ZOOM, _LARGEST_ZOOM = 50, 300
_FEW_TURNS = 8
_REST_MS = 60  # without scrolling, before the screens next to the view are set

Anchor = tuple[int, float]
"""A position in the text (UTF-16) and how far below the view's top its line is, pixels."""


class PageView(QTextEdit):
    """Plain text in a centred column that keeps its place."""

    zoom_changed = Signal(int)
    """The zoom, per cent of the font set's sizes."""
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._margins = COMPACT_MARGINS
        self._fonts = FontSet()
        self._zoom = 100
        self._holding = False
        self._anchor: Anchor | None = None
        page = QTextDocument(self)
        page.setUndoRedoEnabled(False)
        self._layout = TextLayout(page)
        page.setDocumentLayout(self._layout)
        self._layout.view_top = self.verticalScrollBar().value
        self._layout.hold = self._hold
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_REST_MS)
        self._ahead.timeout.connect(self._lay_ahead)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)  # resizing then asks nothing of the layout
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDocument(page)
        # Not before `setDocument`: the layout of the document that Qt made first measures letters on its own viewport.
        viewport = own_viewport(self)
        viewport.setCursor(Qt.CursorShape.IBeamCursor)
        viewport.setAcceptDrops(True)
        viewport.setMouseTracking(True)
        self.setCursorWidth(2)
        self.set_fonts(self._fonts)
        self.set_colors(TextColors())

    # -- text -------------------------------------------------------------------------------------

    @property
    def text_layout(self) -> TextLayout:
        """The layout, for its hooks and `refresh`."""
        return self._layout

    @property
    def busy(self) -> bool:
        """True while a reported change is formatting only, never an edit."""
        return self._layout.busy

    def load(self, text: str) -> None:
        """Show another text, from its beginning. Lines end with a line feed."""
        self._anchor = None
        self._layout.load(text, self.setPlainText)
        self.verticalScrollBar().setValue(0)
        self._ahead.start()

    # -- look -------------------------------------------------------------------------------------

    @property
    def fonts(self) -> FontSet:
        """The fonts at 100 per cent."""
        return self._fonts

    @property
    def zoom(self) -> int:
        """Per cent."""
        return self._zoom

    @property
    def left_margin_width(self) -> int:
        """Room kept free left of the column, pixels."""
        return self._margins[0]

    @property
    def right_margin_width(self) -> int:
        """Room kept free right of the column, pixels."""
        return self._margins[1]

    def set_colors(self, colors: TextColors) -> None:
        """Use other colours at once."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, colors.paper)
        palette.setColor(QPalette.ColorRole.Text, colors.ink)
        palette.setColor(QPalette.ColorRole.Highlight, colors.selection)
        palette.setColor(QPalette.ColorRole.HighlightedText, colors.selection_ink)
        self.setPalette(palette)
        self._layout.set_colors(colors)
        self.viewport().update()

    def set_fonts(self, fonts: FontSet) -> None:
        """Use other fonts; the caret's line if it is in view, or else the top line, stays where it is."""
        anchor = self._caret_anchor() or self._top_anchor()
        self._fonts = fonts
        scaled = fonts.scaled(self._zoom)
        self._layout.set_fonts(scaled)
        self.setFont(scaled.text)
        self._restore(anchor)
        self.viewport().update()

    def set_zoom(self, percent: int) -> None:
        """Show the text larger or smaller, 50 to 300 per cent."""
        percent = min(_LARGEST_ZOOM, max(_SMALLEST_ZOOM, percent))
        if percent != self._zoom:
            self._zoom = percent
            self.set_fonts(self._fonts)
            self.zoom_changed.emit(percent)

    def set_margins(self, left: int, right: int) -> None:
        """Room kept free beside the column, pixels: `COMPACT_MARGINS`, `FULL_MARGINS` or (0, 0)."""
        anchor = self._top_anchor()
        self._margins = (left, right)
        self._place_page()
        self._restore(anchor)
        self.viewport().update()

    # -- place ------------------------------------------------------------------------------------

    def column_rect(self) -> QRect:
        """The text column in viewport coordinates, as tall as the viewport."""
        column = self._layout.column
        return QRect(int(column.x), 0, column.width, self.viewport().height())

    def visible_blocks(self) -> Iterator[tuple[QTextBlock, QRectF]]:
        """The blocks in view and their part of the column in viewport coordinates."""
        top = self.verticalScrollBar().value()
        column = self._layout.column
        for block, y, height in self._layout.blocks_between(top, top + self.viewport().height()):
            yield block, QRectF(column.x, y - top, column.width, height)

    def center_on(self, position: int) -> None:
        """Scroll so that the line of a position (UTF-16) is in the middle of the view."""
        line = self._line_rect(position)
        self.verticalScrollBar().setValue(round(line.center().y() - self.viewport().height() / 2))

    # -- Qt's side --------------------------------------------------------------------------------

    @survives(nothing)
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Place the column before Qt asks for the size; what was at the top stays there."""
        anchor = self._anchor or self._top_anchor()
        self._place_page()
        super().resizeEvent(event)
        self._restore(anchor)
        self._anchor = anchor  # kept over a row of resizes, or each would round to the line before
        self.resized.emit()

    @survives(nothing)
    def scrollContentsBy(self, dx: int, dy: int, /) -> None:
        """Set what comes into view from above before it shows, so that what was seen moves by `dy` exactly."""
        if self._holding:
            return
        self._anchor = None
        if 0 < dy <= 2 * self.viewport().height():
            self._set_incoming(dy)
        super().scrollContentsBy(dx, dy)
        self._ahead.start()

    # -- inside -----------------------------------------------------------------------------------

    def _place_page(self) -> None:
        bar = self.verticalScrollBar().sizeHint().width()
        height = self.viewport().height()
        # Room for the scroll bar is always left: the text does not jump when it comes.
        self._layout.set_page(Page(self.width() - bar, height, *self._margins, round(height * _END_ROOM)))

    def _hold(self, grew: int) -> None:
        """Blocks above the view grew by some pixels: the view goes with them."""
        bar = self.verticalScrollBar()
        self._holding = True
        try:
            if grew > 0:
                bar.setMaximum(bar.maximum() + grew)
            bar.setValue(bar.value() + grew)
        finally:
            self._holding = False

    def _set_incoming(self, dy: int) -> None:
        bar = self.verticalScrollBar()
        was_top = self._layout.blocks_between(bar.value() + dy, bar.value() + dy + 1)
        if not was_top:
            return
        number, y = was_top[0][0].blockNumber(), was_top[0][1]
        for _ in range(_FEW_TURNS):
            self._layout.blocks_between(bar.value(), y)
            grew = self._layout.top_of(number) - y
            if not grew:
                return
            y += grew
            self._hold(grew)

    def _lay_ahead(self) -> None:
        """While nothing else happens, set a screenful on both sides: the next page key then meets no guesses."""
        top = self.verticalScrollBar().value()
        shown = self._layout.blocks_between(top, top + 1)
        if shown:
            self._layout.lay_around(shown[0][0], 2)

    def _line_rect(self, position: int) -> QRectF:
        block = self.document().findBlock(position)
        box = self._layout.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position())
        if not line.isValid():
            return box
        return QRectF(box.x(), box.y() + line.y(), box.width(), line.height())

    def _top_anchor(self) -> Anchor | None:
        """None at the very top, which stays the very top."""
        top = self.verticalScrollBar().value()
        if top == 0:
            return None
        position = self._layout.hitTest(QPointF(self._layout.column.x, top), Qt.HitTestAccuracy.FuzzyHit)
        return position, self._line_rect(position).top() - top

    def _caret_anchor(self) -> Anchor | None:
        top = self.verticalScrollBar().value()
        position = self.textCursor().position()
        if top == 0 or not self.cursorRect().intersects(self.viewport().rect()):
            return None
        return position, self._line_rect(position).top() - top

    def _restore(self, anchor: Anchor | None) -> None:
        if anchor is not None:
            position, below = anchor
            self.verticalScrollBar().setValue(round(self._line_rect(position).top() - below))
