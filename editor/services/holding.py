"""The money of one call: held back before it leaves, settled when it has ended.

What counts against a limit is not the best guess but the most that can have been charged, wherever the provider did not
say. So a retry of something that may have been read needs as much again, and a call that was stopped counts with the
longest answer it was allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from editor.core.errors import FileError, ModelFault
from editor.llm.prices import PriceList, estimate
from editor.llm.provider import Request, Started, Usage
from editor.store.spending import Spending

MAYBE_READ = frozenset(
    {
        ModelFault.TIMEOUT,
        ModelFault.LOST,
        ModelFault.CUT_SHORT,
        ModelFault.MALFORMED,
        ModelFault.SERVER,
        ModelFault.CANCELLED,
    }
)
"""Faults without a word of an answer after which the provider may have read, and charged, what was sent."""


class OwnLimit(Protocol):
    """A limit of what a call belongs to, on top of those of draft and month."""

    def has_room_for(self, amount: Decimal) -> bool: ...

    def take(self, amount: Decimal) -> None:
        """Holds so much back. Raises ModelError(BUDGET) where it is not left, FileError where that cannot be kept."""
        ...

    def settle(self, taken: Decimal, spent: Decimal) -> None:
        """Gives back what was taken, but for what was spent."""
        ...


class Hold:
    """What is held back for one call; `most` was reserved before, in all limits there are."""

    def __init__(
        self, spending: Spending, call: str, most: Decimal, limit: Decimal | None, own: OwnLimit | None = None
    ) -> None:
        self._spending = spending
        self._call = call
        self._most = most
        self._limit = limit
        self._own = own
        self._held = most
        self._spent = Decimal(0)
        self._unsure = False
        self._left = False
        self._ended = False

    def leaves(self) -> None:
        """The request is being sent: from here on there is a call."""
        self._left = True

    def try_again(self) -> None:
        """Holds back what a further try may cost. Raises ModelError(BUDGET) where that is not left, FileError."""
        lacking = self._spent + self._most - self._held
        if lacking > 0:
            taken_in_all(lacking, self._own, lambda: self._spending.reserve_more(self._call, lacking, self._limit))
            self._held += lacking

    def spent(self, cost: Decimal, *, unsure: bool) -> None:
        """By one try."""
        self._spent += cost
        self._unsure = self._unsure or unsure

    def end(self) -> None:
        """Gives back what was not spent, all of it where the request never left; a second call does nothing.

        Where the file cannot be written all that was held back goes on counting, which is no reason to lose an answer.
        """
        if self._ended:
            return
        self._ended = True
        with suppress(FileError):
            if self._left:
                self._spending.settle(self._call, self._spent, unsure=self._unsure)
            else:
                self._spending.give_back(self._call)
        if self._own is not None:
            self._own.settle(self._held, self._spent)


def taken_in_all(amount: Decimal, own: OwnLimit | None, reserve: Callable[[], None]) -> None:
    """Holds an amount back in a limit of its own, where there is one, and in the others; in all of them or in none."""
    if own is None:
        reserve()
        return
    own.take(amount)
    try:
        reserve()
    except BaseException:
        own.settle(amount, Decimal(0))
        raise


class Pricing:
    """What a call to one model costs; what no price list knows costs nothing on this machine."""

    def __init__(self, prices: PriceList, provider: str, *, is_local: bool) -> None:
        self._prices = prices
        self._provider = provider
        self._is_local = is_local

    def cost(self, request: Request, answered: str, usage: Usage) -> Decimal | None:
        """USD; `answered` is the model that answered, which may go by a name that the list does not know."""
        found = self._prices.cost(self._provider, answered or request.model, usage)
        if found is None and answered:
            found = self._prices.cost(self._provider, request.model, usage)
        return Decimal(0) if found is None and self._is_local else found

    def most(self, request: Request) -> Decimal | None:
        """That one try can cost; None where no price is known."""
        known = estimate(self._prices, self._provider, request)
        if known is None:
            return Decimal(0) if self._is_local else None
        return known.most

    def is_free(self, request: Request, answered: str) -> bool:
        """Whether it costs nothing, whatever comes of it; not where no price is known.

        A gateway on this machine may name a model in its answer that somebody else charges for.
        """
        return self.most(request) == 0 and not self.cost(request, answered, Usage(input=1_000_000, output=1_000_000))

    def a_token(self, request: Request) -> Decimal:
        """That one token of the answer can cost; nothing where no price is known."""
        whole, silent = self.most(request), self.most(replace(request, max_tokens=0))
        return (whole - silent) / request.max_tokens if whole is not None and silent is not None else Decimal(0)

    def most_so_far(self, request: Request, started: Started | None) -> Decimal:
        """That a try can have cost whose end is not known. Nothing where there is no price, and so no limit either.

        Some providers count what they read only at the end, and what they find on the web after the beginning.
        """
        highest = self.most(request) or Decimal(0)
        if started is None or started.usage.estimated or request.search:
            return highest
        longest = Usage(
            input=started.usage.input,
            cache_read=started.usage.cache_read,
            cache_write=started.usage.cache_write,
            output=max(request.max_tokens, started.usage.output),
        )
        return self.cost(request, started.model, longest) or highest
