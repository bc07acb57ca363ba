"""What the writer lets models cost: a limit a draft and a limit a month, in US dollars.

A limit is hard. So what counts against it is never what a call will probably cost but the most it can: as much is
reserved before anything is sent, and given back when the real cost is known. A call whose cost nobody knows, because its
answer broke off or its program was killed, goes on counting with the most it can have cost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from editor.core.errors import OverLimit
from editor.core.money import about, cents

DRAFT_LIMIT = Decimal(3)
"""Of a draft whose writer has said nothing. A month has no limit until it is given one."""

_NOTHING = "Nothing was sent, and nothing was charged."
_RAISE = "Raise the limit."


@dataclass(frozen=True, slots=True)
class Purse:
    """One limit, and what counts against it."""

    limit: Decimal | None
    """None where there is no limit."""
    spent: Decimal
    """By calls that have ended."""
    reserved: Decimal
    """For calls that are on their way."""
    unsure: Decimal = Decimal(0)
    """Of what is spent: calls whose real cost nobody knows, counted with the most they can have cost."""

    @property
    def left(self) -> Decimal | None:
        """Never below nothing; None where there is no limit."""
        if self.limit is None:
            return None
        return max(Decimal(0), self.limit - self.spent - self.reserved)


@dataclass(frozen=True, slots=True)
class Budget:
    """Both limits of the draft that is open."""

    draft: Purse
    month: Purse

    @property
    def is_limited(self) -> bool:
        return self.draft.limit is not None or self.month.limit is not None

    @property
    def left(self) -> Decimal | None:
        """The smaller of what is left; None where nothing is limited."""
        known = [purse.left for purse in (self.draft, self.month) if purse.left is not None]
        return min(known, default=None)

    @property
    def left_in_words(self) -> str:
        """ "2.0 ct are left for this essay"; empty where nothing is limited. Rounded down: nobody is promised more.

        What is only held back is not spent and comes back, all or some of it, so it is told apart.
        """
        left = self.left
        if left is None:
            return ""
        is_draft = left == self.draft.left
        place, held = ("for this essay", self.draft.reserved) if is_draft else ("for this month", self.month.reserved)
        free = f"{_amount(left, ROUND_DOWN)} {{}} {place}" if left else f"nothing is {{}} {place}"
        if not held:
            return free.format("left")
        return f"{free.format('free')} now: {_amount(held, ROUND_UP)} held back for calls on their way"

    def has_room_for(self, amount: Decimal) -> bool:
        return self.left is None or amount <= self.left

    def will_have_room_for(self, amount: Decimal) -> bool:
        """Once the calls on their way have ended, if they cost nothing."""
        purses = (replace(purse, reserved=Decimal(0)) for purse in (self.draft, self.month))
        return Budget(*purses).has_room_for(amount)


def _amount(usd: Decimal, rounding: str) -> str:
    """With its verb."""
    return f"{cents(usd, rounding)} {'is' if usd >= 1 else 'are'}"


def over_limit(budget: Budget, likely: Decimal | None, most: Decimal) -> OverLimit:
    """The refusal of a call that could pass a limit. `likely` is None where only the most is known."""
    highest = f"at most {cents(most, ROUND_UP)}"
    cost = f"{about(likely)}, {highest}" if likely is not None and likely < most else highest
    waits = budget.will_have_room_for(most)
    what_to_do = "Ask again when those calls have ended, or raise the limit." if waits else _RAISE
    return OverLimit(f"This would cost {cost}; {budget.left_in_words}", _NOTHING, what_to_do)


def over_what_was_shown(most: Decimal, shown: Decimal) -> OverLimit:
    """The refusal of a call that was found to cost more than the writer said yes to."""
    words = f"This can cost {cents(most, ROUND_UP)}, and you were shown at most {cents(shown, ROUND_UP)}"
    return OverLimit(words, _NOTHING, _RAISE)


def only_counted(refusal: OverLimit, name: str, trouble: str = "") -> OverLimit:
    """The same refusal of a call whose text was sent to be counted; `trouble` is why it could not be."""
    counted = f"{name} was to count the text, and could not: {trouble}" if trouble else f"{name} has counted the text"
    return OverLimit(refusal.title, f"{counted}. It was not asked, and nothing was charged.", refusal.what_to_do)


def without_price(model: str) -> OverLimit:
    """The refusal of a model whose price nobody here knows, while there is a limit."""
    return OverLimit(
        f"The price of {model} is not known, so no limit can be kept with it",
        "Nothing was sent.",
        "Choose another model, or take the limits of essay and month away.",
    )
