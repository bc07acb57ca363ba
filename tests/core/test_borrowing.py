"""Phrases of a draft that a model said before, against a naive search, and what does not count as borrowed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.borrowing import PHRASE_WORDS, Output, Outputs, said_in
from editor.core.word_reading import words_of, words_with_places

CRITIC = Output("The argument rests on one anecdote, and the reader will notice that.", "a critic")


def outputs(*said: Output | str) -> Outputs:
    made = Outputs()
    for one in said:
        made.add(Output(one, "somebody") if isinstance(one, str) else one)
    return made


def phrases(text: str, *said: Output | str) -> list[str]:
    return [text[one.start : one.stop] for one in outputs(*said).borrowed(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I fear the argument rests on one anecdote here.", ["the argument rests on one anecdote"]),
        ("I fear the argument rests on one story here.", ["the argument rests on one"]),
        ("The argument rests on many anecdotes.", []),
        ("THE ARGUMENT *rests*\non “one” anecdote!", ["THE ARGUMENT *rests*\non “one” anecdote"]),
        (
            "rests on one anecdote and. Then: the reader will notice that",
            ["rests on one anecdote and", "the reader will notice that"],
        ),
        ("", []),
        ("four words of it", []),
    ],
)
def test_that_five_words_in_a_row_are_borrowed_and_four_are_not(text: str, found: list[str]) -> None:
    assert phrases(text, CRITIC) == found


def test_that_apostrophes_and_marks_make_no_difference() -> None:
    assert phrases("don’t say what you don't mean", "Don't say what YOU don’t *mean*.") == [
        "don’t say what you don't mean"
    ]


@pytest.mark.parametrize(
    ("text", "said", "found"),
    [
        (
            "so al\u200bways remember that trust is",
            "always remember that trust is",
            "al\u200bways remember that trust is",
        ),
        (
            "so al\u00adways remember that trust is",
            "always remember that trust is",
            "al\u00adways remember that trust is",
        ),
        ("so always remember that trust is", "al\u2060ways remember that trust is", "always remember that trust is"),
        (
            "It [was](https://a.b/c_(d)) always so here.",
            "it was always so here",
            "It [was](https://a.b/c_(d)) always so here",
        ),
        ("It was always so here.", "It [was][1] always so ![here](p.png)", "It was always so here"),
        ("It was[^1] al*way*s so<br>here.", "it was always so here", "It was[^1] al*way*s so<br>here"),
        ("the caf\u00e9 owner said no", "the cafe\u0301 owner said no", "the caf\u00e9 owner said no"),
        ("the cafe\u0301 owner said no…", "the caf\u00e9 owner said no", "the cafe\u0301 owner said no"),
        ("Ja: die Straße ist sehr lang.", "DIE STRASSE IST SEHR LANG", "die Straße ist sehr lang"),
        ("the \ufb01fth one was \uff33o", "THE FIFTH ONE WAS SO", "the \ufb01fth one was \uff33o"),
        ("他说我们相信这个世界,因为", "我们相信这个世界是美好的", "我们相信这个世界"),
        (
            "한국어 문장 하나가 여기에 있다",
            "\u1112\u1161\u11ab국어 문장 하나가 여기에 있다",
            "한국어 문장 하나가 여기에 있다",
        ),
        ("हिन्दी में यह एक वाक्य है", "यहाँ हिन्दी में यह एक वाक्य", "हिन्दी में यह एक वाक्य"),
    ],
)
def test_that_what_looks_the_same_is_found_where_it_stands(text: str, said: str, found: str) -> None:
    output = Output(f"Well, {said}, then.", "x")
    assert phrases(text, output) == [found]
    assert words_of(said_in(found, output))[1:-1] == words_of(said)


def test_that_a_word_of_two_vowel_signs_is_one_word() -> None:
    assert phrases("यह हिन्दी में है", "यह हिन्दी में है") == []


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("aBé\u0301ßﬁ한\u1112\u1161\u11ab中ハ\uff8a\uff9e \u200b’…*[](x)^<b>&;~'")))
def test_that_words_with_and_without_their_places_are_the_same(text: str) -> None:
    words, spans = words_with_places(text)
    assert words == words_of(text)
    assert spans == sorted(spans)
    assert all(0 <= start < stop <= len(text) for start, stop in spans)


def test_that_no_phrase_runs_from_one_output_into_the_next() -> None:
    assert phrases("one two three four five six", "one two three", "four five six") == []


def test_that_what_a_model_was_sent_is_not_its_own() -> None:
    sent = "Judge this: The rain fell on the roof of the old house."
    reply = Output("You say the rain fell on the roof of the old house, but rain on a roof is worn out.", "x", sent)
    assert phrases("The rain fell on the roof of the old house.", reply) == []
    assert phrases("Indeed rain on a roof is worn.", reply) == ["rain on a roof is worn"]


def test_that_words_known_to_be_a_models_are_left_out_and_typed_ones_beside_them_are_not() -> None:
    text = "The argument rests on one anecdote. The argument rests on one anecdote."
    first = len("The argument rests on one anecdote.")
    [found] = outputs(CRITIC).borrowed(text, ((0, first),))
    assert (found.start, text[found.start : found.stop]) == (first + 1, "The argument rests on one anecdote")
    assert len(outputs(CRITIC).borrowed(text, ((0, 10),))) == 2


def test_that_it_is_said_which_output_most_of_a_phrase_came_from() -> None:
    one, other = Output("a b c d e", "one"), Output("c d e f g h i j", "other")
    [found] = outputs(one, other).borrowed("a b c d e f g h i j")
    assert found.output is other


def test_that_a_phrase_is_shown_as_the_model_said_it() -> None:
    long = Output(f"{'Before it. ' * 20}The *argument* rests — on ‘one’ anecdote.{' After it.' * 20}", "x")
    said = said_in("the argument rests on one anecdote", long)
    assert said.startswith("…")
    assert "The *argument* rests — on ‘one’ anecdote." in said
    assert said.endswith("…")
    assert said_in("the argument rests on one anecdote", CRITIC).startswith("The argument rests on one anecdote, and")
    assert said_in("never said by anybody at all", CRITIC) == ""
    assert said_in("", CRITIC) == ""


WORDS = st.lists(st.sampled_from("abc"), max_size=30)


@settings(deadline=None, max_examples=300)
@given(WORDS, st.lists(WORDS, max_size=4))
def test_that_exactly_the_words_are_found_that_a_naive_search_finds(words: list[str], said: list[list[str]]) -> None:
    wanted: set[int] = set()
    for number in range(len(words) - PHRASE_WORDS + 1):
        phrase = words[number : number + PHRASE_WORDS]
        if any(phrase == one[at : at + PHRASE_WORDS] for one in said for at in range(len(one))):
            wanted.update(range(number, number + PHRASE_WORDS))
    text = " ".join(words)
    found = {at // 2 for one in outputs(*map(" ".join, said)).borrowed(text) for at in range(one.start, one.stop, 2)}
    assert found == wanted


@settings(deadline=None, max_examples=100)
@given(WORDS, st.lists(WORDS, max_size=4))
def test_that_one_paragraph_at_a_time_finds_what_all_at_once_does(words: list[str], said: list[list[str]]) -> None:
    grown = Outputs()
    for one in said:
        grown.add(Output(" ".join(one), "x"))
        grown.borrowed(" ".join(words))
    assert grown.borrowed(" ".join(words)) == outputs(*(Output(" ".join(one), "x") for one in said)).borrowed(
        " ".join(words)
    )
    assert len(grown) == len(said)
