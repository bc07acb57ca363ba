"""What the command line prints: reports and remarks, to be read by people, spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from editor.core.ledger import minutes_text
from editor.core.policy import Time
from editor.services.timing import Report, ReportRow

_COLUMNS = ("paragraph", "begins", "words", "editing", "reading", "thin", "asked", "short by", "verdict", "evidence")
_TENTH_MS = 6_000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""Spreadsheets take a cell that begins so for a formula."""


def report_json(report: Report) -> str:
    post = report.post
    content = {
        "profile": report.profile.id,
        "words": report.words,
        "lesswrong_words": report.site_words,
        "minutes": _minutes(post.time),
        "verdict": post.verdict.value,
        "evidence": list(post.evidence),
        "questions": list(post.questions),
        "rule": {
            "title": report.profile.title,
            "date": report.profile.rule_date.isoformat(),
            "source": report.profile.source_title,
            "our_own_reading": list(report.profile.heuristics),
        },
        "share": {"model": post.model_words, "pasted": post.pasted_words, "unknown": post.unknown_words},
        "minutes_of_paragraphs_a_model_had_a_part_in": _minutes(post.touched_time),
        "clock": list(report.clock),
        "paragraphs": [_row(row) for row in report.rows],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def report_csv(report: Report) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in report.rows:
        writer.writerow(_safe(cell) for cell in _cells(row))
    return text.getvalue()


def report_table(report: Report) -> str:
    """For reading in a terminal."""
    rows = [_COLUMNS[:-1], *(_cells(row)[:-1] for row in report.rows)]
    widths = [max(len(cells[column]) for cells in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(_set(cell, width, n) for n, (cell, width) in enumerate(zip(cells, widths, strict=True)))
        for cells in rows
    ]
    post = report.post
    total = [
        f"{report.words:,} words of prose as Palimpsest counts them; {report.site_words:,} as LessWrong shows it.",
        f"{report.profile.title}: {post.verdict.value.replace('_', ' ')}.",
        *post.evidence,
        "Minutes are as recorded by this program; they are no proof.",
        *report.clock,
        f"The rule is of {report.profile.rule_date.isoformat()}: {report.profile.source_title}",
        *(f"Our own reading, not the venue's: {sentence}" for sentence in report.profile.heuristics),
        *(f"For you to answer: {question}" for question in post.questions),
    ]
    return "\n".join([*(line.rstrip() for line in lines), "", *total]) + "\n"


def remarks_json(rows: Sequence[Mapping[str, object]]) -> str:
    return json.dumps({"remarks": rows}, ensure_ascii=False, indent=2) + "\n"


def remarks_text(rows: Sequence[Mapping[str, object]]) -> str:
    """For reading in a terminal."""
    if not rows:
        return "No remarks.\n"
    return "\n".join(
        f"“{row['quote']}” ({row['critic']}, {row['start']} to {row['end']})\n"
        f"  {row['issue']}\n  {row['why']}\n  {row['suggestion']}\n"
        for row in rows
    )


def borrowed_json(rows: Sequence[Mapping[str, object]], outputs: int) -> str:
    return json.dumps({"outputs": outputs, "phrases": rows}, ensure_ascii=False, indent=2) + "\n"


def borrowed_text(rows: Sequence[Mapping[str, object]], outputs: int) -> str:
    """For reading in a terminal. `outputs` is how many times a model said something in the draft."""
    if not outputs:
        return "No model said anything in this draft, as far as it is recorded.\n"
    if not rows:
        return "No phrase of five words or more that a model said in this draft.\n"
    lines = []
    for row in rows:
        lines.append(f"Paragraph {row['paragraph']}, {row['start']} to {row['end']}: “{row['phrase']}”")
        lines.append(f"  said by {row['source']}" + (f": “{row['said']}”" if row["said"] else ""))
    return "\n".join(lines) + "\n"


def _row(row: ReportRow) -> dict[str, Any]:
    return {
        "paragraph": row.number,
        "id": row.paragraph,
        "kind": row.kind,
        "begins": row.beginning,
        "words": row.words,
        "words_by_origin": row.words_by_kind,
        "minutes": _minutes(row.verdict.time),
        "verdict": row.verdict.verdict.value,
        "evidence": list(row.verdict.evidence),
    }


def _minutes(time: Time) -> dict[str, float]:
    """In minutes, to a tenth: time rounded down, what is asked rounded up."""
    return {
        "editing": float(minutes_text(time.edit_ms)),
        "reading": float(minutes_text(time.read_ms)),
        "thin": float(minutes_text(time.thin_ms)),
        "asked": float(_up(time.required_ms)),
        "short_by": float(_up(time.short_ms)),
    }


def _cells(row: ReportRow) -> tuple[str, ...]:
    time = row.verdict.time
    return (
        str(row.number),
        row.beginning,
        str(row.words),
        minutes_text(time.edit_ms),
        minutes_text(time.read_ms),
        minutes_text(time.thin_ms),
        _up(time.required_ms),
        _up(time.short_ms),
        row.verdict.verdict.value.replace("_", " "),
        " ".join(row.verdict.evidence),
    )


def _up(ms: int) -> str:
    return minutes_text(ms + _TENTH_MS - 1)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def _set(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column in (1, 8) else cell.rjust(width)
