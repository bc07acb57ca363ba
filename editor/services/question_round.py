"""A question on its way: its requests one after the other, all of them paid for in advance."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from decimal import Decimal

from editor.core.budget import without_price
from editor.core.clock import Clock
from editor.core.errors import ModelError, ModelFault
from editor.llm.prices import Estimate
from editor.llm.prompts import shown_text
from editor.llm.provider import Provider, Request
from editor.llm.rates import Rate
from editor.services.holding import Hold, OwnLimit, Pricing, taken_in_all
from editor.services.one_call import Answer, Listener, Means, OneCall, Record, Sleep, Stopped
from editor.services.planning import Plan, plan_for
from editor.store.spending import Item, Spending


@dataclass(frozen=True, slots=True)
class Way:
    """With what a question is asked."""

    provider: Provider
    rate: Rate
    pricing: Pricing
    spending: Spending
    limit: Decimal | None
    """USD, of the draft."""
    clock: Clock
    sleep: Sleep
    own: OwnLimit | None = None
    """The limit of what the question belongs to, where that has one."""


class QuestionRound:
    def __init__(self, provider: str, draft: str, price: Estimate | None, way: Way) -> None:
        self._provider = provider
        self._draft = draft
        self._price = price
        self._way = way

    async def run(self, plan: Plan, record: Record, listener: Listener) -> Answer:
        """Raises ModelError(BUDGET) where not all of it is left, FileError."""
        answer = await self._run(plan, record, listener)
        if plan.before or answer.trouble is None or answer.trouble.fault is not ModelFault.TOO_LONG_FOR_RATE:
            return answer
        # Only now the provider has said what a minute holds.
        again = plan_for(plan.last, self._provider, self._way.rate.allowance_for(plan.last))
        if not again.before:
            return answer
        if again.text == plan.text and self._is_covered(again):
            return await self._run(again, record, listener)
        trouble = ModelError(
            answer.trouble.fault,
            answer.trouble.title,
            "Your text is safe and nothing was charged. Ask again: it is then sent in several requests, which you are "
            "shown first.",
        )
        return replace(answer, trouble=trouble)

    def _is_covered(self, plan: Plan) -> bool:
        """Whether it costs no more than the writer was told."""
        most = sum((self._way.pricing.most(step) or Decimal(0) for step in plan.steps), Decimal(0))
        return self._price is None or most <= self._price.most

    async def _run(self, plan: Plan, record: Record, listener: Listener) -> Answer:
        holds = self._held(plan)
        notes: list[str] = []
        warnings: list[str] = []
        try:
            for step, (ident, hold) in zip(plan.before, holds, strict=False):
                answer = await self._before(ident, step, hold, record, listener)
                if answer.trouble is not None and answer.trouble.fault is not ModelFault.OUT_OF_TOKENS:
                    return replace(answer, text="")  # it is no part of an answer
                notes.append(answer.text)
                warnings.append(answer.warning)
            ident, hold = holds[-1]
            answer = await self._call(ident, plan.last_with(notes), hold).run(record, listener)
            return replace(answer, warning=next(filter(None, (*warnings, answer.warning)), ""))
        finally:
            for _, hold in holds:
                hold.end()

    def _held(self, plan: Plan) -> list[tuple[str, Hold]]:
        way, steps = self._way, plan.steps
        prices = [way.pricing.most(step) for step in steps]
        if None in prices and (way.own is not None or way.spending.budget(self._draft, way.limit).is_limited):
            raise without_price(plan.last.model)
        items = [
            Item(secrets.token_hex(8), self._draft, self._provider, step.model, step.purpose, most or Decimal(0))
            for step, most in zip(steps, prices, strict=True)
        ]
        likely = self._price.likely if self._price else None
        most = sum((item.most for item in items), Decimal(0))
        taken_in_all(most, way.own, lambda: way.spending.reserve(items, way.limit, likely))
        return [(item.call, Hold(way.spending, item.call, item.most, way.limit, way.own)) for item in items]

    async def _before(self, ident: str, step: Request, hold: Hold, record: Record, listener: Listener) -> Answer:
        try:
            return await self._call(ident, step, hold).run(record, Listener(lambda _: None, listener.waits))
        except Stopped as stopped:
            raise Stopped(replace(stopped.answer, text="")) from None

    def _call(self, ident: str, request: Request, hold: Hold) -> OneCall:
        way = self._way
        means = Means(way.provider, way.rate, way.pricing, hold, way.clock, way.sleep)
        return OneCall(ident, self._provider, request, shown_text(request), means)
