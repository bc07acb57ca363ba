from __future__ import annotations

import os
from pathlib import Path

import pytest
from service_bench import Bench
from written_draft import WrittenDraft

from editor.core.clock import StoppedClock
from editor.core.errors import DraftLocked
from editor.journal.lock import FOLDING_LOCK, DraftLock
from editor.journal.temporaries import temporary_beside
from editor.protocol.messages import SaveText
from editor.services.folding_lock import take_folding_lock
from editor.services.mending import mend
from editor.services.soundness import recover
from editor.store.drafts import DraftStore


@pytest.fixture
def written(tmp_path: Path) -> WrittenDraft:
    return WrittenDraft(tmp_path, "A paragraph.\n").append("More. ")


def unfinished(folder: Path) -> list[Path]:
    return sorted(folder.rglob(".palimpsest-*"))


def left_by_a_killed_worker(draft: WrittenDraft) -> list[Path]:
    lock = DraftLock.take(draft.folder / FOLDING_LOCK, draft.clock)
    lock.release()
    places = draft.places.draft(draft.ident)
    left = [temporary_beside(path, lock.owner) for path in (draft.path, draft.text_path, places.snapshots / "one")]
    left.append(left[0].with_name(f"{left[0].name}-journal"))
    for path in left:
        path.write_text("half a text")
    return left


def test_that_a_worker_removes_what_one_before_left(written: WrittenDraft, tmp_path: Path) -> None:
    left_by_a_killed_worker(written)
    others = temporary_beside(written.path, "0123456789abcdef")
    others.touch()
    bench = Bench(written)
    bench.attach()
    assert unfinished(tmp_path) == [others]
    bench.opening.close()


def test_that_nothing_is_removed_while_another_worker_writes(written: WrittenDraft, tmp_path: Path) -> None:
    left = left_by_a_killed_worker(written)
    held = DraftLock.take(written.folder / FOLDING_LOCK, written.clock)
    with pytest.raises(DraftLocked):
        take_folding_lock(written.places.draft(written.ident), StoppedClock(), (written.path, written.text_path))
    assert unfinished(tmp_path) == sorted(left)
    held.release()


def test_that_a_text_behind_a_link_is_tidied_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "essay.md").write_text("A paragraph.\n")
    (tmp_path / "essay.md").symlink_to(tmp_path / "far" / "essay.md")
    draft = WrittenDraft(tmp_path, "A paragraph.\n").append("More. ")
    lock = DraftLock.take(draft.folder / FOLDING_LOCK, draft.clock)
    lock.release()
    temporary_beside(tmp_path / "far" / "essay.md", lock.owner).touch()
    Bench(draft).attach()
    assert unfinished(tmp_path) == []


def test_that_recovering_removes_it_too(written: WrittenDraft, tmp_path: Path) -> None:
    DraftStore.from_journal(written.folder, written.path).close()
    written.close()
    left_by_a_killed_worker(written)
    assert recover(written.path, written.places, written.clock) is None
    assert unfinished(tmp_path) == []


def test_that_all_a_worker_writes_beside_a_draft_tells_of_its_lock(
    written: WrittenDraft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    create = os.open

    def noted(path: str | Path, flags: int, *rest: int) -> int:
        if flags & os.O_EXCL and Path(path).parent == tmp_path:
            names.append(Path(path).name)
        return create(path, flags, *rest)

    monkeypatch.setattr(os, "open", noted)
    bench = Bench(written)
    bench.attach()
    owner = bench.opening.draft.owner
    bench.saving.save_text(SaveText(bench.next_id(), str(written.text_path), written.n, {}))
    mend(written.path, written.ident, written.places.draft(written.ident), owner=owner)
    assert len(names) >= 3
    assert [name for name in names if not name.startswith(f".palimpsest-{owner}-")] == []
    bench.opening.close()
