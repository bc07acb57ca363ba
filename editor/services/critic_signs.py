"""What the window is told of a critic while a model reads for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from editor.core.clock import Clock
from editor.llm.retries import Wait
from editor.protocol.messages import CriticState
from editor.services.asking import Listener, Record
from editor.services.counting import COUNTED
from editor.services.opening import Emit
from editor.store.calls import Call

HEARD_EVERY_MS = 250
"""A sign for every piece of an answer would drown the window."""


@dataclass(slots=True)
class CriticSigns:
    request: int
    critic: str
    clock: Clock
    emit: Emit
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    """Set with the first word of the answer."""
    _told_ms: int = 0
    _length: int = 0

    @property
    def listener(self) -> Listener:
        return Listener(self._heard, self._waits)

    def telling(self, record: Record) -> Record:
        """Writes a call down, and says that the critic reads once its request leaves: it may have waited long."""

        def put(call: Call) -> None:
            record(call)
            if call.status in ("sent", COUNTED):
                self.emit(CriticState(self.request, self.critic, "reading", ""))

        return put

    def _heard(self, piece: str) -> None:
        self.begun.set()
        self._length += len(piece)
        now = self.clock.now().mono_ms
        if now - self._told_ms >= HEARD_EVERY_MS:
            self._told_ms = now
            self.emit(CriticState(self.request, self.critic, "reading", "", heard=self._length))

    def _waits(self, wait: Wait) -> None:
        self.emit(CriticState(self.request, self.critic, "waiting", wait.words, seconds=wait.seconds))
