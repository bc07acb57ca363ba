"""Having a model propose titles. What comes are candidates, which the window keeps beside the writer's own."""

from __future__ import annotations

from dataclasses import replace

from editor.llm.title_prompts import parse_titles, titles_request
from editor.protocol.messages import NeedsApproval, Prepared
from editor.protocol.title_messages import TITLES, PrepareTitles, ProposeTitles, TitlesProposed
from editor.services.approved_asking import ApprovedAsking, sentence
from editor.services.asking import Answer, Question
from editor.services.critic_connections import prepared_for
from editor.services.critique_round import Tools
from editor.services.material import ids_of, passages_of
from editor.services.opening import Emit
from editor.services.whom import chosen


class Titling:
    def __init__(self, tools: Tools, emit: Emit) -> None:
        self._tools = tools
        self._asking = ApprovedAsking(tools, emit)

    async def prepare(self, request: PrepareTitles) -> Prepared:
        """What would be sent; nothing is."""
        question, left_out = await self._question(request.upto, request.connection, request.model)
        return prepared_for(self._tools.models, request.id, question, left_out=left_out)

    async def propose(self, request: ProposeTitles) -> TitlesProposed | NeedsApproval:
        """Raises EditRefused, FileError, and ModelError where no word came."""
        approved = replace(request.approved, critic=TITLES)
        question, _ = await self._question(request.upto, approved.connection, approved.model)
        return await self._asking.ask(request.id, question, approved, lambda answer: self._read(request.id, answer))

    async def _question(self, upto: int, connection: str, model: str) -> tuple[Question, bool]:
        """And whether something of the draft is left out of it."""
        models, document = self._tools.models, self._tools.opening.draft.document(upto)
        passages = passages_of(document, models.terms().narrowing)
        whom = chosen(models, connection, model)
        text = "".join(text for _, text in passages)
        question = await models.question(titles_request(text, whom.model), whom, ids_of(passages))
        return question, len(passages) < len(document.paragraphs)

    def _read(self, ident: int, answer: Answer) -> TitlesProposed:
        read, call = parse_titles(answer.text), answer.call
        return TitlesProposed(
            id=ident,
            titles=read.titles,
            provider=call.provider,
            model=call.model,
            call=call.id,
            when_ms=self._tools.clock.now().wall_ms,
            note=read.leftover,
            trouble=sentence(answer),
        )
