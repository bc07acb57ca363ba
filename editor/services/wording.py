"""Showing how words could meet a remark: a request of its own, because a critique offers no words to be pasted in.

What came is kept with the remark, as an attachment of the kind "wording" with the model it came from. It is a model's
text: whoever uses it copies it, and it stays marked.
"""

from __future__ import annotations

from dataclasses import replace

from editor.core.attachments import Attachment
from editor.core.errors import EditRefused
from editor.core.similarity import place
from editor.llm.argument_prompts import wording_request
from editor.llm.json_answers import parse_wording
from editor.protocol.critique_messages import AskWording, PrepareWording, StoppedTalkKept, WordingMade, WordingRow
from editor.protocol.messages import NeedsApproval, Prepared
from editor.services.approved_asking import ApprovedAsking, sentence
from editor.services.asking import Answer, Question
from editor.services.critic_connections import connection_for, prepared
from editor.services.critique_round import Tools
from editor.services.opening import Emit
from editor.services.remark_desk import RemarkDesk, kept_of, remark_desk

KIND = "wording"


class Wording:
    def __init__(self, tools: Tools, emit: Emit) -> None:
        self._tools = tools
        self._asking = ApprovedAsking(tools, emit)

    async def prepare(self, request: PrepareWording) -> Prepared:
        """What would be sent; nothing is."""
        desk = remark_desk(self._tools, request.remark, request.paragraph, request.upto)
        return prepared(request.id, await self._question(desk, _quote(desk), request.connection, request.model))

    async def ask(self, request: AskWording) -> WordingMade | NeedsApproval:
        """Raises EditRefused, FileError, and ModelError where no word came."""
        desk = remark_desk(self._tools, request.remark, request.paragraph, request.upto)
        quote = _quote(desk)
        approved = replace(request.approved, critic=desk.remark.critic)
        question = await self._question(desk, quote, approved.connection, approved.model)
        return await self._asking.ask(
            request.id,
            question,
            approved,
            lambda answer: self._keep(request.id, desk, quote, answer),
            lambda made: StoppedTalkKept(made.id, wording=made.wording) if made.wording else None,
        )

    async def _question(self, desk: RemarkDesk, quote: str, connection: str, model: str) -> Question:
        models = self._tools.models
        whom = connection_for(models, desk.critic, connection, model)
        asked = wording_request(desk.critic, desk.text, quote, desk.remark, whom.model)
        return await models.question(asked, whom, desk.goes_along)

    def _keep(self, ident: int, desk: RemarkDesk, quote: str, answer: Answer) -> WordingMade:
        text = parse_wording(answer.text)
        if text is None:
            return WordingMade(ident, None, answer.text.strip(), sentence(answer))
        call, now = answer.call, self._tools.clock.now().wall_ms
        number = max(kept_of(self._tools.opening, KIND, desk.remark.id), default=0) + 1
        row = WordingRow(desk.remark.id, number, quote, text, call.provider, call.model, call.id, now)
        said = {"quote": quote, "text": text, "provider": call.provider, "model": call.model, "call": call.id}
        kept = Attachment(KIND, f"{desk.remark.id}-{number}", desk.paragraph, {**said, "when_ms": now}, now)
        self._tools.opening.draft.store.attachments.put(kept)
        return WordingMade(ident, row, trouble=sentence(answer))


def _quote(desk: RemarkDesk) -> str:
    """The words the remark is about, as they stand now. Raises EditRefused where there are none."""
    if desk.remark.anchor is None:
        raise EditRefused("This remark is about no words in particular", "Nothing was sent.")
    found = place(desk.remark.anchor.quote, desk.text, desk.remark.anchor.start)
    if found is None:
        raise EditRefused("The words of this remark are no longer in the text", "Nothing was sent.")
    return found.quote
