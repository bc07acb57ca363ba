"""The writer's connections: made, changed, removed, tried over a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from openai_server import OpenAIServer
from service_bench import KEY, Bench

from editor.core.errors import CredentialError, ModelError, ModelFault
from editor.llm.connections import KnownServer
from editor.llm.credentials import Forgotten, MemoryCredentials, Secret
from editor.llm.provider import ModelInfo
from editor.protocol.messages import ListCritics, PrepareCritique
from editor.protocol.model_messages import (
    ChooseUsual,
    FindLocal,
    KeepConnection,
    ListConnections,
    RemoveConnection,
    TryConnection,
)
from editor.services.connecting import Connecting, retiring

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def connecting(asking: Bench) -> Connecting:
    return Connecting(asking.models, asking.draft.clock)


def run(bench: Bench, work: Callable[[], Awaitable[Any]]) -> Any:
    async def closed() -> Any:
        try:
            return await work()
        finally:
            await bench.models.close()

    return asyncio.run(closed())


def local(address: str, **changed: Any) -> KeepConnection:
    fields: dict[str, Any] = {"connection": "", "title": "My server", "kind": "compatible", "base_url": address}
    fields |= {"model": "local-model", "allowed": ("local-model",)}
    return KeepConnection(1, **{**fields, **changed})


def test_that_the_three_vendors_are_there_with_their_keys_and_no_key_is_told(
    asking: Bench, connecting: Connecting
) -> None:
    state = run(asking, lambda: connecting.list(ListConnections(1)))
    assert [one.connection for one in state.connections] == ["anthropic", "openai", "google"]
    claude = state.connections[0]
    assert (claude.standard, claude.needs_key, claude.fallback) == (True, True, "20 November 2026")
    assert "ANTHROPIC_API_KEY" in claude.key_words
    assert KEY[-4:] in claude.key_words
    assert KEY not in repr(state)
    assert state.connections[1].key_words == ""


def test_that_the_usual_one_is_chosen_and_listed_first_for_critics(asking: Bench, connecting: Connecting) -> None:
    async def work() -> Any:
        state = await connecting.choose_usual(ChooseUsual(1, "google"))
        with pytest.raises(CredentialError):
            await connecting.choose_usual(ChooseUsual(2, "nobody"))
        return state, await asking.critiquing.list(ListCritics(3))

    state, critics = run(asking, work)
    assert {one.connection: one.usual for one in state.connections} == {
        "anthropic": False,
        "openai": False,
        "google": True,
    }
    assert [row.name for row in critics.connections] == ["google", "anthropic", "openai"]


def test_that_a_server_on_this_computer_needs_no_key_and_critics_can_ask_it(
    asking: Bench, connecting: Connecting
) -> None:
    with OpenAIServer(keyless=True) as server:

        async def work() -> Any:
            state = await connecting.keep(local(server.url))
            mine = state.connections[-1]
            assert (mine.connection, mine.local, mine.needs_key) == ("my-server", True, False)
            listed = await connecting.test(TryConnection(2, "my-server"))
            paragraph, upto = asking.draft.paragraph(2), asking.draft.n
            asked = PrepareCritique(3, paragraph, "logician", True, upto, connection="My server")
            return listed, await asking.critiquing.prepare(asked)

        listed, prepared = run(asking, work)
    assert listed.models
    assert prepared.recipient.startswith("My server (127.0.0.1:")
    assert prepared.model == "local-model"


def test_that_what_the_writer_allows_is_kept_to(asking: Bench, connecting: Connecting) -> None:
    async def work() -> None:
        claude = (await connecting.list(ListConnections(1))).connections[0]
        kept = KeepConnection(
            2, "anthropic", "Claude", "anthropic", claude.base_url, "claude-haiku-5-5", ("claude-haiku-5-5",)
        )
        state = await connecting.keep(kept)
        assert state.connections[0].allowed == ("claude-haiku-5-5",)
        asked = PrepareCritique(3, asking.draft.paragraph(2), "logician", True, asking.draft.n, model="claude-opus-5-5")
        with pytest.raises(ModelError) as caught:
            await asking.critiquing.prepare(asked)
        assert caught.value.fault is ModelFault.FORBIDDEN
        state = await connecting.remove(RemoveConnection(4, "anthropic"))
        assert "claude-opus-5-5" in state.connections[0].allowed
        await asking.critiquing.prepare(asked)

    run(asking, work)


def test_that_a_connection_is_there_for_the_next_program_and_gone_when_removed(
    asking: Bench, connecting: Connecting
) -> None:
    async def work() -> None:
        await connecting.keep(local("http://127.0.0.1:9/v1"))
        asking.models._book = None  # as a program that begins
        state = await connecting.list(ListConnections(2))
        assert state.connections[-1].title == "My server"
        state = await connecting.remove(RemoveConnection(3, "my-server"))
        assert len(state.connections) == 3

    run(asking, work)


class LockedAfterwards(MemoryCredentials):
    """A keyring that gives a key and does not let go of it."""

    def forget(self, connection_id: str) -> Forgotten:
        raise CredentialError("The key could not be removed from the system's keyring", "Unlock the keyring.")


def test_that_a_key_that_outlives_its_connection_is_told_and_follows_to_no_other_address(
    asking: Bench, connecting: Connecting
) -> None:
    credentials = asking.models._credentials = LockedAfterwards({})

    async def work() -> None:
        await connecting.keep(local("http://127.0.0.1:9/v1"))
        credentials.keep("my-server", Secret(KEY))
        state = await connecting.remove(RemoveConnection(2, "my-server"))
        assert len(state.connections) == 3
        assert state.trouble.startswith("The connection was removed. The key could not be removed")
        state = await connecting.keep(local("https://elsewhere.example/v1"))
        assert (state.connections[-1].connection, state.connections[-1].key_words) == ("my-server-2", "")
        state = await connecting.keep(local("https://a-third.example/v1"))
        assert state.connections[-1].connection == "my-server-3"

    run(asking, work)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "needs a title"),
        ({"model": "", "allowed": ()}, "needs a model"),
        ({"kind": "telegraph"}, "kind of server"),
        ({"base_url": "http://models.example/v1"}, "not encrypted"),
        ({"base_url": "no address"}, "address"),
        ({"connection": "anthropic"}, "another address"),
    ],
)
def test_that_what_cannot_be_a_connection_is_refused_and_nothing_is_changed(
    asking: Bench, connecting: Connecting, changed: dict[str, Any], said: str
) -> None:
    async def work() -> Any:
        with pytest.raises(CredentialError, match=said):
            await connecting.keep(local("http://127.0.0.1:9/v1", **changed))
        return await connecting.list(ListConnections(2))

    assert len(run(asking, work).connections) == 3


def test_that_a_server_that_is_not_there_is_said_in_a_sentence(asking: Bench, connecting: Connecting) -> None:
    async def work() -> None:
        await connecting.keep(local("http://127.0.0.1:9/v1"))
        with pytest.raises(ModelError) as caught:
            await connecting.test(TryConnection(1, "my-server"))
        assert caught.value.fault in (ModelFault.NETWORK, ModelFault.LOST)
        assert "My server could not be reached" in caught.value.title

    run(asking, work)


def test_that_local_servers_are_found_by_listening_and_not_twice(asking: Bench) -> None:
    with OpenAIServer(keyless=True) as server:
        there = KnownServer("ollama", "Ollama", server.url)
        nobody = KnownServer("llama-cpp", "llama.cpp", "http://127.0.0.1:9/v1")
        connecting = Connecting(asking.models, asking.draft.clock, (there, nobody))

        async def work() -> Any:
            first = await connecting.find_local(FindLocal(1))
            await connecting.keep(local(there.base_url))
            return first, await connecting.find_local(FindLocal(2))

        first, second = run(asking, work)
        assert [(one.title, one.base_url) for one in first.servers] == [("Ollama", there.base_url)]
        assert second.servers == ()
        assert not server.received, "nothing is said to them"


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (ModelInfo("a", "A"), ""),
        (ModelInfo("a", "A", retires_at=NOW + timedelta(days=61)), ""),
        (ModelInfo("a", "A", retires_at=NOW + timedelta(days=43)), "is shut down on 3 January 2027"),
        (ModelInfo("a", "A", retires_at=datetime(2026, 11, 1)), "was shut down on 1 November 2026"),  # noqa: DTZ001
        (ModelInfo("a", "A", active=False), "is about to be shut down"),
    ],
)
def test_that_a_model_that_retires_is_warned_of_sixty_days_before(model: ModelInfo, words: str) -> None:
    assert retiring(model, NOW) == words
