"""A draft under another name, with a worker that is killed at every step: each word is in exactly one of the files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from dropped_draft import drop
from service_bench import Bench
from written_draft import WrittenDraft

from editor.core.clock import StoppedClock
from editor.core.errors import EditRefused, FileError, FileUnreadable
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.files import journal_files
from editor.journal.places import Places
from editor.journal.reader import read_header
from editor.opening import Opener
from editor.protocol.messages import KeepVersion, SaveAs, Saved
from editor.services import moving, saving
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.services.opening import Opening
from editor.services.saving import Saving
from editor.session.open_draft import OpenDraft
from editor.store.drafts import DraftStore
from editor.store.keyframe import draft_id_in, read_opening
from editor.store.verifying import verify_file

SPLITTER = MarkdownSplitter()
LATE = "written after the kill "


class Desk:
    """A window with its draft, and the worker that is sent to it."""

    def __init__(self, folder: Path, named: bool) -> None:
        self.places, self.clock = Places(folder / "data"), StoppedClock(1_790_000_000_000)
        self.opener = Opener(self.places, self.clock, lambda: SPLITTER)
        self.old, self.new = folder / "essay.md", folder / "fresh.md"
        self.old.write_text("An essay.\n")
        self.draft: OpenDraft = self.opener.open(self.old) if named else self.opener.new()
        self.type("before ")

    @property
    def database(self) -> Path:
        return self.new.with_suffix(".palimpsest")

    def type(self, text: str) -> None:
        self.draft.session.change(0, 0, Fragment.of(text, TYPED))

    def worker(self) -> Opening:
        """As the window sends it there: to the place that the window knows."""
        draft, opening = self.draft, Opening(self.clock, lambda told: None)
        address = DraftAddress(draft.database, draft.draft_id, draft.folder, draft.text_path)
        opening._places, opening._draft = self.places, AttachedDraft(address, self.clock)
        with suppress(FileError):
            opening.draft.fold()
        return opening

    def save_as(self, worker: Opening) -> Saved:
        upto = self.draft.session.recorder.next_n - 1
        return Saving(worker).save_as(SaveAs(2, str(self.database), str(self.new), upto, {}))

    def found(self) -> dict[str, str]:
        """The text of everything that can be opened, each opened, written in and folded in turn."""
        texts = {}
        paths = [one for one in (self.old, self.new) if one.with_suffix(".palimpsest").exists()]
        for path in (None, *paths):
            draft = self.opener.open(path) if path else self.opener.unfinished()
            if draft is not None:
                texts[path.name if path else "unnamed"] = draft.session.document.text()
                draft.session.change(0, 0, Fragment.of("x", TYPED))
                drop(draft)
        return texts


STEPS = (
    (Places, "remember"),
    (moving, "make_durable"),
    (moving, "write_atomically"),
    (moving, "discard"),
    (DraftStore, "become"),
    (AttachedDraft, "moved"),
    (saving, "write_through"),
)
DONE, FAILED = 3, 9


def killed_at(number: int, act: Callable[[], object], steps: Sequence[tuple[Any, str]] = STEPS) -> bool:
    """Whether the child that does `act` was ended at its step of that number; it may have had fewer."""
    child = os.fork()
    if child == 0:
        left = iter(range(number - 1, -1, -1))
        for owner, name in steps:
            real = getattr(owner, name)

            def stepped(*given: Any, _real: Any = real, **named: Any) -> Any:
                if next(left, 1) == 0:
                    os._exit(0)
                return _real(*given, **named)

            setattr(owner, name, stepped)
        try:
            act()
            os._exit(DONE)
        finally:
            os._exit(FAILED)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, DONE)
    return status == 0


def refuse_writing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.access
    monkeypatch.setattr(os, "access", lambda one, mode, **more: Path(one) != path and real(one, mode, **more))


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
@pytest.mark.parametrize("again", [True, False], ids=["another worker comes", "all are killed"])
@pytest.mark.parametrize("kind", ["named", "unnamed", "read-only"])
def test_that_a_kill_at_any_step_leaves_every_word_in_one_file_and_no_journal_to_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, again: bool
) -> None:
    number, ended = 0, True
    while ended:
        number += 1
        folder = tmp_path / str(number)
        folder.mkdir()
        desk = Desk(folder, kind != "unnamed")
        first = desk.worker()
        first.close()
        with monkeypatch.context() as context:
            if kind == "read-only":
                refuse_writing(desk.draft.database, context)
            ended = killed_at(number, lambda: desk.save_as(desk.worker()))  # noqa: B023 - called at once
            if again:
                second = desk.worker()
                desk.type(LATE)
                trouble = ""
                try:
                    second.draft.fold()
                except FileError as error:
                    trouble = str(error)
                assert not trouble or (kind == "read-only" and "read-only" in trouble), number
                second.draft.close()
            else:
                desk.type(LATE)
            drop(desk.draft)
        texts = desk.found()
        whole = [name for name, text in texts.items() if LATE in text]
        assert len(whole) == 1, (number, texts)
        assert all("before" in text for text in texts.values()), (number, texts)
    assert number > 6


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_that_asking_again_after_a_kill_ends_what_was_begun(tmp_path: Path) -> None:
    desk = Desk(tmp_path, True)
    desk.worker().close()
    assert killed_at(1, lambda: desk.save_as(desk.worker()), [(AttachedDraft, "moved")])
    desk.type(LATE)
    worker = desk.worker()
    saved = desk.save_as(worker)
    worker.close()
    desk.draft.renamed(desk.database, desk.new, saved.digest)
    assert desk.new.read_text() == desk.draft.session.document.text()
    desk.draft.close()
    assert draft_id_in(desk.database) == desk.draft.draft_id != draft_id_in(desk.old.with_suffix(".palimpsest"))


def test_that_the_journal_says_the_new_name_at_once_and_in_every_later_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path, True)
    worker = desk.worker()
    saved = desk.save_as(worker)
    worker.close()
    desk.draft.renamed(desk.database, desk.new, saved.digest)
    for _ in range(2):
        header = read_header(desk.draft.folder.folder)
        assert header is not None
        assert (header["path"], header["text_file"]) == (str(desk.database), str(desk.new))
        assert desk.draft.journal is not None
        desk.draft.journal.rotate(desk.draft.session.document.keyframe())
    drop(desk.draft)
    again = desk.opener.open(desk.new)
    assert again.draft_id == desk.draft.draft_id
    again.close()


def test_that_a_draft_that_was_closed_meanwhile_begins_no_journal(tmp_path: Path) -> None:
    desk = Desk(tmp_path, True)
    desk.draft.close()
    before = journal_files(desk.draft.folder.folder)
    desk.draft.renamed(desk.database, desk.new, "")
    assert journal_files(desk.draft.folder.folder) == before


def test_that_a_file_put_back_under_the_old_name_is_a_copy(tmp_path: Path) -> None:
    desk = Desk(tmp_path, True)
    desk.worker().close()
    old = desk.old.with_suffix(".palimpsest")
    backup = old.read_bytes()
    worker = desk.worker()
    saved = desk.save_as(worker)
    worker.close()
    desk.draft.renamed(desk.database, desk.new, saved.digest)
    desk.type(LATE)
    drop(desk.draft)
    old.write_bytes(backup)
    found = desk.found()
    assert LATE in found["fresh.md"]
    assert LATE not in found["essay.md"]
    old.unlink()
    assert LATE not in desk.opener.open(desk.old).session.document.text()


@pytest.mark.parametrize("failing", [1, 2])
def test_that_a_disk_without_room_for_what_leads_there_leaves_the_draft_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    desk = Desk(tmp_path, True)
    worker = desk.worker()
    calls = 0

    def full(*given: Any) -> Path:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise OSError(28, "No space left on device")
        return real(*given)

    real = Places.remember
    with monkeypatch.context() as context:
        context.setattr(Places, "remember", full)
        with pytest.raises(FileUnreadable, match="the draft goes on where it was"):
            desk.save_as(worker)
    assert not desk.database.exists()
    assert desk.places.draft_at(desk.database) is None
    assert not desk.draft.folder.named.exists()
    desk.type(LATE)
    worker.draft.fold()
    worker.close()
    drop(desk.draft)
    assert [LATE in text for text in desk.found().values()] == [True]


def test_that_a_failed_save_as_leaves_nothing_in_the_way_of_the_next(
    bench: Bench, draft: WrittenDraft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft.append("Last")
    bench.attach()
    request = SaveAs(1, str(tmp_path / "fresh.palimpsest"), str(tmp_path / "fresh.md"), draft.n, {})

    def full(path: Path, **more: str) -> DraftStore:
        raise FileUnreadable("The disk is full", "")

    with monkeypatch.context() as context:
        context.setattr("editor.store.snapshots.DraftStore.open", full)
        with pytest.raises(FileUnreadable, match="The disk is full"):
            bench.saving.save_as(request)
    bench.saving.save_as(request)
    assert (tmp_path / "fresh.md").read_text() == draft.text


def test_that_a_draft_that_cannot_be_written_takes_what_a_killed_worker_left_beside_it_along(
    draft: WrittenDraft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(draft)
    bench.attach()
    draft.append("Last")
    bench.opening.fold_by_itself()
    bench.versioning.keep(KeepVersion(1, "early", None, draft.n))
    left = {path: path.read_bytes() for path in tmp_path.glob("essay.palimpsest*")}
    assert len(left) == 3  # with its log
    bench.opening.close()
    for path, data in left.items():
        path.write_bytes(data)
    refuse_writing(draft.path, monkeypatch)
    again = Bench(draft)
    with pytest.raises(FileError, match="read-only"):
        again.attach()
    fresh = tmp_path / "fresh.palimpsest"
    again.saving.save_as(SaveAs(2, str(fresh), str(tmp_path / "fresh.md"), draft.n, {}))
    again.opening.close()
    assert read_opening(fresh).versions == {None: 1}
    assert verify_file(fresh) == []
    assert draft.places.draft_at(fresh) == draft.ident != draft.places.draft_at(draft.path)


def test_that_a_refused_rescue_leaves_nothing(
    bench: Bench, draft: WrittenDraft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft.append("Last")

    def refused(store: DraftStore, records: object) -> int:
        raise EditRefused("A change does not fit the draft.")

    bench.attach()
    bench.opening.draft.close()
    rescuing = AttachedDraft(bench.opening.draft.address, draft.clock)
    with monkeypatch.context() as context:
        context.setattr(DraftStore, "fold", refused)
        with pytest.raises(EditRefused):
            rescuing.rescued_to(tmp_path / "fresh.palimpsest")
    rescuing.close()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith((".palimpsest", "fresh"))]
