"""What a call may cost and what it did cost, in US dollars.

Before sending, the writer is told two figures: the likely one, and one that will not be exceeded short of a change of
prices. A model without a known price has no figure at all. It is never counted as free, so that a limit cannot be
undermined by a new name.

The table itself is behind a protocol (`price_table`), because loading it takes a third of a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Protocol

from editor.core.money import about, cents
from editor.llm.provider import Request, Usage, bound_input, likely_tokens

LIKELY_OUTPUT = 1500
"""Tokens of a usual answer to a critique, thinking included; the limit of the request is far above it."""

_LIKELY_SEARCHES = 3
"""On the web for one answer, where it may do more."""
_MOST_FOUND = 20_000
"""Tokens of input that one web search adds, at the most; an assumption, for no vendor names a limit."""


@dataclass(frozen=True, slots=True)
class Estimate:
    likely: Decimal
    """USD."""
    most: Decimal
    """USD: a token for each byte of input, or as many as the provider counted, at the dearest way of reading them, and
    every token of output the request allows."""


class PriceList(Protocol):
    def cost(self, provider: str, model: str, usage: Usage) -> Decimal | None:
        """USD for what was used, or None if no price is known for the model. `provider` is a `Connection.price_list`."""
        ...

    def context_window(self, provider: str, model: str) -> int | None:
        """Tokens of one call, in and out; None where it is not known."""
        ...


@dataclass(frozen=True, slots=True)
class OwnPrice:
    """What a model costs by the writer's own word; USD for a million tokens."""

    input: Decimal
    output: Decimal


class WithOwnPrices:
    """A price list that asks the writer's own figures where the table knows none; the table is never overruled."""

    def __init__(self, table: PriceList) -> None:
        self.table = table
        self.own: Mapping[tuple[str, str], OwnPrice] = {}
        """By provider and model."""

    def cost(self, provider: str, model: str, usage: Usage) -> Decimal | None:
        known = self.table.cost(provider, model, usage)
        said = self.own.get((provider, model))
        if known is not None or said is None:
            return known
        read = max(usage.input, usage.cache_read + usage.cache_write)
        return (read * said.input + usage.output * said.output) / _MILLION

    def context_window(self, provider: str, model: str) -> int | None:
        return self.table.context_window(provider, model)


_MILLION = Decimal(1_000_000)


def estimate(prices: PriceList, provider: str, request: Request) -> Estimate | None:
    """What the request will cost, or None if no price is known for its model.

    What a search finds is read as input, by tens of thousands of tokens at the most, and read again with all before it
    when the model goes on to the next one: vendors charge for each of these turns.
    """
    model, searches, max_tokens = request.model, request.search, request.max_tokens
    usual = min(searches, _LIKELY_SEARCHES)
    read = likely_tokens("".join(request.texts)) + usual * _MOST_FOUND // 4
    few = Usage(read, output=min(max_tokens, LIKELY_OUTPUT), searches=usual)
    turns = searches + 1
    most_in = turns * bound_input(request) + _MOST_FOUND * searches * turns // 2
    likely = prices.cost(provider, model, few)
    plain = prices.cost(provider, model, Usage(input=most_in, output=max_tokens, searches=searches))
    cached = prices.cost(provider, model, Usage(input=most_in, cache_write=most_in, output=max_tokens, searches=searches))
    if likely is None or plain is None or cached is None:
        return None
    return Estimate(likely, max(likely, plain, cached))


def estimate_in_words(estimated: Estimate | None, *, is_local: bool) -> str:
    """A clause to stand behind a button: "about 1.4 ct, at most 8.3 ct"."""
    if estimated is None:
        return "its price is not known, so it cannot be limited"
    if not estimated.most:
        return "free, for it runs on this computer" if is_local else "free, by the price that you gave"
    return f"{about(estimated.likely)}, at most {cents(estimated.most, ROUND_UP)}"
