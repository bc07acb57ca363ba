"""Several critics whose prices together pass what is left: said before anything is sent to any of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_UP, Decimal

from editor.core.errors import ModelFault
from editor.core.money import about, cents
from editor.protocol.messages import Failed, Prepared


def over_together(requests: Sequence[Prepared]) -> Failed | None:
    """The refusal of all of them; None where there is room, no limit, or no price that is known."""
    paid = [one for one in requests if one.needs_usd is not None and one.left_usd is not None]
    needs = sum((Decimal(one.needs_usd or 0) for one in paid), Decimal(0))
    if not paid or needs <= min(Decimal(one.left_usd or 0) for one in paid):
        return None
    likely = sum((Decimal(one.likely_usd or 0) for one in paid), Decimal(0))
    who = f"Together these {len(paid)} critics" if len(paid) > 1 else "This"
    title = f"{who} would cost {about(likely)} and can cost {cents(needs, ROUND_UP)}; {paid[-1].left_words}"
    fewer = ", or ask fewer critics" if len(paid) > 1 else ""
    what_to_do = f"Nothing was sent, and nothing was charged. Raise the limit{fewer}."
    return Failed(paid[-1].id, title, what_to_do, ModelFault.BUDGET.value)
