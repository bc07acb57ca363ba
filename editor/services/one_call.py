"""One call to a model from its beginning to its end: its turn, its tries, its record and its cost.

What a stopped or broken request cost is guessed upwards, never nothing.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace

from editor.core.clock import Clock
from editor.core.errors import FileError, ModelError, ModelFault
from editor.llm.fault_sentences import as_it_was, failure
from editor.llm.limits import RateLimits
from editor.llm.provider import (
    Hear,
    Heard,
    Link,
    ModelInfo,
    Provider,
    Reply,
    Request,
    Started,
    UnfinishedReply,
    Usage,
    guessed_usage,
)
from editor.llm.rates import Rate
from editor.llm.retries import LONGEST_ASKED_S, Patience, Wait, ask_patiently
from editor.services.holding import MAYBE_READ, Hold, Pricing
from editor.store.calls import Call

_SHORTEST_WAIT_S = 0.05
_TURNS = 5
"""So often a call waits for its turn, if others that ask at the same time are faster."""

Record = Callable[[Call], None]
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    """What came, also where it did not come whole."""
    call: Call
    trouble: ModelError | None = None
    warning: str = ""
    """That an answer which came whole may not be what it seems, in a sentence for the writer."""
    links: tuple[Link, ...] = ()
    """What the provider's search brought."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told while an answer comes."""

    heard: Callable[[str], None]
    """Takes each piece of the text as it comes."""
    waits: Callable[[Wait], None]


class Stopped(asyncio.CancelledError):
    """The call was cancelled; `answer` is what had come by then."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Means:
    """With what a call is made."""

    provider: Provider
    rate: Rate
    pricing: Pricing
    hold: Hold
    clock: Clock
    sleep: Sleep
    check: Callable[[], None] = lambda: None
    """Called before each try; raises ModelError where the request must not leave any more."""


class InTurn:
    """A provider whose first try waits until the minute has room for it. Waits are told before they begin."""

    def __init__(self, means: Means, waits: Callable[[Wait], None], leaves: Callable[[], None]) -> None:
        """`leaves` is called once, before anything is sent."""
        self._provider = means.provider
        self._rate = means.rate
        self._sleep = means.sleep
        self._check = means.check
        self._waits = waits
        self._leaves = leaves
        self.has_left = False
        self.trying = False
        """Whether a try has begun whose end is not known."""

    @property
    def name(self) -> str:
        return self._provider.name

    async def stream(self, request: Request, hear: Hear) -> Reply:
        if not self.has_left:  # a further try has been waited for already
            await self._turn(request)
        self._check()
        if not self.has_left:
            self._leaves()
            self.has_left = True
        self._rate.take(request)
        self.trying = True
        try:
            reply = await self._provider.stream(request, hear)
        except ModelError as error:
            self.trying = False
            if error.fault is ModelFault.RATE_LIMITED:
                self._rate.refused(error.retry_after_s)
            elif error.fault is ModelFault.TOO_LONG_FOR_RATE:
                self._rate.outgrown(request)
            raise
        self.trying = False
        return reply

    async def models(self) -> tuple[ModelInfo, ...]:
        return await self._provider.models()

    async def count(self, request: Request) -> int:
        return await self._provider.count(request)

    async def close(self) -> None:
        await self._provider.close()

    async def _turn(self, request: Request) -> None:
        for _ in range(_TURNS):
            seconds = self._rate.wait_s(request)
            if seconds < _SHORTEST_WAIT_S:
                return
            reason = failure(ModelFault.RATE_LIMITED, self.name, retry_after_s=seconds)
            if seconds > LONGEST_ASKED_S:
                raise reason
            allowance = self._rate.input_allowance
            title = f"{self.name} takes {allowance:,} tokens a minute" if allowance else reason.title
            told = ModelError(ModelFault.RATE_LIMITED, title, reason.detail, retry_after_s=seconds)
            self._waits(Wait(seconds, told, 0, 0))
            await self._sleep(seconds)


class OneCall:
    def __init__(self, ident: str, provider: str, request: Request, sent: str, means: Means) -> None:
        self._request = request
        self._means = means
        self._began = means.clock.now()
        self._started: Started | None = None
        self._wasted = Usage()
        self._pieces: list[str] = []
        self._call = Call(ident, self._began.wall_ms, provider, request.model, request.purpose, sent)

    async def run(self, record: Record, listener: Listener) -> Answer:
        """What is held back for it is settled at the end, whatever the end."""
        try:
            return await self._run(record, listener)
        finally:
            self._means.hold.end()

    async def _run(self, record: Record, listener: Listener) -> Answer:
        means = self._means
        in_turn = InTurn(means, listener.waits, lambda: self._leave(record))

        def waits(wait: Wait) -> None:
            self._started = None
            listener.waits(wait)

        patience = Patience(waits, _out_of_step, means.sleep, self._before_another)
        answering = ask_patiently(in_turn, self._request, lambda part: self._hear(part, listener), patience)
        try:
            answer = await self._answered(answering)
        except asyncio.CancelledError:
            answer = self._cancelled(trying=in_turn.trying)
            if in_turn.has_left:
                record(answer.call)
            raise Stopped(answer) from None
        except BaseException:
            if in_turn.trying:  # nobody knows what it has cost
                self._spent("", None)
            raise
        if in_turn.has_left:
            record(answer.call)
        return answer

    def _leave(self, record: Record) -> None:
        """Only now it is sent; it may have waited for its turn since it was made."""
        self._began = self._means.clock.now()
        self._call = replace(self._call, wall_ms=self._began.wall_ms)
        record(self._call)
        self._means.hold.leaves()

    def _hear(self, part: Heard, listener: Listener) -> None:
        if isinstance(part, RateLimits):
            self._means.rate.heard(part)
        elif isinstance(part, Started):
            self._started = part
            if part.usage.input and not part.usage.estimated:
                self._means.rate.counted(self._request, part.usage.input)
        else:
            self._pieces.append(part.text)
            listener.heard(part.text)

    async def _answered(self, answering: Awaitable[Reply]) -> Answer:
        try:
            reply = await answering
        except UnfinishedReply as error:
            self._spent(error.model, error.usage)
            ended = self._ended(error.text, error.fault.value, error.model, error.usage, error)
            return replace(ended, links=error.links)
        except ModelError as error:
            if error.fault not in MAYBE_READ:
                return self._ended("", error.fault.value, "", None, error)
            self._spent("", None)
            return self._ended("", error.fault.value, "", guessed_usage(self._request, None, ""), error)
        self._spent(reply.model, reply.usage)
        if reply.usage.input and not reply.usage.estimated:  # some providers count only at the end
            self._means.rate.counted(self._request, reply.usage.input)
        ended = self._ended(reply.text, "done", reply.model, reply.usage)
        return replace(ended, warning=reply.warning, links=reply.links)

    def _before_another(self, reason: ModelError) -> None:
        """Counts the try that failed, and holds back what the next one may cost."""
        if isinstance(reason, UnfinishedReply):
            self._spent(reason.model, reason.usage)
            self._wasted = _sum(self._wasted, reason.usage)
        elif reason.fault in MAYBE_READ:
            self._spent("", None)
            self._wasted = _sum(self._wasted, guessed_usage(self._request, None, ""))
        try:
            self._means.hold.try_again()
        except (ModelError, FileError) as refusal:
            detail = f"{reason.detail} It was not tried again. {refusal.title}."
            raise ModelError(ModelFault.BUDGET, reason.title, detail) from None

    def _spent(self, model: str, usage: Usage | None) -> None:
        """`usage` is None where the provider said nothing and may have read everything."""
        pricing, request = self._means.pricing, self._request
        cost = pricing.cost(request, model, usage) if usage is not None and not usage.estimated else None
        if cost is not None:
            self._means.hold.spent(cost, unsure=False)
        else:
            unsure = not pricing.is_free(request, model)
            self._means.hold.spent(pricing.most_so_far(request, self._started), unsure=unsure)

    def _cancelled(self, *, trying: bool) -> Answer:
        text = "".join(self._pieces)
        model = self._started.model if self._started else ""
        if not trying:
            return self._ended("", ModelFault.CANCELLED.value, "", None)
        usage = guessed_usage(self._request, self._started, text)
        self._spent(model, None)
        return self._ended(text, ModelFault.CANCELLED.value, model, usage)

    def _ended(
        self, text: str, status: str, model: str, usage: Usage | None, trouble: ModelError | None = None
    ) -> Answer:
        """`usage` is None where nothing was read by the model."""
        total = _sum(self._wasted, usage) if usage else self._wasted
        cost = self._means.pricing.cost(self._request, model, total)
        call = replace(
            self._call,
            model=model or self._call.model,
            reply=text,
            tokens={name: int(count) for name, count in asdict(total).items() if count},
            cost="" if cost is None else f"{cost.normalize():f} USD",
            status=status,
            duration_ms=self._means.clock.now().mono_ms - self._began.mono_ms,
        )
        if trouble is not None:
            free = self._means.pricing.is_free(self._request, model)
            trouble = as_it_was(trouble, came=bool(text.strip()), free=free)
        return Answer(text, call, trouble)


def _out_of_step(seconds: float) -> float:
    return seconds * random.uniform(0.8, 1.2)  # noqa: S311 - programs that wait for the same server, not a secret


def _sum(one: Usage, other: Usage) -> Usage:
    return Usage(
        input=one.input + other.input,
        cache_read=one.cache_read + other.cache_read,
        cache_write=one.cache_write + other.cache_write,
        output=one.output + other.output,
        thinking=one.thinking + other.thinking,
        searches=one.searches + other.searches,
        estimated=one.estimated or other.estimated,
    )
