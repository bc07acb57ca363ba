"""A model's turn in the pad, asked of a server on this machine over a real socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from anthropic_server import PLAIN_ANSWER, AnthropicServer
from service_bench import KEY, Bench, run
from written_draft import WrittenDraft

from editor.core.errors import EditRefused, ModelError
from editor.protocol.messages import NeedsApproval, Prepared
from editor.protocol.model_messages import LimitDraft, Narrow
from editor.protocol.pad_messages import (
    ListTurnPrices,
    PadSoFar,
    PrepareTurn,
    TakeTurn,
    TurnBegun,
    TurnHeard,
    TurnSoFar,
    TurnTaken,
    TurnWaits,
)
from editor.services.budgeting import Budgeting
from editor.store.calls import Call

TURNS = (TurnSoFar("so it goes and then", False), TurnSoFar("the kettle", True))


@pytest.fixture
def asking(draft: WrittenDraft, server: AnthropicServer) -> Iterator[Bench]:
    bench = Bench(draft, {"ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url})
    draft.begin()
    bench.attach()
    yield bench
    bench.opening.close()


def pad_of(bench: Bench, *, with_text: bool = True) -> PadSoFar:
    return PadSoFar(bench.draft.paragraph(2), "Its point.", TURNS, with_text)


async def taken(bench: Bench, model: str = "") -> tuple[Prepared, Any]:
    pad, upto = pad_of(bench), bench.draft.n
    prepared = await bench.associating.prepare(PrepareTurn(1, pad, upto, model))
    return prepared, await bench.associating.take(TakeTurn(2, pad, upto, prepared.digest, model))


def calls(bench: Bench) -> tuple[Call, ...]:
    return bench.opening.draft.store.calls.all()


def heard(bench: Bench) -> str:
    return "".join(one.text for one in bench.told if isinstance(one, TurnHeard))


def test_that_a_turn_is_what_was_shown_and_comes_with_its_call(asking: Bench, server: AnthropicServer) -> None:
    prepared, result = run(asking, lambda: taken(asking))
    body = server.received[0].body
    assert prepared.text == "\n\n".join([body["system"], *(message["content"] for message in body["messages"])])
    assert "very unique" in prepared.text
    assert "writer: so it goes and then\n\nyou: the kettle" in prepared.text
    assert "temperature" not in json.dumps(body)
    assert result == TurnTaken(2, "claude-sonnet-5-5-20261101")
    assert heard(asking) == PLAIN_ANSWER
    (call,) = calls(asking)
    assert [one for one in asking.told if isinstance(one, TurnBegun)] == [
        TurnBegun(2, call.id, "anthropic", "claude-sonnet-5-5")
    ]
    assert (call.purpose, call.status, call.sent, call.reply) == ("association", "done", prepared.text, PLAIN_ANSWER)
    assert asking.associating.prices(ListTurnPrices(3)).prices == ((call.id, call.cost),)
    assert call.cost.endswith(" USD")


def test_that_the_text_of_the_paragraph_stays_here_where_it_is_not_ticked(asking: Bench) -> None:
    pad = pad_of(asking, with_text=False)
    prepared: Prepared = run(asking, lambda: asking.associating.prepare(PrepareTurn(1, pad, asking.draft.n)))
    assert "very unique" not in prepared.text
    assert "Its point." in prepared.text


def test_that_nothing_is_sent_that_the_writer_did_not_see(asking: Bench, server: AnthropicServer) -> None:
    pad, upto = pad_of(asking), asking.draft.n

    async def work() -> list[Any]:
        digest = (await asking.associating.prepare(PrepareTurn(1, pad, upto))).digest
        other = PadSoFar(pad.paragraph, pad.point, (*TURNS, TurnSoFar("more", False)), True)
        asked = [TakeTurn(2, pad, upto, ""), TakeTurn(2, other, upto, digest), TakeTurn(2, pad, upto, digest, "x-flow")]
        return [await asking.associating.take(one) for one in asked]

    assert run(asking, work) == [NeedsApproval(2, ("association",))] * 3
    assert server.received == []
    assert (calls(asking), asking.told) == ((), [])


def test_that_the_pieces_are_gathered(asking: Bench) -> None:
    async def work() -> None:
        task = asyncio.ensure_future(taken(asking, "x-flow"))
        while heard(asking).count("and so on ") < 60:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(asking, work)
    messages = [one for one in asking.told if isinstance(one, TurnHeard)]
    assert len(messages) * 2 < heard(asking).count("and so on ")


def test_that_a_stopped_turn_has_told_all_that_came_and_is_paid_for(asking: Bench, server: AnthropicServer) -> None:
    async def work() -> None:
        task = asyncio.ensure_future(taken(asking, "x-slow"))
        while len(heard(asking)) < 40:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(asking, work)
    assert server.received[0].left.wait(5)
    (call,) = calls(asking)
    assert call.status == "cancelled"
    assert call.reply == heard(asking)
    assert min(call.tokens["input"], call.tokens["output"]) > 0


@pytest.mark.parametrize(("model", "said"), [("x-early", "broke off"), ("x-refusal", "declined")])
def test_that_a_turn_that_broke_off_keeps_what_came_and_says_why(asking: Bench, model: str, said: str) -> None:
    _, result = run(asking, lambda: taken(asking, model))
    assert said in result.trouble
    assert heard(asking) == "Two words"


def test_that_a_wait_is_told(asking: Bench) -> None:
    _, result = run(asking, lambda: taken(asking, "x-flaky-1"))
    assert result.trouble == ""
    (waits,) = [one for one in asking.told if isinstance(one, TurnWaits)]
    assert "Trying again in 3 s (1 of 5)" in waits.words


def test_that_a_paragraph_that_is_gone_is_said_to_be_gone(asking: Bench, server: AnthropicServer) -> None:
    pad = PadSoFar(999, "", (), True)
    with pytest.raises(EditRefused, match="no longer"):
        run(asking, lambda: asking.associating.prepare(PrepareTurn(1, pad, asking.draft.n)))
    assert server.received == []


def test_that_nothing_of_a_paragraph_that_is_never_sent_leaves_its_pad(asking: Bench, server: AnthropicServer) -> None:
    locked = asking.draft.paragraph(2)
    narrow = Narrow(1, models={}, others=True, local_only=False, never_sent=(locked,))
    Budgeting(asking.opening, asking.models).narrow(narrow)
    for with_text in (True, False):
        pad = pad_of(asking, with_text=with_text)
        with pytest.raises(EditRefused, match="never to be sent"):
            run(asking, lambda pad=pad: asking.associating.prepare(PrepareTurn(1, pad, asking.draft.n)))
    assert server.received == []


def test_that_a_limit_that_is_reached_is_told_before_anything_is_shown(asking: Bench, server: AnthropicServer) -> None:
    budgeting = Budgeting(asking.opening, asking.models)

    async def work() -> None:
        await budgeting.limit_draft(LimitDraft(1, "0"))
        with pytest.raises(ModelError, match="left"):
            await asking.associating.prepare(PrepareTurn(1, pad_of(asking), asking.draft.n))

    run(asking, work)
    assert server.received == []


def test_that_without_a_key_nothing_is_sent_or_written_down(draft: WrittenDraft, server: AnthropicServer) -> None:
    bench = Bench(draft, {"PALIMPSEST_ANTHROPIC_BASE_URL": server.url})
    draft.begin()
    bench.attach()
    with pytest.raises(ModelError, match="no key"):
        run(bench, lambda: taken(bench))
    assert (server.received, calls(bench), bench.told) == ([], (), [])
    bench.opening.close()
