"""Pads: a turn is journalled at every change and never altered once it has ended."""

from __future__ import annotations

import pytest
from session_makers import MODEL, NOON_MS, Sitting

from editor.session.pads import Association, Pads


def test_that_a_turn_is_in_the_journal_as_it_is_written() -> None:
    sitting = Sitting("words")
    turn = sitting.session.pads.begin(1)
    sitting.session.pads.typed(turn.id, "first")
    sitting.clock.advance(7_000)
    sitting.session.pads.typed(turn.id, "first thoughts")
    sitting.session.pads.end(turn.id)
    rows = [record["turn"] for record in sitting.journal.of("pad")]
    assert [row["text"] for row in rows] == ["", "first", "first thoughts", "first thoughts"]
    assert [row["words"] for row in rows] == [0, 1, 2, 2]
    assert rows[-1] == {
        "id": 1,
        "paragraph": 1,
        "author": "writer",
        "origin": "typed",
        "started_ms": NOON_MS,
        "ended_ms": NOON_MS + 7_000,
        "words": 2,
        "text": "first thoughts",
    }
    assert sitting.begun == [1]


def test_that_a_turn_that_has_ended_stays_as_it_was() -> None:
    pads = Sitting("words").session.pads
    turn = pads.begin(1)
    pads.typed(turn.id, "mine")
    ended = pads.end(turn.id)
    assert pads.typed(turn.id, "changed") is ended
    assert pads.end(turn.id) is ended
    assert pads.of(1) == (ended,)


def test_that_turns_belong_to_their_paragraph_and_have_numbers_of_their_own() -> None:
    sitting = Sitting("one\n\ntwo")
    first, second = sitting.session.pads.begin(1), sitting.session.pads.begin(2)
    assert first.id != second.id
    assert sitting.session.pads.of(1) == (first,)
    assert sitting.session.pads.of(3) == ()


def test_that_a_turn_nobody_began_cannot_be_written_in() -> None:
    with pytest.raises(KeyError):
        Sitting().session.pads.typed(9, "x")


@pytest.mark.parametrize("turn", [Association(3, 1, 5, "a b", 2, 9), Association(3, 1, 5, origin=MODEL)])
def test_that_a_turn_comes_back_from_its_row(turn: Association) -> None:
    assert Association.from_row(turn.row()) == turn


def test_that_a_turn_a_crash_left_open_has_ended_and_does_not_replace_a_known_one() -> None:
    sitting = Sitting("words")
    pads = Pads(sitting.recorder, sitting.clock)
    pads.adopt([Association(3, 1, 5, "left open", 2)])
    (turn,) = pads.of(1)
    assert turn.ended_ms == turn.started_ms
    assert pads.typed(3, "changed") is turn
    pads.adopt([Association(3, 1, 5, "older", 1, 6)])
    assert pads.of(1) == (turn,)
