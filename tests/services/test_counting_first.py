"""Near a limit the provider's own count decides, over the wire: numbers are many more tokens than prose as long."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from model_desk import ModelDesk
from service_bench import KEY

from editor.core.errors import ModelError, ModelFault
from editor.llm.connections import ANTHROPIC, COMPATIBLE, Connection, standard_connection
from editor.llm.provider import Message, Request, Role
from editor.services.asking import Answer, Question

MODEL = "claude-sonnet-5-5"
NUMBERS = "\n".join(",".join(f"{(row * 37 + column * 91) % 980 / 10:.1f}" for column in range(12)) for row in range(800))


def asked(max_tokens: int = 2000) -> Request:
    return Request(MODEL, "You are a reader.", (Message(Role.USER, NUMBERS),), max_tokens, purpose="Critique: Reader")


@pytest.fixture
def desk(server: AnthropicServer, tmp_path: Path) -> ModelDesk:
    environment = {"ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url}
    return ModelDesk(server, tmp_path, standard_connection(ANTHROPIC, environment, model=MODEL), environment)


async def near_the_limit(desk: ModelDesk, request: Request) -> Question:
    """With so much left as our guess of it needs."""
    desk.terms = replace(desk.terms, limit=None)
    free = await desk.question(request)
    assert free.price is not None
    assert free.offer.guessed is not None
    assert free.price.likely < free.offer.guessed < free.price.most
    desk.terms = replace(desk.terms, limit=free.offer.guessed)
    return await desk.question(request)


def paths(desk: ModelDesk) -> list[str]:
    return [one.path.partition("?")[0] for one in desk.server.received]


def test_that_prose_goes_as_before_and_the_sheet_says_that_it_is_counted_first(desk: ModelDesk) -> None:
    shown: list[Question] = []

    async def work() -> Answer:
        shown.append(await near_the_limit(desk, asked()))
        assert paths(desk) == []
        return await desk.ask(shown[0])

    answer = desk.run(work)
    assert answer.trouble is None
    assert paths(desk) == ["/v1/messages/count_tokens", "/v1/messages"]
    assert shown[0].price is not None
    assert shown[0].price.most == desk.terms.limit
    assert shown[0].price_words.endswith(", which is all that is left; Claude counts the text first")
    assert shown[0].shortened_from is None
    assert [call.status for call in desk.calls.values()] == ["done"]


def refused_near_the_limit(desk: ModelDesk) -> ModelError:
    async def work() -> Answer:
        return await desk.ask(await near_the_limit(desk, asked()))

    with pytest.raises(ModelError) as refused:
        desk.run(work)
    assert refused.value.fault is ModelFault.BUDGET
    return refused.value


def test_that_numbers_are_not_asked_about_where_their_count_passes_the_limit(desk: ModelDesk) -> None:
    desk.server.tokens_of_a_byte = 0.8
    refused = refused_near_the_limit(desk)
    assert "Claude has counted the text. It was not asked, and nothing was charged." in refused.detail
    assert paths(desk) == ["/v1/messages/count_tokens"]
    (call,) = desk.calls.values()
    assert (call.status, call.cost) == ("counted", "0 USD")
    assert NUMBERS in call.sent
    assert desk.spent() == 0


def test_that_a_count_that_cannot_be_had_leaves_the_bytes_to_decide(desk: ModelDesk) -> None:
    desk.server.tokens_of_a_byte = None
    refused = refused_near_the_limit(desk)
    assert "Claude was to count the text, and could not" in refused.detail
    assert paths(desk) == ["/v1/messages/count_tokens"]
    assert desk.spent() == 0


def test_that_the_answer_is_shortened_before_anything_is_counted_where_that_is_enough(desk: ModelDesk) -> None:
    async def work() -> Answer:
        desk.terms = replace(desk.terms, limit=None)
        whole = await desk.question(asked(20_000))
        assert whole.offer.guessed is not None
        desk.terms = replace(desk.terms, limit=whole.offer.guessed * Decimal("0.9"))
        short = await desk.question(asked(20_000))
        assert short.shortened_from == 20_000
        assert not short.offer.counts_first
        return await desk.ask(short)

    assert desk.run(work).trouble is None
    assert paths(desk) == ["/v1/messages"]


def test_that_a_server_of_another_kind_is_refused_by_its_bytes_before_anything_is_sent(tmp_path: Path) -> None:
    connection = Connection(COMPATIBLE, "https://models.example/v1", MODEL, (MODEL,), id="mine")
    with AnthropicServer() as server:
        desk = ModelDesk(server, tmp_path, connection, {})

        async def work() -> Answer:
            spending = desk.models.spending(desk.terms, await desk.models.prices())
            spending.price(connection.price_list, MODEL, (Decimal(3), Decimal(15)))
            question = await near_the_limit(desk, asked())
            assert not question.offer.counts_first
            return await desk.ask(question)

        with pytest.raises(ModelError) as refused:
            desk.run(work)
    assert refused.value.fault is ModelFault.BUDGET
    assert refused.value.detail.startswith("Nothing was sent")
