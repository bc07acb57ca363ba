"""What of a question can be paid for: all of it, all of it once the provider has counted it, or a shorter answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from editor.llm.connections import COUNTS_BEFOREHAND, Connection
from editor.llm.prices import Estimate, PriceList
from editor.llm.provider import Request
from editor.services.holding import Pricing
from editor.services.planning import Plan, plan_for, price_of, shortened


@dataclass(frozen=True, slots=True)
class Offer:
    request: Request
    """The answer may be allowed less than was asked for."""
    plan: Plan
    price: Estimate | None
    counts_first: bool = False
    """A token for each byte would be more than is left, and our guess would not: the provider's own count decides, and
    `price.most` is what is left."""
    guessed: Decimal | None = None
    """USD that it costs at the most if our guess of the input is right; None where no price is known."""


@dataclass(frozen=True, slots=True)
class Tariff:
    prices: PriceList
    connection: Connection
    allowance: int | None
    """Tokens of input a minute, as far as it is known."""

    def offer(self, request: Request, left: Decimal | None) -> Offer:
        """The first that can be paid for; what was asked where none can. `left` is in USD, None without a limit."""
        either_way = self._bound(request, at_once=False)
        if either_way.price is None or left is None or either_way.price.most <= left:
            return either_way
        whole = self._bound(request)
        if whole.price is None or whole.price.most <= left:
            return whole
        by_count = self._counted(whole, left)
        if by_count is not None:
            return by_count
        a_token = self.pricing.a_token(request)
        short = self._bound(shortened(request, whole.price.most, left, a_token))
        if short.price is not None and short.price.most <= left:
            return short
        guess = self._bound(shortened(request, whole.guessed or whole.price.most, left, a_token))
        return self._counted(guess, left) or whole

    @property
    def pricing(self) -> Pricing:
        return Pricing(self.prices, self.connection.price_list, is_local=self.connection.is_local)

    def _bound(self, request: Request, *, at_once: bool = True) -> Offer:
        """`at_once`: not in parts as long as nobody knows that it has to be, which may cost more."""
        plan = plan_for(request, self.connection.provider, self.allowance)
        plan = replace(plan, otherwise=None) if at_once else plan
        guess = self._price(plan, guessed=True)
        return Offer(request, plan, self._price(plan), guessed=guess.most if guess else None)

    def _counted(self, offer: Offer, left: Decimal) -> Offer | None:
        guess = self._price(offer.plan, guessed=True)
        if self.connection.provider not in COUNTS_BEFOREHAND or guess is None or guess.most > left:
            return None
        return Offer(offer.request, offer.plan, Estimate(guess.likely, left), counts_first=True, guessed=guess.most)

    def _price(self, plan: Plan, *, guessed: bool = False) -> Estimate | None:
        known = price_of(plan, self.prices, self.connection, self.allowance, guessed=guessed)
        return Estimate(Decimal(0), Decimal(0)) if known is None and self.connection.is_local else known
