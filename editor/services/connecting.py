"""The writer's connections: which there are, making, changing and removing them, and asking one which models it has.

A key is kept under the id of its connection by `configuring`; none passes through here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from editor.core.clock import Clock
from editor.core.errors import CredentialError, FileError
from editor.llm.connection_book import STANDARD
from editor.llm.connections import FALLBACK_MODELS, KNOWN_SERVERS, PROVIDER_NAMES, Connection, KnownServer, is_loopback
from editor.llm.credentials import clean_key
from editor.llm.provider import ModelInfo
from editor.protocol.model_messages import (
    Askable,
    ChooseUsual,
    ConnectionRow,
    Connections,
    FindLocal,
    KeepConnection,
    ListAskable,
    ListConnections,
    ModelRow,
    ModelsListed,
    RemoveConnection,
    ServerRow,
    ServersFound,
    TryConnection,
)
from editor.services.asking import Models
from editor.services.configuring import where_from
from editor.services.whom import askable

WARNED_BEFORE = timedelta(days=60)
_ANSWERS_WITHIN_S = 0.5
LOCAL_SERVERS = tuple(one for one in KNOWN_SERVERS if is_loopback(urlsplit(one.base_url)))


class Connecting:
    def __init__(self, models: Models, clock: Clock, servers: Sequence[KnownServer] = LOCAL_SERVERS) -> None:
        """`servers` are looked for on this computer."""
        self._models = models
        self._clock = clock
        self._servers = servers

    async def list(self, request: ListConnections) -> Connections:
        """Raises CredentialError for an address that a key must not travel to."""
        return await self._state(request.id)

    async def askable(self, request: ListAskable) -> Askable:
        """Raises CredentialError for an address that a key must not travel to, FileError."""
        book = self._models.book
        rows = []
        for row in askable(self._models):
            one = book.connection(row.name)
            if not one.needs_key or await self._has_key(one):
                rows.append(row)
        return Askable(request.id, tuple(rows))

    async def _has_key(self, connection: Connection) -> bool:
        try:
            return await self._models.key(connection.id) is not None
        except CredentialError:
            return False

    async def keep(self, request: KeepConnection) -> Connections:
        """Raises CredentialError for an address that cannot be, FileError; nothing was changed then."""
        book, title = self._models.book, request.title.strip()
        allowed = tuple(dict.fromkeys(one.strip() for one in request.allowed if one.strip()))
        model = request.model.strip() or next(iter(allowed), "")
        if request.kind not in PROVIDER_NAMES:
            raise CredentialError("This kind of server is not known", "Nothing was changed.")
        if not title or not model:
            lacks = "a title" if not title else "a model"
            raise CredentialError(f"A connection needs {lacks}", "Nothing was changed.")
        book.keep(
            Connection(
                provider=request.kind,
                base_url=request.base_url.strip().rstrip("/"),
                model=model,
                allowed=tuple(dict.fromkeys((*allowed, model))),
                id=request.connection or await self._new_id(title),
                title=title,
            )
        )
        return await self._state(request.id)

    async def _new_id(self, title: str) -> str:
        """One under which no key lies. A keyring may have kept that of a connection which is gone, and a key must not
        follow to another address."""
        book, with_keys = self._models.book, set[str]()
        while await self._models.key(ident := book.new_id(title, with_keys)) is not None:
            with_keys.add(ident)
        return ident

    async def choose_usual(self, request: ChooseUsual) -> Connections:
        """Raises CredentialError where there is no such connection, FileError; nothing was changed then."""
        self._models.book.choose_usual(request.connection)
        return await self._state(request.id)

    async def remove(self, request: RemoveConnection) -> Connections:
        """Its key is forgotten with it, where the keyring lets go; one of the three vendors' keeps its key.

        Raises FileError; nothing was changed then.
        """
        self._models.book.remove(request.connection)
        if request.connection in STANDARD:
            return await self._state(request.id)
        credentials = await self._models.credentials()
        try:
            await asyncio.to_thread(credentials.forget, request.connection)
        except CredentialError as error:
            said = f"The connection was removed. {error.title}; nothing here uses it any more."
            return replace(await self._state(request.id), trouble=said)
        return await self._state(request.id)

    async def test(self, request: TryConnection) -> ModelsListed:
        """Raises ModelError with what the provider said, CredentialError."""
        if request.connection:
            connection = self._models.book.connection(request.connection)
        else:
            connection = Connection(request.kind, request.base_url.strip().rstrip("/"), "", (), "unkept")
        secret = clean_key(request.key) if request.key else None
        listed = await self._models.listed(connection, secret)
        now = self._clock.now().utc
        rows = (ModelRow(one.id, one.name, retiring(one, now)) for one in listed)
        return ModelsListed(request.id, request.connection, tuple(rows))

    async def find_local(self, request: FindLocal) -> ServersFound:
        """Those that listen and that no connection is made to yet; nothing is said to them."""
        made = {one.base_url for one in self._models.book.connections}
        wanted = [one for one in self._servers if one.base_url not in made]
        there = await asyncio.gather(*(_listens(one.base_url) for one in wanted))
        found = (one for one, listens in zip(wanted, there, strict=True) if listens)
        return ServersFound(request.id, tuple(ServerRow(one.title, one.base_url) for one in found))

    async def _state(self, ident: int) -> Connections:
        book = self._models.book
        rows = [await self._row(one) for one in book.connections]
        servers = tuple(ServerRow(one.title, one.base_url) for one in KNOWN_SERVERS)
        return Connections(ident, tuple(rows), servers, _sentence(book.trouble))

    async def _row(self, connection: Connection) -> ConnectionRow:
        try:
            words = where_from(await self._models.key(connection.id))
        except CredentialError as error:
            words = str(error)
        fallback = FALLBACK_MODELS.get(connection.id)
        return ConnectionRow(
            connection=connection.id,
            title=connection.name,
            kind=connection.provider,
            base_url=connection.base_url,
            model=connection.model,
            allowed=connection.allowed,
            local=connection.is_local,
            standard=connection.id in STANDARD,
            changed=self._models.book.is_own(connection.id),
            needs_key=connection.needs_key,
            key_words=words,
            price_list=connection.price_list,
            usual=connection.id == self._models.book.usual,
            fallback=f"{fallback.as_of.day} {fallback.as_of:%B %Y}" if fallback else "",
        )


def retiring(model: ModelInfo, now: datetime) -> str:
    """ "is shut down on 3 January 2027"; empty where that is more than sixty days away or not known."""
    if model.retires_at is None:
        return "" if model.active else "is about to be shut down"
    ends = model.retires_at if model.retires_at.tzinfo else model.retires_at.replace(tzinfo=UTC)
    if ends - now > WARNED_BEFORE:
        return ""
    return f"{'is' if ends > now else 'was'} shut down on {ends.day} {ends:%B %Y}"


async def _listens(base_url: str) -> bool:
    parts = urlsplit(base_url)
    try:
        async with asyncio.timeout(_ANSWERS_WITHIN_S):
            _, writer = await asyncio.open_connection(parts.hostname, parts.port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


def _sentence(trouble: FileError | None) -> str:
    return str(trouble) if trouble else ""
