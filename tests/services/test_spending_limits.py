"""No limit is passed, whatever fails on the way and however many tokens a provider makes of a text.

The provider charges up to a token for each byte: no tokenizer that reads bytes can charge more."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.clock import StoppedClock
from editor.core.errors import ModelError, ModelFault
from editor.llm.connections import ANTHROPIC, COMPATIBLE
from editor.llm.fault_sentences import failure
from editor.llm.prices import Estimate
from editor.llm.prompts import shown_text
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
from editor.services.planning import Plan, guessed_steps
from editor.services.question_round import QuestionRound, Way
from editor.store.calls import Call
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
    """A provider that ends as it is told, makes up to a token of each byte, and writes up to what the request allows."""

    prices: Rates
    ends: list[tuple[str, int]]
    """How each try ends, and which percentage of the longest answer was written by then."""
    density: int = 100
    """Tokens of a hundred bytes."""
    charged: list[Decimal] = field(default_factory=list)
    counted: int = 0
    """So often it was asked to count."""
    name: str = "Claude"

    async def stream(self, request: Request, hear: Hear) -> Reply:
        end, percent = self.ends.pop(0) if self.ends else ("done", 100)
        tokens = self._tokens(request)
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
        await asyncio.sleep(0)
        self.counted += 1
        return self._tokens(request)

    def _tokens(self, request: Request) -> int:
        return sum(len(text.encode()) * self.density // 100 for text in request.texts)

    async def close(self) -> None:
        pass


def asked(words: int, max_tokens: int) -> Request:
    return Request(MODEL, "", (Message(Role.USER, "word " * words),), max_tokens)


async def ask(way: Way, draft: str, requests: list[Request]) -> None:
    """One question; of several requests it is one that goes in steps."""
    *before, last = requests
    with suppress(ModelError, Stopped):
        await QuestionRound(ANTHROPIC, draft, None, way).run(Plan(tuple(before), last), lambda _: None, QUIET)


amounts = st.integers(0, 500).map(lambda number: Decimal(number) / 100_000)
ends = st.lists(st.tuples(st.sampled_from(ENDS), st.integers(0, 100)), max_size=6)
requests = st.lists(st.builds(asked, st.integers(1, 400), st.integers(1, 60)), min_size=1, max_size=3)
questions = st.tuples(st.sampled_from(["one", "two"]), requests, ends, st.integers(0, 100))
rounds = st.lists(st.lists(questions, min_size=1, max_size=4), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(rounds=rounds, read=amounts, written=amounts, limit=amounts, month=amounts, crashed=st.integers(0, 3))
def test_that_no_limit_is_passed_by_parallel_calls_retries_steps_and_crashes(
    rounds: list[list[tuple[str, list[Request], list[tuple[str, int]], int]]],
    read: Decimal,
    written: Decimal,
    limit: Decimal,
    month: Decimal,
    crashed: int,
) -> None:
    limit, month, prices, clock = limit * 500, month * 1000, Rates(read, written), StoppedClock(1_763_726_400_000)
    charged: dict[str, list[Decimal]] = {"one": [], "two": []}
    numbers = itertools.count()

    async def no_sleep(_: float) -> None:
        await asyncio.sleep(0)

    async def play(spending: Spending, together: list[tuple[str, list[Request], list[tuple[str, int]], int]]) -> None:
        tasks = []
        for draft, steps, how, density in together:
            provider = Costly(prices, list(how), density)
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
    assert answer.trouble.detail.endswith(" held back for calls on their way.")
    assert len(provider.ends) == 1
    (row,) = spending.calls()
    assert (row.settled, row.unsure) == (most, True)
    spending.close()


def test_that_a_call_that_ends_in_a_fault_of_ours_counts_with_the_most_it_can_cost(tmp_path: Path) -> None:
    clock, prices = StoppedClock(1_763_726_400_000), Rates(Decimal("0.001"), Decimal("0.001"))
    spending = Spending.open(spending_path(tmp_path), clock)
    pricing, request = Pricing(prices, "p", is_local=False), asked(5, 20)

    async def broken(request: Request, hear: Hear) -> Reply:
        hear(Delta("so"))
        raise AssertionError("unreachable")

    def falls(_: str) -> None:
        raise BrokenPipeError

    provider = Costly(prices, [])
    provider.stream = broken  # type: ignore[method-assign]
    way = Way(provider, Rate(clock), pricing, spending, Decimal(10), clock, asyncio.sleep)
    question = QuestionRound("p", "one", None, way).run(
        Plan((), request), lambda _: None, Listener(falls, lambda _: None)
    )
    with pytest.raises(BrokenPipeError):
        asyncio.run(question)
    (row,) = spending.calls()
    assert (row.settled, row.unsure) == (pricing.most(request), True)
    spending.close()


def guessed(pricing: Pricing, request: Request) -> Decimal:
    (step,) = guessed_steps((request,))
    return pricing.most(step) or Decimal(0)


@pytest.mark.parametrize(("density", "asked_in_the_end"), [(25, True), (90, False)])
def test_that_near_the_limit_the_providers_own_count_decides(
    tmp_path: Path, density: int, asked_in_the_end: bool
) -> None:
    clock, prices = StoppedClock(1_763_726_400_000), Rates(Decimal("0.001"), Decimal("0.001"))
    spending = Spending.open(spending_path(tmp_path), clock)
    pricing, request = Pricing(prices, ANTHROPIC, is_local=False), asked(400, 20)
    limit = guessed(pricing, request)
    assert limit < (pricing.most(request) or Decimal(0))
    provider = Costly(prices, [("done", 100)], density)
    way = Way(provider, Rate(clock), pricing, spending, limit, clock, asyncio.sleep)
    records: list[Call] = []
    price = Estimate(limit / 2, limit)
    question = QuestionRound(ANTHROPIC, "one", price, way).run(Plan((), request), records.append, QUIET)
    if asked_in_the_end:
        assert asyncio.run(question).trouble is None
        assert [one.status for one in records] == ["counted", "sent", "done"]
        assert spending.budget("one", limit).draft.spent == sum(provider.charged) <= limit
    else:
        with pytest.raises(ModelError) as refused:
            asyncio.run(question)
        assert "Claude has counted the text. It was not asked" in refused.value.detail
        assert [one.status for one in records] == ["counted"]
        assert provider.charged == []
    assert {one.sent for one in records} == {shown_text(request)}
    assert len({one.id for one in records}) == provider.counted == 1
    spending.close()


@pytest.mark.parametrize(("provider_id", "part"), [(COMPATIBLE, 1), (ANTHROPIC, 2)])
def test_that_no_text_is_sent_to_be_counted_where_that_cannot_help(tmp_path: Path, provider_id: str, part: int) -> None:
    """A server of another kind does not count, and where even the guess does not fit, a count need not be asked for."""
    clock, prices = StoppedClock(1_763_726_400_000), Rates(Decimal("0.001"), Decimal("0.001"))
    spending = Spending.open(spending_path(tmp_path), clock)
    pricing, request = Pricing(prices, provider_id, is_local=False), asked(400, 20)
    provider, records = Costly(prices, [("done", 100)], 25), list[Call]()
    limit = guessed(pricing, request) / part
    way = Way(provider, Rate(clock), pricing, spending, limit, clock, asyncio.sleep)
    question = QuestionRound(provider_id, "one", None, way).run(Plan((), request), records.append, QUIET)
    with pytest.raises(ModelError) as refused:
        asyncio.run(question)
    assert refused.value.detail.startswith("Nothing was sent")
    assert (provider.counted, provider.charged, records) == (0, [], [])
    spending.close()
