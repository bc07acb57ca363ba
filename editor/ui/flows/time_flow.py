"""The time table of the desk, and its numbers as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from editor.core.clock_notes import clock_notes
from editor.core.ledger import Minute, tenths, tenths_up
from editor.core.paragraph_row import Paragraph
from editor.core.policy import ParagraphVerdict
from editor.protocol import messages as wire
from editor.ui.desk.heat_strip import HeatCell
from editor.ui.desk.time_panel import TimePanel, TimeView
from editor.ui.desk.time_table import TimeRow
from editor.ui.facts import Facts, time_line, title_of
from editor.ui.workbench import Workbench

_CELLS = 240
"""Minutes shown; a strip of a whole year tells nothing."""
_CSV_HEAD = ("paragraph", "begins", "words", "editing min", "reading min", "thin min", "asked min", "short min")


class TimeFlow(QObject):
    def __init__(self, bench: Workbench, panel: TimePanel) -> None:
        super().__init__(panel)
        self._bench = bench
        self._panel = panel
        self._paragraph = 0
        panel.export_pressed.connect(self.export)
        panel.chosen.connect(self._go)

    def show_paragraph(self, ident: int) -> None:
        self._paragraph = ident
        self.refresh()

    def refresh(self) -> None:
        session, facts = self._bench.session, self._bench.facts
        if session is None or facts is None or not self._panel.isVisible():
            return
        paragraph = self._bench.paragraph(self._paragraph)
        times = facts.times(self._paragraph)
        asked = facts.verdict(paragraph).time.required_ms if paragraph and facts.profile.minutes.required else 0
        judged = _judged(facts, session.document.paragraphs)
        rows = tuple(_rows(facts, judged))
        total = session.time.ledger.total()
        wanted = sum(verdict.time.required_ms for _, _, verdict in judged)
        cells = _cells(session.time.ledger.minutes(self._paragraph)[-_CELLS:])
        notes = " ".join(clock_notes(session.time.ledger.clock_steps()))
        told = self._bench.is_past_told
        self._panel.show_view(TimeView(time_line(times, asked), cells, rows, time_line(total, wanted), notes, told))

    def _go(self, row: object) -> None:
        ident = row.paragraph if isinstance(row, TimeRow) else row
        if isinstance(ident, int):
            self._bench.view.go_to_paragraph(ident)

    def export(self) -> None:
        draft, facts = self._bench.draft, self._bench.facts
        if draft is None or facts is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self._panel, "Export the time table", str(self._bench.folder / f"{draft.name} time.csv"), "CSV (*.csv)"
        )
        if name:
            self.write_csv(Path(name))

    def write_csv(self, path: Path) -> None:
        draft, facts = self._bench.draft, self._bench.facts
        if draft is None or facts is None:
            return
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(_CSV_HEAD)
        for row in _rows(facts, _judged(facts, draft.session.document.paragraphs)):
            numbers = (row.words, row.editing, row.reading, row.thin, row.asked, row.short_by)
            table.writerow((row.number, _harmless(row.title), *("" if one is None else one for one in numbers)))
        table_text = text.getvalue()
        self._bench.ask(
            lambda ident: wire.WriteFile(ident, str(path), table_text), lambda answer: self._bench.say(answer.words)
        )


def _judged(facts: Facts, paragraphs: Iterable[Paragraph]) -> list[tuple[int, Paragraph, ParagraphVerdict]]:
    numbered = enumerate(paragraphs, 1)
    return [(number, item, facts.verdict(item)) for number, item in numbered if item.body.strip()]


def _rows(facts: Facts, judged: Iterable[tuple[int, Paragraph, ParagraphVerdict]]) -> list[TimeRow]:
    rows = []
    for number, item, verdict in judged:
        time, required = verdict.time, facts.profile.minutes.required
        rows.append(
            TimeRow(
                item.id,
                number,
                title_of(item, 40),
                verdict.words,
                tenths(time.edit_ms) / 10,
                tenths(time.read_ms) / 10,
                tenths(time.thin_ms) / 10,
                tenths_up(time.required_ms) / 10 if required else None,
                tenths_up(time.short_ms) / 10 if required else 0.0,
            )
        )
    return rows


def _cells(minutes: tuple[Minute, ...]) -> tuple[HeatCell, ...]:
    cells: list[HeatCell] = []
    last: int | None = None
    for one in minutes:
        if last is not None and one.minute - last > 1:
            cells.append(HeatCell("", 0, gap=True))
        when = datetime.fromtimestamp(one.minute * 60, UTC).astimezone()
        seconds = min(60.0, one.ms / 1000)
        cells.append(HeatCell(f"{when:%H:%M}", seconds, reading=one.edit_ms == 0))
        last = one.minute
    return tuple(cells)


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet will not take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell
