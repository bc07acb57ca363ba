"""Whose words they are after another program put paragraphs elsewhere, parted or joined them.

A model's words never become the writer's, nor the writer's a model's, however alike two paragraphs begin and end.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from session_makers import MODEL, Sitting

from editor.core.origins import TYPED, UNKNOWN, Origin, OriginKind
from editor.core.runs import Fragment
from editor.session.outside import take_in

BEGINNINGS = ["", "The", "The old", "So it was that", "I cooked with her, and"]
ENDS = ["it.", "about it.", "because of it.", "what it was for."]
VERBS = ["ran", "sat", "walked", "slowly", "ate", "house", "river"]
MIDDLES = st.lists(st.sampled_from(VERBS), min_size=2, max_size=6)
PARAGRAPH = st.tuples(st.sampled_from(BEGINNINGS), MIDDLES.map(" ".join), st.sampled_from(ENDS)).map(
    lambda words: " ".join(words).strip()
)
PARAGRAPHS = st.lists(PARAGRAPH, min_size=2, max_size=6, unique=True)
Owned = tuple[str, Origin]


def taken_in(pieces: list[Owned], new: str) -> Sitting:
    whole = Fragment()
    for words, origin in pieces:
        whole += Fragment.of(words, origin)
    sitting = Sitting(whole)
    for _ in take_in(sitting.session, new):
        pass
    assert sitting.text == new
    return sitting


def owned(sitting: Sitting) -> list[Owned]:
    """Of all text that is no white space: stretches of one origin."""
    found, place = [], 0
    for run in sitting.document.runs():
        words = sitting.text[place : place + run.length].strip()
        found += [(words, run.origin)] if words else []
        place += run.length
    return found


def set_apart(*pieces: Owned) -> list[Owned]:
    return [one for words, origin in pieces for one in ((words, origin), ("\n\n", TYPED))]


MINE = "My grandmother cooked without a recipe, and I never asked her about it."
THEIRS = "Every week a reader stops here because of it."
COOKED = "I cooked with her, and I never asked her what it was for."
PLAN = "I cooked by a plan that says what it was for."


@pytest.mark.parametrize(
    "row",
    [
        pytest.param([(MINE, TYPED), (THEIRS, MODEL)], id="the last word is the same"),
        pytest.param([(THEIRS, MODEL), (MINE, TYPED)], id="the last word is the same, and the model's was first"),
        pytest.param([(COOKED, TYPED), (PLAN, MODEL)], id="several words at both ends are the same"),
        pytest.param([(PLAN, MODEL), (COOKED, TYPED)], id="several words at both ends, and the model's was first"),
        pytest.param([(COOKED, TYPED), (MINE, TYPED), (PLAN, MODEL)], id="another one between them"),
    ],
)
def test_that_paragraphs_that_changed_places_keep_their_words_and_no_mark_of_each_other(row: list[Owned]) -> None:
    old = set_apart(("# Title", TYPED), *row, ("End of it.", TYPED))
    new = ["# Title", *(words for words, _ in reversed(row)), "End of it."]
    sitting = taken_in(old, "\n\n".join(new) + "\n\n")
    assert {words: origin for words, origin in owned(sitting) if origin != TYPED} == {
        words: MODEL for words, origin in row if origin == MODEL
    }
    marked = [item.body.strip() for item in sitting.document.paragraphs if item.mark.lineage]
    assert marked == [words for words, origin in row if origin == MODEL]


def test_that_a_paragraph_that_was_edited_and_moved_keeps_what_was_not_touched() -> None:
    old = set_apart((COOKED, TYPED), (PLAN, MODEL), ("End.", TYPED))
    sitting = taken_in(old, f"{PLAN}\n\nWe{COOKED[1:]}\n\nEnd.\n\n")
    assert (PLAN, MODEL) in owned(sitting)
    assert owned(sitting)[1:] == [("We", UNKNOWN), (f"{COOKED[2:]}\n\nEnd.", TYPED)]


def test_that_a_paragraph_that_was_joined_to_the_one_behind_it_keeps_its_words() -> None:
    sitting = taken_in(set_apart((COOKED, TYPED), (PLAN, MODEL)), f"{PLAN} {COOKED}\n\n")
    assert owned(sitting) == [(PLAN, MODEL), (COOKED, TYPED)]


def test_that_the_parts_of_a_paragraph_that_was_torn_keep_their_words() -> None:
    old = [(f"{COOKED} ", TYPED), (PLAN, MODEL), ("\n\nThe end of it.\n", TYPED)]
    sitting = taken_in(old, f"{PLAN}\n\nThe end of it.\n\n{COOKED}\n")
    assert owned(sitting) == [(PLAN, MODEL), ("The end of it.", TYPED), (COOKED, TYPED)]


def test_that_a_few_words_somebody_else_says_as_well_are_not_taken_for_those_that_went() -> None:
    old = set_apart(("At the end of the day we ate and drank a lot.", MODEL), ("Here I go on.", TYPED))
    sitting = taken_in(old, "Here I go on.\n\nThey had, at the end of the day, less.\n\n")
    assert owned(sitting) == [("Here I go on.", TYPED), ("They had, at the end of the day, less.", UNKNOWN)]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_that_whole_paragraphs_in_another_order_take_all_that_is_known_of_them_along(data: st.DataObject) -> None:
    """With strangers between them, and one of them gone: everybody has an origin of their own, and every other is the
    writer's, who gets no mark."""
    row = data.draw(PARAGRAPHS)
    origin = {
        words: Origin(OriginKind.MODEL if number % 2 else OriginKind.PASTED, actor=str(number))
        for number, words in enumerate(row)
    }
    strangers = [words for words in data.draw(st.lists(PARAGRAPH, max_size=2, unique=True)) if words not in origin]
    new = data.draw(st.permutations([*row[data.draw(st.integers(0, 1)) :], *strangers]))
    sitting = taken_in(set_apart(*origin.items()), "\n\n".join(new) + "\n\n")
    pieces = iter(letters(sitting))
    for words in new:
        mine = {next(pieces) for letter in words if letter != " "}
        assert mine == {origin[words]} if words in origin else mine <= {UNKNOWN, *origin.values()}
    if not strangers:
        marked = {item.body.strip(): item.mark.lineage for item in sitting.document.paragraphs if item.body.strip()}
        assert marked == {words: (origin[words],) if row.index(words) % 2 else () for words in new}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_that_paragraphs_in_another_order_that_are_joined_give_no_letter_to_each_other(data: st.DataObject) -> None:
    row = data.draw(PARAGRAPHS)
    origin = {words: Origin(OriginKind.MODEL, actor=str(number)) for number, words in enumerate(row)}
    new = data.draw(st.permutations(row))
    gaps = data.draw(st.lists(st.sampled_from([" ", "\n", "\n\n"]), min_size=len(new), max_size=len(new)))
    sitting = taken_in(set_apart(*origin.items()), "".join(words + gap for words, gap in zip(new, gaps, strict=True)))
    pieces = iter(letters(sitting))
    for words in new:
        assert {next(pieces) for letter in words if letter != " "} <= {origin[words], UNKNOWN}


def letters(sitting: Sitting) -> list[Origin]:
    """The origin of every character that is no white space."""
    every = [run.origin for run in sitting.document.runs() for _ in range(run.length)]
    return [origin for origin, sign in zip(every, sitting.text, strict=True) if not sign.isspace()]
