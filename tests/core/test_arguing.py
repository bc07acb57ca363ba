from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.arguing import Echo, Stand, Turn, echo_of

LINE = "The figure comes from the 2024 survey, table three, which I cite two paragraphs below."
ISSUE = "The figure of seventy-eight per cent has no source, and a reader cannot check it."
EARLIER = (ISSUE, "Readers who doubt the figure stop there.", "Say where the figure is from.")


@pytest.mark.parametrize(
    ("reason", "echo"),
    [
        ("", Echo.EMPTY),
        ("You are right, good point. I concede.", Echo.EMPTY),
        ("Fair enough, I agree; the objection stands corrected, thank you!", Echo.EMPTY),
        ("…", Echo.EMPTY),
        ("The figure comes from the 2024 survey, table three, cited two paragraphs below.", Echo.LINE),
        ("Right: it is cited in table three of the survey of 2024, two paragraphs below.", Echo.LINE),
        ("I see that readers who doubt the figure can check its source.", Echo.EARLIER),
        ("A citation after the claim is usual in this genre, and forums permit linked endnotes.", None),
        ("Since that table lists sample sizes for each country, nothing stays unverifiable here.", None),
    ],
)
def test_that_a_reason_is_new_only_where_it_says_what_nobody_had_said(reason: str, echo: Echo | None) -> None:
    assert echo_of(reason, LINE, EARLIER) == echo


def test_that_case_marks_and_endings_make_no_reason_new() -> None:
    assert echo_of("THE *FIGURES* COMES FROM SURVEYS, TABLES THREE — CITED", LINE, ()) is Echo.LINE


def test_that_what_the_critic_had_said_counts_only_if_it_was_said() -> None:
    reason = "Readers who doubt the figure stop reading."
    assert echo_of(reason, "But why?", EARLIER) is Echo.EARLIER
    assert echo_of(reason, "But why?", ()) is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_that_repeating_the_line_is_never_a_new_reason(line: str, earlier: str) -> None:
    assert echo_of(line, line, (earlier,)) is not None


def test_that_a_turn_comes_back_as_it_was_kept() -> None:
    turn = Turn("line", Stand.CONCEDE, "reason", Echo.LINE, "m", "anthropic", "c1", 5)
    assert Turn.from_row(turn.as_row()) == turn
    held = Turn("line", Stand.HOLD, "reason")
    assert Turn.from_row(held.as_row()) == held
    with pytest.raises(ValueError, match="perhaps"):
        Turn.from_row({**held.as_row(), "stand": "perhaps"})
