"""Reading an asynchronous generator so that it can be left.

Google's library goes on reading, and the provider on writing and charging, when its stream is simply let go: only
cancelling the task that reads it closes the connection. So a task of its own reads, and leaving cancels it. Where the
library itself breaks off, it leaves its connection to the collector of garbage; so that is closed by name.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, NoReturn

Opening = Callable[[], Awaitable[AsyncIterator[Any]]]


@dataclass(frozen=True, slots=True)
class _End:
    error: Exception | None = None


class EventPump:
    """Reads from when it is made until it is closed. `leave` closes the connection, if there is one."""

    def __init__(self, opening: Opening, leave: Callable[[], Awaitable[None]]) -> None:
        self._leave = leave
        self._events: asyncio.Queue[Any] = asyncio.Queue()
        self._next: Any = None
        self._task = asyncio.ensure_future(self._pump(opening))

    async def begin(self) -> None:
        """Waits for the first event. Raises the error that came in its place."""
        first = await self._events.get()
        if isinstance(first, _End) and first.error is not None:
            self._raise(first)
        self._next = first

    async def __anext__(self) -> Any:
        """Raises StopAsyncIteration after the last event, or the error that ended the stream."""
        event, self._next = self._next, None
        if event is None:
            event = await self._events.get()
        if not isinstance(event, _End):
            return event
        self._raise(event)

    async def close(self) -> None:
        """Closes the connection, wherever the stream is."""
        self._task.cancel()
        await asyncio.wait((self._task,))

    def _raise(self, end: _End) -> NoReturn:
        self._next = _End()
        try:
            raise end.error or StopAsyncIteration
        finally:
            del end  # the error holds this frame; held by it in turn, the stream below would stay open

    async def _pump(self, opening: Opening) -> None:
        try:
            async for event in await opening():
                self._events.put_nowait(event)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever reads is told
            with contextlib.suppress(Exception):
                await self._leave()
            self._events.put_nowait(_End(error))
        else:
            self._events.put_nowait(_End())
