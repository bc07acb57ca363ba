"""Formats over a stretch of a block: our places are code points, Qt's are UTF-16 units."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextLayout


def format_range(text: str, start: int, stop: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    """A format for text[start:stop] of one block, given in code points."""
    before = len(text[:start].encode("utf-16-le", "surrogatepass")) // 2
    inside = len(text[start:stop].encode("utf-16-le", "surrogatepass")) // 2
    result = QTextLayout.FormatRange()
    result.start, result.length, result.format = before, inside, form
    return result
