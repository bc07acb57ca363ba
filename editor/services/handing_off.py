"""Going on with a conversation that has grown long: how much more it can hold, and a note that a model writes for it.

The note is heard as it comes, and kept by the window: nothing is told in the place of the turns before the writer has
read it, changed it as they like, and said so.
"""

from __future__ import annotations

from editor.core.context_room import ContextRoom
from editor.core.errors import EditRefused
from editor.llm.argument_prompts import argument_handoff_request, argument_room
from editor.llm.association import association_room, pad_handoff_request
from editor.llm.connections import Connection
from editor.llm.provider import Request
from editor.protocol.handoff_messages import (
    HANDOFF,
    HandoffBegun,
    HandoffHeard,
    HandoffWritten,
    MeasureTalk,
    PrepareHandoff,
    TalkMeasured,
    TalkRow,
    WriteHandoff,
)
from editor.protocol.messages import NeedsApproval, Prepared
from editor.services.argument_thread import argument_of
from editor.services.asking import Listener, Question
from editor.services.critic_connections import connection_for, connection_named, prepared
from editor.services.critic_signs import CriticSigns
from editor.services.critique_round import Tools
from editor.services.hearing import Hearing
from editor.services.material import passage_of
from editor.services.opening import Emit
from editor.services.pad_told import pad_told
from editor.services.remark_desk import RemarkDesk, remark_desk
from editor.store.calls import Call

HEARD_EVERY_S = 0.1


class HandingOff:
    def __init__(self, tools: Tools, emit: Emit) -> None:
        self._tools = tools
        self._emit = emit

    async def measure(self, request: MeasureTalk) -> TalkMeasured:
        """Raises EditRefused and FileError where the conversation is gone, CredentialError where the connection is."""
        whom, room = await self._room(request)
        return TalkMeasured(request.id, room.percent_left, room.is_low, room.room, room.said, whom.model)

    async def prepare(self, request: PrepareHandoff) -> Prepared:
        """What would be sent; nothing is. Raises as `measure`, and ModelError where nobody may be asked."""
        return prepared(request.id, await self._question(request.talk, request.upto, request.connection, request.model))

    async def write(self, request: WriteHandoff) -> HandoffWritten | NeedsApproval:
        """Raises as `prepare`. A note that is cancelled or breaks off has told all that came before."""
        yes, draft = request.approved, self._tools.opening.draft
        question = await self._question(request.talk, request.upto, yes.connection, yes.model)
        if question.digest != yes.digest:
            return NeedsApproval(request.id, (HANDOFF,))
        hearing = Hearing(lambda text: self._emit(HandoffHeard(request.id, text)), HEARD_EVERY_S)
        signs = CriticSigns(request.id, HANDOFF, self._tools.clock, self._emit)
        begun: set[str] = set()

        def record(call: Call) -> None:
            draft.store.calls.put(call)
            if call.id not in begun:
                begun.add(call.id)
                self._emit(HandoffBegun(request.id, call.id, call.provider, call.model))

        try:
            answer = await self._tools.models.ask(question, record, Listener(hearing.hear, signs.listener.waits))
        finally:
            hearing.tell()
        return HandoffWritten(request.id, answer.call.model, str(answer.trouble) if answer.trouble else "")

    async def _room(self, request: MeasureTalk) -> tuple[Connection, ContextRoom]:
        models, talk, upto = self._tools.models, request.talk, request.upto
        if talk.pad is None:
            desk = self._desk(talk, upto)
            whom = connection_for(models, desk.critic, request.connection, request.model)
            return whom, argument_room(argument_of(self._tools.opening, desk), await models.context_window(whom))
        whom = connection_named(models, request.connection, request.model)
        pad = pad_told(talk.pad, self._passage(talk, upto))
        takes, window = models.takes_temperature(whom), await models.context_window(whom)
        return whom, association_room(pad, takes_temperature=takes, window=window)

    async def _question(self, talk: TalkRow, upto: int, connection: str, model: str) -> Question:
        models = self._tools.models
        if talk.pad is None:
            desk = self._desk(talk, upto)
            whom = connection_for(models, desk.critic, connection, model)
            argument = argument_of(self._tools.opening, desk)
            self._check(bool(argument.turns))
            return await models.question(argument_handoff_request(argument, whom.model), whom, desk.goes_along)
        whom = connection_named(models, connection, model)
        pad = pad_told(talk.pad, self._passage(talk, upto))
        self._check(any(turn.words.strip() for turn in pad.turns))
        asked: Request = pad_handoff_request(pad, whom.model, await models.context_window(whom))
        return await models.question(asked, whom, frozenset({talk.paragraph}))

    def _desk(self, talk: TalkRow, upto: int) -> RemarkDesk:
        return remark_desk(self._tools, talk.remark, talk.paragraph, upto)

    def _passage(self, talk: TalkRow, upto: int) -> str:
        narrowing = self._tools.models.terms().narrowing
        return passage_of(self._tools.opening.draft.document(upto), talk.paragraph, narrowing)

    def _check(self, has_turns: bool) -> None:
        if not has_turns:
            raise EditRefused("Nothing has been said yet that a note could stand for", "Nothing was sent.")
