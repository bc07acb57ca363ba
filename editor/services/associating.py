"""A model's turn in the pad of a paragraph: what would be sent, and the turn as it comes, word by word.

The window is told what was heard some twenty-five times a second, however fast the pieces come: with a message for each
it would do nothing but read them.
"""

from __future__ import annotations

import asyncio

from editor.llm.association import PURPOSE, Pad, Turn, association_request
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
from editor.services.material import passage_of
from editor.services.opening import Emit, Opening
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
        return prepared(request.id, await self._question(request))

    async def take(self, request: TakeTurn) -> TurnTaken | NeedsApproval:
        """Raises ModelError where nothing could be sent; a cancelled turn has told all that came before."""
        question = await self._question(request)
        if question.digest != request.approved:
            return NeedsApproval(request.id, (PURPOSE,))
        calls, hearing = self._opening.draft.store.calls, _Hearing(request.id, self._emit)
        begun: set[str] = set()

        def record(call: Call) -> None:
            calls.put(call)
            if call.id not in begun:
                begun.add(call.id)
                self._emit(TurnBegun(request.id, call.id, call.provider, call.model))

        try:
            answer = await self._models.ask(question, record, Listener(hearing.hear, hearing.wait))
        finally:
            hearing.tell()
        is_refused = answer.trouble is not None and question.request.needs_temperature
        if is_refused and not self._models.takes_temperature(question.connection):
            return NeedsApproval(request.id, (PURPOSE,))  # it refused, and is to be asked in words that were not shown
        return TurnTaken(request.id, answer.call.model, str(answer.trouble) if answer.trouble else "")

    def prices(self, request: ListTurnPrices) -> TurnPrices:
        costs = self._opening.draft.store.calls.costs()
        return TurnPrices(request.id, tuple((one.id, one.cost) for one in costs if one.purpose == PURPOSE))

    async def _question(self, asked: PrepareTurn | TakeTurn) -> Question:
        models, so_far = self._models, asked.pad
        text = passage_of(self._opening.draft.document(asked.upto), so_far.paragraph, models.terms().narrowing)
        pad = Pad(
            so_far.point, text if so_far.with_text else "", tuple(Turn(one.words, one.by_model) for one in so_far.turns)
        )
        connection = connection_named(models, asked.connection, asked.model)
        takes_temperature = models.takes_temperature(connection)
        request = association_request(pad, connection.model, takes_temperature=takes_temperature)
        return await models.question(request, connection)


class _Hearing:
    """Gathers the pieces of one turn and tells them together."""

    def __init__(self, ident: int, emit: Emit) -> None:
        self._ident = ident
        self._emit = emit
        self._pieces: list[str] = []
        self._due: asyncio.TimerHandle | None = None

    def hear(self, piece: str) -> None:
        self._pieces.append(piece)
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(HEARD_EVERY_S, self.tell)

    def wait(self, wait: Wait) -> None:
        self._emit(TurnWaits(self._ident, wait.words, wait.seconds))

    def tell(self) -> None:
        """Tells what was not told yet."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        text, self._pieces = "".join(self._pieces), []
        if text:
            self._emit(TurnHeard(self._ident, text))
