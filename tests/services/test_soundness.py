"""What `verify` says about a record that was altered by hand: what is wrong, where, and of which minute."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from test_mending import Kept
from written_draft import WrittenDraft

from editor.core.paragraphs import MarkdownSplitter
from editor.export.process_record import USUAL
from editor.journal.writer import JournalWriter
from editor.services.process_report import Wanted
from editor.services.reading import read_draft
from editor.services.showing import report_of, report_text
from editor.services.soundness import problems_of, problems_without_copies, twin_note
from editor.services.twin_notes import WRITTEN
from editor.store.drafts import DraftStore
from editor.store.hashing import row_hash

Values = list[object]
MINUTE = "2025-11-21 12:00 UTC"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path, "# A title\n\nThe first paragraph.\n\n")
    made.close()
    return made


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
    assert problems[0].startswith(
        f"The safety copy snapshot-000001.palimpsest holds row {number} of the ledger of time ("
    )
    assert f"in the file it is row {number} of the ledger of time (3600.0 s of editing" in problems[0]


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
