"""A key in an answer: blotted out whole, wherever the pieces cut it, and nothing else changed."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from editor.llm.credentials import Secret
from editor.llm.key_hiding import KeyHiding
from editor.llm.provider import Delta, Link, Started, Usage

KEY = "sk-ant-0123456789abcdef"
WORDS = st.lists(st.sampled_from([KEY, KEY[:9], KEY[3:], "sk-", "words ", "s", ""]), max_size=12).map("".join)


def heard(hiding: KeyHiding, pieces: list[str]) -> str:
    parts = [part for piece in pieces for part in hiding.take(Delta(piece))]
    return "".join(part.text for part in (*parts, *hiding.rest()) if isinstance(part, Delta))


@given(WORDS, st.lists(st.integers(0, 200), max_size=20))
def test_that_the_key_is_never_heard_and_all_else_is(text: str, cuts: list[int]) -> None:
    places = sorted({0, len(text), *(min(cut, len(text)) for cut in cuts)})
    pieces = [text[start:stop] for start, stop in pairwise(places)]
    hiding = KeyHiding(Secret(KEY))
    assert heard(hiding, pieces) == hiding.hidden(text) == text.replace(KEY, "****")


def test_that_a_model_and_a_link_that_are_named_for_the_key_are_blotted_out() -> None:
    hiding = KeyHiding(Secret(KEY))
    (started,) = hiding.take(Started(f"m-{KEY}", Usage()))
    assert isinstance(started, Started)
    assert started.model == "m-****"
    assert hiding.links((Link(f"https://a.example/{KEY}", KEY, KEY),)) == (
        Link("https://a.example/****", "****", "****"),
    )


def test_that_a_word_that_stands_for_a_key_at_a_server_of_ones_own_may_be_said() -> None:
    assert heard(KeyHiding(Secret("none")), ["no", "ne of them"]) == "none of them"
    assert heard(KeyHiding(None), [KEY]) == KEY
