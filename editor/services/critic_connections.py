"""Whom a critic asks, and what the writer is shown of it before."""

from __future__ import annotations

from editor.core.errors import CredentialError
from editor.llm.connections import Connection
from editor.llm.personas import Critic
from editor.protocol.messages import Prepared
from editor.services.asking import Models, Question


def connection_for(models: Models, critic: Critic, name: str = "", model: str = "") -> Connection:
    """What the writer chose for this once, else what the critic's file says, else the usual one.

    The file's model belongs to the file's connection: another connection is asked for a model of its own.

    Raises CredentialError for a connection that is not there, and for an address that a key must not travel to.
    """
    wanted = name or critic.connection
    of_file = critic.model if not name or name == critic.connection else ""
    connection = models.connection(model or of_file)
    if wanted and wanted.casefold() not in (connection.provider.casefold(), connection.name.casefold()):
        raise CredentialError(
            f"There is no connection named “{wanted}”",
            f"The critic “{critic.name}” asks for it. Nothing was sent. There is: {connection.provider}.",
        )
    return connection


def prepared(ident: int, question: Question) -> Prepared:
    """What would be sent."""
    price = question.price
    return Prepared(
        id=ident,
        text=question.text,
        recipient=f"{question.connection.name} ({question.connection.recipient})",
        model=question.request.model,
        likely_usd=str(price.likely) if price else None,
        most_usd=str(price.most) if price else None,
        digest=question.digest,
        price_words=question.price_words,
    )
