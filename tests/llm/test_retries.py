from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import anthropic_server
import pytest
from anthropic_server import AnthropicServer
from model_desk import ModelDesk

from editor.core.errors import ModelError, ModelFault
from editor.llm.anthropic_provider import AnthropicProvider
from editor.llm.connections import ANTHROPIC, Connection
from editor.llm.credentials import Secret
from editor.llm.fault_sentences import failure
from editor.llm.provider import Delta, Hear, Message, ModelInfo, Reply, Request, Role, Started, Stop, Usage
from editor.llm.retries import RETRIED, Patience, Wait, ask_patiently
from editor.services.asking import Answer

REQUEST = Request("m", "", (Message(Role.USER, "?"),), 10)
DONE = Reply("fine", "m", Stop.END, Usage())


class ScriptedProvider:
    """Fails as told, then answers."""

    name = "Claude"

    def __init__(self, failures: Sequence[ModelError], *, after_a_word: bool = False) -> None:
        self.failures = list(failures)
        self.after_a_word = after_a_word
        self.asked = 0

    async def stream(self, request: Request, hear: Hear) -> Reply:
        self.asked += 1
        hear(Started("m", Usage()))
        if self.failures:
            if self.after_a_word:
                hear(Delta("One"))
            raise self.failures.pop(0)
        return DONE

    async def models(self) -> tuple[ModelInfo, ...]:
        return ()

    async def count(self, request: Request) -> int:
        return 0

    async def close(self) -> None:
        pass


class Clockless:
    """Notes how long it was asked to sleep."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.waits: list[Wait] = []

    async def sleep(self, seconds: float) -> None:
        assert len(self.waits) == len(self.slept) + 1, "a wait is announced before it begins"
        self.slept.append(seconds)

    def patience(self) -> Patience:
        return Patience(self.waits.append, lambda seconds: seconds * 1.5, self.sleep)


def faults(fault: ModelFault, count: int, after: float | None = None) -> list[ModelError]:
    return [failure(fault, "Claude", retry_after_s=after) for _ in range(count)]


def ask(provider: ScriptedProvider, time: Clockless) -> Reply:
    return asyncio.run(ask_patiently(provider, REQUEST, lambda _: None, time.patience()))


@pytest.mark.parametrize("fault", ModelFault)
def test_that_only_faults_that_may_pass_are_tried_again(fault: ModelFault) -> None:
    provider, time = ScriptedProvider(faults(fault, 1)), Clockless()
    if fault in RETRIED:
        assert ask(provider, time) is DONE
        assert provider.asked == 2
    else:
        with pytest.raises(ModelError) as caught:
            ask(provider, time)
        assert caught.value.fault is fault
        assert provider.asked == 1
        assert time.waits == []


def test_that_waits_double_and_pass_through_the_given_jitter() -> None:
    time = Clockless()
    assert ask(ScriptedProvider(faults(ModelFault.OVERLOADED, 4)), time) is DONE
    assert time.slept == [0.75, 1.5, 3.0, 6.0]
    assert [(wait.attempt, wait.attempts) for wait in time.waits] == [(1, 5), (2, 5), (3, 5), (4, 5)]
    assert time.waits[0].reason.fault is ModelFault.OVERLOADED


def test_that_the_fifth_failure_is_the_last() -> None:
    provider, time = ScriptedProvider(faults(ModelFault.NETWORK, 9)), Clockless()
    with pytest.raises(ModelError):
        ask(provider, time)
    assert provider.asked == 5
    assert len(time.slept) == 4


def test_that_a_wait_that_was_asked_for_is_kept_exactly() -> None:
    time = Clockless()
    ask(ScriptedProvider(faults(ModelFault.RATE_LIMITED, 1, after=120)), time)
    assert time.slept == [120]


def test_that_a_wait_of_nothing_or_into_the_past_does_not_burn_all_tries_at_once() -> None:
    provider, time = ScriptedProvider(faults(ModelFault.RATE_LIMITED, 9, after=0.0)), Clockless()
    with pytest.raises(ModelError) as caught:
        ask(provider, time)
    assert time.slept == [1.5, 3.0, 6.0, 12.0]
    assert time.waits[1].words == "Claude asks us to wait. Trying again in 3 s (2 of 5)."
    assert caught.value.title == "Claude asks us to wait"
    assert provider.asked == 5


@pytest.mark.parametrize("asked", ["0", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_that_a_pause_of_nothing_is_one_of_our_own_over_the_wire(tmp_path: Path, asked: str) -> None:
    def busy(to: Any) -> None:
        to.send_fault(429, "rate_limit_error", "slow down", {"retry-after": asked})

    with AnthropicServer() as server:
        connection = Connection(ANTHROPIC, server.url, "x-paused", ("x-paused",))
        desk = ModelDesk(server, tmp_path, connection, {"ANTHROPIC_API_KEY": "sk-ant-test-0123456789-abcdefgh4f2a"})
        desk.terms = replace(desk.terms, limit=None)

        async def work() -> Answer:
            return await desk.ask(await desk.question(replace(REQUEST, model="x-paused")))

        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(anthropic_server.FAULTS, "x-paused", busy)
            answer = desk.run(work)
        assert len(server.received) == 5
    assert answer.trouble is not None
    assert all(slept >= 0.8 for slept in desk.slept)
    assert desk.slept == sorted(desk.slept)
    assert all("wait 1 s" not in wait.words for wait in desk.waits)


def test_that_a_wait_of_more_than_two_minutes_is_left_to_the_writer() -> None:
    provider, time = ScriptedProvider(faults(ModelFault.RATE_LIMITED, 1, after=121)), Clockless()
    with pytest.raises(ModelError) as caught:
        ask(provider, time)
    assert caught.value.retry_after_s == 121
    assert time.waits == []


def test_that_nothing_is_tried_again_after_the_first_word() -> None:
    provider, time = ScriptedProvider(faults(ModelFault.OVERLOADED, 1), after_a_word=True), Clockless()
    with pytest.raises(ModelError):
        ask(provider, time)
    assert provider.asked == 1


def test_that_cancelling_ends_a_wait_at_once() -> None:
    provider = ScriptedProvider(faults(ModelFault.RATE_LIMITED, 1, after=100))

    async def work() -> None:
        waiting = asyncio.Event()
        patience = Patience(lambda _: waiting.set(), lambda seconds: seconds)
        task = asyncio.ensure_future(ask_patiently(provider, REQUEST, lambda _: None, patience))
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 1)

    asyncio.run(work())
    assert provider.asked == 1


def test_that_an_overloaded_server_is_asked_until_it_answers(server: AnthropicServer) -> None:
    time = Clockless()
    model = "x-flaky-2"

    async def work() -> Reply:
        provider = AnthropicProvider(Connection(ANTHROPIC, server.url, model, (model,)), Secret("a-key"))
        request = Request(model, "", (Message(Role.USER, "?"),), 10)
        try:
            return await ask_patiently(provider, request, lambda _: None, time.patience())
        finally:
            await provider.close()

    assert asyncio.run(work()).text
    assert time.slept == [3, 3]
    assert len(server.received) == 3
