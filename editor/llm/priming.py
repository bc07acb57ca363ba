"""A prompt that is longer than a minute's allowance, sent in growing prefixes.

Where a provider does not count what it reads from its cache, a prompt may be longer than what an account may send in a
minute: its beginning is sent first, to be kept, then a longer beginning, of which only what is new counts, and at last
the whole with its question. Every request is a beginning of the text that was shown, and says nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from editor.llm.cutting import cuts_in
from editor.llm.prices import LIKELY_OUTPUT, Estimate, PriceList, estimate
from editor.llm.provider import Message, Request, Usage, likely_tokens, most_tokens

SMALLEST_ALLOWANCE = 20_000
"""Tokens a minute of a new account: what is reckoned with until a provider has named its limit."""

_ROOM = 0.9
"""Of the allowance, so that a count that is a little off does not end in a refusal."""


def in_prefixes(request: Request, allowance: int) -> tuple[Request, ...]:
    """The requests that go before, and the request itself as the last one; alone where nothing has to go before.

    `allowance` is in tokens a minute. Raises ValueError where no part would fit.
    """
    room = int(allowance * _ROOM)
    longest = max(range(len(request.messages)), key=lambda index: len(request.messages[index].text))
    others = [message.text for index, message in enumerate(request.messages) if index != longest]
    fixed = sum(map(most_tokens, (request.system, request.schema or "", *others)))
    message = request.messages[longest]
    if fixed + most_tokens(message.text) <= room:
        return (request,)
    cuts = cuts_in(message.text, 0, len(message.text), room - fixed, room - sum(map(most_tokens, others)))
    steps = [_beginning(request, longest, cuts[:number]) for number in range(1, len(cuts))]
    steps = [
        replace(step, purpose=f"{request.purpose} (part {number} of {len(cuts)})")
        for number, step in enumerate(steps, start=1)
    ]
    known = cuts[-2] if len(cuts) > 1 else 0
    # The material is kept to its end, for the next question about it.
    ends = (*cuts[:-1], *(end for end in message.ends if end > known))
    whole = replace(message, cuts=ends, known=known)
    return (*steps, replace(request, messages=_with(request, longest, whole)))


def _beginning(request: Request, index: int, cuts: tuple[int, ...]) -> Request:
    """As much of the request as ends with the last cut, in its message number `index`."""
    message = request.messages[index]
    known = cuts[-2] if len(cuts) > 1 else 0
    part = Message(message.role, message.text[: cuts[-1]], cuts=cuts, known=known)
    return replace(request, messages=(*request.messages[:index], part), max_tokens=1)


def _with(request: Request, index: int, message: Message) -> tuple[Message, ...]:
    return (*request.messages[:index], message, *request.messages[index + 1 :])


def plan_estimate(prices: PriceList, provider: str, steps: tuple[Request, ...]) -> Estimate | None:
    """Of all steps together: the likely figure if the cache keeps what it is given, the highest if it keeps nothing."""
    single = [estimate(prices, provider, step) for step in steps]
    cached = [_with_cache(prices, provider, step) for step in steps]
    if any(one is None for one in (*single, *cached)):
        return None
    most = sum((one.most for one in single if one is not None), Decimal(0))
    return Estimate(min(most, sum((one for one in cached if one is not None), Decimal(0))), most)


def _with_cache(prices: PriceList, provider: str, step: Request) -> Decimal | None:
    read = sum(likely_tokens(message.text[: message.known]) for message in step.messages)
    total = sum(map(likely_tokens, step.texts))
    output = min(step.max_tokens, LIKELY_OUTPUT)
    usage = Usage(input=total, cache_read=min(read, total), cache_write=max(0, total - read), output=output)
    return prices.cost(provider, step.model, usage)
