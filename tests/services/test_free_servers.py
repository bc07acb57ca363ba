"""A server on this computer costs nothing, whatever becomes of an answer: nobody says otherwise, or asks what it cost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from model_desk import ModelDesk
from openai_server import OpenAIServer
from service_bench import Bench, run
from written_draft import WrittenDraft

from editor.llm.connections import COMPATIBLE, Connection
from editor.llm.price_table import PriceTable
from editor.llm.provider import Message, Request, Role
from editor.protocol.critique_messages import StopCritic
from editor.protocol.messages import Approval, Critique, PrepareCritique
from editor.protocol.model_messages import ReadSpending, SpendingState
from editor.services.asking import Answer
from editor.services.budgeting import Budgeting
from editor.services.holding import Pricing

CRITIC = "balanced-editor"


def own_server(server: OpenAIServer, model: str) -> Connection:
    return Connection(COMPATIBLE, server.url, model, (model,), "own", "My own")


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("x-cut", "What it had written is kept."),
        ("x-length", "What it had written is kept."),
        ("x-early", "What it had written is kept."),
        ("x-empty", "No word of it had come."),
        ("x-reset", "lost before an answer came"),
    ],
)
def test_that_a_broken_answer_is_not_called_charged(model: str, says: str, tmp_path: Path) -> None:
    request = Request(model, "", (Message(Role.USER, "Is this short?"),), 100)
    with OpenAIServer(keyless=True) as server:
        desk = ModelDesk(server, tmp_path, own_server(server, model), {})

        async def work() -> Answer:
            return await desk.ask(await desk.question(request))

        trouble = str(desk.run(work).trouble)
    assert says in trouble
    assert "Your text is safe." in trouble
    assert "charged" not in trouble


def test_that_only_what_surely_costs_nothing_is_taken_for_free() -> None:
    request = Request("unheard-of", "", (Message(Role.USER, "Is this short?"),), 100)
    assert Pricing(PriceTable(), "local", is_local=True).is_free(request, "")
    assert not Pricing(PriceTable(), "at models.example", is_local=False).is_free(request, "")
    gateway = Pricing(PriceTable(), "anthropic", is_local=True)
    assert gateway.is_free(request, "unheard-of-too")
    assert not gateway.is_free(request, "claude-sonnet-5-5")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Over a draft whose usual connection is a server on this computer."""
    with OpenAIServer(keyless=True) as server:
        draft = WrittenDraft(tmp_path, "# Swans\n\nA word or two.\n").begin()
        made = Bench(draft)
        made.attach()
        made.models.book.keep(own_server(server, "x-flow"))
        made.models.book.choose_usual("own")
        yield made
        made.opening.close()
        draft.close()


def test_that_a_critic_that_was_stopped_is_not_said_to_have_cost_something_nor_put_down_as_unknown(bench: Bench) -> None:
    async def work() -> Any:
        place = bench.draft.paragraph(2)
        shown = await bench.critiquing.prepare(PrepareCritique(1, place, CRITIC, neighbours=False, upto=bench.draft.n))
        yes = (Approval(CRITIC, shown.digest),)
        asked = Critique(2, place, (CRITIC,), yes, neighbours=False, upto=bench.draft.n)
        task = asyncio.ensure_future(bench.critiquing.critique(asked))
        while not any(one.heard for one in bench.states(CRITIC)):
            bench.draft.clock.advance(250)
            await asyncio.sleep(0.005)
        bench.critiquing.stop(StopCritic(9, 2, CRITIC))
        await task
        return await Budgeting(bench.opening, bench.models).read(ReadSpending(3))

    state: SpendingState = run(bench, work)
    assert bench.states(CRITIC)[-1].words == "Stopped. Kept: no remarks."
    assert [(row.name, row.calls) for row in state.models] == [("x-flow (compatible)", 1)]
    assert state.unsure == ()
