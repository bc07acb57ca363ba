"""Claims and vouches in the worker: found in the draft, said before an export, and told in the process report."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from service_bench import Bench
from written_draft import NOON, WrittenDraft

from editor.core.annotations import Anchor
from editor.core.claims import Claim, Proof
from editor.core.clock import Instant
from editor.core.vouching import Answer
from editor.export.process_record import USUAL, Part, ProcessRecord
from editor.protocol.claim_messages import FindClaims
from editor.protocol.messages import PrepareExport
from editor.services.claim_finding import ClaimFinding
from editor.services.past import whole_past
from editor.services.process_report import Wanted, process_record
from editor.services.showing import report_text
from editor.store.drafts import DraftStore
from editor.store.past import read_past

TEXT = "# A title\n\nFirst, 40% of writers quit. So it is.\n\nSecond, it was the best of years.\n\nThird.\n"
PROOF = Proof("https://example.org/<quit>", "two in five", "2024", "Ada")


@pytest.fixture
def written(tmp_path: Path) -> WrittenDraft:
    return WrittenDraft(tmp_path, TEXT).begin()


def mark(draft: WrittenDraft, number: int, words: str) -> Claim:
    document = draft.session.document
    item = document.paragraphs[number - 1]
    start = item.text.index(words)
    claim = draft.session.claims.mark(document, item.id, Anchor(words, start, start + len(words)))
    assert claim is not None
    return claim


def record(draft: WrittenDraft, parts: frozenset[Part] = USUAL) -> ProcessRecord:
    whole = whole_past(draft.path if draft.path.exists() else None, draft.folder)
    return process_record(draft.session.document, whole, Wanted(parts), Instant(NOON, 0, 0), "essay")


def test_that_the_whole_draft_or_one_paragraph_is_looked_through(written: WrittenDraft) -> None:
    bench = Bench(written)
    bench.attach()
    finding = ClaimFinding(bench.opening)
    whole = asyncio.run(finding.find(FindClaims(1, None, written.n)))
    assert [(one.paragraph, one.quote, one.kind) for one in whole.claims] == [
        (written.paragraph(2), "First, 40% of writers quit.", "number"),
        (written.paragraph(3), "Second, it was the best of years.", "superlative"),
    ]
    assert all(TEXT.count(one.quote) == 1 for one in whole.claims)
    one = asyncio.run(finding.find(FindClaims(2, written.paragraph(3), written.n)))
    assert one.claims == whole.claims[1:]


def checked(draft: WrittenDraft) -> dict[str, list[tuple[str, str, int | None]]]:
    bench = Bench(draft)
    bench.attach()
    found: dict[str, list[tuple[str, str, int | None]]] = {}
    for row in asyncio.run(bench.exporting.prepare(PrepareExport(1, "lesswrong", draft.n))).checks:
        found.setdefault(row.name, []).append((row.state, row.words, row.paragraph))
    return found


def test_that_an_export_says_what_is_open_and_stops_nothing(written: WrittenDraft) -> None:
    first, second = mark(written, 2, "First, 40% of writers quit."), mark(written, 3, "the best of years")
    mark(written, 2, "So it is.")
    claims, document = written.session.claims, written.session.document
    claims.verify(first.id, document, PROOF)
    claims.call_opinion(second.id, document)
    rows = document.paragraphs
    for number, answer, whom in ((2, Answer.YES, ""), (3, Answer.RELY, "Ada"), (4, Answer.NOT_YET, "")):
        written.session.vouches.give(rows[number - 1], answer, whom)
    written.write(TEXT.index("best"), "very ")
    found = checked(written)
    assert found["Claims"] == [
        ("look", "1 claim is not verified in paragraph 2.", written.paragraph(2)),
        ("look", "1 claim is not verified in paragraph 3.", written.paragraph(3)),
    ]
    assert found["Vouched for"] == [
        ("look", "Paragraph 3 is resting on Ada in an earlier wording.", written.paragraph(3)),
        ("look", "Paragraph 4 is not vouched for yet.", written.paragraph(4)),
        ("fine", "1 of 4 paragraphs.", None),
    ]


def test_that_the_report_says_what_was_verified_and_by_what(written: WrittenDraft) -> None:
    first, second = mark(written, 2, "First, 40% of writers quit."), mark(written, 3, "the best of years")
    gone, no_claim = mark(written, 4, "Third."), mark(written, 2, "So it is.")
    claims, document = written.session.claims, written.session.document
    claims.dismiss(no_claim.id, document)
    for claim in (first, second, gone):
        claims.verify(claim.id, document, PROOF)
    store = DraftStore.from_journal(written.folder, written.path)  # some of it in the file, the rest in the journal
    store.close()
    claims.call_opinion(second.id, document)
    written.session.vouches.give(document.paragraphs[1], Answer.YES)
    written.session.vouches.give(document.paragraphs[2], Answer.RELY, "Ada")
    written.session.vouches.give(document.paragraphs[0], Answer.NOT_YET)
    written.write(written.text.index("Third."), "Other", removed=len("Third"))
    written.write(written.text.index("Second"), "Well. ")
    told = record(written)
    assert told.claims == (
        "2 claims marked: 1 verified by the author, 1 called an opinion. The author does not vouch yet for paragraph 1. "
        "The author vouches for paragraph 2. The author relies on Ada for an earlier wording of paragraph 3."
    )
    (one,) = told.verified
    assert (one.paragraph, one.quote, one.source, one.who) == (2, "First, 40% of writers quit.", PROOF.source, "Ada")
    page = report_text(told, as_json=False)
    assert "https://example.org/&lt;quit&gt;" in page
    assert "two in five" in page
    assert '"source_quote": "two in five"' in report_text(told, as_json=True)


def test_that_words_of_the_draft_are_left_out_with_the_beginnings(written: WrittenDraft) -> None:
    claim = mark(written, 2, "First, 40% of writers quit.")
    written.session.claims.verify(claim.id, written.session.document, PROOF)
    assert record(written, USUAL - {Part.BEGINNINGS}).verified[0].quote == ""
    assert record(written, USUAL - {Part.CLAIMS}).verified == ()


def test_that_a_file_of_the_format_without_attachments_is_read(written: WrittenDraft) -> None:
    DraftStore.from_journal(written.folder, written.path).close()
    with sqlite3.connect(written.path) as connection:
        connection.execute("DROP TABLE attachment")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    assert read_past(written.path).attachments == ()
