"""Trying again, in the open.

The vendors' libraries would sleep for as long as a server tells them to, unseen. Here every wait is announced before it
begins, is an ordinary pause of the task and ends at once when the task is cancelled. Nothing is tried again once a
word of an answer has come: it has been paid for, and a second answer would be another one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from editor.core.errors import ModelError, ModelFault
from editor.llm.provider import Delta, Hear, Heard, Provider, Reply, Request

RETRIED = frozenset(
    {
        ModelFault.RATE_LIMITED,
        ModelFault.OVERLOADED,
        ModelFault.SERVER,
        ModelFault.NETWORK,
        ModelFault.LOST,
        ModelFault.TIMEOUT,
    }
)

_TRIES = 5
LONGEST_ASKED_S = 120.0
"""A provider that asks for a longer wait is not waited for: the writer decides when to come back."""
_SHORTEST_ASKED_S = 1.0
"""A provider that asks for less, or names a moment that has passed, is waited for as long as we would by ourselves: all
tries would be made at once."""
_FIRST_S = 0.5
_LONGEST_OWN_S = 30.0


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause before the next try."""

    seconds: float
    reason: ModelError
    """Why; an `UnfinishedReply` among them has cost something."""
    attempt: int
    """The try that failed, from 1; 0 where none was made, because it would be too soon."""
    attempts: int

    @property
    def words(self) -> str:
        seconds = max(1, round(self.seconds))
        if not self.attempt:
            return f"{self.reason.title}. Going on in {seconds} s."
        return f"{self.reason.title}. Trying again in {seconds} s ({self.attempt} of {self.attempts})."


@dataclass(frozen=True, slots=True)
class Patience:
    """How to wait. Chance and time come from outside."""

    on_wait: Callable[[Wait], None]
    jitter: Callable[[float], float]
    """Takes the seconds of a wait of our own choosing and returns the ones to take, to keep programs out of step."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    before: Callable[[ModelError], None] = lambda _: None
    """Called with the reason before a further try is announced; may raise to prevent it."""


async def ask_patiently(provider: Provider, request: Request, hear: Hear, patience: Patience) -> Reply:
    """`provider.stream`, tried up to five times. Raises the last ModelError."""
    attempt = 1
    while True:
        spoken = False

        def overhear(part: Heard) -> None:
            nonlocal spoken
            spoken = spoken or isinstance(part, Delta)
            hear(part)

        try:
            return await provider.stream(request, overhear)
        except ModelError as error:
            reason = error
        seconds = _pause(reason, attempt, patience.jitter)
        if spoken or seconds is None or attempt == _TRIES:
            raise reason
        patience.before(reason)
        patience.on_wait(Wait(seconds, reason, attempt, _TRIES))
        await patience.sleep(seconds)
        attempt += 1


def _pause(reason: ModelError, attempt: int, jitter: Callable[[float], float]) -> float | None:
    """Seconds until the next try, or None if there should be none."""
    if reason.fault not in RETRIED:
        return None
    asked = reason.retry_after_s
    if asked is not None and asked >= _SHORTEST_ASKED_S:
        return asked if asked <= LONGEST_ASKED_S else None
    first = _FIRST_S if asked is None else _SHORTEST_ASKED_S
    return max(asked or 0.0, jitter(min(first * 2 ** (attempt - 1), _LONGEST_OWN_S)))
