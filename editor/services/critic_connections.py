"""Whom a critic asks, and what the writer is shown of it before."""

from __future__ import annotations

from dataclasses import replace

from editor.llm.connections import Connection
from editor.llm.personas import Critic
from editor.protocol.messages import Prepared
from editor.services.asking import Models, Question
from editor.services.whom import Fits, anybody, askable


def connection_for(models: Models, critic: Critic, name: str = "", model: str = "") -> Connection:
    """What the writer chose for this once, else what the critic's file says, else the usual one.

    The file's model belongs to the file's connection: another connection is asked for a model of its own.

    Raises CredentialError for a connection that is not there, and for an address that a key must not travel to.
    """
    of_file = critic.model if not name or name == critic.connection else ""
    return connection_named(models, name or critic.connection, model or of_file)


def connection_named(models: Models, name: str = "", model: str = "") -> Connection:
    """The usual one where no name is given; raises as `connection_for`."""
    return models.connection(model, name)


_LEFT_OUT = "; what is never to be sent was left out"


def prepared_for(
    models: Models, ident: int, question: Question, fits: Fits = anybody, *, left_out: bool = False
) -> Prepared:
    """The same for a question that may be asked of others as well; `fits` says of whom. Raises ModelError."""
    shown = prepared(ident, question, left_out=left_out)
    return replace(shown, connection=question.connection.id, askable=askable(models, fits))


def prepared(ident: int, question: Question, *, left_out: bool = False, over_too: bool = False) -> Prepared:
    """What would be sent. Raises ModelError where it cannot be; `over_too` leaves a limit to whoever asked."""
    if question.refusal is not None and not (over_too and question.is_over_limit):
        raise question.refusal
    price, needs, left = question.price, question.needs, question.budget.left
    return Prepared(
        id=ident,
        text=question.text,
        recipient=question.connection.recipient_words,
        model=question.request.model,
        likely_usd=str(price.likely) if price else None,
        most_usd=str(price.most) if price else None,
        digest=question.digest,
        needs_usd=str(needs) if needs is not None else None,
        left_usd=str(left) if left is not None else None,
        left_words=question.budget.left_in_words,
        counted_by=question.counted_by,
        price_words=question.price_words + (_LEFT_OUT if left_out else ""),
    )
