"""What the rest of the program knows of a language model: one protocol and the values that pass through it.

A request is plain text, so that the writer can be shown exactly what will leave the machine. An answer is awaited
and its parts are handed to a callback on the way: an asynchronous generator would have to be closed by whoever
stops reading it, and one that is forgotten goes on costing money. Here the only way to stop is to cancel the task,
and that always closes the connection.

This module imports no vendor and costs next to nothing to load.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from editor.core.errors import ModelError
from editor.llm.limits import RateLimits


class Role(StrEnum):
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    role: Role
    text: str
    material: tuple[int, int] | None = None
    """Where in the text the writer's material begins and ends, in code points: what is read in parts if it is too long
    for one request. Up to its end every question about it should be the same; what differs stands behind it."""
    cuts: tuple[int, ...] = ()
    """Where the text is parted on the wire, in code points; it stays the same text. A provider with a cache is asked to
    keep what stands before the last of them. Without any, the end of the material is one."""
    known: int = 0
    """So many code points from the start were read in requests before, and should be in the provider's cache."""

    @property
    def ends(self) -> tuple[int, ...]:
        """The cuts, or the end of the material."""
        return self.cuts or ((self.material[1],) if self.material else ())

    @property
    def parted(self) -> tuple[str, ...]:
        """The text in its parts; all but the last end at a cut."""
        bounds = (0, *(end for end in self.ends if 0 < end < len(self.text)), len(self.text))
        return tuple(self.text[start:end] for start, end in pairwise(bounds))


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a model."""

    model: str
    system: str
    messages: tuple[Message, ...]
    max_tokens: int
    """The most tokens the answer may take, thinking included."""
    schema: str | None = None
    """A JSON schema, as JSON text, which the answer has to follow."""
    purpose: str = ""
    """What the call is for, for the list of what was sent; it stays on this machine."""
    temperature: float | None = None
    """How freely the model chooses its words; None leaves that to it. Models that do not take one never get it."""
    needs_temperature: bool = False
    """Whether it would be another question without its temperature: a model that refuses that is not asked it again."""
    search: int = 0
    """The most web searches the provider may do for this answer. Google cannot be told: there it is the number that the
    price has room for, and nobody asks it under a limit."""
    counted: int | None = None
    """Tokens of input by the provider's own count, where that was asked beforehand; it is not sent."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that leaves the machine as content, in the order of the wire."""
        schema = (self.schema,) if self.schema is not None else ()
        return (self.system, *(message.text for message in self.messages), *schema)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call, counted alike for every vendor."""

    input: int = 0
    """All tokens read, those from and into the provider's cache included."""
    cache_read: int = 0
    cache_write: int = 0
    output: int = 0
    """All tokens written and billed, thinking included."""
    thinking: int = 0
    searches: int = 0
    """Web searches, which are charged by number and not by token."""
    estimated: bool = False
    """The provider did not say; the figures are guessed from the length of the text."""


@dataclass(frozen=True, slots=True)
class Started:
    """The model has begun to answer: from here on the call costs money, even if it is stopped."""

    model: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Delta:
    text: str


class Stop(StrEnum):
    """Why a complete answer ended. Every other end is a `ModelError`."""

    END = "end"
    STOP_SEQUENCE = "stop_sequence"


@dataclass(frozen=True, slots=True)
class Link:
    """A page the provider's search brought, in the answer's order. All of it is foreign text, not to be trusted."""

    url: str
    title: str = ""
    quote: str = ""
    """What the page says, where the provider repeats it."""


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    model: str
    """The model that answered; it may differ from the one that was asked."""
    stop: Stop
    usage: Usage
    links: tuple[Link, ...] = ()
    warning: str = ""
    """A sentence for the writer about an answer that came but may not be what it seems."""


class UnfinishedReply(ModelError):
    """The model began to answer and did not end as hoped.

    `text` is what came until then and is never thrown away; `usage` is what it cost, as well as that is known;
    `model` is the one that answered.
    """

    def __init__(self, failure: ModelError, *, text: str, model: str, usage: Usage, links: tuple[Link, ...] = ()) -> None:
        super().__init__(failure.fault, failure.title, failure.detail, retry_after_s=failure.retry_after_s)
        self.text = text
        self.model = model
        self.usage = usage
        self.links = links


@dataclass(frozen=True, slots=True)
class ModelInfo:
    id: str
    name: str
    active: bool = True
    """False when the provider means to shut it down or has done so."""
    retires_at: datetime | None = None
    max_input: int | None = None
    """Tokens, or None if the provider does not say."""
    max_output: int | None = None


Heard = Started | Delta | RateLimits
Hear = Callable[[Heard], None]
"""Takes the parts of an answer as they come: one `Started`, then any number of `Delta`. What the provider says of its
rate limits comes before, also before an error is raised; a provider that says nothing leaves it out."""


class Provider(Protocol):
    """One address, one key. Every failure is a `ModelError`; no exception of a vendor's comes out."""

    @property
    def name(self) -> str:
        """What the writer calls it, such as "Claude"."""
        ...

    async def stream(self, request: Request, hear: Hear) -> Reply:
        """Asks, and returns the whole answer once it ended well. Cancelling the task closes the connection.

        Raises ModelError, and `UnfinishedReply` once the model has begun to answer.
        """
        ...

    async def models(self) -> tuple[ModelInfo, ...]:
        """The models this key may use, in the provider's order. Also the way to try a key for nothing."""
        ...

    async def count(self, request: Request) -> int:
        """The tokens the provider would read for this request. Sends the text, does not ask the model."""
        ...

    async def close(self) -> None: ...


def likely_tokens(text: str) -> int:
    """About four bytes of UTF-8 a token, as in English prose."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // 4)


def most_tokens(text: str) -> int:
    """A guess that errs upwards for prose: three bytes a token and a tenth more. Numbers and formulas can be more.

    Bytes, not characters: three bytes are one character of Chinese, which is about one token.
    """
    return -(-len(text.encode("utf-8", "surrogatepass")) * 11 // 30)


_AROUND_A_REQUEST, _AROUND_A_MESSAGE, _AROUND_A_SCHEMA = 100, 16, 300
"""Tokens with which a provider frames what it is sent, and tells its model of a form; taken high, for none names them."""
_COUNT_IS_OFF = 0.02
"""By how much a provider's own count may differ from what it reads then, as Anthropic says of its own."""


def bound_tokens(text: str) -> int:
    """More tokens than the text can be: of a byte of UTF-8 no tokenizer makes two that reads bytes, or falls back to them
    for what it does not know, and all that are asked over the network do."""
    return len(text.encode("utf-8", "surrogatepass"))


def bound_input(request: Request) -> int:
    """More tokens than the provider can read for this request, those of its searches apart."""
    schema = _AROUND_A_SCHEMA if request.schema is not None else 0
    around = _AROUND_A_REQUEST + _AROUND_A_MESSAGE * len(request.messages) + schema
    of_bytes = sum(map(bound_tokens, request.texts))
    if request.counted is None:
        return of_bytes + around
    return min(of_bytes, request.counted + int(request.counted * _COUNT_IS_OFF)) + around


def fresh_tokens(request: Request) -> int:
    """About how many tokens the provider will count towards the minute: what it does not have in its cache yet."""
    known = any(message.known for message in request.messages)
    fixed = 0 if known else likely_tokens(request.system) + likely_tokens(request.schema or "")
    return fixed + sum(likely_tokens(message.text[message.known :]) for message in request.messages)


def guessed_usage(request: Request, started: Started | None, received: str) -> Usage:
    """What a call that was stopped or broke off has cost. Never nothing: the model may have read everything.

    What it thought before it was stopped is not known and not in the figure.
    """
    said = started.usage if started is not None else Usage()
    known = said if can_be_counted(said, "") else guessed_input(request)
    return replace(known, output=max(said.output, most_tokens(received)), estimated=True)


def can_be_counted(usage: Usage, received: str) -> bool:
    """Whether a provider can have counted so: a request is never nothing, nor are words that came."""
    least = min(usage.cache_read, usage.cache_write, usage.output, usage.thinking, usage.searches)
    return usage.input > 0 and least >= 0 and (usage.output > 0 or not received)


def guessed_input(request: Request) -> Usage:
    """What a call costs at the least, for providers that count only in the end."""
    return Usage(input=sum(map(most_tokens, request.texts)), estimated=True)
