"""Arguing with a critic about its remark: the writer says a line, the critic holds or concedes once, with a reason.

The thread is kept in the draft's file, a turn an attachment of the kind "argument" whose id is the remark's and the
turn's number. The critic is told the paragraph as it is now, the remark and the thread, with the hand-off note in the
place of its older part where there is one, and not who wrote any of it.
"""

from __future__ import annotations

from dataclasses import replace

from editor.core.arguing import Stand, Turn, echo_of
from editor.core.attachments import Attachment
from editor.core.errors import EditRefused
from editor.llm.argument_prompts import argument_request
from editor.llm.json_answers import parse_argument
from editor.protocol.critique_messages import Argue, ArgumentMade, ArgumentRow, PrepareArgument, StoppedTalkKept
from editor.protocol.messages import NeedsApproval, Prepared
from editor.services.approved_asking import ApprovedAsking, sentence
from editor.services.argument_thread import KIND, argument_of, turns_of
from editor.services.asking import Answer, Question
from editor.services.critic_connections import connection_for, prepared
from editor.services.critique_round import Tools
from editor.services.opening import Emit
from editor.services.remark_desk import RemarkDesk, kept_of, remark_desk


class Arguing:
    def __init__(self, tools: Tools, emit: Emit) -> None:
        self._tools = tools
        self._asking = ApprovedAsking(tools, emit)
        self._running: set[int] = set()

    async def prepare(self, request: PrepareArgument) -> Prepared:
        """What would be sent; nothing is."""
        desk = remark_desk(self._tools, request.remark, request.paragraph, request.upto)
        return prepared(request.id, await self._question(desk, request.line, request.connection, request.model))

    async def argue(self, request: Argue) -> ArgumentMade | NeedsApproval:
        """Raises EditRefused, FileError, and ModelError where no word came."""
        desk = remark_desk(self._tools, request.remark, request.paragraph, request.upto)
        if request.remark in self._running:
            raise EditRefused("The critic has not answered the last line yet", "Nothing was sent.")
        self._running.add(request.remark)
        try:
            approved = replace(request.approved, critic=desk.remark.critic)
            question = await self._question(desk, request.line, approved.connection, approved.model)
            return await self._asking.ask(
                request.id,
                question,
                approved,
                lambda answer: self._keep(request, desk, answer),
                lambda made: StoppedTalkKept(made.id, turn=made.turn),
            )
        finally:
            self._running.discard(request.remark)

    async def _question(self, desk: RemarkDesk, line: str, connection: str, model: str) -> Question:
        if not line.strip():
            raise EditRefused("Nothing is said against the remark", "Nothing was sent.")
        models = self._tools.models
        whom = connection_for(models, desk.critic, connection, model)
        argument = argument_of(self._tools.opening, desk)
        return await models.question(argument_request(argument, line.strip(), whom.model), whom, desk.goes_along)

    def _keep(self, request: Argue, desk: RemarkDesk, answer: Answer) -> ArgumentMade:
        remark, line = desk.remark, request.line.strip()
        read = parse_argument(answer.text)
        echo = None
        if read.stand is Stand.CONCEDE:
            quote = remark.anchor.quote if remark.anchor else ""
            reasons = (turn.reason for turn in turns_of(self._tools.opening, remark.id).values())
            echo = echo_of(read.reason, line, (quote, remark.issue, remark.why, remark.suggestion, *reasons))
        call, now = answer.call, self._tools.clock.now().wall_ms
        turn = Turn(line, read.stand, read.reason, echo, call.model, call.provider, call.id, now)
        number = max(kept_of(self._tools.opening, KIND, remark.id), default=0) + 1
        kept = Attachment(KIND, f"{remark.id}-{number}", desk.paragraph, turn.as_row(), now)
        self._tools.opening.draft.store.attachments.put(kept)
        return ArgumentMade(request.id, _row(remark.id, number, turn), sentence(answer))


def _row(remark: int, number: int, turn: Turn) -> ArgumentRow:
    return ArgumentRow(
        remark=remark,
        turn=number,
        line=turn.line,
        stand=turn.stand.value,
        reason=turn.reason,
        echo=turn.echo.value if turn.echo else "",
        provider=turn.provider,
        model=turn.model,
        call=turn.call,
        when_ms=turn.when_ms,
    )
