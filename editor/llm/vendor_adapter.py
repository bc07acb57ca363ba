"""What the adapters of all vendors have in common: one call of the vendor's library, and what is taken from it.

What a library would do unasked is taken from it: retrying unseen, reading its variables for keys, addresses and
headers, following a redirect with the draft in hand, logging and tracing requests. Its exceptions hold the request,
and with it the key: each is turned into a plain value inside `_asked`, and ours is raised where no exception is being
handled, so that none is chained. A stream that just ends looks like success to the libraries; only a terminal event is
one for us. Nothing optional is sent unasked, and what a model refuses is dropped once and for all.

It loads the HTTP library of the vendors' libraries, so only their adapters import it.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, TypeVar

import httpx2

from editor.core.errors import ModelError, ModelFault
from editor.llm.connections import Connection
from editor.llm.credentials import Secret
from editor.llm.fault_sentences import failure
from editor.llm.key_hiding import KeyHiding
from editor.llm.limits import RateLimits
from editor.llm.provider import Hear, ModelInfo, Reply, Request, UnfinishedReply, fresh_tokens
from editor.llm.reading import Reading
from editor.llm.refused_parameters import Parameter, RefusedParameters, refused_in
from editor.llm.troubles import Trouble

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
"""All a request says besides its body and the key; not the machine, and nothing from a library's variables."""


_NOTHING_LEFT = (
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ConnectError,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
    httpx2.InvalidURL,
)
"""Errors before a byte of the text has left."""

UNUSABLE_WAY = (ImportError, OSError, ValueError, httpx2.InvalidURL)
"""What building a client raises for a proxy or a file of certificates that it cannot use. It may repeat a password."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds; `read` is the longest silence on an open line."""

    connect: float
    read: float


class Events(Protocol):
    """A stream of a vendor's events that can be left at any point."""

    async def __anext__(self) -> Any: ...

    async def close(self) -> None: ...


class VendorAdapter(ABC):
    """A `Provider`. Belongs to one event loop; build it once and keep it."""

    loggers: ClassVar[tuple[str, ...]]
    """The library's own; at their debug level they write the draft into the log."""
    connection_errors: ClassVar[tuple[type[Exception], ...]]
    """The library's, around an error of the network that tells whether anything was sent."""

    def __init__(
        self, connection: Connection, secret: Secret | None, timeouts: Timeouts, refused: RefusedParameters
    ) -> None:
        self._connection = connection
        self._secret = secret
        self._refused = refused
        self._times = httpx2.Timeout(timeouts.read, connect=timeouts.connect)
        self._origin = _origin(httpx2.URL(connection.base_url))
        for name in (*self.loggers, "httpx2", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)

    @property
    def name(self) -> str:
        return self._connection.name

    async def stream(self, request: Request, hear: Hear) -> Reply:
        self._connection.check_model(request.model)
        opened = await self._opened(request)
        limits = opened.limits if isinstance(opened, Trouble) else self._limits(opened)
        if limits is not None:
            hear(limits)
        if isinstance(opened, Trouble):
            raise self._error(opened, request)
        reading, hiding = self._reading(request), KeyHiding(self._secret)
        try:
            trouble = await self._read(opened, reading, hiding, hear)
        finally:  # also where it is stopped: all that came is heard
            for piece in hiding.rest():
                hear(piece)
            await self._asked(opened.close())
        text, model, links = hiding.hidden(reading.text), hiding.hidden(reading.model), hiding.links(reading.links)
        if trouble is None and reading.stop is not None:
            return Reply(text, model, reading.stop, reading.spent, links, self._warning(request, reading))
        error = self._unfinished(trouble or self._without_key(reading.trouble()), request, reading)
        if reading.started is None:
            raise error
        raise UnfinishedReply(error, text=text, model=model, usage=reading.spent, links=links)

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
        await self._asked(self._close())

    # What the vendors do differently

    @abstractmethod
    async def _open(self, request: Request, sent: frozenset[Parameter]) -> Events | Trouble: ...

    @abstractmethod
    def _reading(self, request: Request) -> Reading: ...

    @abstractmethod
    async def _listed(self) -> tuple[ModelInfo, ...]: ...

    @abstractmethod
    async def _counted(self, request: Request) -> int: ...

    @abstractmethod
    async def _close(self) -> None: ...

    @abstractmethod
    def _status_trouble(self, error: Exception) -> Trouble | None:
        """What an error means that is an answer of the server's; None for any other."""

    def _optional(self, request: Request) -> frozenset[Parameter]:
        """What of the request would be sent and can be left out."""
        asked = ((Parameter.TEMPERATURE, request.temperature), (Parameter.SCHEMA, request.schema))
        return frozenset(parameter for parameter, value in asked if value is not None)

    def _limits(self, _opened: Any) -> RateLimits | None:
        """What the beginning of an answer says of the account's limits."""
        return None

    def _key_header(self, key: str) -> tuple[str, str]:
        return "authorization", f"Bearer {key}"

    def _warning(self, _request: Request, _reading: Reading) -> str:
        return ""

    # The network

    def _http_client(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(
            timeout=self._times,
            trust_env=not self._connection.is_local,  # a proxy cannot reach this machine's own servers
            follow_redirects=False,
            event_hooks={"request": [self._only_ours]},
        )

    async def _only_ours(self, http: httpx2.Request) -> None:
        """The last to touch a request before it leaves. Raises InvalidURL for one to another address than was chosen."""
        if _origin(http.url) != self._origin:
            raise httpx2.InvalidURL("not the address that was chosen")
        for header in set(http.headers) - _SENT_HEADERS:
            del http.headers[header]
        if self._secret is not None:
            name, value = self._key_header(self._secret.reveal())
            http.headers[name] = value
        http.extensions["timeout"] = self._times.as_dict()

    async def _asked(self, call: Awaitable[_T]) -> _T | Trouble:
        """The result of a call of the library, or what its exception means. The exception itself ends here."""
        try:
            return await call
        except Exception as error:  # noqa: BLE001 - the libraries let through errors of several others
            trouble = self._trouble(error)
        return self._without_key(trouble)

    def _without_key(self, trouble: Trouble) -> Trouble:
        """A server may repeat the key it was given."""
        return replace(trouble, said=self._secret.hidden_in(trouble.said)) if self._secret else trouble

    async def _opened(self, request: Request) -> Events | Trouble:
        """Opens the stream, without what the model is known to refuse; asked again without what it then refuses, unless
        the question is another one without it: the refusal is the answer then."""
        while True:
            sent = self._optional(request) - self._refused.of(self._connection, request.model)
            opened = await self._asked(self._open(request, sent))
            refused = refused_in(opened, sent) if isinstance(opened, Trouble) else frozenset()
            if not refused:
                return opened
            self._refused.add(self._connection, request.model, refused)
            if Parameter.TEMPERATURE in refused and request.needs_temperature:
                return opened

    async def _read(self, stream: Events, reading: Reading, hiding: KeyHiding, hear: Hear) -> Trouble | None:
        while not reading.ended:
            event = await self._asked(anext(stream, None))
            if event is None or isinstance(event, Trouble):
                reading.out_of_events()
                return None if reading.ended else event or Trouble(ModelFault.CUT_SHORT)
            parts = reading.take(event)
            if isinstance(parts, Trouble):
                return self._without_key(parts)
            for part in parts:
                for piece in hiding.take(part):
                    hear(piece)
        return None

    # Errors

    def _trouble(self, error: Exception) -> Trouble:
        answered = self._status_trouble(error)
        if answered is not None:
            return answered
        inner = error.__cause__ if isinstance(error, self.connection_errors) else error
        if isinstance(inner, _NOTHING_LEFT):
            return Trouble(ModelFault.NETWORK)
        if isinstance(inner, httpx2.TimeoutException):
            return Trouble(ModelFault.TIMEOUT)
        if isinstance(error, (*self.connection_errors, httpx2.TransportError)):
            return Trouble(ModelFault.LOST)
        if isinstance(error, UnicodeEncodeError):  # half of a surrogate pair in the text
            return Trouble(ModelFault.BAD_REQUEST)
        _log.warning("an answer could not be read: %s", type(error).__name__)  # its text may hold the key
        return Trouble(ModelFault.MALFORMED)

    def _error(self, trouble: Trouble, request: Request | None) -> ModelError:
        fault = trouble.fault
        if request is not None and fault is ModelFault.RATE_LIMITED and _outgrows(trouble, request):
            fault = ModelFault.TOO_LONG_FOR_RATE
        return failure(
            fault,
            self.name,
            model=request.model if request is not None else "",
            key_ending=self._secret.ending if self._secret else "",
            retry_after_s=trouble.retry_after_s,
            said=trouble.said,
        )

    def _unfinished(self, trouble: Trouble, request: Request, reading: Reading) -> ModelError:
        if trouble.fault in (ModelFault.NETWORK, ModelFault.LOST):
            trouble = Trouble(ModelFault.CUT_SHORT if reading.text else ModelFault.LOST)
        return self._error(trouble, request)


def text_or_none(value: object) -> str | None:
    """The libraries do not check what an error's body holds."""
    return value if isinstance(value, str) else None


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _outgrows(trouble: Trouble, request: Request) -> bool:
    """Whether the request alone is more than a whole minute's allowance."""
    return trouble.minute_allowance is not None and fresh_tokens(request) > trouble.minute_allowance
