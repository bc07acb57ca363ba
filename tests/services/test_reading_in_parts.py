"""A text that is longer than a minute holds, at vendors that count all they read: refused once, then read in parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from google_server import GoogleServer
from model_desk import ModelDesk
from model_server import PLAIN_ANSWER, ModelServer, Received
from openai_server import OpenAIServer

from editor.core.errors import ModelFault
from editor.llm.connections import COMPATIBLE, GOOGLE, OPENAI, Connection
from editor.llm.provider import Message, Request, Role, fresh_tokens
from editor.services.asking import Answer, Question

KEY = "sk-test-0123456789-abcdefgh4f2a"
SENTENCE = "Whoever reads eighty pages in one minute has read none of them, and remembers less. "
PARAGRAPHS = [f"Number {number}: {SENTENCE * 9}" for number in range(320)]
EIGHTY_PAGES = "\n\n".join(PARAGRAPHS)
QUESTION = "\n\nWhat is repeated in the text above?"
MINUTE = 30_000


@dataclass(frozen=True)
class Way:
    provider: str
    variable: str
    """The one its key is in; empty for a server of the writer's own, without one."""
    model: str
    server: Callable[[], ModelServer]
    text: Callable[[Received], str]
    """Of the last turn."""


def text_for_openai(one: Received) -> str:
    return str(one.body["input"][-1]["content"])


def text_for_chat(one: Received) -> str:
    return str(one.body["messages"][-1]["content"])


def text_for_google(one: Received) -> str:
    return str(one.body["contents"][-1]["parts"][0]["text"])


WAYS = {
    "openai": Way(OPENAI, "OPENAI_API_KEY", "gpt-6.1-sol", OpenAIServer, text_for_openai),
    "google": Way(GOOGLE, "GEMINI_API_KEY", "gemini-3.8-flash", GoogleServer, text_for_google),
    "compatible": Way(COMPATIBLE, "", "qwen3", lambda: OpenAIServer(keyless=True), text_for_chat),
}


def asked(model: str, text: str = EIGHTY_PAGES) -> Request:
    before = "Here is a whole draft.\n\n"
    material = (len(before), len(before) + len(text))
    message = Message(Role.USER, before + text + QUESTION, material)
    return Request(model, "You are a reader.", (message,), 4000, purpose="Critique: Reader")


@pytest.mark.parametrize("name", WAYS)
def test_that_eighty_pages_go_through_at_the_first_asking_and_are_then_read_in_parts_from_the_start(
    name: str, tmp_path: Path
) -> None:
    way = WAYS[name]
    with way.server() as server:
        connection = Connection(way.provider, server.url, way.model, (way.model,))
        desk = ModelDesk(server, tmp_path, connection, {way.variable: KEY} if way.variable else {})
        minute = desk.limit_minute(MINUTE)
        questions: list[Question] = []
        answers: list[Answer] = []

        async def work() -> Answer:
            for _ in range(2):
                questions.append(await desk.question(asked(way.model)))
                answers.append(await desk.ask(questions[-1]))
            return answers[-1]

        desk.run(work)
        sent = [way.text(one) for one in server.received]

    first, second = questions
    assert first.plan.before == ()
    assert first.plan.otherwise is not None
    more = len(first.plan.otherwise.before)
    assert f"in one request or, where that is refused as too long, {more + 1} more" in first.price_words
    parts = len(second.plan.before)
    assert more >= parts >= 3
    assert f"in {parts + 1} requests" in second.price_words
    assert [(one.text, one.trouble) for one in answers] == [(PLAIN_ANSWER, None)] * 2
    assert minute.refused == 1
    assert len(desk.slept) >= more + parts - 1
    assert len(sent) == 1 + more + 1 + parts + 1
    # All that went had been shown, each paragraph once, and in the end the notes in the place of the text.
    rounds = ((first, sent[1 : more + 2], more), (second, sent[more + 2 :], parts))
    assert sent[0] in first.text
    for question, went, count in rounds:
        assert all(text in question.text for text in went[:-1])
        for paragraph in PARAGRAPHS:
            assert sum(paragraph in text for text in went) == 1
        assert all(f"Your notes on part {number}:\n{PLAIN_ANSWER}" in went[-1] for number in range(1, count + 1))
        assert went[-1].endswith(QUESTION)
    # Nothing was charged for the refusal, and every cent of the rest is in the list of what was spent.
    calls = list(desk.calls.values())
    assert [call.status for call in calls] == ["too_long_for_rate", *["done"] * (more + parts + 2)]
    costs = [Decimal(call.cost.removesuffix(" USD")) for call in calls]
    assert first.price is not None
    assert sum(costs[: more + 2]) <= first.price.most
    assert costs[0] == 0
    assert all(cost > 0 for cost in costs[1:]) == bool(way.variable)
    assert 0 <= desk.spent() - sum(costs) < Decimal("0.000001")
    assert second.price is not None
    assert sum(costs[more + 2 :]) <= second.price.most


@pytest.mark.parametrize("small", [True, False])
def test_that_parts_are_asked_about_anew_where_the_yes_to_the_whole_did_not_cover_them(
    tmp_path: Path, small: bool
) -> None:
    """A minute that holds less than the parts that were shown, or a limit that holds the whole but not the parts."""
    way = WAYS["openai"]
    with way.server() as server:
        connection = Connection(way.provider, server.url, way.model, (way.model,))
        desk = ModelDesk(server, tmp_path, connection, {way.variable: KEY})
        desk.limit_minute(5_000 if small else MINUTE)

        async def work() -> Answer:
            free = await desk.question(asked(way.model))
            assert free.price is not None
            if not small:
                desk.terms = replace(desk.terms, limit=free.price.most - Decimal("0.0001"))
            return await desk.ask(await desk.question(asked(way.model)))

        answer = desk.run(work)
    assert len(server.received) == 1
    assert answer.trouble is not None
    assert answer.trouble.fault is ModelFault.TOO_LONG_FOR_RATE
    assert "Ask again" in answer.trouble.detail


def test_that_what_fits_but_for_its_answer_is_read_in_parts_where_the_answer_is_counted(tmp_path: Path) -> None:
    way = WAYS["openai"]
    request = asked(way.model, "\n\n".join(PARAGRAPHS[:140]))
    assert MINUTE - request.max_tokens < fresh_tokens(request) < MINUTE
    with way.server() as server:
        desk = ModelDesk(
            server, tmp_path, Connection(way.provider, server.url, way.model, (way.model,)), {way.variable: KEY}
        )
        minute = desk.limit_minute(MINUTE)

        async def work() -> Answer:
            first = await desk.ask(await desk.question(request))
            assert first.trouble is None
            return await desk.ask(await desk.question(request))

        answer = desk.run(work)
    assert (answer.text, answer.trouble) == (PLAIN_ANSWER, None)
    assert minute.refused == 1
