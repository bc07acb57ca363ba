"""A server that read only a part of what it was sent: whoever uses its answer tells the writer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from model_desk import ModelDesk
from openai_server import OpenAIServer
from service_bench import Bench, run
from written_draft import WrittenDraft

from editor.llm.connections import COMPATIBLE, Connection
from editor.llm.limits import Allowance, Meter, RateLimits
from editor.llm.provider import Message, Request, Role
from editor.protocol.critique_messages import OVERLAP, AskOverlap, PrepareOverlap
from editor.protocol.messages import Approval, CriticState, Critique, PrepareCritique
from editor.protocol.outline_messages import OUTLINE, PrepareOutline, ProposeOutline
from editor.protocol.parts import ReferenceRow
from editor.protocol.relay_messages import (
    PlayerRow,
    PrepareRelay,
    RelayPlanRow,
    RelayRow,
    RelayTurnMade,
    RunRelay,
    SectionRow,
)
from editor.protocol.title_messages import TITLES, PrepareTitles, ProposeTitles
from editor.services.asking import Answer
from editor.services.relay_shelf import relay_message
from editor.ui.flows.relay_words import said

MODEL = "x-cut-window"
WARNING = "The model seems to have read only a part of the text"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    """It reads four thousand tokens."""
    with OpenAIServer(keyless=True) as server:
        yield server


@pytest.fixture
def long(tmp_path: Path, server: OpenAIServer) -> Iterator[Bench]:
    """A bench over a long draft, whose usual connection is that server."""
    draft = WrittenDraft(tmp_path, "# Swans\n\n" + "A word or two. " * 2_500 + "\n").begin()
    bench = Bench(draft)
    bench.attach()
    bench.models.book.keep(Connection(COMPATIBLE, server.url, MODEL, (MODEL,), "own", "My own"))
    bench.models.book.choose_usual("own")
    yield bench
    bench.opening.close()
    draft.close()


def critique(long: Bench) -> CriticState:
    """What became of the critic."""

    async def work() -> None:
        asked = (long.draft.paragraph(2), "balanced-editor")
        shown = await long.critiquing.prepare(PrepareCritique(1, *asked, neighbours=False, upto=long.draft.n))
        yes = (Approval("balanced-editor", shown.digest),)
        await long.critiquing.critique(Critique(2, asked[0], asked[1:], yes, neighbours=False, upto=long.draft.n))

    run(long, work)
    return long.states("balanced-editor")[-1]


def test_that_a_critics_row_says_so(long: Bench, server: OpenAIServer) -> None:
    server.says = {"remarks": []}
    last = critique(long)
    assert (last.state, last.words) == ("done", "no remarks")
    assert last.warning.startswith(WARNING)


def test_that_a_critics_row_says_so_where_it_did_not_answer_in_remarks(long: Bench, server: OpenAIServer) -> None:
    server.says = "It is fine."
    last = critique(long)
    assert (last.state, last.unread) == ("failed", "It is fine.")
    assert WARNING in last.words


def test_that_proposals_titles_and_comparisons_say_so(long: Bench) -> None:
    other, upto = ReferenceRow("Other", "Another text."), long.draft.n

    async def work() -> list[Any]:
        outline = await long.outlining.prepare(PrepareOutline(1, (), upto))
        titles = await long.titling.prepare(PrepareTitles(2, upto))
        overlap = await long.overlap.prepare(PrepareOverlap(3, other, upto))
        return [
            await long.outlining.propose(ProposeOutline(4, (), upto, Approval(OUTLINE, outline.digest))),
            await long.titling.propose(ProposeTitles(5, upto, Approval(TITLES, titles.digest))),
            await long.overlap.ask(AskOverlap(6, other, upto, Approval(OVERLAP, overlap.digest))),
        ]

    for answer in run(long, work):
        assert answer.trouble.startswith(WARNING), type(answer)


def test_that_a_turn_of_a_relay_says_so_and_keeps_it(long: Bench) -> None:
    one = PlayerRow("own", MODEL)
    plan = RelayPlanRow((SectionRow("An end " * 4_000, "", None),), one, one, one, "1", 30, 1)

    async def work() -> Any:
        shown = await long.relaying.prepare(PrepareRelay(1, plan, long.draft.n))
        return await long.relaying.run(RunRelay(2, plan, long.draft.n, shown.digest))

    ended = run(long, work)
    turns = [one.turn for one in long.told if isinstance(one, RelayTurnMade)]
    assert turns
    assert all(turn.warning.startswith(WARNING) for turn in turns)
    kept = long.relaying._shelf.all()[-1]
    shown: RelayRow = relay_message(kept)
    assert [turn.warning for turn in shown.turns] == [turn.warning for turn in turns]
    assert f"[{WARNING}" in said(ended.relay)


def test_that_a_part_of_a_long_text_that_was_read_in_part_is_told_once(tmp_path: Path) -> None:
    text = "A word or two. " * 12_000
    request = Request(MODEL, "", (Message(Role.USER, f"{text}What is this?", (0, len(text))),), 900)
    with OpenAIServer(keyless=True) as server:
        connection = Connection(COMPATIBLE, server.url, MODEL, (MODEL,))
        desk = ModelDesk(server, tmp_path, connection, {})

        async def work() -> Answer:
            desk.models._rates.of(server.url, MODEL, COMPATIBLE).heard(
                RateLimits({Meter.TOKENS: Allowance(30_000, 30_000)})
            )
            question = await desk.question(request)
            assert question.plan.before
            return await desk.ask(question)

        answer = desk.run(work)
        sent = len(server.received)
    assert sent > 2
    assert answer.warning.count(WARNING) == 1
