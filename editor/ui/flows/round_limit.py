"""Several critics whose prices together pass what is left: said before anything is sent to any of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_UP, Decimal

from editor.core.errors import ModelFault
from editor.core.money import cents
from editor.protocol.messages import Failed, Prepared


def over_together(requests: Sequence[Prepared]) -> Failed | None:
    """The refusal of all of them; None where there is room, no limit, or no price that is known."""
    left = [Decimal(one.left_usd) for one in requests if one.left_usd is not None]
    needs = sum((Decimal(one.needs_usd) for one in requests if one.needs_usd is not None), Decimal(0))
    if not left or needs <= min(left):
        return None
    likely = sum((Decimal(one.likely_usd) for one in requests if one.likely_usd is not None), Decimal(0))
    who = f"Together these {len(requests)} critics" if len(requests) > 1 else "This"
    title = f"{who} would cost about {cents(likely)} and can cost {cents(needs, ROUND_UP)}; {requests[-1].left_words}"
    fewer = "ask fewer critics, " if len(requests) > 1 else ""
    what_to_do = f"Nothing was sent, and nothing was charged. Raise the limit, {fewer}or ask a local critic."
    return Failed(requests[-1].id, title, what_to_do, ModelFault.BUDGET.value)
