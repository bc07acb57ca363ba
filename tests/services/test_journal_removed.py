"""A cleaning program at work while somebody writes: the journal, its folder or all data are removed under the draft."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dropped_draft import drop

from editor.core.clock import StoppedClock
from editor.core.errors import DraftLocked
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.files import journal_files
from editor.journal.lock import FOLDING_LOCK, DraftLock
from editor.journal.places import Places
from editor.journal.reader import read_tail
from editor.journal.troubles import REMOVED
from editor.opening import Opener
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.session.open_draft import OpenDraft
from editor.session.resuming import INTERRUPTED
from editor.store.verifying import verify_file

SPLITTER = MarkdownSplitter()
ESSAY = "An essay.\n"


class Sitting:
    """A window with its draft, and the worker that folds it."""

    def __init__(self, folder: Path, named: bool) -> None:
        self.ended = False
        self.places, self.clock = Places(folder / "data"), StoppedClock(1_790_000_000_000)
        self.opener = Opener(self.places, self.clock, lambda: SPLITTER)
        self.essay = folder / "essay.md"
        self.essay.write_text(ESSAY)
        self.draft: OpenDraft = self.opener.open(self.essay) if named else self.opener.new()
        address = DraftAddress(self.draft.database, self.draft.draft_id, self.draft.folder, self.draft.text_path)
        self.worker = AttachedDraft(address, self.clock)

    def type(self, text: str) -> None:
        self.draft.session.change(0, 0, Fragment.of(text, TYPED))

    def sync(self) -> None:
        assert self.draft.journal is not None
        self.draft.journal.sync()

    def fold(self) -> None:
        self.draft.tidy(self.worker.fold(), 0)

    @property
    def newest_n(self) -> int:
        return self.draft.session.recorder.newest_words_n

    def end(self) -> None:
        if not self.ended:
            self.ended = True
            self.worker.close()
            drop(self.draft)

    def killed(self) -> OpenDraft:
        """What the next start finds."""
        self.end()
        return self.opener.open(self.essay) if self.draft.text_path else self.opener.unfinished() or self.opener.new()


@pytest.fixture(params=[True, False], ids=["named", "unnamed"])
def sitting(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sitting]:
    made = Sitting(tmp_path, request.param)
    yield made
    made.end()


def unlinked(sitting: Sitting) -> None:
    for _, path in journal_files(sitting.draft.folder.folder):
        path.unlink()


def renamed(sitting: Sitting) -> None:
    for _, path in journal_files(sitting.draft.folder.folder):
        path.rename(path.with_name("put away"))


def replaced(sitting: Sitting) -> None:
    for _, path in journal_files(sitting.draft.folder.folder):
        other = path.with_name("other")
        other.write_bytes(b"nothing of ours\n" * 400)
        other.rename(path)


def without_its_folder(sitting: Sitting) -> None:
    shutil.rmtree(sitting.draft.folder.folder)


def without_data(sitting: Sitting) -> None:
    shutil.rmtree(sitting.places.root)


def with_data_moved_away(sitting: Sitting) -> None:
    sitting.places.root.rename(sitting.places.root.with_name("moved"))


WAYS = (unlinked, renamed, replaced, without_its_folder, without_data, with_data_moved_away)
REMOVED_BY = pytest.mark.parametrize("remove", WAYS)
Remove = Callable[[Sitting], None]


@pytest.mark.parametrize("folded", [True, False], ids=["folded", "not folded"])
@pytest.mark.parametrize(
    ("remove", "rotated"),
    [
        *((remove, "never") for remove in WAYS),
        (unlinked, "before"),
        (unlinked, "after"),
        (without_data, "before"),
        (without_data, "after"),
    ],
)
def test_that_everything_since_the_last_fold_is_in_another_journal(
    sitting: Sitting, remove: Remove, folded: bool, rotated: str
) -> None:
    sitting.type("one ")
    sitting.sync()
    if folded:
        sitting.fold()
    sitting.type("two ")
    sitting.sync()
    assert sitting.draft.journal is not None
    if rotated == "before":
        assert sitting.draft.journal.rotate(sitting.draft.session.document.keyframe())
        sitting.sync()
    remove(sitting)
    sitting.type("three ")
    if rotated == "after":
        sitting.draft.journal.rotate(sitting.draft.session.document.keyframe())
    sitting.sync()
    if sitting.draft.trouble:
        assert sitting.draft.trouble == REMOVED
        assert sitting.draft.would_lose_words
        sitting.draft.mend()
    sitting.sync()
    sitting.type("four ")
    sitting.sync()
    assert (sitting.draft.trouble, sitting.draft.kept_n) == ("", sitting.newest_n)
    found = read_tail(sitting.draft.folder.folder, sitting.worker.folded_n)
    assert not found.hole_n
    sitting.fold()
    assert (sitting.worker.folded_n, sitting.worker.unplaced) == (sitting.newest_n, "")
    text = sitting.draft.session.document.text()
    assert text.startswith("four three two one ")
    assert sitting.worker.store.document.text() == text
    sitting.worker.close()
    assert verify_file(sitting.draft.database) == []


@REMOVED_BY
def test_that_a_kill_after_that_costs_nothing(sitting: Sitting, remove: Remove) -> None:
    sitting.type("one ")
    sitting.sync()
    remove(sitting)
    sitting.type("two ")
    assert sitting.draft.keep_all()
    again = sitting.killed()
    try:
        assert again.session.document.text().startswith("two one ")
        assert again.notice.removeprefix(INTERRUPTED) == "" or remove is replaced
    finally:
        drop(again)


@REMOVED_BY
def test_that_it_is_seen_while_nobody_writes(sitting: Sitting, remove: Remove) -> None:
    sitting.type("one ")
    sitting.sync()
    remove(sitting)
    sitting.sync()
    assert sitting.draft.would_lose_words
    sitting.draft.mend()
    sitting.sync()
    assert sitting.draft.kept_n == sitting.newest_n
    sitting.type("two ")
    sitting.sync()
    assert sitting.draft.trouble == ""


def test_that_words_in_a_file_of_the_writers_own_are_kept_and_those_in_the_data_folder_are_not(
    sitting: Sitting,
) -> None:
    """Nobody is asked about words that lie in the draft's own file, unless that was removed too."""
    sitting.type("one ")
    sitting.sync()
    sitting.fold()
    without_data(sitting)
    sitting.places.root.write_text("no folder")
    sitting.sync()
    assert sitting.draft.keep_all() is (sitting.draft.text_path is not None)
    sitting.type("two ")
    assert not sitting.draft.keep_all()
    assert "A file lies in the place of the data folder" in sitting.draft.trouble


@pytest.mark.parametrize("remove", [without_its_folder, without_data])
def test_that_the_draft_stays_locked_and_can_be_found(sitting: Sitting, remove: Remove) -> None:
    sitting.type("one ")
    sitting.sync()
    sitting.fold()
    remove(sitting)
    sitting.type("two ")
    assert sitting.draft.keep_all()
    sitting.fold()
    place = sitting.draft.folder
    for lock in (place.lock, place.folder / FOLDING_LOCK):
        with pytest.raises(DraftLocked):
            DraftLock.take(lock, sitting.clock)
    assert sitting.places.draft_at(sitting.draft.database) == sitting.draft.draft_id


def test_that_a_draft_that_another_window_took_meanwhile_is_not_written_by_two(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path, named=True)
    sitting.type("one ")
    sitting.sync()
    sitting.fold()
    without_data(sitting)
    other = Sitting(tmp_path, named=True)
    other.type("other ")
    sitting.type("two ")
    assert not sitting.draft.keep_all()
    assert "This draft is open in another window" in sitting.draft.trouble
    assert sitting.draft.would_lose_words
    for one in (sitting, other):
        one.end()
