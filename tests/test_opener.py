"""Opening without the worker: looking leaves no trace, and whatever was on screen is there again after a kill."""

from __future__ import annotations

import errno
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from dropped_draft import drop

from editor.core.clock import StoppedClock
from editor.core.errors import DraftDamaged, DraftLocked, FileUnreadable
from editor.core.origins import TYPED, OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.core.text_format import encoded
from editor.journal import atomic, reach, text_beside
from editor.journal.files import journal_files
from editor.journal.lines import line_of
from editor.journal.places import Places
from editor.opening import Opener
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.services.soundness import recover
from editor.session.drill import note_of, put_note
from editor.session.open_draft import OpenDraft
from editor.session.resuming import INTERRUPTED
from editor.store.drafts import DraftStore
from editor.store.snapshots import take_snapshot

SPLITTER = MarkdownSplitter()
ESSAY = "# A title\n\nThe first paragraph.\n\n- one\n- two\n"


class Desk:
    """A folder of the writer's and the program's data beside it."""

    def __init__(self, folder: Path) -> None:
        self.essay = folder / "papers" / "essay.md"
        self.essay.parent.mkdir()
        self.essay.write_text(ESSAY)
        self.places = Places(folder / "data")
        self.clock = StoppedClock(1_790_000_000_000)
        self.opener = Opener(self.places, self.clock, lambda: SPLITTER)
        self.open: list[OpenDraft] = []

    def begin(self, path: Path | None = None) -> OpenDraft:
        draft = self.held(self.opener.open(path or self.essay))
        assert not draft.exists, "it was edited before"
        return draft

    def again(self, path: Path | None = None) -> OpenDraft:
        return self.held(self.opener.open(path or self.essay))

    def held(self, draft: OpenDraft) -> OpenDraft:
        self.open.append(draft)
        return draft

    def fold(self, draft: OpenDraft) -> None:
        """What the worker does: the journal goes into the database."""
        address = DraftAddress(draft.database, draft.draft_id, draft.folder, draft.text_path, draft.copy_of)
        attached = AttachedDraft(address, self.clock)
        attached.fold()
        attached.close()

    def files(self) -> set[str]:
        return {str(path.relative_to(self.essay.parent.parent)) for path in self.essay.parent.parent.rglob("*")}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def type_into(draft: OpenDraft, text: str, at: int | None = None) -> None:
    place = len(draft.session.document) if at is None else at
    for number, key in enumerate(text):
        draft.session.change(place + number, 0, Fragment.of(key, TYPED))


def text_of(draft: OpenDraft) -> str:
    return draft.session.document.text()


class TestTheFirstLook:
    def test_that_looking_at_a_text_file_leaves_no_trace(self, desk: Desk) -> None:
        before = desk.files()
        draft = desk.begin()
        assert (text_of(draft), draft.name) == (ESSAY, "essay")
        draft.session.undo()
        draft.session.read()
        draft.close()
        assert desk.files() == before
        assert not draft.exists

    def test_that_its_words_are_imported(self, desk: Desk) -> None:
        runs = desk.begin().session.document.runs()
        assert [(run.length, run.origin.kind) for run in runs] == [(len(ESSAY), OriginKind.IMPORTED)]

    def test_that_it_is_said_which_encoding_was_assumed(self, desk: Desk) -> None:
        taken = {"Käse".encode("cp1252"): "Windows-1252", b"\x81\xe4": "ISO 8859-1", "Käse".encode(): ""}
        for data, words in taken.items():
            desk.essay.write_bytes(data)
            draft = desk.begin()
            draft.close()
            assert words in draft.notice
            assert bool(words) is bool(draft.notice)

    def test_that_a_file_that_does_not_exist_yet_is_an_empty_draft_of_that_name(self, desk: Desk) -> None:
        draft = desk.begin(desk.essay.with_name("new.md"))
        assert (text_of(draft), draft.name) == ("", "new")

    def test_that_the_first_edit_makes_a_journal_and_leaves_the_file_alone(self, desk: Desk) -> None:
        draft = desk.begin()
        type_into(draft, "x", at=0)
        assert draft.exists
        assert len(journal_files(draft.folder.folder)) == 1
        assert desk.essay.read_text() == ESSAY
        assert desk.places.draft_at(desk.essay) == draft.draft_id
        draft.close()

    @pytest.mark.parametrize("data", [b"\xef\xbb\xbfa\r\n\r\nb", b"a\rb", b"a\r\nb\n", b"caf\xe9", b"", b"\ttab\n"])
    def test_that_the_format_of_the_file_is_known_again_after_a_kill(self, desk: Desk, data: bytes) -> None:
        desk.essay.write_bytes(data)
        draft = desk.begin()
        type_into(draft, "x", at=0)
        drop(draft)
        again = desk.again()
        again.session.undo()
        assert encoded(text_of(again), again.text_format) == data
        again.close()

    def test_that_a_file_with_zero_bytes_is_no_text_and_stays_as_it_was(self, desk: Desk) -> None:
        path = desk.essay.with_name("picture.md")
        path.write_bytes(b"PNG\0\1\2")
        with pytest.raises(FileUnreadable, match="not a text file"):
            desk.opener.open(path)
        assert path.read_bytes() == b"PNG\0\1\2"

    def test_that_a_folder_cannot_be_opened_as_a_draft(self, desk: Desk) -> None:
        with pytest.raises(FileUnreadable):
            desk.begin(desk.essay.parent)

    def test_that_a_draft_that_is_not_there_is_told(self, desk: Desk) -> None:
        with pytest.raises(FileUnreadable, match="no such draft"):
            desk.opener.open(desk.essay.with_suffix(".palimpsest"))


class TestAfterAKill:
    def test_that_every_character_ids_and_origins_are_there_again(self, desk: Desk) -> None:
        draft = desk.begin()
        type_into(draft, "More, 😀 and שלום.\n\nA new paragraph", at=len(ESSAY))
        draft.session.change(0, 2, Fragment())
        drop(draft)
        again = desk.again()
        assert again.session.document.keyframe() == draft.session.document.keyframe()
        assert again.caret == 0
        assert again.notice == INTERRUPTED
        again.close()

    def test_that_a_draft_whose_file_was_never_made_exists_in_its_journal(self, desk: Desk) -> None:
        """Else the worker is asked for no versions and no safety copy of it, and not told to let it go."""
        draft = desk.begin()
        type_into(draft, "x")
        drop(draft)
        again = desk.again()
        assert (again.exists, again.in_database) == (True, False)
        again.close()

    def test_that_the_draft_is_found_by_either_of_its_names(self, desk: Desk) -> None:
        draft = desk.begin()
        type_into(draft, "x")
        drop(draft)
        assert text_of(desk.again(desk.essay.with_suffix(".palimpsest"))) == ESSAY + "x"
        drop(desk.open[-1])

    def test_that_the_caret_is_where_it_last_was_whatever_was_recorded_after_it(self, desk: Desk) -> None:
        draft = desk.begin()
        type_into(draft, "abc", at=0)
        draft.session.remember_caret(17)
        draft.session.time.focus(True)
        draft.session.time.focus(False)
        turn = draft.session.pads.begin(1)
        draft.session.pads.typed(turn.id, "thoughts")
        drop(draft)
        again = desk.again()
        assert again.caret == 17
        assert [(one.text, one.ended_ms is not None) for one in again.session.pads.of(1)] == [("thoughts", True)]
        type_into(again, "d", at=3)
        drop(again)
        assert desk.again().caret == 4

    @pytest.mark.parametrize("folded", [False, True])
    def test_that_attachments_are_as_they_were_left(self, desk: Desk, folded: bool) -> None:
        draft = desk.begin()
        held = draft.session.attachments
        kept, gone = held.put("claim", {"state": "open"}, paragraph=1), held.put("title", {"text": "A"})
        held.take_away("title", gone.id)
        if folded:
            desk.fold(draft)
        drop(draft)
        again = desk.again().session.attachments
        if folded:  # the window hears of these from the worker
            store = DraftStore.open(draft.database)
            again.adopt(store.attachments.all())
            store.close()
        assert again.of("claim") == (kept,)
        assert again.of("title") == ()

    def test_that_undo_goes_on_and_new_words_are_kept_too(self, desk: Desk) -> None:
        draft = desk.begin()
        type_into(draft, "one\n\n", at=0)
        drop(draft)
        again = desk.again()
        desk.clock.advance(60_000)
        type_into(again, "two\n\n", at=0)
        drop(again)
        third = desk.again()
        assert text_of(third) == "two\n\none\n\n" + ESSAY
        while third.session.undo().edits:
            pass
        assert text_of(third) == ESSAY
        third.close()

    def test_that_it_goes_on_from_the_database_and_undo_reaches_into_it(self, desk: Desk) -> None:
        draft = desk.begin()
        type_into(draft, "one\n\n", at=0)
        desk.fold(draft)
        type_into(draft, "two\n\n", at=0)
        drop(draft)
        again = desk.again()
        assert again.in_database
        assert text_of(again) == "two\n\none\n\n" + ESSAY
        desk.clock.advance(60_000)
        type_into(again, "three", at=0)
        desk.fold(again)
        drop(again)
        third = desk.again()
        assert third.notice == INTERRUPTED
        while third.session.undo().edits:
            pass
        assert text_of(third) == ESSAY
        third.close()

    def test_that_a_draft_that_was_closed_and_folded_says_nothing_of_an_interruption(self, desk: Desk) -> None:
        draft = desk.begin()
        type_into(draft, "one\n\n", at=0)
        draft.close()
        desk.fold(draft)
        again = desk.again()
        assert (text_of(again), again.notice) == ("one\n\n" + ESSAY, "")
        again.close()

    def test_that_an_edit_after_trouble_at_the_beginning_is_not_applied_twice(self, desk: Desk) -> None:
        draft = desk.begin()
        desk.places.root.write_text("in the way")
        type_into(draft, "ab", at=0)
        assert draft.session.recorder.trouble
        desk.places.root.unlink()
        type_into(draft, "c", at=2)
        assert draft.session.recorder.trouble == ""
        drop(draft)
        again = desk.again()
        assert text_of(again) == "abc" + ESSAY
        assert again.session.document.keyframe() == draft.session.document.keyframe()
        again.close()

    def test_that_a_real_process_killed_in_mid_sentence_loses_no_character_it_had_shown(self, desk: Desk) -> None:
        program = f"""
import sys
from collections.abc import Callable
from pathlib import Path
from editor.core.clock import SystemClock
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.places import Places
from editor.opening import Opener
splitter = MarkdownSplitter()
opener = Opener(Places(Path({str(desk.places.root)!r})), SystemClock(), lambda: splitter)
draft = opener.open(Path({str(desk.essay)!r}))
for number in range(10_000):
    draft.session.change(number, 0, Fragment.of("wörd 😀\\n"[number % 7], TYPED))
    print(number + 1, flush=True)
"""
        child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        shown = 0
        for line in child.stdout:
            shown = int(line)
            if shown == 150:
                child.send_signal(signal.SIGKILL)
                break
        rest = child.stdout.read().split()
        child.stdout.close()
        assert child.wait(20) == -signal.SIGKILL
        shown = int(rest[-1]) if rest else shown
        again = desk.again()
        typed = text_of(again).removesuffix(ESSAY)
        assert len(typed) >= shown >= 150
        assert typed == ("wörd 😀\n" * 10_000)[: len(typed)]
        again.close()


class TestDamage:
    def test_that_a_draft_whose_file_is_gone_is_put_back_and_not_begun_anew(self, desk: Desk) -> None:
        draft = desk.begin()
        type_into(draft, "one ", at=0)
        desk.fold(draft)
        store = DraftStore.open(draft.database)
        take_snapshot(store, draft.folder.snapshots)
        store.close()
        draft.close()
        for _, path in journal_files(draft.folder.folder):
            path.unlink()  # as the program does once two copies hold what was in them
        draft.database.unlink()
        with pytest.raises(DraftDamaged, match="is gone"):
            desk.again()
        recover(desk.essay, desk.places, desk.clock)
        again = desk.again()
        assert text_of(again) == "one " + ESSAY
        again.close()

    def test_that_a_loss_only_the_note_of_its_reach_knows_of_is_told_once_and_not_called_none(self, desk: Desk) -> None:
        for word in ("first ", "SECOND "):
            draft = desk.again()
            type_into(draft, word, at=0)
            desk.fold(draft)
            drop(draft)
        n = draft.session.recorder.next_n - 1
        journals = [path for _, path in journal_files(draft.folder.folder)]
        journals[-1].unlink()
        draft.database.unlink()
        again = desk.again()
        assert text_of(again) == "first " + ESSAY
        assert again.notice == (
            f"Restored as far as it could be read. Changes {n - len('SECOND ') + 1} to {n} are missing. "
            f"Journal 2 is gone; what it may have held after change {n} is missing."
        )
        type_into(again, "third ", at=0)
        desk.fold(again)
        again.close()
        last = desk.again()
        assert (text_of(last), last.notice) == ("third first " + ESSAY, "")
        last.close()

    def test_that_journals_that_cannot_be_listed_are_told_and_hold_no_lock(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = desk.begin()
        type_into(draft, "one ", at=0)
        draft.close()

        def unread(_folder: Path) -> list[tuple[int, Path]]:
            raise OSError(errno.EIO, "Input/output error")

        with monkeypatch.context() as disk:
            disk.setattr(reach, "journal_files", unread)  # which the reader could list a moment before
            with pytest.raises(FileUnreadable, match="The journal cannot be read"):
                desk.again()
        again = desk.again()
        assert text_of(again) == "one " + ESSAY
        again.close()

    def test_that_the_worker_does_not_wipe_out_what_is_known_of_a_loss(self, desk: Desk) -> None:
        draft = desk.begin()
        type_into(draft, "one ", at=0)
        desk.fold(draft)
        older = draft.database.read_bytes()
        type_into(draft, "two ", at=0)
        desk.fold(draft)
        draft.close()
        for _, path in journal_files(draft.folder.folder):
            path.unlink()
        draft.database.write_bytes(older)
        desk.fold(draft)
        again = desk.again()
        assert "Journal 1 is gone" in again.notice
        assert "are missing" in again.notice
        again.close()

    def begun(self, desk: Desk, text: str = "one two three") -> tuple[OpenDraft, Path]:
        draft = desk.begin()
        type_into(draft, text, at=0)
        drop(draft)
        (found,) = journal_files(draft.folder.folder)
        return draft, found[1]

    @pytest.mark.parametrize("spoiled", [b"", b"no line of ours\n" * 40])
    def test_that_a_journal_with_a_spoiled_end_is_followed_by_a_new_one_at_once(self, desk: Desk, spoiled: bytes) -> None:
        """What it held is in the file: the new one says so, and no later mending takes it for a loss."""
        draft, journal = self.begun(desk)
        desk.fold(draft)
        desk.again().close()
        assert len(journal_files(draft.folder.folder)) == 1
        journal.write_bytes(spoiled)
        for _ in range(2):
            desk.again().close()
            assert len(journal_files(draft.folder.folder)) == 2

    def test_that_a_torn_last_line_costs_only_the_change_it_never_finished(self, desk: Desk) -> None:
        _, journal = self.begun(desk)
        journal.write_bytes(journal.read_bytes()[:-9])
        again = desk.again()
        assert text_of(again) == "one two thre" + ESSAY
        again.close()

    def test_that_a_damaged_line_is_told_and_what_follows_is_left_in_the_journal(self, desk: Desk) -> None:
        _, journal = self.begun(desk)
        lines = journal.read_bytes().split(b"\n")
        lines[5] = lines[5][:20] + b"?" + lines[5][21:]
        journal.write_bytes(b"\n".join(lines))
        again = desk.again()
        assert text_of(again) == "one " + ESSAY
        assert again.notice.startswith("Restored as far as it could be read. 1 damaged line in journal 1.")
        assert again.must_heal
        type_into(again, "X", at=4)
        drop(again)
        healed = desk.again()
        assert text_of(healed) == "one X" + ESSAY
        while healed.session.undo().edits:
            pass
        assert text_of(healed) == ESSAY
        healed.close()

    @pytest.mark.parametrize("folded", [False, True])
    def test_that_undo_stops_at_a_hole_that_a_later_journal_healed(self, desk: Desk, folded: bool) -> None:
        draft = desk.begin()
        type_into(draft, "one two three", at=0)
        desk.fold(draft)
        type_into(draft, "four five six", at=0)
        assert draft.journal is not None
        draft.journal.sync()
        ((_, journal),) = journal_files(draft.folder.folder)
        assert draft.journal.rotate(draft.session.document.keyframe())
        type_into(draft, "X", at=0)
        whole = text_of(draft)
        drop(draft)
        lines = journal.read_bytes().split(b"\n")
        spoiled = next(at for at, line in enumerate(lines) if b'["v"' in line)
        lines[spoiled] = lines[spoiled][:20] + b"?" + lines[spoiled][21:]
        journal.write_bytes(b"\n".join(lines))
        again = desk.again()
        assert text_of(again) == whole
        if folded:
            desk.fold(again)
        while again.session.undo().edits:
            pass
        assert text_of(again) == whole.removeprefix("X")
        again.close()

    def test_that_a_change_that_does_not_fit_the_text_is_left_in_the_journal(self, desk: Desk) -> None:
        draft, journal = self.begun(desk)
        n = draft.session.recorder.next_n
        record = {"kind": "edit", "n": n, "t": 0, "z": 0, "k": "type", "p": 0, "d": ["never there", "typed"]}
        strange = {"kind": "edit", "n": n + 1, "new": "shape"}
        for extra in ([record], [strange | {"n": n}]):
            before = journal.read_bytes()
            journal.write_bytes(before + b"".join(map(line_of, extra)))
            again = desk.again()
            assert text_of(again) == text_of(draft)
            assert f"Changes from number {n} on do not fit" in again.notice
            again.close()
            journal.write_bytes(before)

    def test_that_a_journal_that_lost_its_beginning_falls_back_to_the_text_file(self, desk: Desk) -> None:
        _, journal = self.begun(desk)
        lines = journal.read_bytes().split(b"\n")
        journal.write_bytes(b"\n".join([b"{torn", *lines[1:]]))
        again = desk.again()
        assert text_of(again) == ESSAY
        assert again.notice.startswith("Restored as far as it could be read.")
        type_into(again, "new ", at=0)
        drop(again)
        assert text_of(desk.again()) == "new " + ESSAY

    def test_that_a_draft_whose_journal_was_never_made_opens_as_its_text_file(self, desk: Desk) -> None:
        desk.places.remember(desk.essay.with_suffix(".palimpsest"), "0123456789abcdef")
        draft = desk.again()
        assert text_of(draft) == ESSAY
        assert draft.notice == ""
        type_into(draft, "a", at=0)
        drop(draft)
        again = desk.again()
        assert text_of(again) == "a" + ESSAY
        assert again.notice == INTERRUPTED
        again.close()

    def test_that_data_that_cannot_be_written_are_told_in_a_sentence(self, desk: Desk) -> None:
        draft, _ = self.begun(desk)
        folder = draft.folder.folder
        aside = folder.with_name("aside")
        folder.rename(aside)
        folder.write_text("in the way")
        with pytest.raises(FileUnreadable, match="essay cannot be opened"):
            desk.opener.open(desk.essay)
        folder.unlink()
        aside.rename(folder)
        assert text_of(desk.again()) == text_of(draft)

    @pytest.mark.parametrize("folded", [False, True])
    @pytest.mark.parametrize("twin", ["zero bytes", "folder", "link to itself"])
    def test_that_a_text_file_that_cannot_be_read_keeps_no_draft_shut(self, desk: Desk, twin: str, folded: bool) -> None:
        draft, _ = self.begun(desk)
        if folded:
            desk.fold(draft)
        desk.essay.unlink()
        if twin == "zero bytes":
            desk.essay.write_bytes(b"\0" * 300)
        elif twin == "folder":
            desk.essay.mkdir()
        else:
            desk.essay.symlink_to(desk.essay)
        for path in (desk.essay, draft.database):
            again = desk.again(path)
            assert (text_of(again), again.text_digest) == (text_of(draft), "")
            assert "essay.md" in again.notice
            assert "not compared with the draft, which is safe" in again.notice
            again.close()

    def test_that_a_draft_that_cannot_be_opened_does_not_keep_the_lock(self, desk: Desk) -> None:
        _, journal = self.begun(desk)
        lines = journal.read_bytes().split(b"\n")
        journal.write_bytes(b"\n".join([b"{torn", *lines[1:]]))
        desk.essay.unlink()
        desk.essay.mkdir()
        with pytest.raises(FileUnreadable):
            desk.opener.open(desk.essay)
        desk.essay.rmdir()
        desk.essay.write_text(ESSAY)
        assert text_of(desk.again()) == ESSAY


class TestTheLock:
    def test_that_a_draft_that_is_open_is_not_opened_twice(self, desk: Desk) -> None:
        draft = desk.begin()
        type_into(draft, "x", at=0)
        with pytest.raises(DraftLocked):
            desk.opener.open(desk.essay)
        draft.close()
        assert text_of(desk.again()) == "x" + ESSAY

    def test_that_of_two_windows_that_looked_at_a_file_only_one_begins_its_draft(self, desk: Desk) -> None:
        first, second = desk.begin(), desk.begin()
        type_into(first, "x", at=0)
        type_into(second, "y", at=0)
        assert "another window" in second.session.recorder.trouble
        assert text_of(second) == "y" + ESSAY
        drop(first)
        assert text_of(desk.again()) == "x" + ESSAY


class TestUnnamedDrafts:
    def test_that_a_draft_without_a_name_is_found_again_after_a_kill(self, desk: Desk) -> None:
        draft = desk.opener.new()
        assert draft.name == "Unnamed draft"
        assert desk.opener.unfinished() is None
        type_into(draft, "a thought\n\nand another")
        drop(draft)
        again = desk.opener.unfinished()
        assert again is not None
        assert text_of(again) == "a thought\n\nand another"
        assert again.text_path is None
        assert again.draft_id == draft.draft_id
        assert desk.opener.unfinished() is None
        again.close()

    def test_that_it_is_found_in_the_database_too(self, desk: Desk) -> None:
        draft = desk.opener.new()
        type_into(draft, "a thought")
        desk.fold(draft)
        drop(draft)
        again = desk.opener.unfinished()
        assert again is not None
        assert text_of(again) == "a thought"
        again.close()

    def test_that_a_new_draft_leaves_no_trace_until_its_first_character(self, desk: Desk) -> None:
        before = desk.files()
        desk.opener.new().close()
        assert desk.files() == before

    def test_that_an_emptied_one_is_not_brought_back(self, desk: Desk) -> None:
        draft = desk.opener.new()
        type_into(draft, "a")
        draft.session.undo()
        drop(draft)
        assert desk.opener.unfinished() is None

    def test_that_one_that_is_open_elsewhere_is_passed_over_quietly_and_a_damaged_one_is_told(self, desk: Desk) -> None:
        older = desk.opener.new()
        type_into(older, "older")
        drop(older)
        held = desk.opener.new()
        type_into(held, "held elsewhere")
        broken = desk.opener.new()
        type_into(broken, "broken")
        desk.fold(broken)
        drop(broken)
        broken.database.write_bytes(b"no database at all " * 100)
        told: list[Path] = []
        again = desk.opener.unfinished(passed_over=lambda path, error: told.append(path))
        assert again is not None
        assert text_of(again) == "older"
        assert told == [broken.database]
        again.close()
        held.close()

    @pytest.mark.parametrize("journals", ["whole", "begun later", "gone"])
    @pytest.mark.parametrize("how", ["damaged", "gone"])
    def test_that_a_damaged_or_lost_one_can_be_mended_and_is_then_opened(
        self, desk: Desk, how: str, journals: str
    ) -> None:
        draft = desk.opener.new()
        type_into(draft, "a thought")
        desk.fold(draft)
        store = DraftStore.open(draft.database)
        take_snapshot(store, draft.folder.snapshots)
        store.close()
        drop(draft)
        if journals == "begun later":
            later = desk.opener.unfinished()
            assert later is not None
            type_into(later, " and more")
            drop(later)
        for _, path in journal_files(draft.folder.folder)[: 1 if journals != "whole" else 0]:
            path.unlink()  # as the program does with older ones, or a fault of the disk with the last
        if how == "gone":
            draft.database.unlink()
        else:
            draft.database.write_bytes(b"\0" * 100 + draft.database.read_bytes()[100:])

        def mended(path: Path) -> OpenDraft:
            with pytest.raises(DraftDamaged):
                desk.opener.open(path)
            assert recover(path, desk.places, desk.clock)
            return desk.opener.open(path)

        again = desk.opener.unfinished(mended)
        assert again is not None
        assert text_of(again) == ("a thought and more" if journals == "begun later" else "a thought")
        assert (again.text_path, again.draft_id) == (None, draft.draft_id)
        again.close()

    def test_that_a_named_draft_with_nothing_left_but_its_copies_is_not_taken_for_one(self, desk: Desk) -> None:
        draft = desk.begin()
        type_into(draft, "x", at=0)
        desk.fold(draft)
        store = DraftStore.open(draft.database)
        take_snapshot(store, draft.folder.snapshots)
        store.close()
        drop(draft)
        for _, path in journal_files(draft.folder.folder):
            path.unlink()
        assert desk.opener.unfinished(passed_over=lambda path, error: pytest.fail(str(error))) is None

    def test_that_a_named_draft_is_not_unfinished(self, desk: Desk) -> None:
        draft = desk.begin()
        type_into(draft, "x", at=0)
        drop(draft)
        assert desk.opener.unfinished() is None

    def test_that_one_that_was_given_a_name_is_not_unfinished(self, desk: Desk) -> None:
        draft = desk.opener.new()
        type_into(draft, "x")
        drop(draft)
        draft.folder.named.touch()
        assert desk.opener.unfinished() is None


def test_that_what_a_killed_drill_left_unfinished_goes_at_the_next_start(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(source: Path, target: Path) -> None:
        raise KeyboardInterrupt

    draft = desk.begin()
    type_into(draft, "Typed")
    assert draft.lock
    with monkeypatch.context() as context:
        context.setattr(atomic, "replace", killed)
        context.setattr(atomic, "discard", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            put_note(note_of(draft.session, "14:05:07"), draft.folder, draft.lock.owner)
    assert list(draft.folder.folder.glob(".palimpsest-*"))
    drop(draft)
    assert "Typed" in text_of(desk.again())
    assert not list(draft.folder.folder.glob(".palimpsest-*"))


class TestAnotherDraftInTheSamePlace:
    SAVED = "essay (written here before).md"
    SAID = f"Another draft lay here before, with words that this one has not; its text was saved as {SAVED}."

    def other(self, desk: Desk, folder: Path) -> Path:
        """The file of a draft that was written on another computer."""
        folder.mkdir()
        elsewhere = Desk(folder)
        draft = elsewhere.begin()
        type_into(draft, "From the other computer. ", at=len(ESSAY))
        elsewhere.fold(draft)
        draft.close()
        return draft.database

    @pytest.mark.parametrize("folded", [False, True], ids=["only in the journal", "in its copies and its journal"])
    def test_that_words_written_here_before_are_saved_beside_it_and_told_once(
        self, desk: Desk, tmp_path: Path, folded: bool
    ) -> None:
        draft = desk.begin()
        type_into(draft, "My own words. ", at=len(ESSAY))
        if folded:
            desk.fold(draft)
            store = DraftStore.open(draft.database)
            take_snapshot(store, draft.folder.snapshots)
            store.close()
            draft.close()
            draft = desk.again()
            type_into(draft, "And more. ", at=len(ESSAY))
        words = text_of(draft)
        draft.close()
        shutil.copyfile(self.other(desk, tmp_path / "elsewhere"), draft.database)
        found = desk.again()
        assert text_of(found) == f"{ESSAY}From the other computer. "
        assert found.notice == self.SAID
        assert desk.essay.with_name(self.SAVED).read_text() == words
        found.close()
        found = desk.again()
        assert found.notice == ""
        found.close()
        assert len(list(desk.essay.parent.glob("essay (*"))) == 1

    def test_that_what_could_not_be_read_of_them_is_told(self, desk: Desk, tmp_path: Path) -> None:
        draft = desk.begin()
        type_into(draft, "My own words. And more. ", at=len(ESSAY))
        draft.close()
        ((_, journal),) = journal_files(draft.folder.folder)
        lines = journal.read_bytes().split(b"\n")
        journal.write_bytes(b"\n".join([*lines[:15], *lines[18:]]))
        shutil.copyfile(self.other(desk, tmp_path / "elsewhere"), draft.database)
        found = desk.again()
        assert found.notice == self.SAID.replace("its text was", "its text, as far as it could be read, was")
        assert desk.essay.with_name(self.SAVED).read_text() == f"{ESSAY}My own words. "
        found.close()

    def test_that_nothing_is_taken_from_under_a_window_that_has_it_open(self, desk: Desk, tmp_path: Path) -> None:
        draft = desk.begin()
        type_into(draft, "My own words. ", at=len(ESSAY))
        shutil.copyfile(self.other(desk, tmp_path / "elsewhere"), draft.database)
        found = desk.again()
        assert found.notice == ""
        found.close()
        draft.close()
        found = desk.again()
        assert found.notice == self.SAID
        found.close()

    def test_that_nothing_is_said_where_it_has_the_same_words_or_goes_on_elsewhere(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        draft = desk.begin()
        type_into(draft, "From the other computer. ", at=len(ESSAY))
        draft.close()
        other = self.other(desk, tmp_path / "elsewhere")
        shutil.copyfile(other, draft.database)
        found = desk.again()
        assert found.notice == ""
        found.close()
        assert desk.places.draft_at(draft.database) == found.draft_id
        moved = desk.begin(desk.essay.with_name("moved.md"))
        type_into(moved, "Words.")
        desk.fold(moved)
        moved.close()
        moved.database.rename(desk.essay.with_name("there.palimpsest"))
        again = desk.again(desk.essay.with_name("there.md"))
        type_into(again, "x")
        again.close()
        shutil.copyfile(other, moved.database)
        found = desk.again(desk.essay.with_name("moved.md"))
        assert found.notice == ""
        found.close()
        assert not list(desk.essay.parent.glob("* (*"))

    def test_that_they_go_into_the_data_folder_where_nothing_can_be_written_beside_it(
        self, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = desk.begin()
        type_into(draft, "My own words. ", at=len(ESSAY))
        draft.close()
        shutil.copyfile(self.other(desk, tmp_path / "elsewhere"), draft.database)
        write = text_beside.write_under_free_name

        def refuse(name_of: Callable[[int], Path], data: bytes) -> Path:
            if name_of(1).parent == desk.essay.parent:
                raise PermissionError(errno.EACCES, "Permission denied")
            return write(name_of, data)

        monkeypatch.setattr(text_beside, "write_under_free_name", refuse)
        found = desk.again()
        saved = desk.places.root / "rescued" / self.SAVED
        assert found.notice.endswith(f"its text was saved as {saved}.")
        assert "My own words." in saved.read_text()
        found.close()
