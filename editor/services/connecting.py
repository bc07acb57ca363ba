"""The writer's connections: which there are, and what each may be asked."""

from __future__ import annotations

from editor.llm.connections import Connection
from editor.protocol.model_messages import ConnectionRow, Connections, ListConnections
from editor.services.asking import Models


class Connecting:
    def __init__(self, models: Models) -> None:
        self._models = models

    def list(self, request: ListConnections) -> Connections:
        """Raises CredentialError for an address that a key must not travel to."""
        return Connections(request.id, (_row(self._models.connection()),))


def _row(connection: Connection) -> ConnectionRow:
    return ConnectionRow(
        connection=connection.provider,
        title=connection.name,
        kind=connection.provider,
        base_url=connection.base_url,
        model=connection.model,
        allowed=connection.allowed,
        local=connection.is_local,
    )
