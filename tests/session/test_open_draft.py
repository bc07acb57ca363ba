"""An open draft in its folder: the journal is begun, kept short, mended and closed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from session_makers import SPLITTER, typed
from small_files import files_no_longer_than

from editor.core.clock import StoppedClock
from editor.core.document import Document
from editor.core.origins import IMPORTED
from editor.core.runs import Fragment
from editor.core.text_format import TextFormat
from editor.journal import writer as writer_module
from editor.journal.files import journal_files
from editor.journal.lock import DraftLock
from editor.journal.places import Places
from editor.journal.reader import read_tail
from editor.journal.writer import JournalWriter
from editor.session import open_draft
from editor.session.draft_session import DraftSession
from editor.session.open_draft import OpenDraft
from editor.session.recorder import Recorder


@pytest.fixture
def draft(tmp_path: Path) -> OpenDraft:
    made: list[OpenDraft] = []
    document = Document.of(Fragment.of("one\n\ntwo", IMPORTED), SPLITTER)

    def begin(first_n: int) -> JournalWriter:
        return made[0].begin(first_n)

    recorder = Recorder(1, begin)
    session = DraftSession(document, recorder, StoppedClock(), lambda: SPLITTER)
    text = tmp_path / "essay.md"
    made.append(
        OpenDraft(session, "a" * 32, text.with_suffix(".palimpsest"), text, TextFormat(), Places(tmp_path / "data"))
    )
    return made[0]


def test_that_a_draft_nobody_wrote_in_has_nothing_to_sync_mend_or_close(draft: OpenDraft) -> None:
    draft.sync_soon()
    draft.mend()
    draft.tidy(10, 10)
    draft.close()
    assert draft.state() is None
    assert not draft.exists
    assert draft.name == "essay"


def test_that_the_header_says_whose_journal_it_is_and_what_the_text_was(draft: OpenDraft) -> None:
    draft.session.change(0, 0, typed("x"))
    draft.close()
    header, edit, *_ = read_tail(draft.folder.folder, -1).records
    assert (header["n"], edit["n"]) == (0, 1)
    assert (header["draft"], header["path"], header["text_file"]) == ("a" * 32, str(draft.database), str(draft.text_path))
    assert Document.from_keyframe(header["keyframe"]).text() == "one\n\ntwo"


def test_that_a_draft_in_the_database_needs_no_keyframe_unless_something_was_lost(draft: OpenDraft) -> None:
    draft.in_database = True
    draft.session.change(0, 0, typed("x"))
    assert all("keyframe" not in record for record in read_tail(draft.folder.folder, -1).records)
    draft.close()


def test_that_after_a_loss_the_journal_begins_with_the_whole_document(draft: OpenDraft) -> None:
    draft.in_database = draft.must_heal = True
    draft.session.change(0, 0, typed("x"))
    assert "keyframe" in read_tail(draft.folder.folder, -1).records[0]
    draft.close()


def test_that_a_save_is_recorded_and_is_no_words_of_the_writer(draft: OpenDraft) -> None:
    draft.saved("before there is a journal")
    draft.session.change(0, 0, typed("x"))
    words_n = draft.session.recorder.newest_words_n
    draft.saved("now")
    draft.close()
    draft.saved("an answer that came late")
    found = [one["digest"] for one in read_tail(draft.folder.folder, -1).records if one["kind"] == "saved"]
    assert (found, draft.text_digest) == (["now"], "an answer that came late")
    assert draft.session.recorder.newest_words_n == words_n


def test_that_closing_lets_the_lock_go_and_syncs_everything(draft: OpenDraft) -> None:
    draft.session.change(0, 0, typed("x"))
    state = draft.state()
    assert state is not None
    assert state.written_n == 1
    draft.sync_soon()
    draft.mend()
    draft.close()
    assert draft.journal is not None
    assert draft.journal.state.synced_n == draft.journal.state.written_n
    DraftLock.take(draft.folder.lock, StoppedClock()).release()


def test_that_a_long_journal_is_begun_anew_and_let_go_once_it_is_kept_elsewhere(
    draft: OpenDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_draft, "_LONG_JOURNAL", 2_000)
    for number in range(40):
        draft.session.change(number, 0, typed("x"))
    assert draft.journal is not None
    draft.journal.sync()
    draft.tidy(0, 0)
    assert [number for number, _ in journal_files(draft.folder.folder)] == [1, 2]
    draft.session.change(0, 0, typed("y"))
    draft.journal.sync()
    draft.tidy(40, 40)
    assert [number for number, _ in journal_files(draft.folder.folder)] == [2]
    tail = read_tail(draft.folder.folder, 40)
    assert [record["n"] for record in tail.records] == [41]
    draft.close()


def test_that_a_journal_is_not_begun_anew_for_the_sake_of_the_long_document_it_began_with(
    draft: OpenDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_draft, "_LONG_JOURNAL", 2_000)
    draft.session.change(0, 0, typed("word " * 1_000))
    draft.tidy(0, 0)
    for _ in range(3):
        draft.session.change(0, 0, typed("y"))
        draft.tidy(0, 0)
    assert [number for number, _ in journal_files(draft.folder.folder)] == [1, 2]
    for _ in range(40):
        draft.session.change(0, 0, typed("z"))
    draft.tidy(0, 0)
    assert [number for number, _ in journal_files(draft.folder.folder)] == [1, 2, 3]
    draft.close()


# Words that the disk does not take.


def test_that_a_draft_whose_journal_cannot_be_begun_keeps_everything_until_it_can(
    draft: OpenDraft, tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("no folder")
    draft.session.change(0, 0, typed("x"))
    draft.session.change(1, 0, typed("y"))
    draft.session.undo()
    assert draft.trouble.startswith("A file lies in the place of the data folder: ")
    assert draft.only_in_memory
    assert not draft.keep_all()
    (tmp_path / "data").unlink()
    draft.mend()
    assert (draft.trouble, draft.only_in_memory, draft.keep_all()) == ("", False, True)
    draft.close()
    header, *edits = (one for one in read_tail(draft.folder.folder, -1).records if one["kind"] in ("header", "edit"))
    assert Document.from_keyframe(header["keyframe"]).text() == "one\n\ntwo"
    assert [one["k"] for one in edits] == ["type", "type", "undo", "undo"]
    assert {one["i"][1] for one in edits[:2]} == {"typed"}


def test_that_what_a_full_disk_refused_is_only_in_memory_until_there_is_room(draft: OpenDraft) -> None:
    draft.session.change(0, 0, typed("x"))
    assert draft.keep_all()
    assert draft.journal is not None
    with files_no_longer_than(draft.journal.size):
        draft.session.remember_caret(0)
        assert (bool(draft.trouble), draft.only_in_memory) == (True, False), "a place of the caret is no word"
        for number in range(2_000):
            draft.session.change(number, 0, typed("y"))
        assert draft.only_in_memory
        assert not draft.keep_all()
        assert draft.kept_n == 1
    assert draft.keep_all(), "however many wait"
    assert draft.kept_n == draft.session.recorder.next_n - 1 > 2_000
    draft.close()


def test_that_words_on_a_disk_that_fails_at_writing_them_down_count_as_lost(
    draft: OpenDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    draft.session.change(0, 0, typed("x"))
    with monkeypatch.context() as sick:
        sick.setattr(writer_module, "flush_to_disk", broken)
        assert not draft.keep_all()
        assert draft.trouble == "The disk did not keep the newest words (Input/output error). Save the text elsewhere."
    assert draft.keep_all()
    draft.close()
