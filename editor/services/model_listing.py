"""Whom there is to ask, for the command line: connections, and the models that a provider names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editor.core.clock import SystemClock
from editor.core.narrowing import Narrowing
from editor.journal.places import Places
from editor.protocol.model_messages import ListConnections, TryConnection
from editor.services.asking import Models
from editor.services.connecting import Connecting
from editor.services.terms import Terms
from editor.store.spending_file import spending_path


class ModelListing:
    def __init__(self, environment: Mapping[str, str], places: Places) -> None:
        clock = SystemClock()
        no_draft = Terms("", spending_path(places.root), None, Narrowing())
        self._models = Models(environment, clock, lambda: no_draft, root=lambda: places.root)
        self._connecting = Connecting(self._models, clock)

    async def connections(self) -> tuple[list[dict[str, Any]], str]:
        """And why the writer's own cannot be read, where they cannot. Raises CredentialError, FileError."""
        listed = await self._connecting.list(ListConnections(0))
        rows = [
            {
                "connection": one.connection,
                "title": one.title,
                "usual": one.usual,
                "address": one.base_url,
                "model": one.model,
                "models": list(dict.fromkeys((one.model, *one.allowed))),
                "needs_key": one.needs_key,
                "key": one.key_words,
            }
            for one in listed.connections
        ]
        return rows, listed.trouble

    async def models(self, name: str) -> list[dict[str, Any]]:
        """Of the connection with this id or title, the usual one without a name.

        Raises CredentialError where there is none, ModelError with what its provider said, FileError.
        """
        whom = self._models.connection(name=name)
        listed = await self._connecting.test(TryConnection(0, whom.id))
        allowed = {whom.model, *whom.allowed}
        return [
            {"model": one.model, "name": one.name, "allowed": one.model in allowed, "warning": one.warning}
            for one in listed.models
        ]
