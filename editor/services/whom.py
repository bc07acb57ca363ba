"""Whom the writer can ask a question: the connections and models that the draft allows, the usual one first."""

from __future__ import annotations

from collections.abc import Callable

from editor.core.errors import ModelError
from editor.core.narrowing import Narrowing
from editor.llm.connections import Connection
from editor.protocol.parts import AskableRow
from editor.services.asking import Models

Fits = Callable[[Connection], bool]


def anybody(_connection: Connection) -> bool:
    return True


def askable(models: Models, fits: Fits = anybody) -> tuple[AskableRow, ...]:
    """Each with the models that may be asked over it, its usual one first. Raises FileError, CredentialError."""
    narrowing = models.terms().narrowing
    rows = (AskableRow(one.id, one.name, _allowed(one, narrowing)) for one in in_order(models) if fits(one))
    return tuple(row for row in rows if row.models)


def chosen(models: Models, name: str, model: str, fits: Fits = anybody) -> Connection:
    """The one that was named; else the usual one, or the first that can be asked where that cannot.

    Raises CredentialError for one that is not there, FileError.
    """
    if name:
        return models.connection(model, name)
    usual, rows = models.connection(model), askable(models, fits)
    if any(row.name == usual.id and usual.model in row.models for row in rows):
        return usual
    first = next(iter(rows), None)
    return models.connection(first.models[0], first.name) if first is not None and not model else usual


def in_order(models: Models) -> tuple[Connection, ...]:
    """All connections there are, the usual one first."""
    book = models.book
    return tuple(sorted(book.connections, key=lambda one: one.id != book.usual))


def _allowed(connection: Connection, narrowing: Narrowing) -> tuple[str, ...]:
    known = dict.fromkeys((connection.model, *connection.allowed))
    return tuple(one for one in known if _may(connection, one, narrowing))


def _may(connection: Connection, model: str, narrowing: Narrowing) -> bool:
    try:
        connection.check_model(model)
        narrowing.check(connection.id, connection.name, model, is_local=connection.is_local)
    except ModelError:
        return False
    return True
