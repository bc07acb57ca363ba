"""What a draft remembers of its calls, for a list of spending that does not have them.

The list may have been damaged or is new, or the draft comes from another computer.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from editor.llm.prices import PriceList, estimate
from editor.llm.prompts import MAX_TOKENS
from editor.llm.provider import Message, Request, Role
from editor.services.terms import Terms
from editor.store.calls import Cost
from editor.store.spending import Spent, month_at


def remembered(terms: Terms, prices: PriceList, offset_min: int) -> Iterator[Spent]:
    """`offset_min` is by how much local time is ahead of UTC now; it decides the month of a call."""
    for call in terms.calls:
        cost, unsure = _cost(call, prices)
        yield Spent(
            call=call.id,
            draft=terms.draft,
            month=month_at(call.wall_ms, offset_min),
            provider=call.provider,
            model=call.model,
            purpose=call.purpose,
            reserved=cost,
            settled=cost,
            unsure=unsure,
            wall_ms=call.wall_ms,
        )


def _cost(call: Cost, prices: PriceList) -> tuple[Decimal, bool]:
    """USD. A call that never ended, or whose provider did not say what it counted, counts with the longest answer that is
    asked for as a rule."""
    said = _amount(call.cost)
    if not call.estimated and (said is not None or call.status != "sent"):
        return said or Decimal(0), False  # nothing where its price was not known
    asked = Request(call.model, "", (Message(Role.USER, "x" * call.length),), MAX_TOKENS)
    known = estimate(prices, call.provider, asked)
    return max(known.most if known else Decimal(0), said or Decimal(0)), True


def _amount(cost: str) -> Decimal | None:
    amount, _, currency = cost.partition(" ")
    try:
        return max(Decimal(0), Decimal(amount)) if currency == "USD" else None
    except InvalidOperation:
        return None
