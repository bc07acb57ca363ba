from __future__ import annotations

from typing import Any

import pytest
from document_makers import MODEL, Draft, fragment
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.edits import EditKind
from editor.core.errors import EditRefused
from editor.core.film import LONGEST_PAUSE_MS, START, Film
from editor.core.rows import edit_row

WORDS = ("word ", "𝛑", "\n\n", "two lines\n", "# heading\n\n")


def log_of(draft: Draft) -> list[dict[str, Any]]:
    return [{"n": 0, "keyframe": draft.start}, *map(edit_row, draft.log)]


def developed(log: list[dict[str, Any]], every: int = 4) -> Film:
    film = Film(log, every)
    for _ in film.develop():
        pass
    return film


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 6), st.sampled_from(WORDS), st.booleans()), max_size=40),
    st.data(),
)
@settings(max_examples=40, deadline=None)
def test_that_every_moment_is_what_the_draft_was_in_whatever_order_it_is_asked_for(
    steps: list[tuple[int, int, str, bool]], data: st.DataObject
) -> None:
    draft = Draft("It was there.\n\nBefore.\n")
    states = [draft.document.keyframe()]
    for place, most, words, of_model in steps:
        position = place % (len(draft.document) + 1)
        removed = min(most, len(draft.document) - position)
        draft.change(position, removed, fragment((words, MODEL) if of_model else words))
        states.append(draft.document.keyframe())
    film = developed(log_of(draft))
    assert len(film) == len(states)
    for step in data.draw(st.lists(st.integers(0, len(states) - 1), min_size=1, max_size=12)):
        assert film.at(step).keyframe() == states[step]


def test_that_pictures_are_thinned_out_when_they_grow_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.core.film._MOST_KEPT", 6)
    draft = Draft("Of some length to begin with, all in all.\n")
    for _ in range(60):
        draft.type(0, "x")
    film = developed(log_of(draft))
    assert len(film._pictures) < 12
    assert [film.at(step).text().count("x") for step in (60, 0, 33, 59, 4)] == [60, 0, 33, 59, 4]


def test_that_a_text_that_began_anew_behind_a_loss_is_shown_as_it_was() -> None:
    draft = Draft("One.\n")
    draft.type(0, "x")
    other = Draft("Something else altogether.\n")
    film = developed([*log_of(draft), {"n": 9, "keyframe": other.start}])
    assert [film.at(step).text() for step in (0, 2, 1)] == ["One.\n", "Something else altogether.\n", "xOne.\n"]
    assert [scene.kind for scene in film.scenes] == [START, "type", START]


def test_that_long_pauses_are_cut_and_a_clock_set_back_stops_nothing() -> None:
    draft = Draft("One.\n")
    for wait_ms in (100, 3_600_000, -7_200_000, 500):
        draft.now_ms += wait_ms - 10_000
        draft.type(0, "x")
    film = developed(log_of(draft))
    assert [film.at_ms(step) for step in range(5)] == [0, 0, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS + 500]
    assert [film.step_at(ms) for ms in (0, LONGEST_PAUSE_MS - 1, LONGEST_PAUSE_MS, 10**9)] == [1, 1, 3, 4]


def test_that_the_birth_of_a_paragraph_is_the_step_in_which_it_was_first_written() -> None:
    draft = Draft("First.\n")
    draft.type(0, "x")
    draft.type(len(draft.text), "\nSecond.\n")
    draft.type(0, "y")
    film = developed(log_of(draft))
    first, second = (item.id for item in film.at(3).paragraphs)
    assert (film.births[first], film.births[second]) == (0, 2)
    assert film.scenes[2].position == len(draft.text) - 1
    assert film.scenes[2].kind == EditKind.TYPE


def test_that_a_change_that_does_not_fit_and_a_step_that_is_not_there_are_refused() -> None:
    draft = Draft("One.\n")
    draft.type(0, "x")
    log = log_of(draft)
    film = Film(log)
    with pytest.raises(EditRefused, match="no such moment"):
        film.at(0)
    with pytest.raises(EditRefused, match="crosses paragraphs"):
        developed([*log, {**log[1], "n": 2, "p": 500}])
