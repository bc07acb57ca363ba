"""The margin of the draft: notes made once per paragraph and painted only where they are exposed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QTextBlock
from PySide6.QtWidgets import QApplication

from editor.core.paragraph_row import Paragraph
from editor.ui.margin import WIDE_FROM, MarginMode, MarginNote, MarginPainter
from editor.ui.theme import Theme
from editor.ui.workbench import Workbench

if TYPE_CHECKING:  # beside us, not above: the numbers are not there before the first paint
    from editor.core.ledger import Times
    from editor.ui.facts import Facts

_LATER_MS = 300
"""Counting the words of a paragraph costs more than a key; nobody reads a number that changes with each."""
_EARNED_MS = 1_000
"""Minutes grow by reading, too, which changes nothing in the draft that would be told."""


class MarginNotes:
    def __init__(self, bench: Workbench, theme: Theme) -> None:
        self._bench = bench
        view = bench.view
        self._painter = MarginPainter(theme, QApplication.font())
        self._notes: dict[int, MarginNote] = {}
        self._times: dict[int, Times] = {}
        """What each note was made of."""
        self._painted: tuple[int, int] = (0, 0)
        self._pass = 0
        self._changed: set[int] = set()
        self._later = QTimer(view, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._refresh_changed)
        self._earning = QTimer(view, interval=_EARNED_MS)
        self._earning.timeout.connect(self._refresh_earned)
        self._earning.start()
        view.margin_painter = self._paint
        self.fit()

    def set_theme(self, theme: Theme) -> None:
        self._painter.set_theme(theme)

    @property
    def mode(self) -> MarginMode:
        return self._painter.mode

    def set_mode(self, mode: MarginMode) -> None:
        self._painter.mode = mode
        self.fit()
        self._bench.view.update_margins()

    def fit(self) -> None:
        """Reserves the room the notes need beside the column."""
        wide = self._wide
        self._bench.view.set_margins(round(self._painter.left_width()), round(self._painter.right_width(wide)))

    @property
    def _wide(self) -> bool:
        return self._bench.view.width() >= WIDE_FROM

    def forget(self) -> None:
        self._notes.clear()
        self._times.clear()

    def refresh(self, idents: tuple[int, ...]) -> None:
        """Repaints the notes of these paragraphs soon, where they say something else than before."""
        self._changed.update(idents)
        if self._changed and not self._later.isActive():
            self._later.start()

    def _refresh_changed(self) -> None:
        changed = False
        idents, self._changed = self._changed, set()
        for ident in idents:
            known = self._notes.get(ident)
            paragraph = self._bench.paragraph(ident) if known else None
            if known is None or paragraph is None or self._bench.facts is None:
                continue
            changed |= self._new_note(self._bench.facts, known.number, paragraph) != known
        if changed:
            self._bench.view.update_margins()

    def _refresh_earned(self) -> None:
        facts = self._bench.facts
        if facts is not None and self._bench.view.isVisible():
            self.refresh(
                tuple(one for one in self.shown() if one in self._times and facts.times(one) != self._times[one])
            )

    def _new_note(self, facts: Facts, number: int, paragraph: Paragraph) -> MarginNote:
        self._times[paragraph.id] = facts.times(paragraph.id)
        self._notes[paragraph.id] = note = facts.note(number, paragraph)
        return note

    def shown(self) -> tuple[int, ...]:
        """Ids of the paragraphs in view, in order."""
        view, idents = self._bench.view, list[int]()
        if self._bench.session is None:
            return ()
        for block, _ in view.visible_blocks():
            ident = view.bridge.paragraph_at(block.position())[1].id
            if not idents or idents[-1] != ident:
                idents.append(ident)
        return tuple(idents)

    def _paint(self, painter: QPainter, block: QTextBlock, rect: QRectF) -> None:
        facts, view = self._bench.facts, self._bench.view
        if facts is None or self._bench.session is None:
            return
        index, paragraph = view.bridge.paragraph_at(block.position())
        here = (id(painter), paragraph.id)
        first, _ = view.bridge.blocks_of(index)
        # Every visible line asks; the first one of its paragraph in this pass paints for all.
        if here == self._painted and block != first:
            return
        self._painted = here
        if not paragraph.body.strip():
            return
        note = self._note(facts, index + 1, paragraph)
        box = view.paragraph_rect(index)
        line = first.layout().lineAt(0) if first.layout().lineCount() else None
        if line is not None:
            box.setTop(box.top() + line.y())
        height = line.height() if line is not None else 0.0
        self._painter.paint_left(painter, box, note, height)
        self._painter.paint_right(painter, box, note, self._wide, height)

    def _note(self, facts: Facts, number: int, paragraph: Paragraph) -> MarginNote:
        """As it was made last: a paint counts no words; what a change has made of it is painted when it is refreshed."""
        known = self._notes.get(paragraph.id)
        if known is None:
            return self._new_note(facts, number, paragraph)
        if known.number != number:
            known = self._notes[paragraph.id] = replace(known, number=number)
        return known
