"""Models as the program asks them, with a clock that jumps instead of waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from pathlib import Path

from model_server import ModelServer
from token_minute import Minute

from editor.core.clock import StoppedClock
from editor.core.narrowing import Narrowing
from editor.llm.connections import Connection
from editor.llm.provider import Request
from editor.llm.retries import Wait
from editor.services.asking import Answer, Listener, Models, Question
from editor.services.terms import Terms
from editor.store.calls import Call
from editor.store.spending_file import spending_path


class ModelDesk:
    """Models whose waiting is only noted: the clock of server and program is moved by as much."""

    def __init__(self, server: ModelServer, folder: Path, connection: Connection, environment: Mapping[str, str]) -> None:
        self.clock = StoppedClock(1_763_726_400_000, 1_000)
        self.server = server
        self.connection = connection
        self.calls: dict[str, Call] = {}
        self.waits: list[Wait] = []
        self.slept: list[float] = []
        self.terms = Terms("draft", spending_path(folder), Decimal(3), Narrowing())
        self.models = Models(environment, self.clock, lambda: self.terms, self.sleep, lambda: folder)

    def limit_minute(self, tokens: int) -> Minute:
        self.server.minute = Minute(tokens, now=lambda: self.clock.now().mono_ms / 1000)
        return self.server.minute

    async def sleep(self, seconds: float) -> None:
        assert len(self.waits) == len(self.slept) + 1, "a wait is told before it begins"
        self.slept.append(seconds)
        self.clock.advance(int(seconds * 1000) + 1)
        await asyncio.sleep(0)

    async def question(self, request: Request, goes_along: frozenset[int] = frozenset()) -> Question:
        return await self.models.question(request, self.connection, goes_along)

    async def ask(self, question: Question) -> Answer:
        def record(call: Call) -> None:
            self.calls[call.id] = call

        return await self.models.ask(question, record, Listener(lambda _: None, self.waits.append))

    def run(self, work: Callable[[], Awaitable[Answer]]) -> Answer:
        async def closed() -> Answer:
            try:
                return await work()
            finally:
                await self.models.close()

        return asyncio.run(closed())

    def spent(self) -> Decimal:
        prices = asyncio.run(self.models.prices())
        return self.models.budget(self.terms, prices).draft.spent
