"""A stretch of the draft is followed through whatever is done to it."""

from __future__ import annotations

import pytest
from session_makers import Sitting, typed

from editor.core.runs import Fragment
from editor.session.stretch import Stretch


@pytest.mark.parametrize(
    ("position", "removed", "inserted", "left"),
    [
        (0, 0, "new ", "PASTED"),
        (2, 0, "x", "PASTED"),
        (8, 0, "x", "PASTED"),
        (5, 0, "x", "PASxTED"),
        (3, 2, "", "PTED"),
        (0, 4, "", "STED"),
        (6, 4, "", "PAST"),
        (2, 6, "other", "other"),
        (0, 10, "", ""),
        (9, 1, "", "PASTED"),
    ],
)
def test_that_it_holds_what_is_left_of_its_words(position: int, removed: int, inserted: str, left: str) -> None:
    sitting = Sitting("a PASTED b")
    stretch = Stretch(2, 8, sitting.recorder.next_n - 1)
    sitting.session.change(position, removed, typed(inserted) if inserted else Fragment())
    found = stretch.followed(sitting.session)
    assert sitting.text[found.start : found.stop] == left


def test_that_undo_brings_it_back() -> None:
    sitting = Sitting("a PASTED b")
    stretch = Stretch(2, 8, sitting.recorder.next_n - 1)
    sitting.session.change(0, 2, Fragment())
    sitting.session.undo()
    assert stretch.followed(sitting.session).start == 2
