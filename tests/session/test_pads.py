"""Pads: a turn is journalled at every change and never altered once it has ended."""

from __future__ import annotations

from dataclasses import replace

import pytest
from session_makers import MODEL, NOON_MS, Sitting

from editor.core.origins import TYPED
from editor.core.runs import Fragment
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


@pytest.mark.parametrize("words", ["", " \n"])
def test_that_a_turn_that_ended_before_a_word_is_none(words: str) -> None:
    sitting = Sitting("words")
    pads = sitting.session.pads
    turn = pads.begin(1)
    pads.typed(turn.id, words)
    assert [one.id for one in pads.of(1)] == [turn.id]
    pads.end(turn.id)
    assert pads.of(1) == ()
    assert [record["turn"]["id"] for record in sitting.journal.of("pad")] == [turn.id] * 3


def test_that_turns_belong_to_their_paragraph_and_have_numbers_of_their_own() -> None:
    sitting = Sitting("one\n\ntwo")
    first, second = sitting.session.pads.begin(1), sitting.session.pads.begin(2)
    assert first.id != second.id
    assert sitting.session.pads.of(1) == (first,)
    assert sitting.session.pads.of(3) == ()


def test_that_the_turns_of_a_paragraph_stay_with_its_words_where_it_is_merged_into_another() -> None:
    sitting = Sitting("one\n\ntwo\n\nthree")
    session, (one, two, three) = sitting.session, sitting.ids
    first, second, third = (session.pads.begin(ident) for ident in (two, one, three))
    session.change(3, 2, Fragment.of(" ", TYPED))
    assert sitting.ids == [one, three]
    assert session.pad_turns(one) == (first, second)
    assert session.pad_turns(three) == (third,)
    session.undo()
    assert [session.pad_turns(ident) for ident in (one, two, three)] == [(second,), (first,), (third,)]


def test_that_the_turns_of_a_paragraph_that_was_taken_out_go_with_it_and_come_back() -> None:
    sitting = Sitting("one\n\ntwo")
    session, (one, two) = sitting.session, sitting.ids
    turn = session.pads.begin(two)
    session.change(3, 5, Fragment())
    assert session.pad_turns(one) == ()
    session.undo()
    assert session.pad_turns(two) == (turn,)


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


def test_that_a_turn_a_crash_left_open_ended_when_it_was_last_written_in() -> None:
    killed = Sitting("words")
    turn = killed.session.pads.begin(1)
    killed.clock.advance(90_000)
    killed.session.pads.typed(turn.id, "what it is for")
    killed.clock.advance(60_000)
    again = Sitting("words").session.pads
    again.adopt([Association.from_row(killed.journal.of("pad")[-1]["turn"])])
    (found,) = again.of(1)
    assert (found.started_ms, found.ended_ms) == (NOON_MS, NOON_MS + 90_000)
    assert "changed_ms" not in found.row()


def test_that_a_models_turn_keeps_whose_it_is_and_what_is_learnt_of_it_in_the_end() -> None:
    sitting = Sitting("words")
    pads = sitting.session.pads
    turn = pads.begin(1, MODEL)
    pads.typed(turn.id, "and on")
    answered = replace(MODEL, actor="another-model")
    ended = pads.end(turn.id, answered)
    row = sitting.journal.of("pad")[-1]["turn"]
    assert (row["author"], ended.origin, ended.words) == ("another-model", answered, 2)
    assert pads.end(turn.id, MODEL) is ended


def test_that_turns_stand_in_the_order_in_which_they_were_begun_wherever_they_were_read() -> None:
    pads = Sitting("words").session.pads
    pads.adopt([Association(9, 1, 50, "the journal's", 2, 60)])
    pads.adopt([Association(3, 1, 70, "the file's, by a clock that went wrong", 8, 80), Association(9, 1, 50)])
    assert [turn.id for turn in pads.of(1)] == [3, 9]
    assert pads.of(1)[1].text == "the journal's"


def test_that_watching_a_model_write_earns_nothing_and_the_key_that_stops_it_counts_from_there() -> None:
    sitting = Sitting("words")
    session, clock = sitting.session, sitting.clock
    session.time.in_view = lambda: ((1, 500),)
    session.wrote_in_pad(1, 1)
    session.time.model_writes(1)
    clock.advance(20_000)
    session.read()
    session.time.model_stopped(1)
    clock.advance(2_000)
    session.wrote_in_pad(1, 1)
    times = session.times(1)
    assert (times.edit_ms, times.read_ms, times.pad_ms) == (0, 0, 2_000)
