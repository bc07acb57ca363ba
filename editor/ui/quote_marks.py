"""What lies over the letters: dashes under quoted passages, dots under open claims, and, when asked for, whose words.

A wave is under words that the writer typed and a model had said before: no mark is a colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextLayout

from editor.core.annotations import RemarkState
from editor.core.paragraph_row import Paragraph
from editor.protocol.parts import BorrowedRow
from editor.ui.format_ranges import format_range
from editor.ui.origin_look import origin_format
from editor.ui.workbench import Workbench


class QuoteMarks:
    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self.show_origins = False
        self.borrowed: Callable[[Paragraph], Sequence[BorrowedRow]] = lambda _paragraph: ()
        """The phrases of a paragraph that a model said before."""
        bench.view.overlays.append(self._overlay)

    def _overlay(self, block: QTextBlock) -> Sequence[QTextLayout.FormatRange]:
        session = self._bench.session
        if session is None:
            return ()
        _, paragraph = self._bench.view.bridge.paragraph_at(block.position())
        remarks = [
            remark.anchor
            for remark in session.remarks.of(paragraph.id)
            if remark.anchor and remark.state in (RemarkState.OPEN, RemarkState.AGREED)
        ]
        # Where origins are shown, dots say something else.
        claims = () if self.show_origins else session.claims.asking(paragraph.id, paragraph.text)
        if not remarks and not claims and not self.show_origins:
            return ()
        low = self._offset(block, paragraph)
        text = block.text()
        spans = [(anchor.start, anchor.end, self._dashes()) for anchor in remarks]
        spans = [*((one.anchor.start, one.anchor.end, self._dots()) for one in claims), *spans]
        if self.show_origins:
            phrases = [(one.start, one.end, self._wave()) for one in self.borrowed(paragraph)]
            spans = [*self._origins(paragraph), *phrases, *spans]
        return [
            format_range(text, max(0, start - low), min(len(text), stop - low), form)
            for start, stop, form in spans
            if stop > low and start < low + len(text)
        ]

    def _offset(self, block: QTextBlock, paragraph: Paragraph) -> int:
        """Where the block begins in its paragraph, in code points."""
        session = self._bench.session
        row = session.document.paragraphs if session else None
        start = row.start(row.index_of(paragraph.id)) if row else 0
        return self._bench.view.bridge.to_core(block.position()) - start

    def _dashes(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        form.setUnderlineColor(self._bench.theme.remark)
        return form

    def _dots(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        form.setUnderlineColor(self._bench.theme.attention)
        return form

    def _wave(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        form.setUnderlineColor(self._bench.theme.model)
        return form

    def _origins(self, paragraph: Paragraph) -> list[tuple[int, int, QTextCharFormat]]:
        spans, position = [], 0
        for run in paragraph.runs:
            stop = position + run.length
            form = origin_format(self._bench.theme, run.origin.kind)
            if form is not None:
                spans.append((position, stop, form))
            position = stop
        return spans
