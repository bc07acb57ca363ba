"""Paragraphs moved by dragging: their ids and origins go with them, and one undo brings all back."""

from __future__ import annotations

import pytest
from session_makers import Sitting

from editor.core.runs import Fragment
from editor.session.draft_session import Act
from editor.ui.flows.moving import move_paragraphs

TEXT = "# One\n\nTwo is short.\n\n\nThree is a bit longer.\n\n## Four\n\nFive ends it.\n"


def moved(sitting: Sitting, taken: tuple[int, int], to: int) -> None:
    def perform(position: int, removed: int, inserted: Fragment, act: Act) -> None:
        sitting.session.change(position, removed, inserted, act)

    move_paragraphs(sitting.session, perform, taken, to)


@pytest.mark.parametrize("text", [TEXT, TEXT.rstrip("\n")])
@pytest.mark.parametrize("start", range(5))
@pytest.mark.parametrize("length", [1, 2])
@pytest.mark.parametrize("to", range(6))
def test_that_paragraphs_move_whole_with_their_ids_and_come_back(text: str, start: int, length: int, to: int) -> None:
    sitting = Sitting(text)
    stop = min(5, start + length)
    before = [(item.id, item.body) for item in sitting.session.document.paragraphs]
    moved(sitting, (start, stop), to)
    rest = before[:start] + before[stop:]
    at = to if to <= start else max(start, to - (stop - start))
    expected = rest[:at] + before[start:stop] + rest[at:]
    now = sitting.session.document
    assert [item.body for item in now.paragraphs] == [body for _, body in expected]
    assert [item.id for item in now.paragraphs] == [ident for ident, _ in expected]
    assert now.text().endswith("\n") == text.endswith("\n")
    if expected != before:
        sitting.session.undo()
        assert sitting.session.document.text() == text
        assert [item.id for item in sitting.session.document.paragraphs] == [ident for ident, _ in before]
