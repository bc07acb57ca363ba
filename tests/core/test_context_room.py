from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.core.context_room import LOW, ContextRoom

TOKENS = st.integers(0, 2_000_000)


@pytest.mark.parametrize(
    ("room", "percent", "low"),
    [
        (ContextRoom(100_000, 20_000, 0, 10_000), 100, False),
        (ContextRoom(100_000, 20_000, 35_000, 10_000), 50, False),
        (ContextRoom(100_000, 20_000, 46_200, 10_000), 34, True),  # where the writer this is for wrote theirs
        (ContextRoom(100_000, 20_000, 90_000, 10_000), 0, True),
        (ContextRoom(100_000, 20_000, 3_000, 10_000, 4_000), 25, True),  # the rule is narrower than the window
        (ContextRoom(4_000, 1_000, 500, 4_096), 75, False),  # a small model is not asked to keep its whole window free
        (ContextRoom(None, 20_000, 3_000, 10_000, 4_000), 25, True),
        (ContextRoom(1_000, 2_000, 0, 100), 0, True),
    ],
)
def test_that_what_is_left_is_of_what_can_be_said(room: ContextRoom, percent: int, low: bool) -> None:
    assert (room.percent_left, room.is_low) == (percent, low)


def test_that_what_is_not_known_is_not_guessed() -> None:
    room = ContextRoom(None, 20_000, 3_000, 10_000)
    assert (room.percent_left, room.is_low) == (None, False)


@given(TOKENS | st.none(), TOKENS, TOKENS, TOKENS, TOKENS | st.none(), TOKENS)
def test_that_it_only_gets_less_and_never_shows_more_than_there_is(
    window: int | None, fixed: int, said: int, answer: int, most: int | None, more: int
) -> None:
    before = ContextRoom(window, fixed, said, answer, most)
    after = ContextRoom(window, fixed, said + more, answer, most)
    if before.percent_left is None or after.percent_left is None:
        assert window is None
        assert most is None
        return
    assert 0 <= after.percent_left <= before.percent_left <= 100
    assert before.is_low is (before.left is not None and before.left < LOW)
    if window is not None and before.room:
        assert fixed + before.room <= window
