"""Amounts of money, in US dollars, as the writer reads them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def cents(usd: Decimal, rounding: str = ROUND_HALF_UP) -> str:
    """An amount as the window shows it: tenths of a cent below a dollar, then dollars."""
    if usd >= 1:
        return f"${usd.quantize(Decimal('0.01'), rounding)}"
    tenths = (usd * 100).quantize(Decimal("0.1"), rounding)
    return f"{tenths} ct" if tenths or not usd else "under 0.1 ct"


def about(usd: Decimal) -> str:
    """ "about 1.4 ct", or that it is less than can be said."""
    amount = cents(usd)
    return amount if amount.startswith("under") else f"about {amount}"


def cost_of_call(cost: str, status: str, *, guessed: bool) -> str:
    """What is said of a kept call's cost: an amount with its currency, empty where it is not known; `guessed` where the
    provider did not say what it counted."""
    if not cost:
        return "cost not known" if status == "sent" else "price not known"
    return f"about {cost}, a guess" if guessed and not cost.startswith("0 ") else cost
