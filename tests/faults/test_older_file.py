"""An older state of a draft in its file's place, as a backup or another program puts it: nothing of it is missing, and
what its safety copies and its journal hold comes back."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from good_draft import GoodDraft

from editor.core.errors import DraftBehind
from editor.core.paragraphs import MarkdownSplitter
from editor.journal.files import journal_files
from editor.opening import Opener
from editor.services.mending import Mended
from editor.services.soundness import problems_of, recover
from editor.session.resuming import INTERRUPTED
from editor.store.drafts import DraftStore


class Kept(GoodDraft):
    """Of four sittings, with four copies; the journals of the first days were let go."""

    @property
    def path(self) -> Path:
        return self.live.database

    @property
    def text(self) -> str:
        return self.live.document.text()

    def put_back_whole(self) -> None:
        super().put_back()

    def put_copy(self, number: int) -> bytes:
        """Puts a copy, counted from the oldest, in the place of the file."""
        shutil.copyfile(self.live.snapshots()[number], self.path)
        return self.path.read_bytes()

    def opener(self) -> Opener:
        return Opener(self.live.places, self.live.clock, MarkdownSplitter)

    def recover(self) -> Mended | None:
        return recover(self.path, self.live.places, self.live.clock)

    def problems(self) -> list[str]:
        return problems_of(self.path, self.live.places)

    def must_be_whole(self) -> None:
        assert self.problems() == []
        draft = self.opener().open(self.path)
        assert draft.session.document.keyframe() == self.keyframe
        assert draft.notice in ("", INTERRUPTED)
        draft.close()
        assert self.live.written_minutes() == self.minutes


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    draft = Kept(tmp_path_factory.mktemp("older") / "desk", Random(20), 60)
    assert len(draft.live.snapshots()) == 4
    return draft


@pytest.fixture
def kept(made: Kept) -> Kept:
    made.put_back_whole()
    return made


@pytest.mark.parametrize("copy", [0, 1])
def test_that_an_older_file_is_brought_up_to_date_from_the_copies_and_nothing_is_missing(kept: Kept, copy: int) -> None:
    older = kept.put_copy(copy)
    (told,) = kept.problems()
    assert told.startswith("essay.palimpsest is an older state of the draft, up to change ")
    assert "missing" not in told
    mended = kept.recover()
    assert mended is not None
    assert mended.aside is not None
    assert (mended.missing, mended.after, mended.aside.name) == ((), kept.text, "essay.palimpsest.older-1")
    assert mended.aside.read_bytes() == older
    assert mended.sentence() == (
        "The draft's file was an older state of it and has been brought up to date from the newest safety copy and the "
        "journal. Nothing is missing. The older file is kept as essay.palimpsest.older-1."
    )
    kept.must_be_whole()
    assert kept.recover() is None


@pytest.mark.parametrize("copy", [2, 3])
def test_that_an_older_file_whose_journal_goes_on_from_it_is_no_trouble(kept: Kept, copy: int) -> None:
    kept.put_copy(copy)
    assert kept.recover() is None
    kept.must_be_whole()


def test_that_opening_says_it_is_behind_once_and_then_gives_what_there_is(kept: Kept) -> None:
    kept.put_copy(0)
    opener = kept.opener()
    for _ in range(2):
        with pytest.raises(DraftBehind, match="an older state of the draft"):
            opener.open(kept.path)
        draft = opener.open(kept.path)
        assert draft.session.document.text() != kept.text
        assert "missing from the journal" in draft.notice
        draft.close()
    with pytest.raises(DraftBehind):
        opener.open(kept.path)
    assert kept.recover() is not None
    draft = opener.open(kept.path)
    assert draft.session.document.text() == kept.text
    draft.close()
    kept.must_be_whole()


def test_that_copies_that_cannot_be_looked_at_keep_no_draft_shut_and_verify_says_so(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel refuses, as a faulty disk makes it do: a superuser's tests could read any folder of theirs."""
    snapshots, read = kept.live.place.snapshots, Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder == snapshots:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(folder))
        return read(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    draft = kept.opener().open(kept.path)
    assert draft.session.document.text() == kept.text
    draft.close()
    assert kept.problems() == ["The safety copies could not be looked at: Input/output error."]


def test_that_a_damaged_copy_is_passed_over_and_what_no_sound_one_holds_is_told_as_missing(kept: Kept) -> None:
    kept.put_copy(0)
    newest, next_newest = kept.live.snapshots()[:1:-1]
    for path in (newest, next_newest):
        path.write_bytes(path.read_bytes()[:-3_000])
    mended = kept.recover()
    assert mended is not None
    assert any(one.startswith("Changes ") and "missing from the journal" in one for one in mended.missing)
    found = DraftStore.open(kept.path)
    copied = DraftStore.open(kept.live.snapshots()[1])
    assert found.document.text() == copied.document.text()
    assert found.folded_n == copied.folded_n
    found.close()
    copied.close()


def test_that_an_older_file_that_was_written_on_elsewhere_is_not_replaced(kept: Kept) -> None:
    kept.put_copy(0)
    store = DraftStore.open(kept.path)
    edit = {"kind": "edit", "n": store.folded_n + 1, "t": 0, "z": 0, "k": "type", "p": 0, "i": ["ELSEWHERE ", "typed"]}
    store.fold([edit])
    store.close()
    before = kept.path.read_bytes()
    assert kept.recover() is None
    assert kept.path.read_bytes() == before
    assert any("in the file it is" in one for one in kept.problems())


def test_that_what_was_removed_since_does_not_come_back_with_an_older_file(kept: Kept) -> None:
    kept.put_copy(0)
    store = DraftStore.open(kept.path)
    store.note(profile="lesswrong-2025")
    store.close()
    assert kept.recover() is not None
    store = DraftStore.open(kept.path)
    assert store.meta.get("profile") != "lesswrong-2025"
    store.close()


def test_that_a_copy_another_program_made_is_not_made_the_whole_draft(kept: Kept) -> None:
    copy = kept.path.with_name("essay (copy).palimpsest")
    shutil.copyfile(kept.live.snapshots()[0], copy)
    assert recover(copy, kept.live.places, kept.live.clock) is None
    assert copy.read_bytes() == kept.live.snapshots()[0].read_bytes()


def test_that_a_draft_whose_journals_are_gone_too_is_brought_up_to_date_as_far_as_the_copies_go(kept: Kept) -> None:
    kept.put_copy(0)
    for _, path in journal_files(kept.live.place.folder):
        path.unlink()
    (kept.live.place.folder / "reach").unlink()
    with pytest.raises(DraftBehind):
        kept.opener().open(kept.path)
    mended = kept.recover()
    assert mended is not None
    copied = DraftStore.open(kept.live.snapshots()[-1])
    assert mended.after == copied.document.text()
    assert mended.missing == ()
    copied.close()


def put_number(path: Path, number: int) -> bytes:
    """Of its format, into the header."""
    data = bytearray(path.read_bytes())
    data[60:64] = number.to_bytes(4, "big")
    path.write_bytes(data)
    return bytes(data)


@pytest.mark.parametrize("copy", [0, 1])
def test_that_an_older_file_whose_number_is_damaged_too_is_not_taken_for_all_there_is(kept: Kept, copy: int) -> None:
    kept.put_copy(copy)
    older = put_number(kept.path, 0)
    mended = kept.recover()
    assert mended is not None
    assert mended.aside is not None
    assert (mended.missing, mended.after, mended.aside.read_bytes()) == ((), kept.text, older)
    assert mended.restored_from == "the newest safety copy and the journal"
    kept.must_be_whole()
    assert kept.recover() is None


def test_that_a_damaged_older_file_that_went_its_own_way_is_kept_and_what_it_lacks_is_told(kept: Kept) -> None:
    kept.put_copy(0)
    store = DraftStore.open(kept.path)
    edit = {"kind": "edit", "n": store.folded_n + 1, "t": 0, "z": 0, "k": "type", "p": 0, "i": ["ELSEWHERE ", "typed"]}
    store.fold([edit])
    text = store.document.text()
    store.close()
    put_number(kept.path, 0)
    mended = kept.recover()
    assert mended is not None
    assert mended.restored_from == "itself, with the right number of its format"
    assert mended.after == text
    assert any("are missing" in one for one in mended.missing)
