"""The evidence of a recovery drill: it tells a whole draft from one that lacks anything."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from session_makers import Sitting

from editor.journal.places import DraftPlaces
from editor.session.drill import note_of, outcome, put_note, take_note

WHEN = "14:05:07"


@pytest.fixture
def sitting() -> Sitting:
    made = Sitting("Three plain words.\n")
    made.type(0, "Now ")
    made.type(4, "five: ")
    return made


def test_that_a_draft_that_came_back_whole_is_told_with_its_words_and_changes(sitting: Sitting) -> None:
    note = note_of(sitting.session, WHEN)
    changes = sitting.recorder.next_n - 1
    assert outcome(note, sitting.session) == (
        f"Recovery drill: the program was killed at 14:05:07 and everything is here: 5 words, {changes} changes. "
        "Nothing was lost."
    )


def test_that_what_is_typed_after_the_restart_is_not_taken_for_a_difference(sitting: Sitting) -> None:
    note = note_of(sitting.session, WHEN)
    sitting.type(2, "x")
    sitting.session.undo()
    sitting.type(0, "Typed while the window came up. ")
    assert "Nothing was lost." in outcome(note, sitting.session)


def test_that_a_missing_letter_and_a_missing_change_are_told(sitting: Sitting) -> None:
    note = note_of(sitting.session, WHEN)
    shorter = Sitting("Three plain words.\n")
    shorter.type(0, "Now ")
    said = outcome(note, shorter.session)
    assert "what came back differs" in said
    assert f"it was {note.characters} characters after {note.changes} changes" in said
    assert f"it is {len(shorter.text)} characters after" in said
    assert "Nothing was lost" not in said
    assert "differs" in outcome(replace(note, changes=note.changes + 1), sitting.session)
    assert "differs" in outcome(replace(note, digest="0" * 64), sitting.session)


def test_that_the_note_is_private_holds_no_text_and_is_read_once(sitting: Sitting, tmp_path: Path) -> None:
    places = DraftPlaces(tmp_path)
    note = note_of(sitting.session, WHEN)
    put_note(note, places)
    (path,) = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "plain" not in path.read_text()
    assert take_note(places) == note
    assert take_note(places) is None


@pytest.mark.parametrize("content", ["", "[]", '{"killed_at": "x"}', '{"changes": "many"}'])
def test_that_a_note_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "drill.json").write_text(content)
    assert take_note(DraftPlaces(tmp_path)) is None
