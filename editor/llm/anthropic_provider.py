"""Claude, through Anthropic's own library.

What the library would do unasked is taken from it: retrying unseen, reading its variables for keys, addresses and
headers, following a redirect with the draft in hand, logging and tracing requests. Its exceptions hold the request,
and with it the key: each is turned into a plain value inside `_asked`, and ours is raised where no exception is being
handled, so that none is chained. A stream that just ends looks like success to the library; only `message_stop` is one
for us. Nothing optional is sent, because models refuse what they do not know.

This is the only module that loads the library, which takes a second or two; `vendors` loads it when needed.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import TypeVar

import anthropic
import httpx2
from anthropic import AsyncAnthropic, AsyncStream, Omit, omit
from anthropic.types import (
    MessageParam,
    MessageTokensCount,
    OutputConfigParam,
    RawMessageStreamEvent,
    TextBlockParam,
)
from anthropic.types import ModelInfo as ListedModel

from editor.core.errors import ModelError, ModelFault
from editor.llm.anthropic_faults import Trouble, status_trouble
from editor.llm.anthropic_reading import Reading
from editor.llm.connections import Connection
from editor.llm.credentials import Secret
from editor.llm.fault_sentences import failure
from editor.llm.limits import limits_in
from editor.llm.provider import (
    Hear,
    Message,
    ModelInfo,
    Reply,
    Request,
    Role,
    UnfinishedReply,
    fresh_tokens,
    guessed_usage,
)

_MARKS = 2
"""Of the four cache marks that a request may have."""

_T = TypeVar("_T")
_log = logging.getLogger(__name__)

_SENT_HEADERS = frozenset(
    (
        "host",
        "accept",
        "accept-encoding",
        "connection",
        "user-agent",
        "content-type",
        "content-length",
        "anthropic-version",
    )
)
"""All a request says besides its body and the key; not the machine, and nothing from the library's variables."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. While a model thinks, Anthropic sends pings, so a silence of two minutes is a dead line."""

    connect: float = 10
    read: float = 120


class AnthropicProvider:
    """Belongs to one event loop; build it once and keep it."""

    def __init__(self, connection: Connection, secret: Secret, timeouts: Timeouts | None = None) -> None:
        times = timeouts or Timeouts()
        self._connection = connection
        self._secret = secret
        # At their debug level these loggers write the draft into the log.
        for name in ("anthropic", "httpx2", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._client = AsyncAnthropic(
            api_key=secret.reveal(),
            base_url=connection.base_url,
            max_retries=0,
            open_telemetry={"traces": False},
            http_client=httpx2.AsyncClient(
                timeout=httpx2.Timeout(times.read, connect=times.connect),
                trust_env=not connection.is_local,  # a proxy cannot reach this machine's own servers
                follow_redirects=False,
                event_hooks={"request": [self._only_ours]},
            ),
        )

    @property
    def name(self) -> str:
        return self._connection.name

    async def stream(self, request: Request, hear: Hear) -> Reply:
        self._connection.check_model(request.model)
        opened = await self._asked(self._open(request))
        if isinstance(opened, Trouble):
            if opened.limits is not None:
                hear(opened.limits)
            raise self._error(opened, request)
        limits = limits_in(opened.response.headers)
        if limits is not None:
            hear(limits)
        reading = Reading()
        try:
            trouble = await self._read(opened, reading, hear)
        finally:
            await self._asked(opened.close())
        if trouble is None and reading.stop is not None:
            return Reply(reading.text, reading.model, reading.stop, reading.usage)
        raise self._unfinished(trouble or self._without_key(reading.trouble()), request, reading)

    async def models(self) -> tuple[ModelInfo, ...]:
        listed = await self._asked(self._listed())
        if isinstance(listed, Trouble):
            raise self._error(listed, None)
        return listed

    async def count(self, request: Request) -> int:
        self._connection.check_model(request.model)
        counted = await self._asked(self._counted(request))
        if isinstance(counted, Trouble):
            raise self._error(counted, request)
        return counted

    async def close(self) -> None:
        await self._asked(self._client.close())

    async def _asked(self, call: Awaitable[_T]) -> _T | Trouble:
        """The result of a call of the library, or what its exception means. The exception itself ends here."""
        try:
            return await call
        except Exception as error:  # noqa: BLE001 - the library lets through errors of several others
            trouble = _trouble(error)
        return self._without_key(trouble)

    def _without_key(self, trouble: Trouble) -> Trouble:
        """A server may repeat the key it was given."""
        return replace(trouble, said=self._secret.hidden_in(trouble.said))

    async def _only_ours(self, http: httpx2.Request) -> None:
        for header in set(http.headers) - _SENT_HEADERS:
            del http.headers[header]
        http.headers["authorization"] = f"Bearer {self._secret.reveal()}"

    async def _open(self, request: Request) -> AsyncStream[RawMessageStreamEvent] | Trouble:
        stream = await self._client.messages.create(
            model=request.model,
            system=request.system or omit,
            messages=_messages(request),
            max_tokens=request.max_tokens,
            output_config=_output(request),
            stream=True,
        )
        if "event-stream" in stream.response.headers.get("content-type", ""):
            return stream
        await stream.close()
        return Trouble(ModelFault.MALFORMED)

    async def _read(self, stream: AsyncStream[RawMessageStreamEvent], reading: Reading, hear: Hear) -> Trouble | None:
        while not reading.ended:
            event = await self._asked(anext(stream, None))
            if event is None:
                return Trouble(ModelFault.CUT_SHORT)
            if isinstance(event, Trouble):
                return event
            heard = reading.take(event)
            if isinstance(heard, Trouble):
                return heard
            if heard is not None:
                hear(heard)
        return None

    async def _listed(self) -> tuple[ModelInfo, ...]:
        page = await self._client.models.list(limit=1000)
        return tuple(_model_info(model) for model in page.data if _lifecycle(model) != "retired")

    async def _counted(self, request: Request) -> int:
        counted = await self._client.messages.count_tokens(
            model=request.model,
            system=request.system or omit,
            messages=_messages(request),
            output_config=_output(request),
        )
        if not isinstance(counted, MessageTokensCount) or not isinstance(counted.input_tokens, int):
            raise TypeError("not a count")
        return counted.input_tokens

    def _error(self, trouble: Trouble, request: Request | None) -> ModelError:
        fault = trouble.fault
        if request is not None and fault is ModelFault.RATE_LIMITED and _outgrows(trouble, request):
            fault = ModelFault.TOO_LONG_FOR_RATE
        return failure(
            fault,
            self.name,
            model=request.model if request is not None else "",
            key_ending=self._secret.ending,
            retry_after_s=trouble.retry_after_s,
            said=trouble.said,
        )

    def _unfinished(self, trouble: Trouble, request: Request, reading: Reading) -> ModelError:
        if trouble.fault in (ModelFault.NETWORK, ModelFault.LOST):
            trouble = Trouble(ModelFault.CUT_SHORT if reading.text else ModelFault.LOST)
        error = self._error(trouble, request)
        if reading.started is None:
            return error
        usage = reading.usage if reading.ended else guessed_usage(request, reading.started, reading.text)
        return UnfinishedReply(error, text=reading.text, model=reading.model, usage=usage)


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, anthropic.APIStatusError):
        kind, code, said = map(_text, (error.type, error.error_code, error.api_message))
        return status_trouble(error.status_code, kind, code, said, error.response.headers)
    # Inside the library's own connection error is the one that tells whether anything was sent.
    inner = error.__cause__ if isinstance(error, anthropic.APIConnectionError) else error
    if isinstance(inner, httpx2.ConnectTimeout | httpx2.PoolTimeout | httpx2.ConnectError):
        return Trouble(ModelFault.NETWORK)  # not a byte of the text has left
    if isinstance(inner, httpx2.TimeoutException) or isinstance(error, anthropic.APITimeoutError):
        return Trouble(ModelFault.TIMEOUT)
    if isinstance(error, anthropic.APIConnectionError | httpx2.TransportError):
        return Trouble(ModelFault.LOST)
    if isinstance(error, UnicodeEncodeError):  # half of a surrogate pair in the text
        return Trouble(ModelFault.BAD_REQUEST)
    _log.warning("an answer could not be read: %s", type(error).__name__)  # its text may hold the key
    return Trouble(ModelFault.MALFORMED)


def _text(value: object) -> str | None:
    """The library does not check what an error's body holds."""
    return value if isinstance(value, str) else None


def _outgrows(trouble: Trouble, request: Request) -> bool:
    """Whether the request alone is more than a whole minute's allowance."""
    return trouble.minute_allowance is not None and fresh_tokens(request) > trouble.minute_allowance


def _messages(request: Request) -> list[MessageParam]:
    return [_message(message) for message in request.messages]


def _message(message: Message) -> MessageParam:
    content = _content(message)
    if message.role is Role.USER:
        return {"role": "user", "content": content}
    return {"role": "assistant", "content": content}


def _content(message: Message) -> str | list[TextBlockParam]:
    """The text, in blocks where it is parted."""
    parts = message.parted
    if len(parts) < 2 and not message.cuts:
        return message.text
    blocks: list[TextBlockParam] = [{"type": "text", "text": part} for part in parts]
    # A message that ends at its last cut is kept to its end. The mark before it is where the cache has been written.
    kept = len(parts) if message.cuts and message.cuts[-1] >= len(message.text) else len(parts) - 1
    for block in blocks[max(0, kept - _MARKS) : kept]:
        block["cache_control"] = {"type": "ephemeral"}
    return blocks


def _output(request: Request) -> OutputConfigParam | Omit:
    if request.schema is None:
        return omit
    return {"format": {"type": "json_schema", "schema": json.loads(request.schema)}}


def _lifecycle(model: ListedModel) -> str:
    """Gateways that speak for Anthropic leave it out."""
    return str(getattr(model, "lifecycle", None) or "active")


def _model_info(model: ListedModel) -> ModelInfo:
    return ModelInfo(
        id=str(model.id),
        name=str(getattr(model, "display_name", None) or model.id),
        active=_lifecycle(model) == "active",
        retires_at=model.retires_at,
        max_input=model.max_input_tokens,
        max_output=model.max_tokens,
    )
