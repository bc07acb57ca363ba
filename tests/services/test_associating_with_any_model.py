"""A model's turn in the pad over each wire format, as far as the essay allows it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from anthropic_server import AnthropicServer
from google_server import GoogleServer
from model_server import SLOW_ANSWER, ModelServer
from openai_server import OpenAIServer
from service_bench import KEY, Bench, run
from written_draft import WrittenDraft

from editor.core.errors import CredentialError, ModelError
from editor.llm.connections import COMPATIBLE, Connection
from editor.protocol.messages import NeedsApproval, Prepared
from editor.protocol.model_messages import Askable, ListAskable, Narrow
from editor.protocol.pad_messages import PadSoFar, PrepareTurn, TakeTurn, TurnBegun, TurnHeard, TurnSoFar, TurnTaken
from editor.services.budgeting import Budgeting
from editor.services.connecting import Connecting
from editor.store.calls import Call

SERVERS = {"anthropic": AnthropicServer, "openai": OpenAIServer, "google": GoogleServer, "qwen": OpenAIServer}
"""By the id of the connection; the last is one of the writer's own, without a key."""
KEYS = {"ANTHROPIC_API_KEY": KEY, "OPENAI_API_KEY": KEY, "GEMINI_API_KEY": KEY}


@pytest.fixture(params=list(SERVERS))
def whom(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(whom: str) -> Iterator[ModelServer]:
    with SERVERS[whom](**{"keyless": True} if whom == "qwen" else {}) as running:
        yield running


@pytest.fixture
def asking(draft: WrittenDraft, server: ModelServer, whom: str) -> Iterator[Bench]:
    bench = Bench(draft, {**KEYS, f"PALIMPSEST_{whom.upper()}_BASE_URL": server.url})
    if whom == "qwen":
        bench.models.book.keep(Connection(COMPATIBLE, server.url, "qwen3", ("qwen3", "x-slow", "x-no-temperature"), whom))
    draft.begin()
    bench.attach()
    yield bench
    bench.opening.close()


def pad_of(bench: Bench) -> PadSoFar:
    return PadSoFar(bench.draft.paragraph(2), "Its point.", (TurnSoFar("so it goes and then", False),), True)


async def prepared(bench: Bench, whom: str, model: str) -> Prepared:
    return await bench.associating.prepare(PrepareTurn(1, pad_of(bench), bench.draft.n, model, whom))


async def taken(bench: Bench, whom: str, model: str, digest: str) -> Any:
    return await bench.associating.take(TakeTurn(2, pad_of(bench), bench.draft.n, digest, model, whom))


def calls(bench: Bench) -> tuple[Call, ...]:
    return bench.opening.draft.store.calls.all()


def heard(bench: Bench) -> str:
    return "".join(one.text for one in bench.told if isinstance(one, TurnHeard))


def texts_in(body: object) -> list[str]:
    """All that a request says in sentences."""
    if isinstance(body, str):
        return [body] if len(body) > 60 else []
    parts = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    return [text for part in parts for text in texts_in(part)]


def test_that_the_turn_goes_to_whom_the_sheet_named_word_for_word(asking: Bench, server: ModelServer, whom: str) -> None:
    async def work() -> tuple[Prepared, Any]:
        shown = await prepared(asking, whom, "")
        return shown, await taken(asking, whom, "", shown.digest)

    shown, result = run(asking, work)
    (one,) = [got for got in server.received if got.method == "POST"]
    texts = texts_in(one.body)
    assert server.url.removeprefix("http://").partition("/")[0] in shown.recipient
    assert all(text in shown.text for text in texts)
    assert sum(map(len, texts)) + 2 * (len(texts) - 1) == len(shown.text)
    assert isinstance(result, TurnTaken)
    assert (result.trouble, heard(asking)) == ("", "A plain answer. Grüße — 𝛑.")
    (begun,) = [told for told in asking.told if isinstance(told, TurnBegun)]
    assert begun.model == shown.model


def test_that_a_stopped_turn_ends_at_the_word_it_is_at_and_lets_the_line_go(
    asking: Bench, server: ModelServer, whom: str
) -> None:
    async def work() -> None:
        shown = await prepared(asking, whom, "x-slow")
        task = asyncio.ensure_future(taken(asking, whom, "x-slow", shown.digest))
        while len(heard(asking)) < 40:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(asking, work)
    assert server.received[-1].left.wait(5)
    (call,) = calls(asking)
    assert (call.status, call.reply) == ("cancelled", heard(asking))
    assert (SLOW_ANSWER * 3).startswith(call.reply)


@pytest.mark.parametrize("whom", ["openai", "google", "qwen"], indirect=True)
def test_that_a_model_that_refuses_a_temperature_is_asked_in_other_words_that_are_shown_first(
    asking: Bench, server: ModelServer, whom: str
) -> None:
    async def work() -> list[Any]:
        first = await prepared(asking, whom, "x-no-temperature")
        refused = await taken(asking, whom, "x-no-temperature", first.digest)
        second = await prepared(asking, whom, "x-no-temperature")
        return [first, refused, second, await taken(asking, whom, "x-no-temperature", second.digest)]

    first, refused, second, done = run(asking, work)
    assert refused == NeedsApproval(2, ("association",))
    assert "Be wilder" not in first.text
    assert "Be wilder" in second.text
    assert isinstance(done, TurnTaken)
    assert done.trouble == ""
    asked = [str(one.body) for one in server.received if one.method == "POST"]
    assert [("'temperature'" in body, "Be wilder" in body) for body in asked] == [(True, False), (False, True)]
    assert {call.sent for call in calls(asking)} == {first.text, second.text}


def test_that_claude_is_asked_in_other_words_at_once(draft: WrittenDraft) -> None:
    with AnthropicServer() as server:
        bench = Bench(draft, {**KEYS, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url})
        draft.begin()
        bench.attach()
        shown = run(bench, lambda: prepared(bench, "anthropic", ""))
        bench.opening.close()
    assert "Be wilder" in shown.text


def test_that_the_essay_says_who_may_be_asked(asking: Bench, whom: str) -> None:
    """ "Only o3", "local models only", "never send"."""
    budgeting, connecting = Budgeting(asking.opening, asking.models), Connecting(asking.models, asking.draft.clock)
    locked = asking.draft.paragraph(2)

    def narrow(never: tuple[int, ...] = (), **more: Any) -> None:
        said = {"models": {}, "others": True, "local_only": False, **more}
        budgeting.narrow(Narrow(1, never_sent=never, **said))

    def askable() -> Askable:
        return run(asking, lambda: connecting.askable(ListAskable(9)))

    def model() -> str:
        return run(asking, lambda: prepared(asking, whom, "")).model

    usual = model()
    assert whom in [row.name for row in askable().rows]
    narrow(others=False, models={"openai": ["o3"]})
    assert askable().rows == ()  # the list of the connection has no o3
    with pytest.raises(ModelError, match="does not allow"):
        model()
    narrow(others=False, models={whom: [usual]})
    (row,) = askable().rows
    assert (row.name, row.models) == (whom, (usual,))
    assert model() == usual
    narrow(local_only=True)
    assert [row.name for row in askable().rows] == [whom]  # the others lead elsewhere
    assert model() == usual
    narrow(never=(locked,))
    with pytest.raises(Exception, match="never to be sent"):
        model()


def test_that_who_has_no_key_is_not_offered(draft: WrittenDraft) -> None:
    bench = Bench(draft, {"OPENAI_API_KEY": KEY})
    draft.begin()
    bench.attach()
    connecting = Connecting(bench.models, draft.clock)
    rows = run(bench, lambda: connecting.askable(ListAskable(9))).rows
    assert [row.name for row in rows] == ["openai"]
    bench.opening.close()


def test_that_a_connection_that_is_gone_is_said_to_be_gone(asking: Bench, server: ModelServer) -> None:
    with pytest.raises(CredentialError, match="no connection named"):
        run(asking, lambda: prepared(asking, "nobody", ""))
    assert server.received == []
