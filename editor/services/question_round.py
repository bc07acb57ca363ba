"""A question on its way: its requests one after the other, all of them paid for in advance."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from editor.core.budget import only_counted, over_what_was_shown, without_price
from editor.core.clock import Clock
from editor.core.errors import ModelError, ModelFault, OverLimit
from editor.llm.connections import COUNTS_BEFOREHAND
from editor.llm.prices import Estimate
from editor.llm.prompts import shown_text
from editor.llm.provider import Provider, Request, fresh_tokens
from editor.llm.rates import Rate
from editor.services.counting import counted_steps
from editor.services.holding import Hold, OwnLimit, Pricing, taken_in_all
from editor.services.one_call import Answer, Listener, Means, OneCall, Record, Sleep, Stopped
from editor.services.planning import Plan, guessed_steps, plan_for
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
    check: Callable[[], None] = lambda: None
    """Called before anything leaves; raises ModelError where it must not any more."""
    kept_as: str = ""
    """Under which name calls are written down, where that is not the wire format's."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A request that is paid for in advance."""

    ident: str
    request: Request
    hold: Hold


class QuestionRound:
    def __init__(
        self, provider: str, draft: str, price: Estimate | None, way: Way, *, counts_first: bool = False
    ) -> None:
        self._provider = provider
        self._kept_as = way.kept_as or provider
        self._draft = draft
        self._price = price
        self._way = way
        self._counts_first = counts_first

    async def run(self, plan: Plan, record: Record, listener: Listener) -> Answer:
        """Raises ModelError(BUDGET) where not all of it is left, FileError."""
        answer = await self._run(plan, record, listener)
        if plan.before or answer.trouble is None or answer.trouble.fault is not ModelFault.TOO_LONG_FOR_RATE:
            return answer
        # Only now the provider has said what a minute holds, if it says it at all.
        otherwise, known = plan.otherwise, self._way.rate.input_allowance
        if otherwise is not None and all(known is None or fresh_tokens(one) <= known for one in otherwise.steps):
            return await self._run(otherwise, record, listener)
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
        """Whether it costs no more than the writer was told, as far as that is known before it is counted."""
        if self._price is None:
            return True
        steps = guessed_steps(plan.steps) if self._provider in COUNTS_BEFOREHAND else plan.steps
        return self._most(steps) <= self._price.most

    def _most(self, steps: Sequence[Request]) -> Decimal:
        return sum((self._way.pricing.most(step) or Decimal(0) for step in steps), Decimal(0))

    async def _run(self, plan: Plan, record: Record, listener: Listener) -> Answer:
        *before, last = held = await self._held(plan, record)
        notes: list[str] = []
        warnings: list[str] = []
        try:
            for step in before:
                answer = await self._before(step, record, listener)
                if answer.trouble is not None and answer.trouble.fault is not ModelFault.OUT_OF_TOKENS:
                    return replace(answer, text="")  # it is no part of an answer
                notes.append(answer.text)
                warnings.append(answer.warning)
            asked = replace(plan.last_with(notes), counted=last.request.counted)
            answer = await self._call(replace(last, request=asked)).run(record, listener)
            return replace(answer, warning=next(filter(None, (*warnings, answer.warning)), ""))
        finally:
            for step in held:
                step.hold.end()

    async def _held(self, plan: Plan, record: Record) -> list[_Held]:
        """Holds back a token for each byte or, where that is not left, what the provider counts."""
        idents = [secrets.token_hex(8) for _ in plan.steps]
        if not self._counts_first or not self._may_count(plan):
            try:
                return self._reserved(idents, plan.steps)
            except ModelError:
                if not self._may_count(plan):
                    raise
        provider, steps, trouble = (self._kept_as, self._way.provider), plan.steps, ""
        try:
            steps = await counted_steps(plan, idents, provider, self._way.clock, record, self._way.check)
        except (ModelError, TimeoutError) as error:
            trouble = error.title if isinstance(error, ModelError) else "it did not answer"
        try:
            return self._reserved(idents, steps)
        except OverLimit as error:
            raise only_counted(error, self._way.provider.name, trouble) from None

    def _may_count(self, plan: Plan) -> bool:
        """Whether what we guess would fit, and the provider can say better."""
        if self._provider not in COUNTS_BEFOREHAND or not self._is_covered(plan):
            return False
        guess, own = self._most(guessed_steps(plan.steps)), self._way.own
        budget = self._way.spending.budget(self._draft, self._way.limit)
        return budget.has_room_for(guess) and (own is None or own.has_room_for(guess))

    def _reserved(self, idents: Sequence[str], steps: Sequence[Request]) -> list[_Held]:
        way = self._way
        prices = [way.pricing.most(step) for step in steps]
        if None in prices and (way.own is not None or way.spending.budget(self._draft, way.limit).is_limited):
            raise without_price(steps[-1].model)
        items = [
            Item(ident, self._draft, self._kept_as, step.model, step.purpose, most or Decimal(0))
            for ident, step, most in zip(idents, steps, prices, strict=True)
        ]
        most = sum((item.most for item in items), Decimal(0))
        if self._price is not None and most > self._price.most:
            raise over_what_was_shown(most, self._price.most)
        likely = self._price.likely if self._price else None
        taken_in_all(most, way.own, lambda: way.spending.reserve(items, way.limit, likely))
        return [
            _Held(item.call, step, Hold(way.spending, item.call, item.most, way.limit, way.own))
            for item, step in zip(items, steps, strict=True)
        ]

    async def _before(self, step: _Held, record: Record, listener: Listener) -> Answer:
        try:
            return await self._call(step).run(record, Listener(lambda _: None, listener.waits))
        except Stopped as stopped:
            raise Stopped(replace(stopped.answer, text="")) from None

    def _call(self, step: _Held) -> OneCall:
        way = self._way
        means = Means(way.provider, way.rate, way.pricing, step.hold, way.clock, way.sleep, way.check)
        return OneCall(step.ident, self._kept_as, step.request, shown_text(step.request), means)
