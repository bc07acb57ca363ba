"""References: where one is cut, and which of several gives way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.core.references import MOST_TOKENS, Reference, beginning, shares, short_title, title_from

TEXT = "One is here.\n\nTwo is there.\n \nThree is nowhere."


def test_that_a_row_gives_the_reference_back() -> None:
    one = Reference("ab", "Swans", "swans.pdf", 3, 4, 5, "Swans are white.")
    assert Reference.from_row("ab", one.as_row()) == one
    with pytest.raises(KeyError):
        Reference.from_row("ab", {"title": "Swans"})


@pytest.mark.parametrize(
    ("most", "kept"),
    [
        (12, TEXT),
        (11, "One is here.\n\nTwo is there."),
        (8, "One is here.\n\nTwo is there."),
        (7, "One is here."),
        (2, "One is"),
        (0, ""),
    ],
)
def test_that_a_long_text_is_cut_between_two_paragraphs(most: int, kept: str) -> None:
    assert beginning(TEXT, 12, most) == kept


@given(st.text(alphabet="ab \n", max_size=200), st.integers(1, 60), st.integers(0, 80))
def test_that_what_is_left_is_a_beginning_and_fits(text: str, tokens: int, most: int) -> None:
    left = beginning(text, tokens, most)
    assert text.startswith(left)
    assert len(left) * tokens <= len(text) * max(most, 0) or (most >= tokens and left == text)


@given(st.lists(st.integers(0, 1_000), max_size=8), st.integers(-5, 4_000))
def test_that_shares_fit_the_room_and_only_the_longest_give_way(tokens: list[int], room: int) -> None:
    given_ = shares(tokens, room)
    assert sum(given_) <= max(room, 0)
    if sum(tokens) <= room:
        assert given_ == tokens
    cut = [most for one, most in zip(tokens, given_, strict=True) if most < one]
    assert len(set(cut)) <= 1
    assert all(most <= level for level in cut for most in given_)


def test_that_a_title_is_one_short_line() -> None:
    assert title_from("\n\n## On  swans\nThey are white.") == "On swans"
    assert short_title("word " * 60).endswith("word …")
    assert len(short_title("word " * 60)) <= 120
    assert Reference("a", "", "", 0, MOST_TOKENS + 1, 0).is_cut
