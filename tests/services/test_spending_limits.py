"""No limit is passed, whatever fails on the way, as long as a call costs at most its highest price."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.clock import StoppedClock
from editor.core.errors import ModelError, ModelFault
from editor.llm.fault_sentences import failure
from editor.llm.prices import Estimate
from editor.llm.provider import (
    Delta,
    Hear,
    Message,
    ModelInfo,
    Reply,
    Request,
    Role,
    Started,
    Stop,
    UnfinishedReply,
    Usage,
)
from editor.llm.rates import Rate
from editor.services.holding import Pricing
from editor.services.one_call import Listener, Stopped
from editor.services.planning import Plan
from editor.services.question_round import QuestionRound, Way
from editor.store.spending import Item, Spending
from editor.store.spending_file import spending_path

MODEL = "m"
QUIET = Listener(lambda _: None, lambda _: None)
ENDS = ("done", "cut", "timeout", "lost", "server", "busy", "refused_key", "cancel", "guessed")


@dataclass
class Rates:
    """A price list: so much for a token that is read, so much for one that is written."""

    read: Decimal
    written: Decimal

    def cost(self, provider: str, model: str, usage: Usage) -> Decimal | None:
        return usage.input * self.read + usage.output * self.written


@dataclass
class Costly:
    """A provider that ends as it is told and charges what it likes, up to what the request allows."""

    prices: Rates
    ends: list[tuple[str, int]]
    """How each try ends, and which percentage of the longest answer was written by then."""
    charged: list[Decimal] = field(default_factory=list)
    name: str = "Claude"

    async def stream(self, request: Request, hear: Hear) -> Reply:
        end, percent = self.ends.pop(0) if self.ends else ("done", 100)
        tokens = sum(-(-len(text.encode()) * 11 // 30) for text in request.texts)
        written = request.max_tokens * percent // 100
        usage = Usage(input=tokens, output=written)
        await asyncio.sleep(0)
        if end in ("busy", "refused_key"):
            fault = ModelFault.RATE_LIMITED if end == "busy" else ModelFault.BAD_KEY
            raise failure(fault, self.name)
        self.charged.append(self.prices.cost("", MODEL, usage) or Decimal(0))
        if end in ("timeout", "lost", "server"):
            raise failure(ModelFault(end), self.name)
        hear(Started(MODEL, Usage(input=tokens)))
        await asyncio.sleep(0)
        if end == "cancel":
            hear(Delta("so"))
            raise asyncio.CancelledError
        if end in ("cut", "guessed"):
            told = Usage(input=tokens, output=1, estimated=True)
            raise UnfinishedReply(failure(ModelFault.CUT_SHORT, self.name), text="so", model=MODEL, usage=told)
        return Reply("so", MODEL, Stop.END, usage)

    async def models(self) -> tuple[ModelInfo, ...]:
        return ()

    async def count(self, request: Request) -> int:
        return 0

    async def close(self) -> None:
        pass


def asked(words: int, max_tokens: int) -> Request:
    return Request(MODEL, "", (Message(Role.USER, "word " * words),), max_tokens)


async def ask(way: Way, draft: str, requests: list[Request]) -> None:
    """One question; of several requests it is one that goes in steps."""
    *before, last = requests
    price = Estimate(Decimal(0), Decimal(0))
    with suppress(ModelError, Stopped):
        await QuestionRound("p", draft, price, way).run(Plan(tuple(before), last), lambda _: None, QUIET)


amounts = st.integers(0, 500).map(lambda number: Decimal(number) / 100_000)
ends = st.lists(st.tuples(st.sampled_from(ENDS), st.integers(0, 100)), max_size=6)
requests = st.lists(st.builds(asked, st.integers(1, 40), st.integers(1, 60)), min_size=1, max_size=3)
questions = st.tuples(st.sampled_from(["one", "two"]), requests, ends)
rounds = st.lists(st.lists(questions, min_size=1, max_size=4), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(rounds=rounds, read=amounts, written=amounts, limit=amounts, month=amounts, crashed=st.integers(0, 3))
def test_that_no_limit_is_passed_by_parallel_calls_retries_steps_and_crashes(
    rounds: list[list[tuple[str, list[Request], list[tuple[str, int]]]]],
    read: Decimal,
    written: Decimal,
    limit: Decimal,
    month: Decimal,
    crashed: int,
) -> None:
    limit, month, prices, clock = limit * 100, month * 200, Rates(read, written), StoppedClock(1_763_726_400_000)
    charged: dict[str, list[Decimal]] = {"one": [], "two": []}
    numbers = itertools.count()

    async def no_sleep(_: float) -> None:
        await asyncio.sleep(0)

    async def play(spending: Spending, together: list[tuple[str, list[Request], list[tuple[str, int]]]]) -> None:
        tasks = []
        for draft, steps, how in together:
            provider = Costly(prices, list(how))
            provider.charged = charged[draft]
            way = Way(provider, Rate(clock), Pricing(prices, "p", is_local=False), spending, limit, clock, no_sleep)
            tasks.append(ask(way, draft, steps))
        await asyncio.gather(*tasks)

    with tempfile.TemporaryDirectory() as folder:
        path = spending_path(Path(folder))
        for together in rounds:
            spending = Spending.open(path, clock)
            spending.limit_month(month)
            asyncio.run(play(spending, together))
            assert all(one.settled is not None for one in spending.calls()), "a reservation leaked"
            for _ in range(crashed):  # asks, is charged in full and is killed
                most = Pricing(prices, "p", is_local=False).most(asked(5, 5)) or Decimal(0)
                try:
                    spending.reserve([Item(f"crashed-{next(numbers)}", "one", "p", MODEL, "", most)], limit)
                except ModelError:
                    continue
                charged["one"].append(most)
            spending.close()
        spending = Spending.open(path, clock)
        for draft, real in charged.items():
            known = spending.budget(draft, limit).draft
            assert sum(real) <= known.spent <= limit
            assert known.reserved == 0
        assert sum(map(sum, charged.values())) <= spending.budget("one", limit).month.spent <= month
        spending.close()


def test_that_a_retry_that_would_pass_the_limit_is_not_made_and_both_reasons_are_told(tmp_path: Path) -> None:
    clock, prices = StoppedClock(1_763_726_400_000), Rates(Decimal("0.001"), Decimal("0.001"))
    spending = Spending.open(spending_path(tmp_path), clock)
    pricing, request = Pricing(prices, "p", is_local=False), asked(5, 20)
    most = pricing.most(request) or Decimal(0)
    provider = Costly(prices, [("timeout", 100), ("done", 100)])
    way = Way(provider, Rate(clock), pricing, spending, most * 3 / 2, clock, asyncio.sleep)
    answer = asyncio.run(QuestionRound("p", "one", None, way).run(Plan((), request), lambda _: None, QUIET))
    assert answer.trouble is not None
    assert answer.trouble.fault is ModelFault.BUDGET
    assert answer.trouble.title == "Claude has not answered in time"
    assert "It was not tried again. This would cost at most" in answer.trouble.detail
    assert answer.trouble.detail.endswith("left for this essay.")
    assert len(provider.ends) == 1
    (row,) = spending.calls()
    assert (row.settled, row.unsure) == (most, True)
    spending.close()
