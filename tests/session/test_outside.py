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
