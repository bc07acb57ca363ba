"""Asking a model: what would be sent, for how much; sending it once the writer agreed; writing down that it was sent.

Nothing else in the program sends anything. Every request is written down before it leaves and again when it has ended,
however it ended, with the text to the letter. What a stopped or broken request cost is guessed upwards, never nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal

from editor.core.clock import Clock
from editor.core.errors import ModelError, ModelFault
from editor.llm.connections import Connection, anthropic_connection
from editor.llm.credentials import Credentials, Found
from editor.llm.prices import Estimate, PriceList, estimate, estimate_in_words
from editor.llm.prompts import shown_text
from editor.llm.provider import Delta, Provider, Request, Started, UnfinishedReply, Usage, guessed_usage
from editor.llm.retries import Patience, Wait, ask_patiently
from editor.llm.vendors import open_credentials, open_prices, open_provider
from editor.store.calls import Call

Record = Callable[[Call], None]


@dataclass(frozen=True, slots=True)
class Question:
    """A request before it is sent."""

    request: Request
    connection: Connection
    price: Estimate | None

    @property
    def text(self) -> str:
        """Everything that goes over the wire as content."""
        return shown_text(self.request)

    @property
    def price_words(self) -> str:
        return estimate_in_words(self.price)

    @property
    def digest(self) -> str:
        """SHA-256 of what the writer says yes to: recipient, model, longest answer and text."""
        parts = (self.connection.base_url, self.request.model, str(self.request.max_tokens), self.text)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    """What came, also where it did not come whole."""
    call: Call
    trouble: ModelError | None = None


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told while an answer comes."""

    heard: Callable[[int], None]
    """Takes the number of characters received so far."""
    waits: Callable[[Wait], None]


class Models:
    """The one door to models. Keys, prices and the vendor's library are loaded when first needed, off the loop."""

    def __init__(self, environment: Mapping[str, str], clock: Clock) -> None:
        self._environment = environment
        self._clock = clock
        self._credentials: Credentials | None = None
        self._prices: PriceList | None = None
        self._providers: dict[str, tuple[Found, Provider]] = {}

    def connection(self, model: str = "") -> Connection:
        """Raises CredentialError for an address that a key must not travel to."""
        return anthropic_connection(self._environment, model=model)

    async def credentials(self) -> Credentials:
        if self._credentials is None:
            self._credentials = await asyncio.to_thread(open_credentials, self._environment)
        return self._credentials

    async def prices(self) -> PriceList:
        if self._prices is None:
            self._prices = await asyncio.to_thread(open_prices)
        return self._prices

    async def question(self, request: Request, connection: Connection) -> Question:
        prices = await self.prices()
        return Question(request, connection, estimate(prices, connection.price_list, request))

    async def key(self, connection_id: str) -> Found | None:
        """Raises CredentialError for one in the environment that cannot be a key."""
        return await asyncio.to_thread((await self.credentials()).find, connection_id)

    async def ask(self, question: Question, record: Record, listener: Listener) -> Answer:
        """Sends it. A fault is part of the answer; a cancelled call is written down, with what came, and raised.

        Raises ModelError where nothing was sent.
        """
        provider = await self._provider(question.connection)
        prices = await self.prices()
        return await _Asking(question, provider, prices, self._clock).run(record, listener)

    async def close(self) -> None:
        for _, provider in self._providers.values():
            await provider.close()
        self._providers.clear()

    async def _provider(self, connection: Connection) -> Provider:
        found = await self.key(connection.id)
        name = f"{connection.base_url} {connection.model}"
        known = self._providers.get(name)
        if known and found and known[0].secret == found.secret:
            return known[1]
        if known:
            del self._providers[name]
            await known[1].close()
        provider = await asyncio.to_thread(open_provider, connection, found.secret if found else None)
        if found:
            self._providers[name] = (found, provider)
        return provider


class Stopped(asyncio.CancelledError):
    """The call was cancelled; `answer` is what had come by then."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class _Asking:
    """One call from its beginning to its end."""

    def __init__(self, question: Question, provider: Provider, prices: PriceList, clock: Clock) -> None:
        self._question = question
        self._provider = provider
        self._prices = prices
        self._clock = clock
        self._began = clock.now()
        self._started: Started | None = None
        self._wasted = Usage()
        self._pieces: list[str] = []
        self._length = 0
        self._call = Call(
            id=secrets.token_hex(8),
            wall_ms=self._began.wall_ms,
            provider=question.connection.provider,
            model=question.request.model,
            purpose=question.request.purpose,
            sent=question.text,
        )

    async def run(self, record: Record, listener: Listener) -> Answer:
        record(self._call)

        def hear(part: Started | Delta) -> None:
            if isinstance(part, Started):
                self._started = part
            else:
                self._pieces.append(part.text)
                self._length += len(part.text)
                listener.heard(self._length)

        def waits(wait: Wait) -> None:
            if isinstance(wait.reason, UnfinishedReply):
                self._wasted = _sum(self._wasted, wait.reason.usage)
            self._started = None
            listener.waits(wait)

        patience = Patience(on_wait=waits, jitter=lambda seconds: seconds * random.uniform(0.8, 1.2))  # noqa: S311
        request = self._question.request
        try:
            reply = await ask_patiently(self._provider, request, hear, patience)
        except UnfinishedReply as error:
            answer = self._ended(error.text, error.fault.value, error.model, error.usage, error)
        except ModelError as error:
            # A call that timed out may have been read all the same.
            usage = guessed_usage(request, None, "") if error.fault is ModelFault.TIMEOUT else None
            answer = self._ended("", error.fault.value, "", usage, error)
        except asyncio.CancelledError:
            text = "".join(self._pieces)
            model = self._started.model if self._started else ""
            usage = guessed_usage(request, self._started, text)
            answer = self._ended(text, ModelFault.CANCELLED.value, model, usage)
            record(answer.call)
            raise Stopped(answer) from None
        else:
            answer = self._ended(reply.text, "done", reply.model, reply.usage)
        record(answer.call)
        return answer

    def _ended(
        self, text: str, status: str, model: str, usage: Usage | None, trouble: ModelError | None = None
    ) -> Answer:
        """`usage` is None where nothing was read by the model."""
        total = _sum(self._wasted, usage) if usage else self._wasted
        cost = self._prices.cost(self._question.connection.price_list, model or self._call.model, total)
        call = replace(
            self._call,
            model=model or self._call.model,
            reply=text,
            tokens={name: int(count) for name, count in asdict(total).items() if count},
            cost=usd(cost),
            status=status,
            duration_ms=self._clock.now().mono_ms - self._began.mono_ms,
        )
        return Answer(text, call, trouble)


def usd(amount: Decimal | None) -> str:
    """As calls keep it: "0.0123 USD", or empty where it is not known."""
    return "" if amount is None else f"{amount.normalize():f} USD"


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
