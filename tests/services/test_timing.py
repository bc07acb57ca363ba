from __future__ import annotations

import json

from editor.core.credits import Acts, Credit, Lane
from editor.core.document import Document
from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.services.profiles import profile_named
from editor.services.reporting import remarks_text, report_csv, report_json, report_table
from editor.services.timing import Report, beginning, report_on

MODEL = Origin(OriginKind.MODEL, "claude-opus-5-5", "anthropic")
LEDGER = (Acts(1, 5, 0), Credit(1, 2, Lane.EDIT, 30_500), Credit(1, 2, Lane.READ, 7_000), Credit(2, 2, Lane.EDIT, 6_000))


def report(profile: str = "lesswrong-2025") -> Report:
    whole = Fragment.of("# Title\n\nTen words of my own stand in this one line.\n\n", TYPED)
    whole += Fragment.of("These are the words of a model.\n\n", MODEL)
    whole += Fragment.of("> A quotation.\n\n[^n]: A note of four.\n", TYPED)
    return report_on(tuple(Document.of(whole, MarkdownSplitter()).paragraphs), LEDGER, profile_named(profile))


def test_that_words_minutes_and_verdict_stand_beside_each_paragraph() -> None:
    found = report()
    assert [(row.number, row.words, row.verdict.verdict.value) for row in found.rows] == [
        (1, 1, "fine"),
        (2, 10, "fine"),
        (3, 7, "not_allowed"),
        (4, 2, "fine"),
        (5, 4, "fine"),
    ]
    time = found.rows[1].verdict.time
    assert (time.edit_ms, time.read_ms, time.thin_ms, time.required_ms) == (36_500, 7_000, 6_000, 12_000)
    assert found.words == 24
    assert found.site_words != found.words


def test_that_a_profile_without_a_minutes_rule_asks_for_none() -> None:
    assert {row.verdict.time.required_ms for row in report("lesswrong-2026").rows} == {0}


def test_that_table_csv_and_json_tell_the_same() -> None:
    found = report()
    table, rows, content = report_table(found), report_csv(found), json.loads(report_json(found))
    assert "24 words of prose" in table
    assert f"{found.site_words} as LessWrong shows it" in table
    assert rows.count("\n") == 6
    assert "2,Ten words of my own stand in this one line.,10,0.6,0.1,0.1,0.2,0.0,fine," in rows
    second = content["paragraphs"][1]
    assert second["minutes"] == {"editing": 0.6, "reading": 0.1, "thin": 0.1, "asked": 0.2, "short_by": 0.0}
    assert content["minutes"]["editing"] == 0.6
    assert content["questions"]


def test_that_the_beginning_of_a_paragraph_fits_on_a_line() -> None:
    assert beginning("two\nlines") == "two lines"
    assert len(beginning("word " * 100)) <= 48


def test_that_no_remarks_are_said_to_be_none() -> None:
    assert remarks_text([]) == "No remarks.\n"
