"""A copy of a draft is a draft of its own: it shares neither journal nor lock with the one it was made from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from editor.core.clock import StoppedClock
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.places import Places
from editor.opening import Opener
from editor.resources import resource
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.session.open_draft import OpenDraft
from editor.store.keyframe import read_opening


@pytest.fixture
def opener(tmp_path: Path) -> Opener:
    splitter = MarkdownSplitter()
    return Opener(Places(tmp_path / "data"), StoppedClock(), lambda: splitter)


def opened(opener: Opener, path: Path) -> OpenDraft:
    draft = opener.open(path)
    assert isinstance(draft, OpenDraft)
    return draft


def sample(folder: Path) -> Path:
    folder.mkdir()
    for name in ("essay.md", "essay.palimpsest"):
        shutil.copyfile(resource("sample", name), folder / name)
    return folder / "essay.palimpsest"


def test_that_edits_of_one_copy_never_reach_the_other(opener: Opener, tmp_path: Path) -> None:
    first = opened(opener, sample(tmp_path / "one"))
    first.session.change(0, 0, Fragment.of("Only here. ", TYPED))
    second = opened(opener, sample(tmp_path / "two"))
    assert second.copy_of == first.draft_id
    assert second.draft_id != first.draft_id
    assert "Only here." not in second.session.document.text()
    second.session.change(0, 0, Fragment.of("And only there. ", TYPED))
    first.close()
    second.close()


def test_that_the_worker_gives_the_copy_its_own_id(opener: Opener, tmp_path: Path) -> None:
    first = opened(opener, sample(tmp_path / "one"))
    first.session.change(0, 0, Fragment.of("Only here. ", TYPED))
    second = opened(opener, sample(tmp_path / "two"))
    second.session.change(0, 0, Fragment.of("And only there. ", TYPED))
    address = DraftAddress(second.database, second.draft_id, second.folder, second.text_path, second.copy_of)
    attached = AttachedDraft(address, StoppedClock())
    attached.fold()
    attached.close()
    assert read_opening(second.database).draft_id == second.draft_id
    first.close()
    second.close()
    assert opened(opener, second.database).session.document.text().startswith("And only there. ")


def test_that_a_draft_that_was_moved_keeps_its_journal(opener: Opener, tmp_path: Path) -> None:
    first = opened(opener, sample(tmp_path / "one"))
    first.session.change(0, 0, Fragment.of("Typed before the move. ", TYPED))
    first.close()
    (tmp_path / "one").rename(tmp_path / "elsewhere")
    again = opened(opener, tmp_path / "elsewhere" / "essay.palimpsest")
    assert again.copy_of == ""
    assert again.session.document.text().startswith("Typed before the move. ")
    again.close()
