"""What a draft was: the database as far as it agrees with itself, then the journal as far as it fits."""

from __future__ import annotations

from typing import Any

import pytest
from session_makers import Sitting, typed

from editor.core.document import Document
from editor.core.errors import DraftDamaged
from editor.core.rows import edit_row
from editor.journal.reader import Tail
from editor.session.resuming import INTERRUPTED, resumed
from editor.store.keyframe import Opening

NOTHING = Tail((), (), 0)


def opening(sitting: Sitting, keyframe: dict[str, Any], **other: Any) -> Opening:
    edits = tuple(edit_row(edit) for edit in sitting.journal.edits)
    parts: dict[str, Any] = {
        "draft_id": "0" * 32, "folded_n": len(edits), "keyframe_n": 0, "document_keyframe": keyframe,
        "edits": edits, "undo_tail": (), "minutes": {}, "versions": {}, "meta": {"caret": 2},
    }  # fmt: skip
    return Opening(**{**parts, **other})


@pytest.fixture
def sitting() -> Sitting:
    made = Sitting("one\n\ntwo")
    made.type(0, "a ")
    made.type(2, "b\n\n", after_ms=5_000)
    return made


def test_that_the_edits_after_the_keyframe_are_folded_in(sitting: Sitting) -> None:
    found = resumed(opening(sitting, sitting.start), NOTHING, Document())
    assert found.document.keyframe() == sitting.document.keyframe()
    assert found.history == sitting.journal.edits
    assert (found.caret, found.notice, found.must_heal) == (2, "", False)


@pytest.mark.parametrize(
    "keyframe", [{}, {"text": "x", "next_id": 1, "paragraphs": []}, {"text": None, "paragraphs": [], "next_id": 1}]
)
def test_that_a_database_without_a_document_is_damaged(sitting: Sitting, keyframe: dict[str, Any]) -> None:
    with pytest.raises(DraftDamaged):
        resumed(opening(sitting, keyframe, edits=()), NOTHING, Document())


def test_that_a_database_whose_edits_do_not_fit_is_damaged(sitting: Sitting) -> None:
    rows = tuple(edit_row(edit) for edit in sitting.journal.edits)
    for edits in (rows[1:], ({**rows[0], "k": "guess"},), ({"n": 1},)):
        with pytest.raises(DraftDamaged):
            resumed(opening(sitting, Document().keyframe(), edits=edits), NOTHING, Document())


def test_that_undo_does_not_reach_over_a_missing_stretch(sitting: Sitting) -> None:
    later = Sitting("another text altogether")
    keyframe = {"kind": "keyframe", "n": 9, "keyframe": later.document.keyframe()}
    found = resumed(
        opening(sitting, sitting.start), Tail((keyframe,), (), 9, ("Changes 3 to 8 are missing.",)), Document()
    )
    assert found.document.text() == "another text altogether"
    assert found.history == []
    assert found.notice == "Restored as far as it could be read. Changes 3 to 8 are missing."
    assert found.must_heal


def test_that_undo_reaches_over_a_file_that_was_only_begun_anew(sitting: Sitting) -> None:
    keyframe = {"kind": "keyframe", "n": 2, "keyframe": sitting.document.keyframe()}
    found = resumed(opening(sitting, sitting.start), Tail((keyframe,), (), 2), Document())
    assert found.history == sitting.journal.edits


def test_that_a_caret_behind_the_end_is_brought_back(sitting: Sitting) -> None:
    found = resumed(None, Tail(({"kind": "caret", "n": 1, "position": 99},), (), 1), sitting.document)
    assert found.caret == len(sitting.document)


def test_that_the_journal_alone_is_enough(sitting: Sitting) -> None:
    header = {"kind": "header", "n": 0, "keyframe": sitting.start}
    found = resumed(None, Tail((header, *sitting.journal.records), (), 2), Document())
    assert found.document.keyframe() == sitting.document.keyframe()
    assert found.caret == 5
    assert found.notice == INTERRUPTED


def test_that_a_keyframe_that_cannot_be_read_stops_the_reading(sitting: Sitting) -> None:
    broken = {"kind": "keyframe", "n": 3, "keyframe": {"text": "x", "next_id": 5, "paragraphs": []}}
    sitting.session.change(0, 0, typed("c"))
    found = resumed(None, Tail((broken, sitting.journal.records[-1]), (), 3), Document())
    assert found.document.text() == ""
    assert "Changes from number 3 on do not fit" in found.notice


def test_that_a_record_of_a_pad_that_cannot_be_read_is_passed_over(sitting: Sitting) -> None:
    strange = ({"kind": "pad", "n": 1}, {"kind": "pad", "n": 2, "turn": {"id": [1]}})
    assert list(resumed(None, Tail(strange, (), 2), sitting.document).turns) == []
