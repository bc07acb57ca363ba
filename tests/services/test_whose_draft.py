"""Whose copies and whose journal a file is mended with: those of the draft it says it is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from test_mending import DAMAGES, Kept

from editor.core.errors import FileUnreadable
from editor.core.paragraphs import MarkdownSplitter
from editor.journal.lines import line_of
from editor.opening import Opener
from editor.services.copying import Copying
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.services.reading import read_draft
from editor.services.soundness import problems_of, recover
from editor.store.kept_copies import snapshots_in


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path, "# A title\n\nThe first paragraph.\n\n")


@pytest.fixture
def moved(kept: Kept, tmp_path: Path) -> Kept:
    """Another draft, whose file was moved to where the first one's was."""
    other = Kept(tmp_path, "# Another title\n\nThe first paragraph.\n\n", name="essay (copy)", data=kept.places.root)
    other.append("Words of the other draft.").fold()
    other.close()
    kept.close()
    os.replace(other.path, kept.path)
    other.path = kept.path
    return other


def test_that_a_draft_moved_over_another_is_held_against_its_own_copies(moved: Kept) -> None:
    assert problems_of(moved.path, moved.places) == []


def zero_in_the_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-20_000:-16_000] = bytes(4_000)
    path.write_bytes(data)


@pytest.mark.parametrize("damage", ["zeros", "a flipped bit", "no header"])
def test_that_a_draft_moved_over_another_is_mended_as_the_draft_it_is(moved: Kept, damage: str) -> None:
    (zero_in_the_middle if damage == "zeros" else DAMAGES[damage])(moved.path)
    mended = recover(moved.path, moved.places, moved.clock)
    assert mended is not None
    assert (mended.missing, mended.after) == ((), moved.text)
    moved.must_be_whole()


def test_that_where_the_file_says_nothing_the_draft_that_was_here_comes_back(moved: Kept, kept: Kept) -> None:
    moved.path.write_bytes(b"x" * 9_000)
    mended = recover(moved.path, moved.places, moved.clock)
    assert mended is not None
    assert mended.after == kept.text


def strange_journal(kept: Kept) -> Path:
    """A journal of another draft, whose one change would fit behind what this one has."""
    change = {"kind": "edit", "n": kept.n + 1, "t": 0, "z": 0, "k": "type", "p": 0, "i": ["STRANGE ", "typed"]}
    header = {"kind": "header", "n": kept.n, "draft": "f" * 32, "path": "/elsewhere/letter.palimpsest"}
    path = kept.folder / "journal-000007.jsonl"
    path.write_bytes(line_of(header) + line_of(change))
    return path


def test_that_a_journal_of_another_draft_is_passed_over_and_told_by_whoever_only_reads(kept: Kept) -> None:
    kept.close()
    strange_journal(kept)
    told = "Journal 7 is another draft's and was passed over."
    assert problems_of(kept.path, kept.places) == [told]
    found = read_draft(kept.path, kept.places, MarkdownSplitter)
    assert (found.document.text(), found.notes) == (kept.text, (told,))
    attached = AttachedDraft(DraftAddress(kept.path, kept.ident, kept.draft), kept.clock)
    assert attached.fold() == kept.n
    assert attached.store.document.text() == kept.text
    assert attached.follower.unread == told
    attached.close()


def test_that_opening_puts_a_journal_of_another_draft_aside_and_tells_it_once(kept: Kept) -> None:
    kept.close()
    path = strange_journal(kept)
    data = path.read_bytes()
    opener = Opener(kept.places, kept.clock, MarkdownSplitter)
    draft = opener.open(kept.path)
    aside = path.with_name(f"{path.name}.of-another-draft-1")
    assert draft.session.document.text() == kept.text
    assert draft.notice == f"Journal 7 is another draft's; it was not used and is kept as {aside}."
    draft.close()
    assert aside.read_bytes() == data
    kept.must_be_whole()
    draft = opener.open(kept.path)
    assert draft.notice == ""
    draft.close()


def test_that_a_draft_is_not_mended_with_the_journal_of_another_one(kept: Kept) -> None:
    kept.close()
    strange_journal(kept)
    DAMAGES["no header"](kept.path)
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert (mended.missing, mended.after) == ((), kept.text)
    assert "Journal 7 is another draft's; it was not used and is kept as " in mended.sentence()
    assert mended.sentence().count("Nothing is missing.") == 1
    kept.must_be_whole()


def test_that_a_journal_of_another_draft_in_the_place_of_our_own_is_told_as_a_loss(kept: Kept) -> None:
    kept.append(" Never folded.")
    kept.close()
    (ours,) = kept.folder.glob("journal-*.jsonl")
    strange_journal(kept).rename(ours)
    draft = Opener(kept.places, kept.clock, MarkdownSplitter).open(kept.path)
    assert draft.notice.startswith("Journal 1 is another draft's; it was not used and is kept as ")
    assert "Journal 1 is gone; what it may have held after change " in draft.notice
    draft.close()


def test_that_a_copy_of_another_draft_is_told_and_neither_used_nor_counted(kept: Kept, tmp_path: Path) -> None:
    other = Kept(tmp_path, "# Another title\n\nIts first paragraph.\n\n", name="letter", data=kept.places.root)
    other.close()
    kept.close()
    ours, theirs = (snapshots_in(one.draft.snapshots)[-1][1] for one in (kept, other))
    shutil.copyfile(theirs, ours)
    told = f"The safety copy {ours.name} is another draft's; it is not used."
    assert problems_of(kept.path, kept.places) == [told]
    attached = AttachedDraft(DraftAddress(kept.path, kept.ident, kept.draft), kept.clock)
    copying = Copying([].append)
    attached.begin()
    assert copying.copy(attached) == ""
    assert copying.kept_n == 0, "of the two newest copies only one is this draft's"
    assert copying.copy(attached) == ""
    assert copying.kept_n == kept.n
    attached.close()
    for _, copy in snapshots_in(kept.draft.snapshots)[-2:]:
        copy.unlink()
    kept.path.write_bytes(b"x" * 9_000)
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert (mended.restored_from, mended.missing, mended.after) == (
        "the newest safety copy and the journal",
        (),
        kept.text,
    )


@pytest.mark.parametrize("damage", ["another file", "gone"])
def test_that_a_draft_is_found_by_its_journal_where_the_notes_of_what_lies_where_are_lost(
    kept: Kept, tmp_path: Path, damage: str
) -> None:
    other = Kept(tmp_path, "Another.", name="letter", data=kept.places.root)
    other.close()
    kept.close()
    shutil.rmtree(kept.places.root / "by-path")
    DAMAGES[damage](kept.path)
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert (mended.missing, mended.after) == ((), kept.text)
    kept.must_be_whole()


def test_that_no_draft_is_found_by_its_journal_that_goes_on_elsewhere(kept: Kept) -> None:
    kept.close()
    there = kept.path.with_name("there.palimpsest")
    kept.path.rename(there)
    shutil.rmtree(kept.places.root / "by-path")
    (kept.folder / "named").write_text(str(there))
    with pytest.raises(FileUnreadable, match="There is no draft"):
        recover(kept.path, kept.places, kept.clock)
