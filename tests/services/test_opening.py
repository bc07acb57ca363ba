from __future__ import annotations

import asyncio
import errno
import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from service_bench import Bench
from spoiled_files import KINDS, spoil
from written_draft import NOON, WrittenDraft

from editor.core.annotations import Anchor, Remark, RemarkState
from editor.core.clock import StoppedClock
from editor.core.credits import from_row
from editor.core.errors import DraftForeign, FileError, FileUnreadable
from editor.core.ledger import Ledger
from editor.core.runs import Fragment
from editor.journal.files import journal_files
from editor.journal.lines import record_of
from editor.journal.lock import FOLDING_LOCK, DraftLock
from editor.journal.reader import content_from
from editor.protocol.messages import Detach, Fold, Folded, MendedDraft
from editor.services.drafting import attempt_fold
from editor.services.opening import SNAPSHOT_EVERY_MS
from editor.session.pads import Association, Pads
from editor.store.calls import Call
from editor.store.drafts import DraftStore
from editor.store.kept_copies import snapshots_in
from editor.store.keyframe import read_opening
from editor.store.verifying import verify_file


def folded_text(path: Path) -> str:
    store = DraftStore.open(path)
    try:
        return store.document.text()
    finally:
        store.close()


def test_that_a_draft_that_has_not_begun_is_waited_for_without_an_error(bench: Bench, draft: WrittenDraft) -> None:
    attached = bench.attach()
    assert (attached.upto, attached.remarks, attached.last_sent) == (0, (), "")
    bench.opening.fold_by_itself()
    assert not draft.path.exists()
    assert bench.told == []
    draft.write(0, "Mine: ")
    bench.opening.fold_by_itself()
    assert bench.told == [Folded(0, draft.n, draft=draft.ident)]
    bench.opening.close()
    assert folded_text(draft.path) == draft.text


def test_that_a_journal_with_nothing_but_its_beginning_makes_the_draft(bench: Bench, draft: WrittenDraft) -> None:
    draft.begin()
    bench.attach()
    bench.opening.close()
    assert folded_text(draft.path) == draft.text
    assert read_opening(draft.path).meta["text_file"] == "essay.md"


def test_that_every_tick_folds_what_is_new_and_says_how_far_it_came(bench: Bench, draft: WrittenDraft) -> None:
    draft.begin()
    bench.attach()
    for number in range(3):
        draft.append(f" {number}")
        bench.opening.fold_by_itself()
        bench.opening.fold_by_itself()
    assert [one.upto for one in bench.told] == sorted({one.upto for one in bench.told})
    assert len(bench.told) == 3
    assert read_opening(draft.path).folded_n == draft.n


def test_that_what_was_folded_as_the_draft_began_is_told_by_the_next_tick(bench: Bench, draft: WrittenDraft) -> None:
    """The check of the whole file begins the draft, too, where the first words came before it."""
    bench.attach()
    bench.told.clear()
    draft.write(0, "Mine: ")
    assert bench.opening.draft.begin()
    bench.opening.fold_by_itself()
    assert bench.told == [Folded(0, draft.n, draft=draft.ident)]


def test_that_a_fold_answers_with_what_it_reached(bench: Bench, draft: WrittenDraft) -> None:
    bench.attach()
    draft.write(2, "new ")
    assert bench.opening.fold(Fold(7, draft.n)) == Folded(7, draft.n, draft=draft.ident)
    behind = bench.opening.fold(Fold(8, draft.n + 5))
    assert behind.upto == draft.n
    assert "5" in behind.trouble or str(draft.n + 5) in behind.trouble


def test_that_what_was_earned_said_and_kept_is_there_when_the_draft_is_opened_again(
    bench: Bench, draft: WrittenDraft
) -> None:
    draft.session.time.focus(gained=True)
    for _ in range(5):
        draft.write(12, "word ")
    paragraph = draft.paragraph(2)
    turn = draft.session.pads.begin(paragraph)
    draft.session.pads.typed(turn.id, "free words")
    draft.session.pads.end(turn.id)
    draft.session.time.flush()
    bench.attach()
    store = bench.opening.draft.store
    remark = Remark(0, paragraph, "style", Anchor("first", 4, 9), "i", "w", "s", None, RemarkState.OPEN, None, NOON, "")
    store.remarks.add([remark, replace(remark, critic="editor", origin_call="a")])
    store.versions.keep("One", paragraph, 1, NOON, Fragment())
    store.versions.keep("Two", None, 1, NOON, Fragment())
    store.calls.put(Call("a", NOON - 60_000, "anthropic", "m", "p", "text", cost="0.01 USD"))
    store.calls.put(Call("b", NOON - 120_000, "anthropic", "m", "p", "text", cost="0.002 USD"))
    bench.opening.detach(Detach(2, draft.n))

    again = Bench(draft).attach()
    assert again.upto == draft.n
    assert any(row[0] == "credit" and row[2] == paragraph for row in again.ledger)
    assert [(row.quote, row.start) for row in again.remarks] == [("first", 4)] * 2
    assert [(row.provider, row.model) for row in again.remarks] == [("", ""), ("anthropic", "m")]
    assert [(row["id"], row["text"], row["words"]) for row in again.pads] == [(turn.id, "free words", 2)]
    assert sorted(again.versions) == [(0, 1), (paragraph, 1)]
    assert again.spent_usd == "0.012"
    assert again.last_sent == "Claude, 11:59"


def test_that_a_turn_in_the_pad_that_a_kill_cut_off_comes_back_with_when_it_was_last_written_in(
    bench: Bench, draft: WrittenDraft
) -> None:
    pads, paragraph = draft.session.pads, draft.paragraph(2)
    whole, cut = pads.begin(paragraph), pads.begin(paragraph)
    draft.clock.advance(40_000)
    pads.typed(cut.id, "free words")
    pads.typed(whole.id, "all of it")
    pads.end(whole.id)
    bench.attach()
    bench.opening.fold(Fold(7, draft.n))
    bench.opening.detach(Detach(2, draft.n))
    again = Pads(draft.session.recorder, draft.clock)
    again.adopt(Association.from_row(row) for row in Bench(draft).attach().pads)
    times = {one.text: (one.ended_ms or 0) - one.started_ms for one in again.of(paragraph)}
    assert times == {"free words": 40_000, "all of it": 40_000}


def test_that_of_a_server_of_the_writers_own_the_model_is_named_that_was_sent_something(
    bench: Bench, draft: WrittenDraft
) -> None:
    draft.begin()
    bench.attach()
    bench.opening.draft.store.calls.put(Call("a", NOON - 60_000, "compatible", "qwen-3", "p", "text"))
    bench.opening.detach(Detach(2, draft.n))
    assert Bench(draft).attach().last_sent == "qwen-3, 11:59"


def test_that_minutes_are_counted_once_although_they_were_folded_before_the_window_knew_the_past(
    bench: Bench, draft: WrittenDraft
) -> None:
    """A worker that starts late finds minutes in the journal that the window has in its hands."""
    draft.session.time.focus(gained=True)
    for _ in range(20):
        draft.write(12, "word ")
    draft.session.time.flush()
    earned = draft.session.time.ledger.total()
    assert earned.edit_ms
    asked = replace(draft.attaching(1), first_n=draft.session.recorder.first_n)
    draft.session.time.adopt(from_row(row) for row in asyncio.run(bench.opening.attach(asked)).ledger)
    assert draft.session.time.ledger.total() == earned


def test_that_minutes_that_could_not_be_folded_yet_are_part_of_the_past(bench: Bench, draft: WrittenDraft) -> None:
    draft.session.time.focus(gained=True)
    draft.write(12, "word ")
    bench.attach()
    for _ in range(20):
        draft.write(12, "word ")
    draft.session.time.flush()
    with closing(sqlite3.connect(draft.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "in use" in attempt_fold(bench.opening.draft)
        rows = bench.opening.draft.ledger()
    assert Ledger(rows).total() == draft.session.time.ledger.total()


def test_that_letting_go_leaves_a_sound_file_a_safety_copy_and_no_lock(bench: Bench, draft: WrittenDraft) -> None:
    bench.attach()
    draft.append("\nMore.\n")
    bench.opening.detach(Detach(3, draft.n))
    assert verify_file(draft.path) == []
    assert not draft.path.with_name("essay.palimpsest-wal").exists()
    copies = sorted(path.name for path in draft.places.draft(draft.ident).snapshots.iterdir())
    assert copies == ["snapshot-000001.md", "snapshot-000001.palimpsest"]
    DraftLock.take(draft.folder / FOLDING_LOCK, StoppedClock()).release()
    with pytest.raises(FileUnreadable, match="No draft is open"):
        bench.opening.fold(Fold(4, 0))


def test_that_five_minutes_of_writing_make_a_safety_copy_and_a_pause_does_not(bench: Bench, draft: WrittenDraft) -> None:
    bench.attach()
    copies = draft.places.draft(draft.ident).snapshots
    draft.append("One.")
    bench.opening.fold_by_itself()
    draft.clock.advance(SNAPSHOT_EVERY_MS - 1)
    bench.opening.fold_by_itself()
    assert not copies.exists() or not list(copies.iterdir())
    draft.clock.advance(1)
    bench.opening.fold_by_itself()
    assert len(list(copies.glob("*.palimpsest"))) == 1
    draft.clock.advance(10 * SNAPSHOT_EVERY_MS)
    bench.opening.fold_by_itself()
    assert len(list(copies.glob("*.palimpsest"))) == 1


def test_that_a_worker_of_before_is_waited_for(bench: Bench, draft: WrittenDraft) -> None:
    draft.append("One.")
    held = DraftLock.take(draft.folder / FOLDING_LOCK, StoppedClock())
    threading.Timer(0.2, held.release).start()
    assert bench.attach().upto == draft.n


def test_that_a_damaged_file_is_mended_and_told_before_anything_is_made_of_it(bench: Bench, draft: WrittenDraft) -> None:
    draft.append("Kept.")
    spoil(draft.path, "damaged")
    damaged = draft.path.read_bytes()
    assert bench.attach().upto == draft.n
    (told,) = (one for one in bench.told if isinstance(one, MendedDraft))
    assert "restored from the journal. Nothing is missing." in told.said
    assert (told.after, told.draft) == (draft.text, draft.ident)
    assert draft.path.with_name(f"{draft.path.name}.damaged-1").read_bytes() == damaged
    assert verify_file(draft.path) == []


def test_that_damage_the_first_screen_does_not_show_is_found_and_mended(bench: Bench, draft: WrittenDraft) -> None:
    async def opened() -> None:
        await bench.opening.attach(draft.attaching(1))
        draft.append("More.")
        while not any(isinstance(one, MendedDraft) for one in bench.told):
            await asyncio.sleep(0.01)
        bench.opening.fold_by_itself()

    draft.append("Kept. ")
    bench.attach()
    bench.opening.close()
    data = bytearray(draft.path.read_bytes())
    data[data.index(b'["Kept. "') + 3] ^= 1
    draft.path.write_bytes(data)
    asyncio.run(asyncio.wait_for(opened(), 20))
    assert bench.opening.draft.store.document.text() == draft.text
    assert bench.opening.draft.store.verify() == []


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"damaged"}))
def test_that_a_file_that_is_no_draft_is_told_and_left_as_it_was(bench: Bench, draft: WrittenDraft, kind: str) -> None:
    draft.begin()
    spoil(draft.path, kind)
    before = draft.path.read_bytes()
    with pytest.raises(FileError) as caught:
        bench.attach()
    assert type(caught.value).__name__ == KINDS[kind]
    bench.opening.fold_by_itself()
    bench.opening.close()
    assert draft.path.read_bytes() == before


def test_that_a_draft_of_another_id_is_not_taken_for_this_one(bench: Bench, draft: WrittenDraft) -> None:
    draft.begin()
    bench.attach()
    bench.opening.close()
    other = WrittenDraft(draft.path.parent, "Other.\n", data=draft.places.root)
    try:
        other.begin()
        with pytest.raises(DraftForeign, match="Another draft lies"):
            Bench(other).attach()
    finally:
        other.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_that_a_folder_that_cannot_be_written_costs_the_fold_and_not_the_text(
    bench: Bench, draft: WrittenDraft, tmp_path: Path
) -> None:
    draft.places.draft(draft.ident).prepare()
    draft.append("Safe.")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(FileUnreadable):
            bench.attach()
        assert bench.opening.fold(Fold(2, draft.n)).trouble
        assert bench.opening.draft.document(draft.n).text() == draft.text
    finally:
        tmp_path.chmod(0o700)
    assert bench.opening.fold(Fold(3, draft.n)) == Folded(3, draft.n, draft=draft.ident)


def test_that_a_missing_folder_costs_the_fold_and_not_the_text(draft: WrittenDraft, tmp_path: Path) -> None:
    draft.path = tmp_path / "gone" / "essay.palimpsest"
    draft.append("Safe.")
    bench = Bench(draft)
    with pytest.raises(FileUnreadable):
        bench.attach()
    bench.opening.fold_by_itself()
    assert bench.told[-1].trouble
    assert bench.opening.draft.document(draft.n).text() == draft.text
    draft.path.parent.mkdir()
    bench.opening.fold_by_itself()
    assert bench.told[-1] == Folded(0, draft.n, draft=draft.ident)
    bench.opening.close()


def test_that_changes_the_journal_does_not_hold_are_not_passed_off_as_read(bench: Bench, draft: WrittenDraft) -> None:
    draft.append("One.")
    bench.attach()
    with pytest.raises(FileUnreadable, match="newest changes"):
        bench.opening.draft.document(draft.n + 1)


def test_that_one_draft_after_the_other_can_be_opened(bench: Bench, draft: WrittenDraft, tmp_path: Path) -> None:
    draft.append("One.")
    bench.attach()
    other = WrittenDraft(tmp_path, "Other.\n", name="other", data=draft.places.root)
    try:
        other.append("Two.")
        assert asyncio.run(bench.opening.attach(other.attaching(9))).upto == other.n
        assert bench.opening.draft.document(other.n).text() == other.text
    finally:
        bench.opening.close()
        other.close()
    assert folded_text(draft.path) == draft.text


# What the journal lost.


def damage_line(draft: WrittenDraft, n: int) -> None:
    """Bad bits in the line of record `n` of the journal that is being written."""
    path = journal_files(draft.folder)[-1][1]
    lines = path.read_bytes().split(b"\n")
    (at,) = (at for at, line in enumerate(lines) if (one := record_of(line)) and (one["kind"], one["n"]) == ("edit", n))
    lines[at] = lines[at].replace(b"edit", b"edjt")
    path.write_bytes(b"\n".join(lines))


def test_that_a_hole_in_the_journal_is_told_for_as_long_as_nothing_heals_it(bench: Bench, draft: WrittenDraft) -> None:
    draft.append("One. ")
    bench.attach()
    reached = draft.n
    draft.append("Two. ").append("Three. ")
    damage_line(draft, reached + 1)
    for _ in range(2):
        draft.append("More. ")
        bench.opening.fold_by_itself()
    told = bench.told[-1]
    assert (told.upto, told.stuck) == (reached, True)
    assert f"Changes {reached + 1} to {reached + 1} are missing from the journal" in told.trouble
    with pytest.raises(FileUnreadable, match=r"could not be placed.*Open it again"):
        bench.opening.detach(Detach(3, draft.n))
    bench.attach()
    assert bench.told[-1].stuck
    assert draft.journal is not None
    draft.journal.rotate(draft.session.document.keyframe())
    draft.append("Last. ")
    bench.opening.fold_by_itself()
    assert bench.told[-1] == Folded(0, draft.n, draft=draft.ident)
    assert bench.opening.draft.store.document.text() == draft.text


def test_that_a_mended_draft_says_whether_something_is_missing(bench: Bench, draft: WrittenDraft) -> None:
    draft.append("One. ").append("Two. ").append("Three. ")
    damage_line(draft, draft.n - 1)
    spoil(draft.path, "damaged")
    bench.attach()
    mended, folded = bench.told
    assert (mended.missing, folded.stuck) == (True, True)


def test_that_a_new_look_at_a_draft_tells_how_it_stands(bench: Bench, draft: WrittenDraft) -> None:
    draft.append("One. ")
    bench.attach()
    draft.append("Two. ")
    with closing(sqlite3.connect(draft.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        bench.opening.fold_by_itself()
        assert bench.told[-1].trouble
    bench.attach()
    assert bench.told[-1] == Folded(0, draft.n, draft=draft.ident)


def test_that_an_older_journal_that_cannot_be_read_is_told_and_stops_no_copy(
    bench: Bench, draft: WrittenDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft.append("One. ")
    bench.attach()
    bench.opening.close()
    assert draft.journal is not None
    draft.journal.rotate(draft.session.document.keyframe())
    draft.append("Two. ")
    ill = journal_files(draft.folder)[0][1]

    def refuse(path: Path, offset: int = 0) -> bytes:
        if path == ill:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return content_from(path, offset)

    monkeypatch.setattr("editor.journal.follower.content_from", refuse)
    bench.attach()
    bench.opening.fold_by_itself()
    assert (bench.told[-1].upto, bench.told[-1].trouble) == (draft.n, "Journal 1 cannot be read (Input/output error).")
    bench.opening.detach(Detach(3, draft.n))
    assert snapshots_in(draft.places.draft(draft.ident).snapshots)
