from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from editor.ui.block_heights import BlockHeights


def guess(lengths: Sequence[int]) -> list[int]:
    return [20 * (1 + length // 70) for length in lengths]


Step = tuple[str, int, int, list[int]]

steps = st.lists(
    st.tuples(
        st.sampled_from(["replace", "lay"]),
        st.integers(0, 5000),
        st.integers(0, 900),
        st.lists(st.integers(0, 500), min_size=1, max_size=700),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=1, max_size=1500), steps)
def test_that_heights_after_any_edits_equal_a_plain_list(lengths: list[int], todo: list[Step]) -> None:
    heights = BlockHeights(guess)
    heights.reset(lengths)
    plain = guess(lengths)
    laid = [False] * len(plain)
    for what, where, count, new in todo:
        at = where % len(plain)
        if what == "lay":
            heights.set_laid(at, 1 + count, 5)
            plain[at], laid[at] = 1 + count, True
        else:
            removed = min(count, len(plain) - at)
            heights.replace(at, removed, new)
            plain[at : at + removed] = guess(new)
            laid[at : at + removed] = [False] * len(new)
    assert heights.count == len(plain)
    assert heights.total == sum(plain)
    assert list(heights.laid_numbers(0, len(plain))) == [n for n, yes in enumerate(laid) if yes]
    for number in range(0, len(plain), max(1, len(plain) // 50)):
        top = sum(plain[:number])
        assert heights.top(number) == top
        assert heights.height(number) == plain[number]
        assert heights.at(top) == (number, top)
        assert heights.at(top + plain[number] - 1) == (number, top)


def test_that_a_place_outside_belongs_to_the_nearest_block() -> None:
    heights = BlockHeights(guess)
    heights.reset([0] * 600)
    assert heights.at(-50) == (0, 0)
    assert heights.at(1e9) == (599, 599 * 20)


def test_that_guessing_again_forgets_what_was_laid() -> None:
    heights = BlockHeights(guess)
    heights.reset([10, 200])
    heights.set_laid(1, 99, 200)
    heights.guess_again(list)
    assert heights.total == 210
    assert not heights.is_laid(1)
