"""What of a connection counts when it is asked: its own prices, its own key, one client."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from model_desk import ModelDesk
from model_server import PLAIN_ANSWER, ModelServer
from openai_server import OpenAIServer

from editor.llm.connections import ANTHROPIC, COMPATIBLE, Connection
from editor.llm.provider import Message, Request, Role
from editor.services.asking import Answer, Question

KEY = "sk-test-0123456789-abcdefgh4f2a"
MODEL = "qwen3"


def asked(model: str = MODEL, search: int = 0) -> Request:
    return Request(model, "", (Message(Role.USER, "Is this short?"),), 100, search=search)


def own_server(server: ModelServer, ident: str = "") -> Connection:
    return Connection(COMPATIBLE, server.url, MODEL, (MODEL,), id=ident)


@pytest.mark.parametrize(
    ("address", "model", "has_price"),
    [
        ("https://api.mistral.ai/v1", "mistral-large-latest", True),
        ("https://models.example/v1", "mistral-large-latest", False),
    ],
)
def test_that_the_prices_of_whoever_stands_at_the_address_hold(
    address: str, model: str, has_price: bool, tmp_path: Path
) -> None:
    async def question() -> Question:
        with OpenAIServer() as server:
            desk = ModelDesk(server, tmp_path, Connection(COMPATIBLE, address, model, (model,)), {})
            return await desk.question(asked(model))

    found = asyncio.run(question())
    assert (found.price is not None and found.price.likely > 0) is has_price
    assert (found.refusal is None) is has_price


def test_that_the_key_is_that_of_the_connection_and_not_of_its_wire_format(tmp_path: Path) -> None:
    with OpenAIServer(keyless=True) as server:
        desk = ModelDesk(server, tmp_path, own_server(server, "mistral"), {"MISTRAL_API_KEY": KEY})

        async def work() -> Answer:
            return await desk.ask(await desk.question(asked()))

        assert desk.run(work).trouble is None
        assert server.received[0].headers["authorization"] == f"Bearer {KEY}"


def test_that_searches_are_in_the_record_of_a_call(tmp_path: Path) -> None:
    with AnthropicServer() as server:
        connection = Connection(ANTHROPIC, server.url, "x-searched", ("x-searched",))
        desk = ModelDesk(server, tmp_path, connection, {"ANTHROPIC_API_KEY": KEY})

        async def work() -> Answer:
            return await desk.ask(await desk.question(asked("x-searched", search=3)))

        assert desk.run(work).call.tokens["searches"] == 2


def test_that_a_call_is_written_down_by_the_name_of_who_was_paid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "kept_as", property(lambda _: "mistral"))
    with OpenAIServer(keyless=True) as server:
        desk = ModelDesk(server, tmp_path, own_server(server), {})

        async def work() -> Answer:
            return await desk.ask(await desk.question(asked(own_server(server).model)))

        call = desk.run(work).call
        prices = asyncio.run(desk.models.prices())
        (spent,) = desk.models.spending(desk.terms, prices).calls()
        assert (call.provider, spent.provider) == ("mistral", "mistral")


def test_that_a_server_without_a_key_is_opened_once_even_by_two_at_a_time_and_closed_in_the_end(tmp_path: Path) -> None:
    with OpenAIServer(keyless=True) as server:
        desk = ModelDesk(server, tmp_path, own_server(server), {})
        used: list[object] = []

        async def one() -> Answer:
            answer = await desk.ask(await desk.question(asked()))
            used.extend(provider for _, provider in desk.models._providers.values())
            return answer

        async def work() -> Answer:
            await asyncio.gather(one(), one())
            return await one()

        assert desk.run(work).text == PLAIN_ANSWER
        assert "authorization" not in server.received[0].headers
    assert len(used) == 3
    assert len(set(map(id, used))) == 1
    assert used[0]._client.is_closed()  # type: ignore[attr-defined]


def test_that_a_yes_is_to_the_searches_too(tmp_path: Path) -> None:
    with AnthropicServer() as server:
        connection = Connection(ANTHROPIC, server.url, "claude-sonnet-5-5", ("claude-sonnet-5-5",))
        desk = ModelDesk(server, tmp_path, connection, {"ANTHROPIC_API_KEY": KEY})

        async def digests() -> list[str]:
            return [(await desk.question(asked("claude-sonnet-5-5", search=times))).digest for times in (0, 3)]

        plain, searching = asyncio.run(digests())
    assert plain != searching
