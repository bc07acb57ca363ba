"""A copy of a draft is a draft of its own: it shares neither journal nor lock with the one it was made from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dropped_draft import drop

from editor.core.clock import StoppedClock
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.places import Places
from editor.opening import Opener
from editor.resources import resource
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.services.reading import read_draft
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


def folded(draft: OpenDraft) -> None:
    attached = AttachedDraft(
        DraftAddress(draft.database, draft.draft_id, draft.folder, draft.text_path, draft.copy_of), StoppedClock()
    )
    attached.fold()
    attached.close()


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
    folded(second)
    assert read_opening(second.database).draft_id == second.draft_id
    first.close()
    second.close()
    assert opened(opener, second.database).session.document.text().startswith("And only there. ")


def killed_in_a_copy(opener: Opener, folder: Path) -> tuple[Path, str]:
    """A copy that was written in while its original was open, and whose worker never came to fold that; and its id."""
    first = opened(opener, sample(folder / "one"))
    first.session.change(0, 0, Fragment.of("Only here. ", TYPED))
    second = opened(opener, sample(folder / "two"))
    second.session.change(0, 0, Fragment.of("And only there. ", TYPED))
    first.close()
    drop(second)
    return second.database, second.draft_id


@pytest.mark.parametrize("original_stays", [True, False], ids=["the original stays", "the original is thrown away"])
def test_that_words_written_in_a_copy_are_there_after_a_kill_before_its_first_fold(
    opener: Opener, tmp_path: Path, original_stays: bool
) -> None:
    copy, ident = killed_in_a_copy(opener, tmp_path)
    if not original_stays:
        shutil.rmtree(tmp_path / "one")
    for _ in range(2):  # killed once more before anything was folded
        again = opened(opener, copy)
        assert again.draft_id == ident
        text = again.session.document.text()
        assert text.count("And only there. ") == 1
        assert read_draft(copy, Places(tmp_path / "data"), MarkdownSplitter).document.text() == text
        again.session.change(0, 0, Fragment.of("More. ", TYPED))
        drop(again)
    last = opened(opener, copy)
    folded(last)
    last.close()
    assert read_opening(copy).draft_id == ident
    assert opened(opener, copy).session.document.text().startswith("More. More. And only there. ")


def test_that_a_second_copy_at_the_same_place_does_not_take_up_the_words_of_the_first(
    opener: Opener, tmp_path: Path
) -> None:
    copy, ident = killed_in_a_copy(opener, tmp_path)
    first = opened(opener, copy)
    folded(first)
    first.close()
    shutil.copyfile(resource("sample", "essay.palimpsest"), copy)
    second = opened(opener, copy)
    assert second.draft_id != ident
    assert "And only there." not in second.session.document.text()
    second.close()


def test_that_a_copy_of_a_later_state_does_not_take_up_the_words_of_an_earlier_one(
    opener: Opener, tmp_path: Path
) -> None:
    copy, ident = killed_in_a_copy(opener, tmp_path)
    original = opened(opener, tmp_path / "one" / "essay.palimpsest")
    folded(original)
    original.close()
    shutil.copyfile(original.database, copy)
    second = opened(opener, copy)
    assert second.draft_id != ident
    assert "And only there." not in second.session.document.text()
    second.close()


def test_that_a_draft_that_was_moved_keeps_its_journal(opener: Opener, tmp_path: Path) -> None:
    first = opened(opener, sample(tmp_path / "one"))
    first.session.change(0, 0, Fragment.of("Typed before the move. ", TYPED))
    first.close()
    (tmp_path / "one").rename(tmp_path / "elsewhere")
    again = opened(opener, tmp_path / "elsewhere" / "essay.palimpsest")
    assert again.copy_of == ""
    assert again.session.document.text().startswith("Typed before the move. ")
    again.close()
