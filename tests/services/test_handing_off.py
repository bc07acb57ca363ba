"""A conversation that has grown long: its measure, the note a model writes for it, and what goes out in its place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from anthropic_server import PLAIN_ANSWER, AnthropicServer
from openai_server import OpenAIServer
from service_bench import Bench, question_of, run
from test_arguments import LINE, a_remark, argued

from editor.core.errors import EditRefused, ModelError
from editor.core.handoff import KIND, Handoff, argument_of
from editor.llm.connections import COMPATIBLE, Connection
from editor.protocol.handoff_messages import (
    HandoffBegun,
    HandoffHeard,
    HandoffWritten,
    MeasureTalk,
    PrepareHandoff,
    TalkMeasured,
    TalkRow,
    WriteHandoff,
)
from editor.protocol.messages import CriticState, NeedsApproval, Prepared
from editor.protocol.model_messages import LimitDraft, Narrow
from editor.protocol.pad_messages import PadSoFar, PrepareTurn, TakeTurn, TurnSoFar
from editor.protocol.parts import Approval
from editor.services.budgeting import Budgeting
from editor.store.calls import Call

ROUND = (TurnSoFar("so it goes and then " * 30, False), TurnSoFar("the kettle " * 60, True))


def a_pad(bench: Bench, rounds: int = 1, note: str = "") -> TalkRow:
    paragraph = bench.draft.paragraph(2)
    return TalkRow(paragraph, PadSoFar(paragraph, "Its point.", ROUND * rounds, with_text=False, note=note))


async def measured(bench: Bench, talk: TalkRow, model: str = "", connection: str = "") -> TalkMeasured:
    return await bench.handing_off.measure(MeasureTalk(1, talk, bench.draft.n, model, connection))


async def written(bench: Bench, talk: TalkRow, model: str = "") -> tuple[Prepared, Any]:
    shown = await bench.handing_off.prepare(PrepareHandoff(1, talk, bench.draft.n, model))
    yes = Approval("hand-off note", shown.digest, model=model)
    return shown, await bench.handing_off.write(WriteHandoff(2, talk, bench.draft.n, yes))


def calls(bench: Bench) -> tuple[Call, ...]:
    return bench.opening.draft.store.calls.all()


def heard(bench: Bench) -> str:
    return "".join(one.text for one in bench.told if isinstance(one, HandoffHeard))


# The measure.


def test_that_a_pad_runs_low_by_the_rule_of_the_program_however_large_the_window(asking: Bench) -> None:
    async def work() -> list[TalkMeasured]:
        return [await measured(asking, a_pad(asking, rounds)) for rounds in (1, 3, 6, 20)]

    percents = [(one.percent, one.is_low) for one in run(asking, work)]
    assert [low for _, low in percents] == [False, False, True, True]
    assert percents == sorted(percents, key=lambda one: -(one[0] or 0))
    assert percents[-1] == (0, True)


def test_that_a_note_in_the_place_of_the_turns_makes_room(asking: Bench) -> None:
    async def work() -> list[int | None]:
        full, noted = a_pad(asking, 20), a_pad(asking, 1, "What was said. " * 40)
        return [(await measured(asking, one)).percent for one in (full, noted)]

    before, after = run(asking, work)
    assert before == 0
    assert after is not None
    assert after > 50


def test_that_an_argument_is_measured_against_the_window_of_its_model(asking: Bench, server: AnthropicServer) -> None:
    server.says = {"reason": "The preface does not define it.", "decision": "hold"}
    remark = a_remark(asking)
    talk = TalkRow(asking.draft.paragraph(2), remark=remark)

    async def work() -> list[TalkMeasured]:
        await argued(asking, remark)
        return [await measured(asking, talk, model) for model in ("claude-sonnet-5-5", "x-flow")]

    known, unknown = run(asking, work)
    assert (known.percent, known.is_low, known.model) == (99, False, "claude-sonnet-5-5")
    assert known.said > 10
    assert (unknown.percent, unknown.is_low, unknown.room) == (None, False, None)


def test_that_a_server_is_asked_for_its_window_only_once_it_was_sent_something(asking: Bench) -> None:
    with OpenAIServer(keyless=True) as server:
        model = "qwen3-on-vllm"
        asking.models.book.keep(Connection(COMPATIBLE, server.url, model, (model,), "own"))
        talk = a_pad(asking)
        assert talk.pad is not None
        pad = replace(talk.pad, turns=(TurnSoFar("word " * 8_000, False),))
        upto = asking.draft.n

        async def work() -> list[Any]:
            gets: list[list[str]] = []
            before = await measured(asking, talk, model, "own")
            gets.append([one.method for one in server.received])
            shown = await asking.associating.prepare(PrepareTurn(1, pad, upto, model, "own"))
            await asking.associating.take(TakeTurn(2, pad, upto, shown.digest, model, "own"))
            asked = PrepareHandoff(3, replace(talk, pad=pad), upto, model, "own")
            note = [await asking.handing_off.prepare(asked) for _ in range(2)]
            gets.append([one.method for one in server.received])
            return [before, gets, note[0]]

        before, gets, note = run(asking, work)
    assert before.percent is not None  # by the rule of the program
    assert gets == [[], ["POST", "GET"]]
    assert len(note.text) > 30_000


# The note.


@pytest.mark.parametrize("of", ["pad", "argument"])
def test_that_a_note_is_what_was_shown_and_is_told_as_it_comes(asking: Bench, server: AnthropicServer, of: str) -> None:
    server.says = {"reason": "The preface does not define it.", "decision": "hold"}
    remark = a_remark(asking)
    talk = a_pad(asking) if of == "pad" else TalkRow(asking.draft.paragraph(2), remark=remark)

    async def work() -> tuple[Prepared, Any]:
        await argued(asking, remark)
        server.says = None
        return await written(asking, talk)

    shown, done = run(asking, work)
    body = server.received[-1].body
    assert shown.text == "\n\n".join((body["system"], question_of(server.received[-1])))
    of_pad, of_argument = ("the kettle", "Its point."), (LINE, "does not define it.", "Nothing is more or less", "very")
    said = of_pad if of == "pad" else of_argument
    assert all(words in shown.text for words in said)
    assert done == HandoffWritten(2, "claude-sonnet-5-5-20261101")
    assert heard(asking) == PLAIN_ANSWER
    call = calls(asking)[-1] if calls(asking)[-1].purpose == "hand-off note" else calls(asking)[0]
    assert (call.purpose, call.status, call.sent, call.reply) == ("hand-off note", "done", shown.text, PLAIN_ANSWER)
    assert [one for one in asking.told if isinstance(one, HandoffBegun)] == [
        HandoffBegun(2, call.id, "anthropic", "claude-sonnet-5-5")
    ]
    assert call.cost.endswith(" USD")


def test_that_no_note_is_asked_for_that_was_not_shown(asking: Bench, server: AnthropicServer) -> None:
    async def work() -> list[Any]:
        talk, other = a_pad(asking), a_pad(asking, 2)
        digest = (await asking.handing_off.prepare(PrepareHandoff(1, talk, asking.draft.n))).digest
        asked = [(talk, Approval("x", "")), (other, Approval("x", digest)), (talk, Approval("x", digest, model="x-flow"))]
        return [await asking.handing_off.write(WriteHandoff(2, one, asking.draft.n, yes)) for one, yes in asked]

    assert run(asking, work) == [NeedsApproval(2, ("hand-off note",))] * 3
    assert server.received == []


def test_that_the_note_stands_in_the_place_of_the_turns_in_the_next_line(asking: Bench, server: AnthropicServer) -> None:
    server.says = {"reason": "The preface does not define it.", "decision": "hold"}
    remark = a_remark(asking)

    def keep(**more: Any) -> None:
        note = Handoff(argument_of(remark), "They differ on the preface.", 1, **more)
        asking.draft.session.attachments.put(KIND, note.as_row(), ident="n")

    async def work() -> list[str]:
        await argued(asking, remark)
        keep()
        waiting, _ = await argued(asking, remark, "A second line.")
        keep(in_use=True)
        noted, _ = await argued(asking, remark, "A third line.")
        asking.draft.session.attachments.take_away(KIND, "n")
        again, _ = await argued(asking, remark, "A fourth line.")
        return [waiting.text, noted.text, again.text]

    waiting, noted, again = run(asking, work)
    assert LINE in waiting
    assert "differ on the preface" not in waiting
    assert LINE not in noted
    assert noted.index("differ on the preface") < noted.index("A second line.") < noted.index("A third line.")
    assert LINE in again
    assert "differ on the preface" not in again
    assert {call.sent for call in calls(asking)} >= {waiting, noted, again}


def test_that_a_stopped_note_has_told_all_that_came_and_is_paid_for(asking: Bench, server: AnthropicServer) -> None:
    async def work() -> None:
        task = asyncio.ensure_future(written(asking, a_pad(asking), "x-slow"))
        while len(heard(asking)) < 40:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(asking, work)
    assert server.received[0].left.wait(5)
    (call,) = calls(asking)
    assert (call.status, call.reply) == ("cancelled", heard(asking))


def test_that_a_note_that_broke_off_says_why_and_a_wait_is_told(asking: Bench) -> None:
    _, broken = run(asking, lambda: written(asking, a_pad(asking), "x-early"))
    assert "broke off" in broken.trouble
    assert heard(asking) == "Two words"
    _, done = run(asking, lambda: written(asking, a_pad(asking), "x-flaky-1"))
    assert done.trouble == ""
    waits = [one for one in asking.told if isinstance(one, CriticState) and one.state == "waiting"]
    assert "Trying again in 3 s" in waits[0].words


def never(bench: Bench) -> None:
    locked = bench.draft.paragraph(2)
    narrow = Narrow(1, models={}, others=True, local_only=False, never_sent=(locked,))
    Budgeting(bench.opening, bench.models).narrow(narrow)


def local(bench: Bench) -> None:
    narrow = Narrow(1, models={"anthropic": []}, others=False, local_only=False, never_sent=())
    Budgeting(bench.opening, bench.models).narrow(narrow)


@pytest.mark.parametrize(
    ("narrow", "kind", "said"), [(never, EditRefused, "never to be sent"), (local, ModelError, "does not allow")]
)
def test_that_what_the_essay_keeps_back_stays_here(
    asking: Bench, server: AnthropicServer, narrow: Callable[[Bench], None], kind: type[Exception], said: str
) -> None:
    narrow(asking)
    with pytest.raises(kind, match=said):
        run(asking, lambda: written(asking, a_pad(asking)))
    assert server.received == []


def test_that_a_limit_is_told_before_anything_is_shown(asking: Bench, server: AnthropicServer) -> None:
    async def work() -> None:
        await Budgeting(asking.opening, asking.models).limit_draft(LimitDraft(1, "0"))
        with pytest.raises(ModelError, match="left"):
            await written(asking, a_pad(asking))

    run(asking, work)
    assert server.received == []


def test_that_there_is_no_note_of_nothing(asking: Bench, server: AnthropicServer) -> None:
    remark = a_remark(asking)
    for talk in (a_pad(asking, 0), TalkRow(asking.draft.paragraph(2), remark=remark)):
        with pytest.raises(EditRefused, match="Nothing has been said"):
            run(asking, lambda talk=talk: written(asking, talk))
    assert server.received == []
