from __future__ import annotations

from decimal import Decimal

import pytest

from editor.core.budget import Budget, Purse, only_counted, over_limit, without_price
from editor.core.errors import ModelFault, OverLimit

NONE = Purse(None, Decimal(7), Decimal(1))


def purse(limit: str, spent: str = "0", reserved: str = "0") -> Purse:
    return Purse(Decimal(limit), Decimal(spent), Decimal(reserved))


def test_that_what_is_left_leaves_out_what_is_reserved_and_is_never_below_nothing() -> None:
    assert purse("1", "0.3", "0.2").left == Decimal("0.5")
    assert purse("1", "2").left == 0
    assert NONE.left is None


@pytest.mark.parametrize(
    ("draft", "month", "words"),
    [
        (purse("3", "2.98"), NONE, "2.0 ct are left for this essay"),
        (purse("3"), purse("10", "9.95"), "5.0 ct are left for this month"),
        (purse("3", "1.001"), NONE, "$1.99 is left for this essay"),
        (purse("3", "3"), NONE, "nothing is left for this essay"),
        (purse("3", "2.99009"), NONE, "0.9 ct are left for this essay"),
        (
            purse("0.1", "0.001", "0.0859"),
            NONE,
            "1.3 ct are free for this essay now: 8.6 ct are held back for calls on their way",
        ),
        (purse("1", "0", "1"), NONE, "nothing is free for this essay now: $1.00 is held back for calls on their way"),
        (purse("3", "0", "1"), purse("1", "0.9"), "10.0 ct are left for this month"),
        (NONE, NONE, ""),
    ],
)
def test_that_the_smaller_of_what_is_left_is_said_and_never_too_much(draft: Purse, month: Purse, words: str) -> None:
    assert Budget(draft, month).left_in_words == words


def test_that_there_is_room_up_to_the_last_cent() -> None:
    budget = Budget(purse("1", "0.9"), NONE)
    assert budget.is_limited
    assert budget.has_room_for(Decimal("0.1"))
    assert not budget.has_room_for(Decimal("0.1000001"))
    assert not Budget(NONE, NONE).is_limited
    assert Budget(NONE, NONE).has_room_for(Decimal(1000))


def test_that_a_refusal_gives_the_figures_and_says_what_can_be_done() -> None:
    error = over_limit(Budget(purse("3", "2.98"), NONE), Decimal("0.0141"), Decimal("0.0601"))
    assert error.fault is ModelFault.BUDGET
    assert error.title == "This would cost about 1.4 ct, at most 6.1 ct; 2.0 ct are left for this essay"
    assert error.detail == "Nothing was sent, and nothing was charged. Raise the limit."
    held = over_limit(Budget(purse("0.1", "0", "0.09"), NONE), None, Decimal("0.05"))
    assert "Ask again when those calls have ended, or raise the limit." in held.detail
    assert "when those calls" not in over_limit(Budget(purse("0.1", "0", "0.09"), NONE), None, Decimal("0.2")).detail
    assert "at most 5.0 ct;" in over_limit(Budget(purse("0"), NONE), None, Decimal("0.05")).title


def test_that_a_text_that_was_only_counted_leaves_what_can_be_done_to_its_limit() -> None:
    refusal = OverLimit("Too much", "It was not sent.", "Begin another one.")
    counted = only_counted(refusal, "Claude")
    assert counted.title == "Too much"
    assert counted.detail == "Claude has counted the text. It was not asked, and nothing was charged. Begin another one."
    in_vain = only_counted(refusal, "Claude", "it did not answer").detail
    assert in_vain.startswith("Claude was to count the text, and could not: it did not answer. It was not asked,")


def test_that_a_model_without_a_price_is_refused_by_its_name() -> None:
    error = without_price("new-model")
    assert error.fault is ModelFault.BUDGET
    assert "new-model" in error.title
    assert "Nothing was sent" in error.detail
