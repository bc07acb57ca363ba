"""Whose copies and whose journal a file is mended with: those of the draft it says it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from test_mending import DAMAGES, Kept

from editor.services.soundness import problems_of, recover


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
