"""What `verify` says about a record that was altered by hand: what is wrong, where, and of which minute."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from test_mending import Kept
from written_draft import NOON, WrittenDraft

from editor.core.annotations import Remark, RemarkState
from editor.core.attachments import Attachment
from editor.core.clock import StoppedClock
from editor.core.document import Document
from editor.core.errors import FileUnreadable
from editor.core.paragraphs import MarkdownSplitter
from editor.export.process_record import USUAL
from editor.journal.places import Places
from editor.journal.writer import JournalWriter
from editor.services.process_report import Wanted
from editor.services.reading import read_draft
from editor.services.showing import report_of, report_text
from editor.services.soundness import problems_of, problems_without_copies, recover, twin_note, unsure_calls
from editor.store.calls import Call
from editor.store.drafts import DraftStore
from editor.store.hashing import row_hash
from editor.store.notes import WRITTEN
from editor.store.snapshots import snapshots_in, take_snapshot

Values = list[object]
MINUTE = "2025-11-21 12:00 UTC"
NOTE_GONE = "The note of how far the draft's record reaches is missing: it was taken away afterwards."


@pytest.fixture
def writing(tmp_path: Path) -> Kept:
    """It can be written on."""
    return Kept(tmp_path, "# A title\n\nThe first paragraph.\n\n")


@pytest.fixture
def kept(writing: Kept) -> Kept:
    writing.close()
    return writing


def credits(path: Path) -> list[Values]:
    with closing(sqlite3.connect(path)) as connection:
        return [list(row) for row in connection.execute("SELECT * FROM credit ORDER BY number")]


def put(path: Path, rows: list[Values]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM credit")
        connection.executemany("INSERT INTO credit VALUES (?,?,?,?,?,?,?,?,?)", rows)
        connection.commit()


def more_minutes(row: Values) -> None:
    """An hour of editing where there were seconds, in the columns and in what the row says."""
    said = json.loads(str(row[6]))
    said[4] = row[5] = 3_600_000
    row[6] = json.dumps(said, separators=(",", ":"))


def hashed(row: Values) -> None:
    row[8] = row_hash("credit", *row[:-1])


def first_credit(rows: list[Values]) -> int:
    return next(place for place, row in enumerate(rows) if row[2] == "credit")


def alter(kept: Kept, change: Callable[[list[Values], int], None]) -> tuple[list[str], int]:
    """What is said afterwards, and the number of the row that was altered."""
    rows = credits(kept.path)
    place = first_credit(rows)
    assert place < len(rows) - 1
    change(rows, place)
    put(kept.path, rows)
    return problems_of(kept.path, kept.places), place + 1


def test_that_a_row_altered_by_hand_is_named_with_its_minute(kept: Kept) -> None:
    paragraph = kept.paragraph(2)
    problems, number = alter(kept, lambda rows, place: more_minutes(rows[place]))
    assert problems == [
        f"Row {number} of the ledger of time (3600.0 s of editing in paragraph id {paragraph}, {MINUTE}) "
        "is not what was written: it was altered afterwards."
    ]


def test_that_a_damaged_name_that_sqlite_itself_cannot_tell_is_told_and_not_raised(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET name = CAST('pad' || x'e5ff' AS TEXT), sql = 'CREATE TABLE (' "
            "WHERE name = 'pad_turn'"
        )
        connection.commit()
    assert problems_of(kept.path, kept.places)


def test_that_a_row_altered_with_its_own_hash_breaks_the_chain(kept: Kept) -> None:
    def change(rows: list[Values], place: int) -> None:
        more_minutes(rows[place])
        hashed(rows[place])

    problems, number = alter(kept, change)
    assert f"The ledger of time is broken between row {number} of the ledger of time (3600.0 s of editing" in problems[0]
    assert f"and row {number + 1} of the ledger of time (" in problems[0]
    assert MINUTE in problems[0]


def test_that_a_whole_chain_made_anew_is_found_by_the_copies(kept: Kept) -> None:
    def change(rows: list[Values], place: int) -> None:
        more_minutes(rows[place])
        for row, before in zip(rows[place:], [None, *rows[place:]], strict=False):
            row[7] = before[8] if before else row[7]
            hashed(row)

    problems, number = alter(kept, change)
    assert problems[0] == (
        "The ledger of time is not what was written: its newest row was altered afterwards, and maybe others."
    )
    forget_the_ends(kept.path)  # who makes a chain anew can take the note away too
    missing, *problems = problems_of(kept.path, kept.places)
    assert missing == NOTE_GONE
    assert problems[0].startswith(
        f"The safety copy snapshot-000001.palimpsest holds row {number} of the ledger of time ("
    )
    assert f"in the file it is row {number} of the ledger of time (3600.0 s of editing" in problems[0]


def test_that_rows_taken_off_the_end_of_the_ledger_are_told_without_any_copy(kept: Kept) -> None:
    shutil.rmtree(kept.draft.snapshots)
    rows = credits(kept.path)
    for left in (rows[:-1], []):
        put(kept.path, left)
        assert problems_of(kept.path, kept.places) == [
            f"The ledger of time is not what was written: it had {len(rows)} rows and has {len(left)}; some were removed "
            "afterwards."
        ]
    put(kept.path, rows)
    assert problems_of(kept.path, kept.places) == []


@pytest.mark.parametrize(("old", "new"), [('"t":1', '"t":2'), ('"k":"paste"', '"k":"type"')], ids=["time", "kind"])
def test_that_a_change_altered_with_its_own_hash_is_told_without_any_copy(writing: Kept, old: str, new: str) -> None:
    shutil.rmtree(writing.draft.snapshots)
    with closing(sqlite3.connect(writing.path)) as connection:
        seq, row = connection.execute("SELECT seq, row FROM edit WHERE row LIKE ?", (f"%{old}%",)).fetchone()
        row = row.replace(old, new)
        connection.execute("UPDATE edit SET row = ?, hash = ? WHERE seq = ?", (row, row_hash("edit", seq, row), seq))
        connection.commit()
    told = ["The log is not what was written: a change in it was altered afterwards, together with its own hash."]
    assert problems_of(writing.path, writing.places) == told
    writing.append("Written on. ")
    writing.fold()
    assert problems_of(writing.path, writing.places) == told


def test_that_a_file_of_before_gets_its_note_when_it_is_folded_into_and_stays_sound(kept: Kept) -> None:
    as_before(kept)
    assert problems_of(kept.path, kept.places) == []
    again = Kept(kept.path.parent / "again", "Another one.")
    as_before(again)
    again.append("Written on. ")
    again.fold()
    again.close()
    assert problems_of(again.path, again.places) == []
    put(again.path, credits(again.path)[:-1])
    assert "some were removed afterwards" in problems_of(again.path, again.places)[0]


def test_that_what_a_version_that_knows_no_note_wrote_is_no_damage_and_what_it_found_is_watched(writing: Kept) -> None:
    note = ends_of(writing.path)
    writing.append("Written on. ")
    writing.fold()
    value = json.dumps(note, separators=(",", ":"))
    with closing(sqlite3.connect(writing.path)) as connection:
        connection.execute(
            "UPDATE draft SET value = ?, hash = ? WHERE key = 'ends'", (value, row_hash("draft", "ends", value))
        )
        connection.commit()
    assert problems_of(writing.path, writing.places) == []
    writing.append("And on. ")
    writing.fold()
    assert ends_of(writing.path)["changes"] > note["changes"] + 1
    assert problems_of(writing.path, writing.places) == []


def ends_of(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        [[value]] = connection.execute("SELECT value FROM draft WHERE key = 'ends'")
        return dict(json.loads(value))


def forget_the_ends(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM draft WHERE key = 'ends'")
        connection.commit()


def as_before(kept: Kept) -> None:
    """As a version leaves a draft that knows no note of how far the record reaches."""
    rows = [row for row in credits(kept.path) if row[2] != "noted"]
    before = "start"
    for number, row in enumerate(rows, 1):
        row[0], row[7] = number, before
        hashed(row)
        before = str(row[8])
    put(kept.path, rows)
    forget_the_ends(kept.path)
    shutil.rmtree(kept.draft.snapshots)  # which have the ledger as it was


def test_that_a_count_that_its_row_does_not_say_is_found(kept: Kept) -> None:
    def change(rows: list[Values], place: int) -> None:
        rows[place][5] = 3_600_000
        for row, before in zip(rows[place:], [None, *rows[place:]], strict=False):
            row[7] = before[8] if before else row[7]
            hashed(row)

    problems, number = alter(kept, change)
    assert problems[0].startswith(f"The ledger of time contradicts itself in row {number} of the ledger of time (")


def test_that_a_row_taken_out_is_told_with_its_neighbours(kept: Kept) -> None:
    problems, number = alter(kept, lambda rows, place: rows.pop(place))
    assert f"and row {number + 1} of the ledger of time (" in problems[0]
    assert problems[0].endswith("a row was removed.")


def test_that_a_row_nobody_can_read_is_told_too(kept: Kept) -> None:
    def change(rows: list[Values], place: int) -> None:
        rows[place][6] = "[" * 5_000

    problems, number = alter(kept, change)
    assert problems[0].startswith(
        f"Row {number} of the ledger of time (what it says cannot be read) is not what was written"
    )


def test_that_a_change_altered_in_the_log_is_named_with_its_time(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.path)) as connection:
        connection.execute("UPDATE edit SET row = replace(row, 'sentences', 'sentencex')")
        connection.commit()
    problems = problems_of(kept.path, kept.places)
    assert "of the log (typing, 2025-11-21 12:00 UTC) is not what was written: it was altered afterwards." in problems[0]
    assert problems[0].startswith("Change ")
    assert "do not lead to the text kept then" in problems[1]


def test_that_a_text_file_changed_elsewhere_is_no_damage_and_is_told(kept: Kept) -> None:
    kept.text_path.write_text("as saved")
    store = DraftStore.open(kept.path)
    digest = "5dbe2d9f6ea2e6a1d1f5a9d7f5a3c2b1"
    store.note(**{WRITTEN: digest, "text_file": kept.text_path.name})
    store.close()
    assert problems_of(kept.path, kept.places) == []
    assert twin_note(kept.path, kept.places) == (
        "essay.md was changed by another program since it was last saved; opening the draft takes that in as unknown."
    )
    kept.text_path.unlink()
    assert twin_note(kept.path, kept.places) == ""


def misfit(draft: WrittenDraft) -> int:
    """A record that is whole, and speaks of words that never stood there; its number."""
    recorder = draft.session.recorder
    number = recorder.next_n
    recorder.record("edit", {"n": number, "t": 1, "z": 0, "k": "type", "p": 3, "d": ["ZZZ", "typed"]})
    return number


@pytest.mark.parametrize("folded", [True, False])
def test_that_a_change_in_the_journal_that_does_not_fit_the_text_is_told(tmp_path: Path, folded: bool) -> None:
    draft = WrittenDraft(tmp_path, "").begin().append("Some words of mine. ")
    if folded:
        DraftStore.from_journal(draft.folder, draft.path).close()
    assert problems_of(draft.path, draft.places) == []
    number = misfit(draft)
    draft.append("More words. ").close()
    told = [f"Changes from number {number} on do not fit and were left out."]
    assert problems_of(draft.path, draft.places) == told
    opened = read_draft(draft.path, draft.places, MarkdownSplitter)
    wanted = Wanted(USUAL, tuple(problems_without_copies(draft.path, draft.folder)))
    page = report_text(report_of(opened, draft.folder, wanted, draft.clock.now()), as_json=False)
    assert told[0] in page
    assert "every change fits the text" not in page


def test_that_a_change_that_does_not_fit_costs_nothing_behind_a_record_of_the_whole_text(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, "").begin().append("Some words of mine. ")
    number = misfit(draft)
    draft.append("More words. ").close()
    assert draft.journal is not None
    header = {"draft": draft.ident, "path": str(draft.path), "keyframe": draft.session.document.keyframe()}
    JournalWriter(draft.folder, draft.n + 1, header, draft.session.document.keyframe).close()
    opened = read_draft(draft.path, draft.places, MarkdownSplitter)
    assert opened.document.text() == draft.text
    assert opened.notes == (f"Change {number} does not fit the text; the text is whole again from number {draft.n} on.",)


def test_that_verify_holds_the_log_against_what_the_ledger_noted_of_the_text(kept: Kept) -> None:
    rows = credits(kept.path)
    place = next(at for at, row in enumerate(rows) if row[2] == "text")
    noted = json.loads(str(rows[place][6]))
    noted[3] = "0" * 64
    rows[place][6] = json.dumps(noted, separators=(",", ":"))
    previous = rows[place][7]
    for row in rows[place:]:  # the chain made anew, and the note of its end
        row[7] = previous
        row[8] = previous = row_hash("credit", *row[:8])
    put(kept.path, rows)
    with closing(sqlite3.connect(kept.path)) as connection:
        (value,) = connection.execute("SELECT value FROM draft WHERE key = 'ends'").fetchone()
        text = json.dumps({**json.loads(value), "ledger": previous}, separators=(",", ":"))
        row = (text, row_hash("draft", "ends", text))
        connection.execute("UPDATE draft SET value = ?, hash = ? WHERE key = 'ends'", row)
        connection.commit()
    shutil.rmtree(kept.draft.snapshots)
    (told,) = problems_of(kept.path, kept.places)
    assert told.startswith("The log is not what was written: after change ")


CALL = Call("call-7", NOON, "anthropic", "model-1", "association", "Sent.", "And a model's words.", {}, "", "done", 900)
NAMED = "Call call-7 to a model is not in the file; it is named by "


@pytest.fixture
def called(kept: Kept) -> Kept:
    """Its words of a model come from a call that is recorded, and a version is kept; both are in a safety copy."""
    store = DraftStore.open(kept.path)
    store.calls.put(CALL)
    store.versions.keep("first", None, store.folded_n, NOON, store.document.fragment(0, 5))
    take_snapshot(store, kept.draft.snapshots)
    store.close()
    assert problems_of(kept.path, kept.places) == []
    return kept


def by_hand(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount
        connection.commit()


def test_that_a_call_taken_out_is_told_with_the_words_that_came_from_it_and_the_copy_that_has_it(called: Kept) -> None:
    by_hand(called.path, "DELETE FROM call")
    number = next(n for n, one in enumerate(called.session.document.paragraphs, 1) if "model's words" in one.text)
    assert problems_of(called.path, called.places) == [
        "The one call to a model that was recorded is not there any more.",
        f"{NAMED}4 words of the text (in paragraph {number}).",
        "The safety copy snapshot-000003.palimpsest holds row 'call-7' of table call (a call to model-1 for association, "
        f"{MINUTE}), which is missing from the file.",
    ]
    assert unsure_calls(called.path, called.places) == ()


def test_that_a_version_taken_out_with_the_note_of_it_is_told_by_the_copy(called: Kept) -> None:
    by_hand(called.path, "DELETE FROM version")
    forget_the_ends(called.path)
    assert problems_of(called.path, called.places) == [
        NOTE_GONE,
        "The safety copy snapshot-000003.palimpsest holds row 1 of table version (version 'first', "
        f"{MINUTE}), which is missing from the file.",
    ]


def test_that_text_that_the_writer_took_out_of_a_call_is_no_difference_to_a_copy(called: Kept) -> None:
    store = DraftStore.open(called.path)
    assert store.calls.forget_texts("call-7")
    store.close()
    assert problems_of(called.path, called.places) == []


def test_that_what_was_taken_out_comes_back_from_a_copy(called: Kept) -> None:
    by_hand(called.path, "DELETE FROM call", "DELETE FROM version")
    mended = recover(called.path, called.places, called.clock)
    assert mended is not None
    assert mended.missing == ()
    called.must_be_whole()
    store = DraftStore.open(called.path)
    assert (store.calls.all(), len(store.versions.list())) == ((CALL,), 1)
    store.close()


def test_that_what_no_copy_brings_back_is_told_once_and_its_words_go_on_being_told(called: Kept) -> None:
    snapshots_in(called.draft.snapshots)[-1][1].unlink()
    store = DraftStore.open(called.path)
    store.remarks.add([remark_of("call-7")])
    store.close()
    by_hand(called.path, "DELETE FROM call")
    mended = recover(called.path, called.places, called.clock)
    assert mended is not None
    assert mended.missing == ("1 call to a model could not be brought back.",)
    assert recover(called.path, called.places, called.clock) is None
    assert problems_of(called.path, called.places)[0].startswith(f"{NAMED}1 remark, 4 words of the text (in paragraph ")


def remark_of(call: str) -> Remark:
    return Remark(0, 1, "skeptic", None, "Who?", "", "", None, RemarkState.OPEN, None, NOON, call)


NAMING: dict[str, Callable[[DraftStore], object]] = {
    "1 remark": lambda store: store.remarks.add([remark_of("call-7")]),
    "1 turn in a pad": lambda store: store.fold([pad_turn(store.folded_n + 1)]),
    "1 attachment": lambda store: store.attachments.put(
        Attachment("sources", "1", None, {"of": [{"call": "call-7"}, {"call": "call-7"}], "call": ""}, NOON)
    ),
}


def pad_turn(n: int) -> dict[str, object]:
    origin = {"kind": "model", "actor": "model-1", "prompt": "call-7"}
    turn = {"id": "9", "paragraph": 1, "author": "model-1", "origin": origin, "started_ms": 5, "ended_ms": 6}
    return {"kind": "pad", "n": n, "turn": {**turn, "words": 1, "text": "So."}}


@pytest.mark.parametrize("what", NAMING)
def test_that_what_names_a_call_that_is_not_there_tells_of_it_in_a_draft_of_before_too(tmp_path: Path, what: str) -> None:
    path = tmp_path / "essay.palimpsest"
    store = DraftStore.create(path, "d1", Document().keyframe(), {})
    store.calls.put(CALL)
    NAMING[what](store)
    store.close()
    places = Places(tmp_path / "data")
    assert problems_of(path, places) == []
    by_hand(path, "DELETE FROM call")
    forget_the_ends(path)
    assert problems_of(path, places) == [f"{NAMED}{what}."]


def test_that_words_of_a_call_of_another_draft_are_no_damage(kept: Kept) -> None:
    assert problems_of(kept.path, kept.places) == []
    assert unsure_calls(kept.path, kept.places) == (), "no call was recorded and none is missing"
    as_before(kept)
    assert problems_of(kept.path, kept.places) == []
    (told,) = unsure_calls(kept.path, kept.places)
    assert told.startswith(f"{NAMED}4 words of the text (in paragraph ")
    assert told.endswith("These came from another draft, or the record of the call was removed.")


def test_that_a_name_too_long_for_a_draft_beside_it_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / f"{'a' * 247}.md"
    path.write_text("A text.\n")
    places = Places(tmp_path / "data")
    for look in (problems_of, twin_note, unsure_calls):
        with pytest.raises(FileUnreadable, match=r"cannot be opened\. .*too long\. Nothing was changed\."):
            look(path, places)
    with pytest.raises(FileUnreadable, match="too long"):
        recover(path, places, StoppedClock())
    with pytest.raises(FileUnreadable, match="too long"):
        read_draft(path, places, MarkdownSplitter)
