from __future__ import annotations

import asyncio
import html.parser
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from service_bench import Bench
from written_draft import NOON, WrittenDraft

from editor.core.clock import Instant
from editor.core.edits import EditKind
from editor.core.ledger import Credit, Lane, minutes_text
from editor.core.origins import PASTED, TYPED, UNKNOWN, Origin, OriginKind
from editor.core.policy import Time
from editor.core.runs import Fragment
from editor.core.unseen import ALWAYS_ODD
from editor.export.process_record import NO_PROOF, USUAL, Day, Minutes, ParagraphPast, Part, ProcessRecord
from editor.export.record_page import record_page
from editor.protocol.record_messages import WriteProcessReport
from editor.resources import resource
from editor.services.past import whole_past
from editor.services.process_report import Wanted, process_record
from editor.services.showing import Showing, report_text
from editor.session.draft_session import Act
from editor.store.calls import Call
from editor.store.drafts import DraftStore

MODEL = Origin(OriginKind.MODEL, "claude-opus-5-5", "anthropic", "critique", "call-1", NOON)
SECRET = "PLEASE READ <this> paragraph"
NOW = Instant(NOON + 86_400_000, 0, 60)


@pytest.fixture
def written(tmp_path: Path) -> WrittenDraft:
    """Typed, pasted, changed elsewhere and asked about, in three sittings on two days."""
    draft = WrittenDraft(tmp_path, "# A <title>\n\nIt was there before.\n\n").begin()
    draft.session.time.focus(True)
    for word in ("I ", "typed ", "these ", "words. "):
        draft.append(word)
    draft.append("A model said this. ", MODEL)
    draft.append("Pasted from somewhere. ", PASTED)
    draft.clock.advance(7_200_000)
    draft.session.change(
        len(draft.session.document), 0, Fragment.of("Another program. ", UNKNOWN), Act(EditKind.EXTERNAL)
    )
    draft.clock.advance(12 * 3_600_000)
    draft.append("Late. ")
    draft.append("Later.\n")
    draft.session.time.flush()
    store = DraftStore.from_journal(draft.folder, draft.path)
    store.calls.put(
        Call(
            "call-1",
            NOON,
            "anthropic",
            "claude-opus-5-5",
            "critique",
            SECRET,
            "No <b>.",
            {"input": 9},
            "0.0123 USD",
            "done",
        )
    )
    store.calls.put(Call("call-2", NOON, "anthropic", "gone", "critique", SECRET, status="timeout"))
    store.versions.keep("Before <lunch>", None, store.folded_n, NOON, Fragment.of("Five words are in here.", TYPED))
    store.close()
    return draft


def record(draft: WrittenDraft, parts: frozenset[Part] = USUAL) -> ProcessRecord:
    whole = whole_past(draft.path, draft.folder)
    return process_record(draft.session.document, whole, Wanted(parts), NOW, "essay")


def test_that_words_are_told_by_where_they_came_from(written: WrittenDraft) -> None:
    found = record(written)
    assert found.by_origin == {"imported": 5, "typed": 6, "model": 4, "pasted": 3, "unknown": 2}
    assert found.words == 20
    assert found.models == {"claude-opus-5-5 (anthropic)": 4}


def test_that_a_models_word_with_letters_of_the_writers_in_it_is_one_word_of_the_models(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, "").begin()
    draft.append("it does not hold", MODEL)
    draft.session.change(14, 0, Fragment.of("use", TYPED), Act(EditKind.TYPE))
    DraftStore.from_journal(draft.folder, draft.path).close()
    made = record(draft)
    assert made.by_origin == {"model": 4}
    assert made.models == {"claude-opus-5-5 (anthropic)": 4}


def test_that_minutes_days_and_sessions_agree_with_the_ledger(written: WrittenDraft) -> None:
    found, total = record(written), written.session.time.ledger.total()
    assert total.edit_ms > 0
    assert (found.total.edit_ms, found.total.read_ms, found.total.thin_ms) == (
        total.edit_ms,
        total.read_ms,
        total.thin_ms,
    )
    assert [day.day for day in found.days] == ["2025-11-21", "2025-11-22"]
    assert sum(day.minutes.edit_ms for day in found.days) == total.edit_ms
    assert [(one.begin.words, one.changes) for one in found.sessions] == [
        ("2025-11-21 12:00", 6),
        ("2025-11-21 14:00", 1),
        ("2025-11-22 02:00", 2),
    ]
    assert sum(one.minutes.edit_ms for one in found.sessions) == total.edit_ms
    assert sum(one.minutes.edit_ms for one in found.paragraphs) == total.edit_ms


def test_that_minutes_are_rounded_down_as_in_the_verdict(written: WrittenDraft) -> None:
    spent = Minutes(edit_ms=7_249, read_ms=17_723, pad_ms=5_999, thin_ms=17_999)
    day = Day("2025-11-21", spent, 1)
    paragraph = ParagraphPast(1, "paragraph", "", 0, {}, (), spent)
    made = replace(record(written), total=spent, removed=Minutes(57_500), days=(day,), paragraphs=(paragraph,))
    page = record_page(made, "")
    assert "<p>0.5 min (0.1 editing, 0.2 reading, 0.0 in the pad, of which thin 0.2) on the text that stands." in page
    assert "0.9 min (0.9 editing) on text that was removed since." in page
    assert "<b>0.4</b>minutes of editing and reading" in page
    assert page.count('<td class="n">0.1</td><td class="n">0.2</td><td class="n">0.0</td><td class="n">0.2</td>') == 2
    assert f'y="16">{minutes_text(spent.ms)}</text>' in page
    said = Time(spent.edit_ms, spent.read_ms, spent.thin_ms, 0)
    assert "(0.1 editing, 0.2 reading; of which thin: 0.2 min)" in said.sentence()


def test_that_the_thin_minutes_that_nobody_knows_about_are_rounded_down(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, "Words.").begin()
    DraftStore.from_journal(draft.folder, draft.path).close()
    whole = whole_past(draft.path, draft.folder)
    paragraph = draft.paragraph(1)
    rows = [Credit(1, paragraph, Lane.READ, 50_000), Credit(2, paragraph, Lane.READ, 7_500)]
    made = process_record(draft.session.document, replace(whole, ledger=tuple(rows)), Wanted(USUAL), NOW, "essay")
    assert any(one.startswith("Whether 0.9 of the minutes were work") for one in made.not_known)


def test_that_a_paste_whose_page_was_read_is_one_paste_and_one_that_was_taken_back_is_told(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, "Before. ").begin()
    session, paste = draft.session, Act(EditKind.PASTE)
    session.change(8, 0, Fragment.of("Plain words of a page.", PASTED), paste)
    session.undo(by_hand=False)
    session.change(8, 0, Fragment.of("Plain **words** of a page.", PASTED), paste)
    session.change(0, 0, Fragment.of("Another. ", PASTED), paste)
    session.undo()
    session.time.flush()
    DraftStore.from_journal(draft.folder, draft.path).close()
    assert [one.words for one in record(draft).pastes] == [5, 1]


def test_that_no_paste_is_missing_for_being_indented_or_code_or_signs(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, "Mine: ").begin()
    pieces = ["    Indented prose,\n    and more.", "```\nreturn 1\n```", "https://example.org/a", "$a$", "—", " \n"]
    for piece in pieces:
        draft.append(piece, PASTED)
        draft.append("\n\n")
    draft.session.change(0, 0, Fragment.of("`x()`", UNKNOWN), Act(EditKind.EXTERNAL))
    draft.session.time.flush()
    DraftStore.from_journal(draft.folder, draft.path).close()
    made = record(draft)
    assert [(one.words, dict(one.by_origin)) for one in made.pastes] == [
        (count, {"pasted": count}) for count in (4, 2, 1, 1, 0)
    ]
    assert [one.words for one in made.outside] == [1]
    page = record_page(made, "")
    assert "<td >4 pasted</td>" in page
    assert "<td >pasted</td>" in page


def test_that_pastes_calls_versions_and_changes_outside_are_listed(written: WrittenDraft) -> None:
    found = record(written)
    assert [(one.words, dict(one.by_origin), one.sources) for one in found.pastes] == [
        (4, {"model": 4}, ("claude-opus-5-5 (anthropic)",)),
        (3, {"pasted": 3}, ()),
    ]
    assert [(one.words, dict(one.by_origin)) for one in found.outside] == [(2, {"unknown": 2})]
    assert [(one.model, one.cost, one.sent) for one in found.calls] == [
        ("claude-opus-5-5", "0.0123 USD", ""),
        ("gone", "", ""),
    ]
    assert found.cost_usd == "0.0123"
    assert [(one.name, one.of, one.words) for one in found.versions] == [("Before <lunch>", "the draft", 5)]


def test_that_what_is_not_known_is_said(written: WrittenDraft) -> None:
    said = " ".join(record(written).not_known)
    for words in (
        "Who wrote 2 words: they were changed by another program.",
        "Who first wrote 3 words that were pasted.",
        "How 5 words came about that were there when this record began.",
        "What 1 of the 2 calls to models cost: no price is known.",
        "were work: hardly a change fell into them (thin).",
    ):
        assert words in said


def test_that_only_rows_of_another_sort_than_ours_are_called_a_newer_versions(written: WrittenDraft) -> None:
    with closing(sqlite3.connect(written.path)) as connection, connection:
        kinds = {kind for (kind,) in connection.execute("SELECT kind FROM credit")}
        assert {"text", "change", "credit"} <= kinds
        assert "a newer version" not in " ".join(record(written).not_known)
        connection.execute(
            "INSERT INTO credit (number, n, kind, row, previous, hash) VALUES (900, 1, 'mood', '[\"mood\", 1]', '', '')"
        )
    assert "What 1 row of the record means: a newer version of the program wrote it." in record(written).not_known


def test_that_the_text_of_calls_goes_in_only_when_asked_for(written: WrittenDraft) -> None:
    usual = record(written)
    assert Part.CALL_TEXTS not in USUAL
    for as_json in (False, True):
        assert "PLEASE READ" not in report_text(usual, as_json=as_json)
    asked = record(written, frozenset(Part))
    assert "PLEASE READ &lt;this&gt; paragraph" in report_text(asked, as_json=False)
    assert json.loads(report_text(asked, as_json=True))["calls"][0]["sent"] == SECRET


@pytest.mark.parametrize("part", list(Part))
def test_that_what_the_writer_leaves_out_is_in_neither_form(written: WrittenDraft, part: Part) -> None:
    heads = {
        Part.WORDS: "<h2>Whose words",
        Part.MINUTES: "<h2>Minutes a day",
        Part.PARAGRAPHS: "<h2>Minutes for each",
        Part.BEGINNINGS: "It was there before.",
        Part.SESSIONS: "<h2>Sessions",
        Part.PASTES: "<h2>Pastes",
        Part.DECLARATIONS: "<h2>What the author declared",
        Part.CALLS: "<h2>Calls",
        Part.CALL_TEXTS: "PLEASE READ",
        Part.CLAIMS: "<h2>Claims",
        Part.VERSIONS: "Before &lt;lunch&gt;",
    }
    everything = report_text(record(written, frozenset(Part)), as_json=False)
    less = record(written, frozenset(Part) - {part})
    assert heads[part] in everything
    assert heads[part] not in report_text(less, as_json=False)
    assert f"Left out by the author: {part}" in report_text(less, as_json=False)
    if part is Part.BEGINNINGS:
        assert "It was there" not in report_text(less, as_json=True)


class _Balance(html.parser.HTMLParser):
    """Fails on a tag that is closed out of its order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.pictures = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.pictures += tag == "svg"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_that_the_page_is_whole_needs_no_network_and_says_it_is_no_proof(written: WrittenDraft) -> None:
    page = report_text(record(written, frozenset(Part)), as_json=False)
    reader = _Balance()
    reader.feed(page)
    assert reader.open == []
    assert reader.pictures >= 6
    assert page.count(NO_PROOF) == 2
    assert not re.search(r"(?:src|href|action|url\()\s*=?\s*[\"']?(?:https?:|//)", page)
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert "@media print" in page
    assert "A <title>" not in page
    assert set(re.findall(r"url\((.*?)\)", page)) <= {"#striped", "#dots"}


def test_that_nothing_quoted_in_the_page_hides_or_turns_its_line_round(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, "# Title\n\n").begin()
    draft.append("It sep \u202e rtl\u200b.\n")
    store = DraftStore.from_journal(draft.folder, draft.path)
    store.versions.keep("Before \u2067lunch", None, store.folded_n, NOON, Fragment.of("Five words.", TYPED))
    store.close()
    page = report_text(record(draft, frozenset(Part)), as_json=False)
    assert not set(ALWAYS_ODD) & set(page)
    assert "It sep ▯ rtl▯." in page
    assert "Before ▯lunch" in page


def test_that_json_says_the_same_as_the_page(written: WrittenDraft) -> None:
    content = json.loads(report_text(record(written), as_json=True))
    assert content["statement"] == NO_PROOF
    assert content["by_origin"]["model"] == 4
    assert content["sessions"][0]["begin"] == {"local": "2025-11-21 12:00", "utc_offset_min": 0, "utc_ms": NOON}
    assert content["made"]["local"] == "2025-11-22 13:00"


def test_that_a_damaged_file_is_told_in_its_report(written: WrittenDraft) -> None:
    whole = whole_past(written.path, written.folder)
    bad = process_record(written.session.document, whole, Wanted(USUAL, ("Row 5 was altered.",)), NOW, "essay")
    page = report_text(bad, as_json=False)
    assert "<li>Row 5 was altered.</li>" in page
    assert "every row of them is what was written" not in page
    assert "every row of them is what was written" in report_text(record(written), as_json=False)


def test_that_the_open_draft_is_reported_with_its_newest_words(bench: Bench, tmp_path: Path) -> None:
    bench.draft.begin().append("Newest words. ")
    bench.attach()
    bench.draft.append("Newer still.")
    out = tmp_path / "report.json"
    request = WriteProcessReport(3, str(out), ("words", "paragraphs"), bench.draft.n)
    done = asyncio.run(Showing(bench.opening, bench.draft.clock).write_report(request))
    assert done.words == f"Written to {out}."
    content = json.loads(out.read_text())
    assert content["by_origin"]["typed"] == 4
    assert content["parts"] == ["paragraphs", "words"]
    assert content["checked"] == []


def test_that_the_style_of_the_page_is_a_file_of_the_program() -> None:
    assert resource("record", "page.css").is_file()


def test_that_two_time_zones_in_a_day_give_the_days_of_the_writers_clock(tmp_path: Path) -> None:
    """Noon in one zone; an hour later it is the next day where the writer has gone, and then the same day again."""
    draft = WrittenDraft(tmp_path, "").begin()
    draft.session.time.focus(True)
    for zone, words in ((0, "One two three. "), (720, "Four five. "), (-480, "Six.")):
        draft.clock.set_offset(zone)
        for letter in words:
            draft.append(letter)
        draft.clock.advance(3_600_000)
    draft.session.time.flush()
    DraftStore.from_journal(draft.folder, draft.path).close()
    found, total = record(draft), draft.session.time.ledger.total()
    assert [(day.day, day.changes) for day in found.days] == [("2025-11-21", 19), ("2025-11-22", 11)]
    assert sum(day.minutes.edit_ms for day in found.days) == total.edit_ms > 0
    assert [one.begin.words for one in found.sessions] == ["2025-11-21 12:00", "2025-11-22 01:00", "2025-11-21 06:00"]
    assert [one.begin.day in {day.day for day in found.days} for one in found.sessions] == [True] * 3
    page = report_text(found, as_json=False)
    assert "UTC+00:00, then UTC+12:00 from 2025-11-22 01:00, then UTC-08:00 from 2025-11-21 06:00." in page
    assert "UTC" not in report_text(record(draft, USUAL - {Part.SESSIONS}), as_json=False)


def test_that_one_time_zone_is_not_talked_about(written: WrittenDraft) -> None:
    assert record(written).zones == ()
    assert "writer’s clock: UTC" not in report_text(record(written), as_json=False)


def test_that_sessions_keep_the_order_of_the_changes_when_the_clock_is_set_and_say_what_it_did(tmp_path: Path) -> None:
    """The clock goes back an hour, the zone changes, and after both there is a pause."""
    draft = WrittenDraft(tmp_path, "").begin()
    draft.session.time.focus(True)
    for number in range(40):
        draft.append(f"w{number} ")
        draft.clock.advance(20_000)
        if number == 10:
            draft.clock.set_wall(draft.clock.now().wall_ms - 3_600_000)
        if number == 20:
            draft.clock.set_offset(-300)
        if number == 30:
            draft.clock.advance(45 * 60_000)
    draft.close()
    DraftStore.from_journal(draft.folder, draft.path).close()
    found = record(draft)
    first, second = found.sessions
    assert (first.begin.words, first.changes, second.changes) == ("2025-11-21 12:00", 31, 9)
    assert first.clock == (
        "at 2025-11-21 12:03 the clock was set back by 59 min",
        "at 2025-11-21 11:07 its zone changed from UTC+00:00 to UTC-05:00",
    )
    assert second.clock == ()
    total = draft.session.time.ledger.total()
    assert sum(one.minutes.edit_ms for one in found.sessions) == total.edit_ms
    page = report_text(found, as_json=False)
    assert "at 2025-11-21 12:03 the clock was set back by 59 min; at 2025-11-21 11:07 its zone changed" in page
