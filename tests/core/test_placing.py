from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.folding import folded
from editor.core.placing import Exactness, locate
from editor.core.similarity import place, place_among, resembling

TEXT = (
    "😀 שלום. The writer’s “first draft” — made in haste — holds *what the  second needs*. "
    "See [the long note](https://example.org/a_b) for co\u00adoperation,\u00a0please. Straße and café end it."
)


@pytest.mark.parametrize(
    ("quote", "expected", "exactness"),
    [
        ("made in haste", "made in haste", Exactness.EXACT),
        ("שלום", "שלום", Exactness.EXACT),
        ('the writer\'s "first draft" -', "The writer’s “first draft” —", Exactness.FOLDED),
        ("what the second needs", "what the  second needs", Exactness.FOLDED),
        ("cooperation, please", "co\u00adoperation,\u00a0please", Exactness.FOLDED),
        ("see the long note for", "See [the long note](https://example.org/a_b) for", Exactness.FOLDED),
        ("“made in haste”", "made in haste", Exactness.FOLDED),
        ("STRASSE AND CAFE\u0301", "Straße and café", Exactness.FOLDED),
        ("holds ... second needs", "holds *what the  second needs", Exactness.ELLIPSIS),
        (
            "The writer's […] see the … café",
            TEXT[TEXT.index("The") : TEXT.index(" end it")],
            Exactness.ELLIPSIS,
        ),
        ("...made in haste…", "made in haste", Exactness.ELLIPSIS),
    ],
)
def test_that_a_quote_is_found_and_given_back_in_the_writers_spelling(
    quote: str, expected: str, exactness: Exactness
) -> None:
    found = locate(quote, TEXT)

    assert found is not None
    assert (found.quote, found.exactness) == (expected, exactness)
    assert TEXT[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    "quote",
    ["", "   ", "**", "...", "a ... b", "never said here", "needs ... holds", "made in haste ... x y z"],
)
def test_that_a_quote_that_is_not_there_has_no_place(quote: str) -> None:
    assert locate(quote, TEXT) is None


def test_that_of_several_places_a_whole_word_comes_before_a_part_of_one() -> None:
    found = locate("art", "The party was art.")

    assert found is not None
    assert found.start == 14


@pytest.mark.parametrize(("quote", "near", "start"), [("a b", 9, 8), ("a b", None, 0), ("A B", 9, 8), ("A B", 3, 4)])
def test_that_of_equal_places_the_nearest_is_taken(quote: str, near: int | None, start: int) -> None:
    found = locate(quote, "a b a b a b", near)

    assert found is not None
    assert found.start == start


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("the dog … slept", "the dog at last slept"),
        ("the dog … bit … slept", "the dog bit the man, and the dog at last slept"),
        ("the dog … the dog", "the dog bit the man, and the dog"),
    ],
)
def test_that_around_an_ellipsis_the_nearest_beginning_is_meant(quote: str, found: str) -> None:
    placed = locate(quote, "So the dog bit the man, and the dog at last slept.")

    assert placed is not None
    assert placed.quote == found


def test_that_half_a_letter_is_never_quoted() -> None:
    found = locate("se", "Straße SE")

    assert found is not None
    assert found.quote == "SE"


def test_that_a_misquoted_passage_is_found_by_resemblance_in_whole_words() -> None:
    text = "Nobody timed it. The writers who kept two drafts apart finished earlier than the rest did."

    found = place("writer who kept two drafts apart finished earlier then the rest", text)

    assert found is not None
    assert found.exactness is Exactness.RESEMBLING
    assert found.quote == "writers who kept two drafts apart finished earlier than the rest"
    assert locate(found.quote, text) is not None


@pytest.mark.parametrize("quote", ["short", "The readers who burnt all their drafts died sooner", "x" * 300])
def test_that_a_poor_resemblance_is_refused(quote: str) -> None:
    text = "Nobody timed it. The writers who kept two drafts apart finished earlier than the rest did."

    assert place(quote, text) is None
    assert resembling(quote, "") is None


def test_that_the_nearest_passage_can_be_asked_for_with_a_lower_measure() -> None:
    found = resembling("the second draft needs air", "Here the third draft needs some air now.", at_least=0.6)

    assert found is not None
    assert "third draft needs" in found.quote


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("quite alike enough", "Quite alik enough", "Quite alik enough"),
        ("aardvarks eating", "xx aardvarkz eatings yy", "aardvarkz eatings"),
        ("aaaa bbbb cccc", "xx aaaa bbb cccc yy", "aaaa bbb cccc"),
        ("aaaa bbbb cccc", "aaaa bbb cccc yy", "aaaa bbb cccc"),
        ("the draft, mended ", "so the draft; mended, ended", "the draft; mended"),
    ],
)
def test_that_a_resemblance_is_given_in_whole_words_without_blanks(quote: str, text: str, expected: str) -> None:
    found = resembling(quote, text, at_least=0.85)

    assert found is not None
    assert found.quote == expected


def test_that_among_several_texts_the_exact_place_goes_before_the_forgiving_one() -> None:
    texts = ["The “first” word.", 'Then the "first" word again.', "Writers who kept two drafts apart finished earlier."]

    def found(quote: str) -> tuple[int, str] | None:
        placed = place_among(quote, texts)
        return (placed[0], placed[1].quote) if placed else None

    assert found('the "first" word') == (1, 'the "first" word')
    assert found("THE 'first' word") is None
    assert found("The “first” WORD") == (0, "The “first” word")
    assert found("writer who kept two drafts apart finished earlier") == (2, texts[2][:-1])
    assert found("") is None
    assert found("nothing of this kind stands anywhere") is None


@settings(deadline=None, max_examples=100)
@given(
    text=st.text(min_size=1, max_size=80),
    near=st.none() | st.integers(0, 80),
    data=st.data(),
)
def test_that_any_piece_of_any_paragraph_is_found_verbatim(text: str, near: int | None, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]

    found = locate(quote, text, near)

    if found is None:
        assert not quote.strip()
    else:
        assert text[found.start : found.end] == found.quote == quote.strip()


@settings(deadline=None, max_examples=100)
@given(quote=st.text("ab.…* \u00ad”ßİ-—", max_size=12), text=st.text("ab.…* \u00ad”ßİ-—", max_size=40))
def test_that_whatever_is_found_is_a_piece_of_the_paragraph(quote: str, text: str) -> None:
    found = place(quote, text)

    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.quote


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=60))
def test_that_every_folded_character_knows_where_it_came_from(text: str) -> None:
    result = folded(text)

    assert len(result.text) == len(result.origins)
    assert list(result.origins) == sorted(result.origins)
    assert all(0 <= origin < len(text) for origin in result.origins)
