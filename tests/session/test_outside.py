"""Taking in what another program did to the text file."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from editor.session.outside import differences

LINES = st.lists(st.sampled_from(["", "a", "b b", "# c", "word one", "😀", "word two"]), max_size=12).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(LINES, LINES)
def test_that_the_differences_turn_the_old_text_into_the_new_one(old: str, new: str) -> None:
    text = old
    for one in reversed(differences(old, new)):
        text = text[: one.position] + one.inserted + text[one.position + one.removed :]
    assert text == new


def test_that_a_changed_word_leaves_the_lines_around_it_alone() -> None:
    found = differences("one\ntwo three\nfour\n", "one\ntwo threes\nfour\n")
    assert [(one.position, one.removed, one.inserted) for one in found] == [(13, 0, "s")]


def test_that_words_between_two_changes_of_a_line_are_kept_from_three_on() -> None:
    old, new = "one two three four five six seven\n", "ONE two three four five six SEVEN\n"
    assert [one.inserted for one in differences(old, new)] == ["ONE", "SEVEN"]
    assert [one.inserted for one in differences("one of the two\n", "ONE of the TWO\n")] == ["ONE of the TWO"]


def test_that_a_changed_line_beside_a_new_one_is_not_changed_as_a_whole() -> None:
    found = differences("a b c d e f\n", "a b c x d e f\nnew line\n")
    assert [(one.position, one.removed, one.inserted) for one in found] == [(6, 0, "x "), (12, 0, "new line\n")]


def test_that_a_very_long_stretch_is_changed_as_a_whole_and_at_once() -> None:
    old, new = "old words " * 2_000, "new words " * 2_000
    assert [(one.position, one.removed) for one in differences(old, new)] == [(0, len(old) - len(" words "))]
