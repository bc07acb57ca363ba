"""Having a model propose which paragraphs a draft lacks. What comes are candidates, kept in the record of the call.

The writer takes them in one by one, in the window: a plan of a model's making, of which no word enters the draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from editor.core.document import Document
from editor.llm.material_tags import Reference
from editor.llm.outline_prompts import outline_request, parse_outline
from editor.llm.provider import Request
from editor.protocol.messages import NeedsApproval, Prepared
from editor.protocol.outline_messages import (
    OUTLINE,
    OutlineProposed,
    PlannedRow,
    PrepareOutline,
    ProposedRow,
    ProposeOutline,
)
from editor.services.approved_asking import ApprovedAsking, sentence
from editor.services.asking import Answer, Question
from editor.services.critic_connections import prepared_for
from editor.services.critique_round import Tools
from editor.services.material import Passages, ids_of, passages_of
from editor.services.opening import Emit
from editor.services.sent_references import cut_to_fit, with_texts
from editor.services.whom import chosen


@dataclass(frozen=True, slots=True)
class _Asked:
    question: Question
    passages: Passages
    references: tuple[Reference, ...]


class Outlining:
    def __init__(self, tools: Tools, emit: Emit) -> None:
        self._tools = tools
        self._asking = ApprovedAsking(tools, emit)

    async def prepare(self, request: PrepareOutline) -> Prepared:
        """What would be sent; nothing is."""
        asked = await self._asked(request, request.connection, request.model)
        left_out = len(asked.passages) < len(self._document(request.upto).paragraphs)
        rows = zip(request.references, asked.references, strict=True)
        cut = tuple(row.kept for row, one in rows if row.kept and one.cut)
        shown = prepared_for(self._tools.models, request.id, asked.question, left_out=left_out)
        return replace(shown, cut=cut)

    async def propose(self, request: ProposeOutline) -> OutlineProposed | NeedsApproval:
        """Raises EditRefused, FileError, and ModelError where no word came."""
        approved = replace(request.approved, critic=OUTLINE)
        asked = await self._asked(request, approved.connection, approved.model)
        return await self._asking.ask(
            request.id, asked.question, approved, lambda answer: self._read(request.id, asked.passages, answer)
        )

    def _document(self, upto: int) -> Document:
        return self._tools.opening.draft.document(upto)

    async def _asked(self, request: PrepareOutline | ProposeOutline, connection: str, model: str) -> _Asked:
        models, document = self._tools.models, self._document(request.upto)
        passages = tuple(one for one in passages_of(document, models.terms().narrowing) if one[1].strip())
        planned = _numbered(document, passages, request.planned)
        whom = chosen(models, connection, model)
        rows = with_texts(self._tools.opening.draft, request.references)

        def asked(references: Sequence[Reference]) -> Request:
            return outline_request([text for _, text in passages], planned, references, whom.model)

        texts = [Reference(one.title, one.text, one.cut) for one in rows]
        references = cut_to_fit(texts, asked, await models.context_window(whom))
        return _Asked(await models.question(asked(references), whom, ids_of(passages)), passages, references)

    def _read(self, ident: int, passages: Passages, answer: Answer) -> OutlineProposed:
        read, call = parse_outline(answer.text), answer.call
        ids = [0, *(paragraph for paragraph, _ in passages)]
        return OutlineProposed(
            id=ident,
            entries=tuple(ProposedRow(ids[min(one.after, len(passages))], one.point) for one in read.entries),
            provider=call.provider,
            model=call.model,
            call=call.id,
            when_ms=self._tools.clock.now().wall_ms,
            note=read.leftover,
            trouble=sentence(answer),
        )


def _numbered(document: Document, passages: Passages, planned: Sequence[PlannedRow]) -> list[tuple[int, str]]:
    """The plans with the numbers that the paragraphs have in the question, where some of them are left out."""
    row = document.paragraphs
    indexes = [row.index_of(paragraph) for paragraph, _ in passages]
    return [(sum(index < one.place for index in indexes), one.point) for one in planned]
