"""The journal becomes the log: once, in order, and from wherever it was left."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from store_makers import Window, document_of, every_kind, make_store

from editor.core.credits import Credit, Lane
from editor.core.errors import DraftDamaged, DraftLocked, EditRefused, FileUnreadable
from editor.core.origins import TYPED
from editor.journal.reader import read_tail
from editor.journal.writer import JournalWriter
from editor.store.drafts import KEYFRAME_EVERY, DraftStore
from editor.store.keyframe import older_edits, read_opening


def count(path: Path, table: str) -> int:
    statements = {
        "edit": "SELECT count(*) FROM edit",
        "keyframe": "SELECT count(*) FROM keyframe",
        "credit": "SELECT count(*) FROM credit",
        "other": "SELECT count(*) FROM other",
    }
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(statements[table]).fetchone()[0])


def test_that_folding_gives_the_document_of_the_window(store: DraftStore, window: Window) -> None:
    every_kind(window)
    assert store.fold(window.records) == window.n
    assert store.document.keyframe() == window.document.keyframe()
    assert store.verify() == []


def test_that_folding_the_same_records_again_changes_nothing(store: DraftStore, window: Window, place: Path) -> None:
    every_kind(window)
    store.fold(window.records)
    before = {table: count(place, table) for table in ("edit", "credit", "other", "keyframe")}
    assert store.fold(window.records) == window.n
    assert store.fold(window.records[2:5]) == window.n
    assert {table: count(place, table) for table in before} == before


def test_that_folding_can_be_taken_up_anew_at_every_record(tmp_path: Path) -> None:
    for cut in range(9):
        window = Window(document_of("Hello world.\n"))
        path = tmp_path / f"draft-{cut}.palimpsest"
        store = make_store(path, window.document)
        every_kind(window)
        store.fold(window.records[:cut])
        store.database.raw.close()  # as a killed process leaves it: log and all
        again = DraftStore.open(path)
        assert again.folded_n == cut
        assert again.fold(window.records) == window.n
        assert again.document.keyframe() == window.document.keyframe()
        assert again.verify() == []
        assert (count(path, "edit"), count(path, "credit"), count(path, "other")) == (3, 6, 1)
        again.close()


def test_that_a_keyframe_is_made_every_five_hundred_edits_and_old_ones_are_thinned_out(
    store: DraftStore, window: Window, place: Path
) -> None:
    for _ in range(30):
        for _ in range(KEYFRAME_EVERY):
            window.type(1, "x")
        store.fold(window.records[-KEYFRAME_EVERY:])
    opening = read_opening(place)
    assert opening.edits == ()
    assert opening.keyframe_n == 30 * KEYFRAME_EVERY
    assert count(place, "keyframe") < 25
    assert store.verify() == []


def test_that_closing_leaves_one_plain_file_that_opens_without_folding(
    store: DraftStore, window: Window, place: Path
) -> None:
    window.type(0, "A")
    store.fold(window.records)
    store.close()
    assert os.listdir(place.parent) == [place.name]
    assert place.read_bytes()[18:20] == b"\1\1"  # neither side needs a write-ahead log
    assert read_opening(place).edits == ()


def test_that_nothing_is_folded_behind_a_hole(store: DraftStore, window: Window) -> None:
    for _ in range(4):
        window.type(0, "x")
    assert store.fold([window.records[0], *window.records[2:]]) == 1
    assert store.fold(window.records) == 4


def test_that_a_keyframe_heals_a_hole_and_the_time_in_it_is_kept(store: DraftStore, window: Window) -> None:
    window.type(0, "x")
    lost = window.type(0, "y")
    window.other("credit", rows=[["credit", 1, 1, "edit", 10]])
    window.type(0, "z")
    window.keyframe()
    window.type(0, "w")
    records = [one for one in window.records if one is not lost]
    assert store.fold(records) == window.n
    assert store.document.text() == "wzyxHello world.\n\nSecond.\n"
    assert store.activity.rows() == (Credit(1, 1, Lane.EDIT, 10),)
    assert store.verify() == []


def test_that_a_keyframe_heals_a_hole_also_right_behind_a_record_that_is_not_about_the_text(
    store: DraftStore, window: Window, place: Path
) -> None:
    """It shares its number with the record before it, and edits behind the hole were dropped."""
    window.type(0, "x")
    lost = window.type(0, "y")
    window.other("credit", rows=[["credit", 1, 1, "edit", 10]])
    window.keyframe()
    window.type(3, "w")
    store.fold([one for one in window.records if one is not lost])
    assert store.document.text() == window.document.text()
    assert store.verify() == []
    assert [row["n"] for row in older_edits(place, 2**62, 10)] == [4], "undo would reach over the hole"


def test_that_a_keyframe_that_says_nothing_new_is_not_kept(store: DraftStore, window: Window, place: Path) -> None:
    window.type(0, "x")
    window.keyframe()
    store.fold(window.records)
    assert count(place, "keyframe") == 1


def test_that_an_edit_that_does_not_fit_is_refused_after_the_good_ones(
    store: DraftStore, window: Window, place: Path
) -> None:
    window.type(0, "x")
    bad = {**window.type(1, "y", remove=1), "d": ["not there", "typed"]}
    with pytest.raises(EditRefused, match="Record 2"):
        store.fold([window.records[0], bad])
    assert store.folded_n == 1
    assert count(place, "edit") == 1
    window.keyframe()
    assert store.fold([window.records[0], bad, window.records[-1]]) == 2
    assert store.document.text() == window.document.text()


@pytest.mark.parametrize("row", [{}, {"k": "nonsense"}, {"i": 7}, {"p": "a"}, {"m": [1]}, {"i": ["x", {"kind": "?"}]}])
def test_that_a_record_that_is_no_edit_is_refused(store: DraftStore, window: Window, row: dict[str, object]) -> None:
    good = window.type(0, "x")
    bad = {**good, **row} if row else {"kind": "edit", "n": 1}
    with pytest.raises(EditRefused):
        store.fold([bad])
    assert store.folded_n == 0
    assert store.verify() == []


def test_that_records_of_unknown_kinds_and_shapes_are_kept(store: DraftStore, place: Path) -> None:
    strange = [
        {"kind": "omen", "n": 1, "sign": "comet"},
        {"kind": "pad", "n": 2, "turn": {"id": 1}},
        {"kind": "credit", "n": 3, "rows": 5},
        {"kind": "caret", "n": 4, "position": "everywhere"},
    ]
    assert store.fold(strange) == 4
    assert count(place, "other") == 4
    assert store.verify() == []


def test_that_a_row_of_the_ledger_of_a_later_sort_is_kept_and_counts_nothing(store: DraftStore, place: Path) -> None:
    store.fold([{"kind": "credit", "n": 1, "rows": [["later", 1], ["credit", 1, 2, "read", 5]]}])
    assert count(place, "credit") == 2
    assert store.activity.rows() == (Credit(1, 2, Lane.READ, 5),)
    assert store.verify() == []


def test_that_a_lock_held_by_another_program_costs_no_more_than_the_timeout_and_nothing_is_lost(
    store: DraftStore, window: Window, place: Path
) -> None:
    window.type(0, "x")
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(DraftLocked):
                store.fold(window.records)
        assert store.folded_n == 0
        window.type(0, "y")
        other.execute("ROLLBACK")
    assert store.fold(window.records) == 2
    assert store.document.keyframe() == window.document.keyframe()
    assert store.verify() == []


def test_that_the_wait_for_a_lock_is_fifty_milliseconds(store: DraftStore) -> None:
    assert store.database.raw.execute("PRAGMA busy_timeout").fetchone() == (50,)


def test_that_commits_are_durable_and_foreign_schemas_are_not_trusted(store: DraftStore) -> None:
    settings = ("PRAGMA synchronous", "PRAGMA journal_mode", "PRAGMA trusted_schema", "PRAGMA foreign_keys")
    assert [store.database.raw.execute(one).fetchone()[0] for one in settings] == [2, "wal", 0, 1]


def test_that_a_healed_hole_is_folded_once_although_the_first_try_was_locked(
    store: DraftStore, window: Window, place: Path
) -> None:
    window.type(0, "x")
    lost = window.type(0, "y")
    window.keyframe()
    window.type(0, "z")
    records = [one for one in window.records if one is not lost]
    with closing(sqlite3.connect(place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DraftLocked):
            store.fold(records)
        other.execute("ROLLBACK")
    assert store.fold(records) == 3
    assert store.verify() == []
    assert store.document.text() == window.document.text()


def test_that_the_file_is_not_made_in_the_place_of_another(place: Path) -> None:
    place.write_text("mine")
    with pytest.raises(FileUnreadable, match="cannot be made"):
        make_store(place, document_of("x"))
    assert place.read_text() == "mine"
    assert os.listdir(place.parent) == [place.name]


def test_that_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        make_store(tmp_path / "no" / "draft.palimpsest", document_of("x"))


def test_that_notes_are_kept_and_the_id_cannot_be_noted_over(store: DraftStore, place: Path) -> None:
    store.note(profile="lesswrong-2025", caret=4)
    assert read_opening(place).meta["profile"] == "lesswrong-2025"
    assert read_opening(place).caret == 4
    with pytest.raises(ValueError, match="not for notes"):
        store.note(id="other")


def test_that_a_draft_killed_before_its_file_was_made_is_rebuilt_from_its_journal(tmp_path: Path) -> None:
    folder, path = tmp_path / "journal", tmp_path / "essay.palimpsest"
    folder.mkdir()
    window = Window(document_of("Hello.\n"))
    header = {"draft": "d7", "path": str(path), "format": {"bom": True}, "keyframe": window.document.keyframe()}
    journal = JournalWriter(folder, 1, header)
    every_kind(window)
    for record in window.records:
        journal.append(record)
    journal.close()
    store = DraftStore.from_journal(folder)
    assert store.path == path
    assert store.draft_id == "d7"
    assert store.folded_n == window.n
    assert store.document.keyframe() == window.document.keyframe()
    assert read_opening(path).text_format == {"bom": True}
    assert store.verify() == []
    store.close()


def test_that_a_journal_without_a_beginning_is_told_and_left(tmp_path: Path) -> None:
    JournalWriter(tmp_path, 5, {"draft": "d7", "path": str(tmp_path / "x")}).close()
    with pytest.raises(DraftDamaged, match="how the draft began"):
        DraftStore.from_journal(tmp_path)
    assert not (tmp_path / "x").exists()
    assert read_tail(tmp_path, 4).last_n == 4


FOLDER = """
import sys
from pathlib import Path
from editor.journal.reader import read_tail
from editor.store.drafts import DraftStore
store = DraftStore.open(Path(sys.argv[1]))
records = read_tail(Path(sys.argv[2]), 0).records
print(store.folded_n, flush=True)
for at in range(1, len(records) + 1):
    print(store.fold(records[:at]), flush=True)
"""


def test_that_a_folding_process_can_be_killed_at_any_moment(tmp_path: Path) -> None:
    window, path = Window(document_of("Hello.\n")), tmp_path / "essay.palimpsest"
    make_store(path, window.document).close()
    journal = JournalWriter(tmp_path, 1, {"draft": "d1"})
    for n in range(300):
        journal.append(window.type(n % 5, "x") if n % 7 else window.other("caret", position=n))
    journal.close()
    said = 0
    for wanted in (3, 90):
        command = [sys.executable, "-c", FOLDER, str(path), str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout
            begun = int(child.stdout.readline())
            assert begun >= said
            while said < min(begun + wanted, 300):
                said = int(child.stdout.readline())
            os.kill(child.pid, signal.SIGKILL)
    assert read_opening(path).folded_n >= said
    store = DraftStore.open(path)
    assert store.folded_n >= said
    assert store.fold(read_tail(tmp_path, store.folded_n).records) == 300
    assert store.document.keyframe() == window.document.keyframe()
    assert store.verify() == []
    store.close()


def test_that_the_log_of_a_killed_worker_is_seen_by_the_window(store: DraftStore, window: Window, place: Path) -> None:
    window.type(0, "x")
    store.fold(window.records)
    store.database.raw.close()
    opening = read_opening(place)
    assert opening.folded_n == 1
    assert opening.edits[0]["i"] == ["x", TYPED.kind.value]


def test_that_half_a_character_in_a_name_keeps_nothing_from_being_folded(store: DraftStore, window: Window) -> None:
    turn = {"id": "\ud800", "paragraph": 1, "started_ms": 5, "text": "x", "words": 1, "ended_ms": None}
    window.other("omen \ud800", sign="comet")
    window.other("pad", turn=turn)
    assert store.fold(window.records) == window.n
    assert store.verify() == []


def test_that_a_journal_that_does_not_fit_leaves_nothing_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window(document_of("Hello world.\n"))
    header = {"draft": "d1", "path": str(tmp_path / "essay.palimpsest"), "keyframe": window.document.keyframe()}
    (tmp_path / "journal").mkdir()
    JournalWriter(tmp_path / "journal", 1, header).close()
    closed: list[Path] = []

    def refused(store: DraftStore, records: object) -> int:
        raise EditRefused("A change does not fit the draft.")

    real = DraftStore.close
    monkeypatch.setattr(DraftStore, "fold", refused)
    monkeypatch.setattr(DraftStore, "close", lambda store: (closed.append(store.path), real(store)))
    with pytest.raises(EditRefused):
        DraftStore.from_journal(tmp_path / "journal")
    assert closed == [tmp_path / "essay.palimpsest"]
