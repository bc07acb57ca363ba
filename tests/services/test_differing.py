from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from editor.services.differing import ADDED, REMOVED, SAME, word_diff

TEXTS = st.text(st.sampled_from("ab \n\t.,é—😀\r\u2028"), max_size=40)


def old_of(old: str, new: str) -> str:
    return "".join(text for kind, text in word_diff(old, new) if kind != ADDED)


@given(TEXTS, TEXTS)
@settings(max_examples=400, deadline=None)
def test_that_the_pieces_give_both_texts_to_the_letter(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(text for kind, text in pieces if kind != ADDED) == old
    assert "".join(text for kind, text in pieces if kind != REMOVED) == new
    assert all(text for _, text in pieces)
    assert all(one[0] != other[0] for one, other in pairwise(pieces))


def test_that_a_changed_phrase_is_one_change() -> None:
    assert word_diff("The old grey cat sat.", "The new white dog sat.") == (
        (SAME, "The "),
        (REMOVED, "old grey cat"),
        (ADDED, "new white dog"),
        (SAME, " sat."),
    )


def test_that_a_word_is_not_cut() -> None:
    assert word_diff("counting", "counted") == ((REMOVED, "counting"), (ADDED, "counted"))


def test_that_equal_texts_have_no_changes() -> None:
    assert word_diff("One.\n\nTwo.\n", "One.\n\nTwo.\n") == ((SAME, "One.\n\nTwo.\n"),)
    assert word_diff("", "") == ()


def test_that_a_paragraph_put_in_leaves_its_neighbours_whole() -> None:
    old = "A first one.\n\nA last one.\n"
    assert word_diff(old, "A first one.\n\nA new one.\n\nA last one.\n") == (
        (SAME, "A first one.\n\n"),
        (ADDED, "A new one.\n\n"),
        (SAME, "A last one.\n"),
    )


def test_that_a_hundred_thousand_words_with_a_change_in_each_part_are_compared_by_their_parts() -> None:
    paragraphs = [f"Paragraph {n} has some words of its own, and they go on for a while." for n in range(7_000)]
    changed = [text.replace("some", "many") if n % 700 == 0 else text for n, text in enumerate(paragraphs)]
    pieces = word_diff("\n\n".join(paragraphs), "\n\n".join(changed))
    assert sum(kind == ADDED for kind, _ in pieces) == 10


def test_that_two_endless_lines_are_told_apart_without_being_compared() -> None:
    old, new = "word " * 50_000, "other " * 50_000
    assert [kind for kind, _ in word_diff(old, new)] == [REMOVED, ADDED, SAME]
    assert old_of(old, new) == old
