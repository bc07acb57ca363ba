"""A damaged draft is whole again, from whatever is left of it, and says what is missing."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from written_draft import WrittenDraft

from editor.core.errors import DraftLocked, DraftNewer, FileUnreadable
from editor.core.ledger import Ledger
from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.lock import FOLDING_LOCK, DraftLock
from editor.journal.places import DraftPlaces
from editor.opening import Opener
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.services.reading import read_draft
from editor.services.soundness import problems_of, recover
from editor.store import database
from editor.store.hashing import row_hash
from editor.store.kept_copies import snapshots_in
from editor.store.keyframe import read_opening
from editor.store.snapshots import take_snapshot

MODEL = Origin(OriginKind.MODEL, actor="model-1", prompt="call-7")
Damage = Callable[[Path], None]


class Kept(WrittenDraft):
    """A draft that was folded, copied, and written on."""

    def __init__(self, folder: Path, text: str, *, name: str = "essay", data: Path | None = None) -> None:
        super().__init__(folder, text, name=name, data=data)
        self.session.time.focus(True)
        self.append("Two sentences more. ")
        self.fold(snapshot=True)
        self.append("And a model's words. ", MODEL)
        self.fold(snapshot=True)
        self.append("And the end, which only the journal and the file know.")
        self.fold()

    @property
    def draft(self) -> DraftPlaces:
        return self.places.draft(self.ident)

    def fold(self, snapshot: bool = False) -> None:
        self.session.time.flush()
        attached = AttachedDraft(DraftAddress(self.path, self.ident, self.draft, self.text_path), self.clock)
        attached.fold()
        if snapshot:
            take_snapshot(attached.store, self.draft.snapshots)
        attached.close()

    def must_be_whole(self) -> None:
        assert problems_of(self.path, self.places) == []
        found = read_draft(self.path, self.places, MarkdownSplitter)
        assert found.notes == ()
        assert found.document.keyframe() == self.session.document.keyframe()
        assert Ledger(found.ledger).total() == self.session.time.ledger.total()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path, "# A title\n\nThe first paragraph.\n\n")


def flip_in_text(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[data.rindex(b"first paragraph")] ^= 1
    path.write_bytes(data)


def half(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def no_header(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


DAMAGES: dict[str, Damage] = {
    "a flipped bit": flip_in_text,
    "half of it": half,
    "no header": no_header,
    "nothing in it": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
    "another file": lambda path: path.write_bytes(b"A letter to the editor.\n" * 400),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_that_a_damaged_file_comes_back_exactly(kept: Kept, damage: str) -> None:
    DAMAGES[damage](kept.path)
    spoiled = kept.path.read_bytes() if kept.path.exists() else None
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert mended.missing == ()
    assert mended.after == kept.text
    assert "newest safety copy and the journal. Nothing is missing." in mended.sentence()
    kept.must_be_whole()
    if spoiled is None:
        assert mended.aside is None
        assert mended.sentence().startswith("The draft's file was gone")
    else:
        assert mended.aside is not None
        assert mended.aside.read_bytes() == spoiled
    assert recover(kept.path, kept.places, kept.clock) is None


def test_that_the_newest_copy_may_be_damaged_too(kept: Kept) -> None:
    flip_in_text(kept.path)
    flip_in_text(snapshots_in(kept.draft.snapshots)[-1][1])
    assert len(problems_of(kept.path, kept.places)) >= 2
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert (mended.missing, mended.after) == ((), kept.text)


def test_that_the_journal_alone_is_enough_while_it_is_whole(kept: Kept) -> None:
    no_header(kept.path)
    for _, copy in snapshots_in(kept.draft.snapshots):
        copy.unlink()
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert mended.restored_from == "the journal"
    assert mended.missing == ()
    kept.must_be_whole()


def test_that_what_only_the_lost_file_and_the_lost_journal_knew_is_told_once(kept: Kept) -> None:
    """Nothing that is left knows of it, but for the note of how far the draft had come."""
    n = kept.n
    kept.path.unlink()
    (journal,) = kept.folder.glob("journal-*.jsonl")
    journal.unlink()
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    copied_n = read_opening(snapshots_in(kept.draft.snapshots)[-1][1]).folded_n
    assert mended.missing == (
        f"Changes {copied_n + 1} to {n} are missing.",
        f"Journal 1 is gone; what it may have held after change {n} is missing.",
    )
    half(kept.path)
    again = recover(kept.path, kept.places, kept.clock)
    assert again is not None
    assert again.missing == ()


@pytest.mark.parametrize("content", [b"", b"{}", b"x" * 5_000, b'{"kind":"reach","n":"9","journal":[]}\tdeadbeef\n'])
def test_that_a_note_that_is_none_is_no_evidence(kept: Kept, content: bytes) -> None:
    (kept.draft.folder / "reach").write_bytes(content)
    half(kept.path)
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert mended.missing == ()
    kept.must_be_whole()


def test_that_a_copy_and_a_damaged_journal_say_what_is_missing(kept: Kept) -> None:
    flip_in_text(kept.path)
    (journal,) = kept.folder.glob("journal-*.jsonl")
    data = journal.read_bytes()
    at = data.index(b"And the end")
    journal.write_bytes(data[:at] + b"X" + data[at + 1 :])
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert mended.after == kept.text.removesuffix("And the end, which only the journal and the file know.")
    assert any("damaged line" in one for one in mended.missing)
    assert any(one.startswith("Changes ") for one in mended.missing)
    assert "And the end" in mended.before, "what the damaged file still had is shown beside it"


def test_that_an_emptied_journal_is_told_and_no_more_once_the_draft_was_opened(kept: Kept) -> None:
    (journal,) = kept.folder.glob("journal-*.jsonl")
    journal.write_bytes(b"")
    kept.fold(snapshot=True)
    no_header(kept.path)
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert mended.missing == ("Journal 1 is empty; what it may have held is missing.",)
    Opener(kept.places, kept.clock, MarkdownSplitter).open(kept.text_path).close()
    no_header(kept.path)
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert (mended.missing, mended.after) == ((), kept.text)


def test_that_the_bare_text_comes_back_where_nothing_else_is_left(kept: Kept) -> None:
    flip_in_text(kept.path)
    for path in [*kept.folder.glob("journal-*"), *kept.draft.snapshots.iterdir()]:
        path.unlink()
    with pytest.raises(FileUnreadable, match="nothing to mend"):
        recover(kept.path, kept.places, kept.clock, from_text=False)
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert mended.restored_from == "the text in the damaged file"
    assert mended.missing[0].startswith("Its history, its minutes")
    assert problems_of(kept.path, kept.places) == []


def test_that_remarks_and_notes_the_copy_did_not_know_are_taken_from_the_damaged_file(kept: Kept) -> None:
    attached = AttachedDraft(DraftAddress(kept.path, kept.ident, kept.draft), kept.clock)
    attached.store.versions.keep("Before the revision", None, 1, 0, Fragment.of("One.", TYPED))
    attached.store.note(profile="lesswrong-2025")
    attached.close()
    flip_in_text(kept.path)
    assert recover(kept.path, kept.places, kept.clock) is not None
    with closing(sqlite3.connect(kept.path)) as connection:
        assert connection.execute("SELECT name FROM version").fetchall() == [("Before the revision",)]
        assert connection.execute("SELECT value FROM draft WHERE key = 'profile'").fetchone() == ('"lesswrong-2025"',)
    assert problems_of(kept.path, kept.places) == []


@pytest.mark.parametrize("call", ["link", "unlink", "replace"])
@pytest.mark.parametrize("links", [True, False])
def test_that_a_kill_while_the_files_are_exchanged_costs_no_row_that_only_the_log_has(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, call: str, links: bool
) -> None:
    attached = AttachedDraft(DraftAddress(kept.path, kept.ident, kept.draft), kept.clock)
    attached.store.versions.keep("Only in the log", None, 1, 0, Fragment.of("One.", TYPED))
    log = kept.path.with_name("essay.palimpsest-wal")
    found = {path: path.read_bytes() for path in (kept.path, log)}
    attached.close()
    kept.path.write_bytes(b"\1" * 100 + found[kept.path][100:])
    log.write_bytes(found[log])

    class Killed(BaseException):
        pass

    def kill(*_: object, **__: object) -> None:
        raise Killed

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    with monkeypatch.context() as at:
        if call == "unlink":
            at.setattr(Path, "unlink", kill)
        elif call == "link":
            at.setattr(database, "_keep_also_as", kill)
        else:
            at.setattr(database, "replace", kill)
        with pytest.raises(Killed):
            recover(kept.path, kept.places, kept.clock)
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert mended.missing == ()
    assert mended.aside == kept.path.with_name("essay.palimpsest.damaged-1")
    assert mended.aside.with_name(f"{mended.aside.name}-wal").read_bytes() == found[log]
    assert not kept.path.with_name("essay.palimpsest.damaged-2").exists()
    with closing(sqlite3.connect(kept.path)) as connection:
        assert connection.execute("SELECT name FROM version").fetchall() == [("Only in the log",)]
    kept.must_be_whole()


def test_that_nothing_is_mended_under_a_window_or_out_of_nothing(kept: Kept, tmp_path: Path) -> None:
    flip_in_text(kept.path)
    before = kept.path.read_bytes()
    lock = DraftLock.take(kept.draft.lock, kept.clock)
    with pytest.raises(DraftLocked):
        recover(kept.path, kept.places, kept.clock)
    lock.release()
    assert kept.path.read_bytes() == before
    with pytest.raises(FileUnreadable, match="no draft"):
        recover(tmp_path / "other.palimpsest", kept.places, kept.clock)
    empty = tmp_path / "empty.palimpsest"
    empty.write_bytes(b"\0" * 5000)
    with pytest.raises(FileUnreadable, match="nothing to mend"):
        recover(empty, kept.places, kept.clock)
    assert empty.read_bytes() == b"\0" * 5000
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".tmp")]


@pytest.mark.parametrize("reason", ["in use", "of a later version"])
def test_that_a_file_that_cannot_be_read_for_another_reason_is_not_replaced(kept: Kept, reason: str) -> None:
    with closing(sqlite3.connect(kept.path)) as other:
        if reason == "in use":
            other.execute("BEGIN EXCLUSIVE")
        else:
            other.execute("ALTER TABLE edit ADD COLUMN colour TEXT")
            other.execute("PRAGMA user_version = 4000")
        before = kept.path.read_bytes()
        with pytest.raises(DraftLocked if reason == "in use" else DraftNewer):
            recover(kept.path, kept.places, kept.clock)
        assert problems_of(kept.path, kept.places)
        assert kept.path.read_bytes() == before
    assert not list(kept.path.parent.glob("*.damaged-*"))


def test_that_a_link_at_the_name_of_a_draft_is_replaced_and_what_it_leads_to_left_alone(
    kept: Kept, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "letter.txt"
    elsewhere.write_bytes(b"not yours")
    kept.path.unlink()
    kept.path.symlink_to(elsewhere)
    assert recover(kept.path, kept.places, kept.clock) is not None
    assert elsewhere.read_bytes() == b"not yours"
    assert not kept.path.is_symlink()
    kept.must_be_whole()


def test_that_a_lock_that_is_a_link_is_told_of_in_plain_words_and_not_followed(kept: Kept, tmp_path: Path) -> None:
    half(kept.path)
    (kept.draft.folder / FOLDING_LOCK).unlink(missing_ok=True)
    (kept.draft.folder / FOLDING_LOCK).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileUnreadable, match="folder of the draft cannot be used"):
        recover(kept.path, kept.places, kept.clock)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("value", [b"12", "9" * 5_000])
def test_that_a_number_that_is_none_does_not_stop_the_mending_though_its_hash_is_right(
    kept: Kept, value: str | bytes
) -> None:
    with closing(sqlite3.connect(kept.path)) as raw:
        sound = row_hash("draft", "folded_n", value)
        raw.execute("UPDATE draft SET value = ?, hash = ? WHERE key = 'folded_n'", (value, sound))
        raw.commit()
    flip_in_text(kept.path)
    assert recover(kept.path, kept.places, kept.clock) is not None
    kept.must_be_whole()


def test_that_the_draft_goes_on_after_it_was_mended(kept: Kept) -> None:
    half(kept.path)
    recover(kept.path, kept.places, kept.clock)
    kept.append(" It goes on.")
    kept.fold()
    kept.must_be_whole()


def test_that_the_journal_knows_a_turn_of_the_pad_better_than_the_damaged_file(kept: Kept) -> None:
    turn = kept.session.pads.begin(kept.paragraph(2))
    kept.session.pads.typed(turn.id, "what I mean")
    kept.fold()
    kept.session.pads.typed(turn.id, "what I mean is this")
    kept.session.pads.end(turn.id)
    flip_in_text(kept.path)
    assert recover(kept.path, kept.places, kept.clock) is not None
    with closing(sqlite3.connect(kept.path)) as connection:
        assert connection.execute("SELECT text FROM pad_turn").fetchall() == [("what I mean is this",)]


def test_that_a_pipe_in_the_place_of_a_draft_is_not_waited_for(kept: Kept) -> None:
    kept.path.unlink()
    os.mkfifo(kept.path)
    for look in (lambda: problems_of(kept.path, kept.places), lambda: recover(kept.path, kept.places, kept.clock)):
        with pytest.raises(FileUnreadable, match="not a file"):
            look()
