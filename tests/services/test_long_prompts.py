"""Eighty pages through a limit of thirty thousand tokens a minute."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from model_desk import ModelDesk
from service_bench import KEY
from token_minute import Minute, tokens_of

from editor.core.errors import ModelFault
from editor.llm.connections import ANTHROPIC, standard_connection
from editor.llm.fault_sentences import failure
from editor.llm.limits import Allowance, Meter, RateLimits
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
    Usage,
    fresh_tokens,
)
from editor.llm.rates import Rate
from editor.services.asking import Answer, Listener, Question, Stopped
from editor.services.holding import Pricing
from editor.services.planning import plan_for
from editor.services.question_round import QuestionRound, Way
from editor.store.calls import Call
from editor.store.spending import Spending

MODEL = "claude-sonnet-5-5"
SENTENCE = "Whoever reads eighty pages in one minute has read none of them, and remembers less. "
PARAGRAPHS = [f"Number {number}: {SENTENCE * 9}" for number in range(320)]
EIGHTY_PAGES = "\n\n".join(PARAGRAPHS)
QUESTION = "\n\nWhat is repeated in the text above?"


def asked() -> Request:
    before = "Here is a whole draft.\n\n"
    material = (len(before), len(before) + len(EIGHTY_PAGES))
    message = Message(Role.USER, before + EIGHTY_PAGES + QUESTION, material)
    return Request(MODEL, "You are a reader.", (message,), 4000, purpose="Critique: Reader")


class Desk(ModelDesk):
    def __init__(self, server: AnthropicServer, folder: Path) -> None:
        environment = {"ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url}
        super().__init__(server, folder, standard_connection(ANTHROPIC, environment, model=MODEL), environment)

    def bodies(self) -> list[str]:
        return ["".join(text_of(message["content"]) for message in one.body["messages"]) for one in self.server.received]


def text_of(content: object) -> str:
    return content if isinstance(content, str) else "".join(block["text"] for block in content)  # type: ignore[attr-defined]


@pytest.fixture
def desk(server: AnthropicServer, tmp_path: Path) -> Desk:
    return Desk(server, tmp_path)


def test_that_eighty_pages_go_through_thirty_thousand_tokens_a_minute(desk: Desk) -> None:
    assert tokens_of(EIGHTY_PAGES) > 60_000
    minute = desk.limit_minute(30_000)
    questions: list[Question] = []

    async def work() -> Answer:
        questions.append(await desk.question(asked()))
        return await desk.ask(questions[0])

    answer = desk.run(work)
    assert answer.trouble is None
    assert answer.text
    assert minute.refused == 1
    assert desk.slept
    assert sum(desk.slept) < 240
    assert all(wait.words.startswith("Claude takes 30,000 tokens a minute. Going on in ") for wait in desk.waits)
    # Nothing but beginnings of what was shown, each longer than the one before.
    sent = desk.bodies()
    whole = sent[0]
    assert whole in questions[0].text
    assert sent[-1] == whole
    assert all(whole.startswith(text) for text in sent)
    assert sorted(sent[1:], key=len) == sent[1:]
    # The record has every request, and every cent that was spent.
    assert [call.status for call in desk.calls.values()] == [
        "too_long_for_rate",
        *["out_of_tokens"] * (len(sent) - 2),
        "done",
    ]
    costs = [Decimal(call.cost.removesuffix(" USD")) for call in desk.calls.values()]
    assert 0 <= desk.spent() - sum(costs) < Decimal("0.000001")
    assert questions[0].price is not None
    assert sum(costs) <= questions[0].price.most
    assert answer.call.tokens["cache_read"] > 40_000


def test_that_the_second_question_goes_in_prefixes_from_the_start_and_reads_the_cache(desk: Desk) -> None:
    minute = desk.limit_minute(30_000)

    async def work() -> Answer:
        await desk.ask(await desk.question(asked()))
        waited = len(desk.slept)
        second = await desk.question(asked())
        assert f"in {len(second.plan.before) + 1} requests" in second.price_words
        answer = await desk.ask(second)
        assert len(desk.slept) == waited, "what is read from the cache does not count"
        return answer

    assert desk.run(work).trouble is None
    assert minute.refused == 1


def test_that_a_wait_for_the_minute_ends_at_once_and_what_did_not_leave_costs_nothing(
    desk: Desk,
) -> None:
    desk.limit_minute(30_000)
    waiting = asyncio.Event()

    async def never(_: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    async def work() -> Answer:
        desk.models._sleep = never
        task = asyncio.ensure_future(desk.ask(await desk.question(asked())))
        await asyncio.wait_for(waiting.wait(), 30)
        sent = len(desk.server.received)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await asyncio.wait_for(task, 5)
        assert len(desk.server.received) == sent
        assert len(desk.calls) == sent
        assert isinstance(caught.value, Stopped)
        return caught.value.answer

    answer = desk.run(work)
    assert (answer.text, answer.call.tokens) == ("", {})
    costs = [Decimal(call.cost.removesuffix(" USD")) for call in desk.calls.values()]
    assert 0 <= desk.spent() - sum(costs) < Decimal("0.000001")
    spending = Spending.open(desk.terms.spending, desk.clock)
    assert {one.call for one in spending.calls("draft")} == set(desk.calls), "what never left is no call"
    spending.close()


def test_that_what_would_cost_more_than_was_shown_is_not_sent_unasked(desk: Desk) -> None:
    desk.limit_minute(5_000)  # smaller than any that is reckoned with

    async def work() -> Answer:
        question = await desk.question(asked())
        answer = await desk.ask(question)
        assert len(desk.server.received) == 1
        again = await desk.question(asked())
        assert again.price is not None
        assert question.price is not None
        assert again.price.most > question.price.most
        return answer

    answer = desk.run(work)
    assert answer.trouble is not None
    assert answer.trouble.fault is ModelFault.TOO_LONG_FOR_RATE
    assert "Ask again" in answer.trouble.detail


def test_that_a_provider_without_a_free_cache_is_given_parts_and_its_own_notes() -> None:
    plan = plan_for(asked(), "openai", 30_000)
    assert plan.parts is not None
    assert all(fresh_tokens(step) <= 30_000 for step in plan.steps)
    shown = plan.text
    for number, step in enumerate(plan.before, start=1):
        assert f"Request {number} of {len(plan.before) + 1}" in shown
        assert step.messages[0].text in shown
        assert QUESTION.strip() in step.messages[0].text
    for paragraph in PARAGRAPHS:
        assert sum(paragraph in step.messages[0].text for step in plan.before) == 1
    assert "the model's own notes on parts 1 to" in shown
    last = plan.last_with([f"note {number}" for number in range(len(plan.before))])
    assert "Your notes on part 1:\nnote 0" in last.messages[0].text
    assert last.messages[0].text.endswith(QUESTION)
    assert PARAGRAPHS[100] not in last.messages[0].text
    assert last.max_tokens == 4000


def test_that_a_text_that_is_short_enough_goes_as_it_is() -> None:
    request = Request(MODEL, "", (Message(Role.USER, "Short."),), 100)
    for provider in ("anthropic", "openai"):
        assert plan_for(request, provider, 30_000).steps == (request,)
    assert plan_for(asked(), "anthropic", None).steps == (asked(),)


def test_that_what_may_be_too_long_is_shown_both_ways_and_priced_with_the_dearer_one() -> None:
    plan = plan_for(asked(), "openai", None)
    assert plan.steps == (asked(),)
    assert plan.otherwise is not None
    assert plan.otherwise == plan_for(asked(), "openai", 20_000)
    assert shown_text(asked()) in plan.text
    assert plan.otherwise.text in plan.text
    assert "is sent in the following way instead" in plan.text


class NoteTaker:
    """A provider that counts everything it reads, takes notes on parts, and answers when there are none."""

    name = "OpenAI"

    def __init__(self, minute: Minute) -> None:
        self.minute = minute
        self.asked: list[Request] = []

    async def stream(self, request: Request, hear: Hear) -> Reply:
        self.asked.append(request)
        text = request.messages[-1].text
        passes, _, headers, full_in_s = self.minute.take({"system": request.system, "messages": [body_of(text)]})
        allowance = Allowance(self.minute.tokens, int(headers["anthropic-ratelimit-input-tokens-remaining"]), full_in_s)
        hear(RateLimits({Meter.INPUT: allowance}))
        if not passes:
            raise failure(ModelFault.RATE_LIMITED, self.name, retry_after_s=float(headers["retry-after"]))
        hear(Started(request.model, Usage(input=tokens_of(text))))
        said = f"Notes {len(self.asked)}" if "<part" in text else "The answer."
        hear(Delta(said))
        return Reply(said, request.model, Stop.END, Usage(input=tokens_of(text), output=10))

    async def models(self) -> tuple[ModelInfo, ...]:
        return ()

    async def count(self, request: Request) -> int:
        return 0

    async def close(self) -> None:
        pass


def body_of(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


def test_that_parts_are_read_one_after_the_other_without_a_refusal_and_the_notes_answer(
    desk: Desk,
) -> None:
    provider = NoteTaker(desk.limit_minute(30_000))
    plan = plan_for(asked(), "openai", 30_000)
    rate = Rate(desk.clock)
    rate.heard(RateLimits({Meter.INPUT: Allowance(30_000, 30_000)}))
    records: list[Call] = []

    async def work() -> Answer:
        prices = await desk.models.prices()
        spending = desk.models.spending(desk.terms, prices)
        pricing = Pricing(prices, "anthropic", is_local=False)
        way = Way(provider, rate, pricing, spending, Decimal(3), desk.clock, desk.sleep)
        listener = Listener(lambda _: None, desk.waits.append)
        return await QuestionRound("openai", "draft", None, way).run(plan, records.append, listener)

    answer = desk.run(work)
    assert (answer.text, answer.trouble) == ("The answer.", None)
    assert provider.minute.refused == 0
    assert len(desk.slept) >= len(plan.before) - 1
    assert provider.asked[:-1] == list(plan.before)
    assert all(f"Notes {number}" in provider.asked[-1].messages[0].text for number in range(1, len(plan.before) + 1))
    done = [one for one in records if one.status == "done"]
    assert [one.sent for one in done] == [shown_text(one) for one in provider.asked]
    costs = sum(Decimal(one.cost.removesuffix(" USD")) for one in done)
    assert 0 <= desk.spent() - costs < Decimal("0.000001")
