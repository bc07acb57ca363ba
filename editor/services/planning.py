"""In how many requests a question goes, and what the writer is shown of them.

Mostly in one. What is longer than a minute's allowance goes in growing prefixes where the provider keeps them for
nothing, else in parts on which the model takes notes. A provider names its allowance only with an answer or a refusal, so
what may be too long for it is shown both ways before, and goes the second where the first is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from editor.llm.connections import Connection
from editor.llm.parts_reading import InParts, in_parts
from editor.llm.prices import Estimate, PriceList, estimate
from editor.llm.priming import SMALLEST_ALLOWANCE, in_prefixes, plan_estimate
from editor.llm.prompts import shown_text
from editor.llm.provider import Request, bound_input, fresh_tokens, most_tokens
from editor.llm.rates import CACHE_READS_ARE_FREE

USEFUL_TOKENS = 2048
"""An answer that is allowed less is not worth asking for: the newest models think first, and thinking counts."""

_OTHERWISE = "If the provider refuses this as more than it takes in one minute, it is sent in the following way instead."


@dataclass(frozen=True, slots=True)
class Plan:
    before: tuple[Request, ...]
    last: Request
    """Its answer is the answer."""
    parts: InParts | None = None
    """Where the material is read in parts, with the model's notes on them in the last request."""
    otherwise: Plan | None = None
    """How it goes where the provider takes less than this in a minute; that is not known yet."""

    @property
    def steps(self) -> tuple[Request, ...]:
        """As far as they are known beforehand; the notes are as long as they can get."""
        return (*self.before, self.parts.longest if self.parts else self.last)

    @property
    def text(self) -> str:
        """Everything that goes over the wire as content, each once."""
        if self.otherwise is not None:
            return f"{shown_text(self.last)}\n\n{_OTHERWISE}\n\n{self.otherwise.text}"
        if self.parts is None:
            return shown_text(self.last)
        count = len(self.before) + 1
        said = f"The text is longer than may be sent at once, so it is read in {count - 1} parts, in {count} requests."
        shown = [f"Request {number} of {count}\n\n{shown_text(one)}" for number, one in enumerate(self.before, start=1)]
        return "\n\n".join((said, *shown, f"Request {count} of {count}\n\n{shown_text(self.last)}"))

    def counted(self, tokens: Sequence[int]) -> tuple[Request, ...]:
        """The steps with these counts: one for each of `shown`, where the notes are not in it yet."""
        of_notes = bound_input(self.steps[-1]) - bound_input(self.last)
        *before, last = tokens
        counts = (*before, last + of_notes)
        return tuple(replace(step, counted=count) for step, count in zip(self.steps, counts, strict=True))

    @property
    def shown(self) -> tuple[Request, ...]:
        """The steps as the writer is shown them."""
        return (*self.before, self.last)

    def last_with(self, notes: Sequence[str]) -> Request:
        return self.parts.with_notes(notes) if self.parts else self.last


def plan_for(request: Request, provider: str, allowance: int | None) -> Plan:
    """`allowance` is in tokens of input a minute, None where it is not known."""
    if allowance is None:
        otherwise = None if provider in CACHE_READS_ARE_FREE else plan_for(request, provider, SMALLEST_ALLOWANCE)
        return Plan((), request, otherwise=otherwise if otherwise and otherwise.before else None)
    if fresh_tokens(request) <= allowance:
        return Plan((), request)
    try:
        if provider in CACHE_READS_ARE_FREE:
            *before, last = in_prefixes(request, allowance)
            return Plan(tuple(before), last)
        parts = in_parts(request, allowance)
    except ValueError:  # not even the question fits; the provider will say so
        return Plan((), request)
    return Plan(parts.readings, parts.last, parts) if parts else Plan((), request)


def price_of(
    plan: Plan, prices: PriceList, connection: Connection, allowance: int | None, *, guessed: bool = False
) -> Estimate | None:
    """With an allowance that is not known yet, as if it were small: what is sent must not cost more than was said.

    `guessed` takes our guess of the input for a count of the provider's.
    """
    steps = plan.steps
    if allowance is None and not plan.before:
        is_free = connection.provider in CACHE_READS_ARE_FREE
        steps = plan_for(plan.last, connection.provider, SMALLEST_ALLOWANCE).steps if is_free else steps
    steps = guessed_steps(steps) if guessed else steps
    if len(steps) > 1:
        return plan_estimate(prices, connection.price_list, steps)
    whole = estimate(prices, connection.price_list, steps[0])
    if whole is None or plan.otherwise is None:
        return whole
    parted = price_of(plan.otherwise, prices, connection, SMALLEST_ALLOWANCE, guessed=guessed)
    return Estimate(whole.likely, max(whole.most, parted.most)) if parted else None


def guessed_steps(steps: Sequence[Request]) -> tuple[Request, ...]:
    """As if the provider had counted what we guess upwards."""
    return tuple(replace(step, counted=sum(map(most_tokens, step.texts))) for step in steps)


def shortened(request: Request, most: Decimal, left: Decimal, a_token: Decimal) -> Request:
    """The request with so short an answer that its highest price fits; as it was where that would be of no use.

    `most` is its highest price, `a_token` what one token of the answer costs at most.
    """
    if most <= left or a_token <= 0:
        return request
    tokens = request.max_tokens - int((most - left) / a_token) - 1
    return replace(request, max_tokens=tokens) if tokens >= min(USEFUL_TOKENS, request.max_tokens) else request
