"""Titles are compared without names, each pair twice, and put where the title is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from session_makers import MODEL, SPLITTER

from editor.core.attachments import Attachment
from editor.core.document import Document
from editor.core.origins import TYPED
from editor.core.runs import Fragment
from editor.core.titles import (
    TITLE,
    Candidate,
    Choice,
    Pair,
    candidates_in,
    one_line,
    place_of_title,
    questions,
    standings,
)


def backwards(pairs: list[Pair]) -> list[Pair]:
    return pairs[::-1]


@given(st.lists(st.integers(1, 99), min_size=2, max_size=5, unique=True), st.randoms())
def test_that_every_pair_is_asked_twice_with_its_sides_changed(idents: list[int], lot: object) -> None:
    asked = questions(idents, lambda pairs: lot.sample(pairs, len(pairs)))  # type: ignore[attr-defined]
    half = len(asked) // 2
    assert len(asked) == len(idents) * (len(idents) - 1)
    assert {frozenset((one.left, one.right)) for one in asked[:half]} == {
        frozenset((a, b)) for a in idents for b in idents if a != b
    }
    assert {Pair(one.right, one.left) for one in asked[:half]} == set(asked[half:])


def test_that_the_order_is_drawn_by_lot() -> None:
    assert questions([1, 2, 3], backwards) == (
        Pair(2, 1), Pair(3, 1), Pair(3, 2),
        Pair(1, 2), Pair(1, 3), Pair(2, 3),
    )  # fmt: skip


def test_that_only_what_is_chosen_both_times_counts() -> None:
    asked = [Pair(1, 2), Pair(1, 3), Pair(2, 3), Pair(2, 1), Pair(3, 1), Pair(3, 2)]
    choices = [Choice(pair, chosen) for pair, chosen in zip(asked, [2, 1, None, 2, 3, None], strict=True)]
    made = [(one.candidate, one.won, one.lost, one.undecided) for one in standings(choices)]
    assert made == [(2, 1, 0, 1), (3, 0, 0, 2), (1, 0, 1, 1)]
    assert choices[0].as_row() == [1, 2, 2]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# One of them\n\nText.\n", "One of them"),
        ("Text first.\n\n#  One of them ##\n\nText.\n", "One of them"),
        ("One of them\n===\n\nText.\n", "One of them"),
        ("## A part\n\n# One of them\n", "One of them"),
    ],
)
def test_that_the_first_heading_of_the_first_rank_is_the_title(text: str, title: str) -> None:
    place = place_of_title(Document.of(Fragment.of(text, TYPED), SPLITTER).paragraphs[:])
    assert text[place.start : place.stop] == title
    assert (place.before, place.after) == ("", "")


@pytest.mark.parametrize(("text", "at"), [("Text.\n\n## A part\n", 0), ("---\na: b\n---\n\nText.\n", 14), ("", 0)])
def test_that_without_one_it_stands_before_everything_but_front_matter(text: str, at: int) -> None:
    place = place_of_title(Document.of(Fragment.of(text, TYPED), SPLITTER).paragraphs[:])
    assert (place.start, place.stop, place.before, place.after) == (at, at, "# ", "\n\n")


def test_that_a_candidate_comes_back_from_its_row_and_others_are_passed_over() -> None:
    mine, its = Candidate(3, "On drafts"), Candidate(4, "Drafting badly", MODEL)
    kept = [Attachment(TITLE, str(one.id), None, one.as_row(), 1) for one in (mine, its)]
    others = [
        Attachment(TITLE, "5", None, None, 1), Attachment(TITLE, "6", None, {"text": 9}, 1),
        Attachment("claim", "7", 1, mine.as_row(), 1),
    ]  # fmt: skip
    assert list(candidates_in([*kept, *others])) == [mine, its]


def test_that_a_title_is_one_line() -> None:
    assert one_line(" On\n drafts ") == "On drafts"
    for words in ("", "two\nlines"):
        with pytest.raises(ValueError, match="one line"):
            Candidate(1, words)
