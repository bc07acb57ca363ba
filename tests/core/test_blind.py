"""Three questions about two texts: the sides change, and only a choice that survives that counts."""

from __future__ import annotations

import pytest

from editor.core.blind import ThreeTimes, answers_in_words


@pytest.mark.parametrize("turned", [False, True])
def test_that_the_sides_change_each_time_and_the_lot_says_who_is_first(turned: bool) -> None:
    asked = ThreeTimes("a", "b", turned)
    first = ("b", "a") if turned else ("a", "b")
    assert asked.pairs == (first, first[::-1], first)


@pytest.mark.parametrize(
    ("sides", "chosen"),
    [((1, 2, 1), "a"), ((2, 1, 2), "b"), ((1, 1, 1), None), ((1, 2, 0), None), ((0, 0, 0), None)],
)
def test_that_only_the_same_text_each_time_is_a_choice(sides: tuple[int, ...], chosen: str | None) -> None:
    asked = ThreeTimes("a", "b", turned=False)
    for side in sides:
        assert not asked.is_over
        assert asked.chosen is None
        asked.choose(side)
    assert asked.is_over
    assert asked.chosen == chosen


def test_that_the_answers_are_told_in_the_order_of_asking() -> None:
    assert answers_in_words(["the present text", None, "Monday"]) == "the present text, neither, Monday"
