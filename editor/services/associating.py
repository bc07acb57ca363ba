"""A model's turn in the pad of a paragraph: what would be sent, and the turn as it comes, word by word."""

from __future__ import annotations

from dataclasses import replace

from editor.llm.association import PURPOSE, association_request
from editor.llm.retries import Wait
from editor.protocol.messages import NeedsApproval, Prepared
from editor.protocol.pad_messages import (
    ListTurnPrices,
    PrepareTurn,
    TakeTurn,
    TurnBegun,
    TurnHeard,
    TurnPrices,
    TurnTaken,
    TurnWaits,
)
from editor.services.asking import Listener, Models, Question
from editor.services.critic_connections import connection_named, prepared
from editor.services.hearing import Hearing
from editor.services.material import passage_of
from editor.services.opening import Emit, Opening
from editor.services.pad_told import pad_told
from editor.store.calls import Call

HEARD_EVERY_S = 0.04


class Associating:
    def __init__(self, opening: Opening, models: Models, emit: Emit) -> None:
        self._opening = opening
        self._models = models
        self._emit = emit

    async def prepare(self, request: PrepareTurn) -> Prepared:
        """What would be sent; nothing is.

        Raises EditRefused where the paragraph is gone or never to be sent, ModelError where nobody may be asked,
        CredentialError for a connection that is not there.
        """
        question = await self._question(request)
        return replace(prepared(request.id, question), connection=question.connection.id)

    async def take(self, request: TakeTurn) -> TurnTaken | NeedsApproval:
        """Raises ModelError where nothing could be sent; a cancelled turn has told all that came before."""
        question = await self._question(request)
        if question.digest != request.approved:
            return NeedsApproval(request.id, (PURPOSE,))
        calls = self._opening.draft.store.calls
        hearing = Hearing(lambda text: self._emit(TurnHeard(request.id, text)), HEARD_EVERY_S)
        begun: set[str] = set()

        def record(call: Call) -> None:
            calls.put(call)
            if call.id not in begun:
                begun.add(call.id)
                self._emit(TurnBegun(request.id, call.id, call.provider, call.model))

        try:
            listener = Listener(hearing.hear, lambda wait: self._wait(request.id, wait))
            answer = await self._models.ask(question, record, listener)
        finally:
            hearing.tell()
        is_refused = answer.trouble is not None and question.request.needs_temperature
        if is_refused and not self._models.takes_temperature(question.connection):
            return NeedsApproval(request.id, (PURPOSE,))  # it refused, and is to be asked in words that were not shown
        return TurnTaken(request.id, answer.call.model, str(answer.trouble) if answer.trouble else "")

    def _wait(self, ident: int, wait: Wait) -> None:
        self._emit(TurnWaits(ident, wait.words, wait.seconds))

    def prices(self, request: ListTurnPrices) -> TurnPrices:
        costs = self._opening.draft.store.calls.costs()
        return TurnPrices(request.id, tuple((one.id, one.cost) for one in costs if one.purpose == PURPOSE))

    async def _question(self, asked: PrepareTurn | TakeTurn) -> Question:
        models, so_far = self._models, asked.pad
        text = passage_of(self._opening.draft.document(asked.upto), so_far.paragraph, models.terms().narrowing)
        pad = pad_told(so_far, text)
        connection = connection_named(models, asked.connection, asked.model)
        takes, window = models.takes_temperature(connection), await models.context_window(connection)
        request = association_request(pad, connection.model, takes_temperature=takes, window=window)
        return await models.question(request, connection, frozenset({so_far.paragraph}))
