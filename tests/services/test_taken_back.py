"""What the writer keeps back while a request waits does not leave, and nothing is called sent before it has left."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from anthropic_server import AnthropicServer
from model_desk import ModelDesk
from service_bench import KEY, Bench, run
from token_minute import Minute
from written_draft import WrittenDraft

from editor.core.errors import FileUnreadable, ModelError, ModelFault
from editor.core.narrowing import NARROWING_NOTE, Narrowing
from editor.core.paragraphs import MarkdownSplitter
from editor.llm.connections import ANTHROPIC, COMPATIBLE, Connection, standard_connection
from editor.llm.provider import Message, Request, Role
from editor.protocol.messages import Approval, Critique, PrepareCritique
from editor.services.asking import Answer
from editor.services.reading import read_draft
from editor.services.terms import Terms, terms_of_text

MODEL, FLAKY = "claude-sonnet-5-5", "x-flaky-2"
CRITIC = "balanced-editor"
ABOUT = frozenset({5})
LOCKED = Narrowing(never_sent=ABOUT)
MINUTE = 20_000
LONG = "\n\n".join(f"Number {number}: {'It is said once more, and is still not heard. ' * 12}" for number in range(200))


def asked(text: str, model: str = MODEL) -> Request:
    return Request(model, "You are a reader.", (Message(Role.USER, text),), 400, purpose="Critique: Reader")


@pytest.fixture
def desk(server: AnthropicServer, tmp_path: Path) -> ModelDesk:
    environment = {"ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url}
    return ModelDesk(server, tmp_path, standard_connection(ANTHROPIC, environment, model=MODEL), environment)


def kept_back_in_a_wait(desk: ModelDesk, narrowing: Narrowing) -> None:
    wait = desk.models._sleep

    async def sleep(seconds: float) -> None:
        desk.terms = replace(desk.terms, narrowing=narrowing)
        await wait(seconds)

    desk.models._sleep = sleep


async def in_a_full_minute(desk: ModelDesk, text: str) -> Answer:
    desk.limit_minute(MINUTE)
    await desk.ask(await desk.question(asked(LONG[: MINUTE * 3])))
    return await desk.ask(await desk.question(asked(text), ABOUT))


@pytest.mark.parametrize(
    ("narrowing", "why"),
    [(LOCKED, "never to be sent now"), (Narrowing({ANTHROPIC: frozenset({"other"})}), "does not allow the model")],
)
def test_that_what_is_kept_back_while_it_waits_for_its_turn_does_not_leave(
    desk: ModelDesk, narrowing: Narrowing, why: str
) -> None:
    kept_back_in_a_wait(desk, narrowing)
    answer = desk.run(lambda: in_a_full_minute(desk, LONG[: MINUTE * 3]))
    assert len(desk.server.received) == len(desk.calls) == 1
    assert answer.trouble is not None
    assert answer.trouble.fault is ModelFault.FORBIDDEN
    assert why in answer.trouble.title
    assert answer.trouble.detail.startswith("What had not left yet was not sent.")


def test_that_a_model_that_is_unticked_while_it_waits_for_its_turn_is_not_asked(desk: ModelDesk) -> None:
    book = desk.models.book
    book.keep(desk.connection)
    wait = desk.models._sleep

    async def sleep(seconds: float) -> None:
        book.keep(replace(desk.connection, model="other", allowed=("other",)))
        await wait(seconds)

    desk.models._sleep = sleep
    answer = desk.run(lambda: in_a_full_minute(desk, LONG[: MINUTE * 3]))
    assert len(desk.server.received) == len(desk.calls) == 1
    assert answer.trouble is not None
    assert answer.trouble.fault is ModelFault.FORBIDDEN
    assert "does not allow the model" in answer.trouble.title


def test_that_nothing_leaves_over_a_connection_that_was_removed(desk: ModelDesk) -> None:
    own = Connection(COMPATIBLE, desk.server.url, MODEL, (MODEL,), "here", "A server here")
    desk.models.book.keep(own)
    desk.connection = own

    async def work() -> Answer:
        question = await desk.question(asked("Is this so?"), ABOUT)
        desk.models.book.remove("here")
        return await desk.ask(question)

    with pytest.raises(ModelError, match="no such connection"):
        desk.run(work)
    assert (desk.server.received, desk.calls) == ([], {})


def test_that_a_lock_on_another_paragraph_stops_nothing(desk: ModelDesk) -> None:
    kept_back_in_a_wait(desk, Narrowing(never_sent=frozenset({6})))
    assert desk.run(lambda: in_a_full_minute(desk, LONG[: MINUTE * 3])).trouble is None
    assert desk.slept


def test_that_what_is_kept_back_between_two_steps_ends_the_plan_there(desk: ModelDesk) -> None:
    kept_back_in_a_wait(desk, LOCKED)
    answer = desk.run(lambda: in_a_full_minute(desk, LONG))
    assert answer.trouble is not None
    assert answer.trouble.fault is ModelFault.FORBIDDEN
    assert len(desk.server.received) == 1


def test_that_what_is_kept_back_before_another_try_is_not_tried_again(desk: ModelDesk) -> None:
    desk.connection = replace(desk.connection, model=FLAKY, allowed=(FLAKY,))
    desk.terms = replace(desk.terms, limit=None)
    kept_back_in_a_wait(desk, LOCKED)

    async def work() -> Answer:
        return await desk.ask(await desk.question(asked("Is this so?", FLAKY), ABOUT))

    answer = desk.run(work)
    assert len(desk.server.received) == 1
    (call,) = desk.calls.values()
    assert call.status == "forbidden"
    assert answer.trouble is not None


def test_that_nothing_leaves_where_it_cannot_be_known_what_is_kept_back(desk: ModelDesk) -> None:
    async def work() -> Answer:
        question = await desk.question(asked("Is this so?"), ABOUT)

        def gone() -> Terms:
            raise FileUnreadable("The draft cannot be read")

        desk.models.terms = gone
        return await desk.ask(question)

    with pytest.raises(ModelError, match="cannot be read"):
        desk.run(work)
    assert desk.server.received == []


def test_that_the_command_line_hears_of_a_lock_that_a_window_sets_meanwhile(draft: WrittenDraft, bench: Bench) -> None:
    draft.begin()
    bench.attach()
    opened = read_draft(draft.path, draft.places, MarkdownSplitter)
    assert terms_of_text(opened, draft.places).narrowing == Narrowing()
    bench.opening.draft.store.note(**{NARROWING_NOTE: LOCKED.row()})
    assert terms_of_text(opened, draft.places).narrowing == LOCKED


def test_that_a_call_is_dated_from_when_it_left(desk: ModelDesk) -> None:
    began = desk.clock.now().wall_ms
    answer = desk.run(lambda: in_a_full_minute(desk, LONG[: MINUTE * 3]))
    assert sum(desk.slept) > 1
    assert answer.call.wall_ms == desk.clock.now().wall_ms > began + 1_000
    assert answer.call.duration_ms == 0


@pytest.mark.parametrize("number", [1, 2, 3])
def test_that_a_lock_on_anything_that_goes_along_keeps_it_here_and_it_was_never_called_sent(
    asking: Bench, server: AnthropicServer, number: int
) -> None:
    clock, draft = asking.draft.clock, asking.draft
    server.minute = Minute(2_000, now=lambda: clock.now().mono_ms / 1_000)
    about, locked = draft.paragraph(2), draft.paragraph(number)

    async def sleep(seconds: float) -> None:
        asking.opening.draft.store.note(**{NARROWING_NOTE: Narrowing(never_sent=frozenset({locked})).row()})
        clock.advance(int(seconds * 1_000) + 1)
        await asyncio.sleep(0)

    async def ask() -> Any:
        prepared = await asking.critiquing.prepare(PrepareCritique(1, about, CRITIC, True, draft.n))
        approval = Approval(CRITIC, prepared.digest)
        return await asking.critiquing.critique(Critique(2, about, (CRITIC,), (approval,), True, draft.n))

    def states() -> list[str]:
        return [one.state for one in asking.states(CRITIC)]

    asking.models._sleep = sleep
    rounds: list[list[str]] = []
    while "failed" not in states() and len(rounds) < 9:  # until the minute is used up
        said = len(states())
        run(asking, ask)
        rounds.append(states()[said:])
    assert rounds[0][:2] == ["waiting", "reading"]
    assert rounds[-1] == ["waiting", "waiting", "failed"]
    assert "never to be sent now" in asking.states(CRITIC)[-1].words
    assert len(server.received) == len(asking.opening.draft.store.calls.all()) == len(rounds) - 1
