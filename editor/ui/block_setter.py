"""Giving a block its look and its lines, with what the outside knows about it.

The hooks are asked here and nowhere else, and may fail: a draft without colours is still a draft. Formats
go into a `QTextLayout` here and nowhere else: `setFormats` records a change of the document, which must be
flushed at once under `busy`, or the next real edit would seem to reach back to it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLayout

from editor.ui.block_setting import around_preedit, has_right_to_left, indent_of, set_lines, text_options
from editor.ui.line_changes import BlockSetting, Look
from editor.ui.markdown_formats import LineKind, line_kind, line_spans
from editor.ui.text_style import StyleSheet

Overlay = Callable[[QTextBlock], Sequence[QTextLayout.FormatRange]]
KindTeller = Callable[[QTextBlock], LineKind]

_log = logging.getLogger(__name__)


def no_overlay(block: QTextBlock) -> Sequence[QTextLayout.FormatRange]:
    """The overlay of a draft without remarks, finds or origins to show."""
    return ()


def kind_of_text(block: QTextBlock) -> LineKind:
    """The kind of a line as far as the line itself tells."""
    return line_kind(block.text())


class BlockSetter:
    """Sets single blocks of one document."""

    def __init__(self, document: QTextDocument, sheet: StyleSheet) -> None:
        self.line_kind: KindTeller = kind_of_text
        self.overlay: Overlay = no_overlay
        self.busy = False
        """True while formats are flushed: a change reported meanwhile is no edit."""
        self._document = document
        self.use(sheet)

    def use(self, sheet: StyleSheet) -> None:
        """Set blocks by another style sheet from now on."""
        self.sheet = sheet
        self._options = text_options(sheet)

    def set(self, block: QTextBlock, number: int, width: int) -> BlockSetting:
        """Give a block (and its number) its formats, then its lines in a width of pixels."""
        text = block.text()
        layout = block.layout()
        kind = self._kind(block, text)
        looks: list[Look] = list(line_spans(text, kind))
        ranges: Sequence[QTextLayout.FormatRange] = self.sheet.ranges(looks)
        overlay = self._overlay(block)
        if overlay:
            ranges = [*ranges, *overlay]
            looks += [(piece.start, piece.length, -1) for piece in overlay]
        if layout.preeditAreaText():
            ranges = around_preedit(layout, ranges)
        if ranges or layout.formats():
            self._put(block, layout, ranges)
        rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
        layout.setTextOption(self._options[rtl])
        indent = indent_of(text, kind, self.sheet, width)
        height, lines = set_lines(layout, self.sheet.box(kind), width, -indent if rtl else indent)
        return BlockSetting(number, lines, looks, height, has_right_to_left(text))

    def _put(self, block: QTextBlock, layout: QTextLayout, ranges: Sequence[QTextLayout.FormatRange]) -> None:
        self.busy = True
        try:
            layout.setFormats(ranges)
            self._document.markContentsDirty(block.position(), block.length())
        finally:
            self.busy = False

    def _kind(self, block: QTextBlock, text: str) -> LineKind:
        try:
            return self.line_kind(block)
        except Exception:  # noqa: BLE001 - it is not ours; the line is set as what it looks like
            _log.exception("the kind of a line could not be told")
            return line_kind(text)

    def _overlay(self, block: QTextBlock) -> Sequence[QTextLayout.FormatRange]:
        try:
            return self.overlay(block)
        except Exception:  # noqa: BLE001 - it is not ours; the line is set without
            _log.exception("the overlay of a line could not be told")
            return ()
