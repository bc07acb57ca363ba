"""Is this post already written? The draft beside a text that the writer pasted.

Twice: what both have word for word is found on this machine, for nothing; whether they say the same in other words is
for a model to say, with quotes of both sides that are looked up here before anybody is shown them.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict, replace

from editor.core.attachments import Attachment
from editor.core.borrowing import Output, Outputs, said_in
from editor.core.errors import EditRefused
from editor.core.similarity import place, place_among
from editor.core.words import prose_words
from editor.llm.json_answers import Likeness, parse_overlap
from editor.llm.material_tags import Reference
from editor.llm.overlap_prompts import overlap_request
from editor.protocol.critique_messages import (
    OVERLAP,
    AskOverlap,
    FindShared,
    LikenessRow,
    OverlapFound,
    PrepareOverlap,
    SharedFound,
    SharedRow,
)
from editor.protocol.messages import NeedsApproval, Prepared
from editor.protocol.parts import ReferenceRow
from editor.services.approved_asking import ApprovedAsking, sentence
from editor.services.asking import Answer, Question
from editor.services.critic_connections import prepared_for
from editor.services.critique_round import Tools
from editor.services.material import Passages, ids_of, passages_of
from editor.services.opening import Emit
from editor.services.whom import chosen

KIND = "overlap"


class Overlap:
    def __init__(self, tools: Tools, emit: Emit) -> None:
        self._tools = tools
        self._asking = ApprovedAsking(tools, emit)

    async def shared(self, request: FindShared) -> SharedFound:
        """Raises EditRefused where there is nothing to compare with."""
        other = _checked(request.reference)
        passages = passages_of(self._tools.opening.draft.document(request.upto), None)
        return await asyncio.to_thread(_shared, request.id, passages, other)

    async def prepare(self, request: PrepareOverlap) -> Prepared:
        """What would be sent; nothing is."""
        other = _checked(request.reference)
        passages = self._sendable(request.upto)
        question = await self._question(passages, other, request.connection, request.model)
        return prepared_for(self._tools.models, request.id, question)

    async def ask(self, request: AskOverlap) -> OverlapFound | NeedsApproval:
        """Raises EditRefused, FileError, and ModelError where no word came."""
        other = _checked(request.reference)
        passages = self._sendable(request.upto)
        approved = replace(request.approved, critic=OVERLAP)
        question = await self._question(passages, other, approved.connection, approved.model)
        return await self._asking.ask(
            request.id, question, approved, lambda answer: self._keep(request.id, passages, other, answer)
        )

    def _sendable(self, upto: int) -> Passages:
        return passages_of(self._tools.opening.draft.document(upto), self._tools.models.terms().narrowing)

    async def _question(self, passages: Passages, other: ReferenceRow, connection: str, model: str) -> Question:
        models = self._tools.models
        whom = chosen(models, connection, model)
        text = "".join(text for _, text in passages).strip("\r\n")
        asked = overlap_request(text, Reference(other.title, other.text, other.cut), whom.model)
        return await models.question(asked, whom, ids_of(passages))

    def _keep(self, ident: int, passages: Passages, other: ReferenceRow, answer: Answer) -> OverlapFound:
        read = parse_overlap(answer.text)
        call, now = answer.call, self._tools.clock.now().wall_ms
        found = OverlapFound(
            id=ident,
            title=other.title,
            verdict=read.verdict,
            likenesses=tuple(_placed(one, passages, other.text) for one in read.likenesses),
            provider=call.provider,
            model=call.model,
            call=call.id,
            when_ms=now,
            note=read.leftover,
            trouble=sentence(answer),
        )
        row = {name: value for name, value in asdict(found).items() if name not in ("id", "trouble")}
        self._tools.opening.draft.store.attachments.put(Attachment(KIND, call.id, None, row, now))
        return found


def _checked(other: ReferenceRow) -> ReferenceRow:
    if not other.text.strip():
        raise EditRefused("There is no text to compare the draft with", "Paste the one that was published before.")
    return other


def _shared(ident: int, passages: Passages, other: ReferenceRow) -> SharedFound:
    outputs = Outputs()
    outputs.add(Output(other.text, other.title))
    rows = tuple(
        SharedRow(paragraph, phrase.start, phrase.stop, said_in(text[phrase.start : phrase.stop], phrase.output))
        for paragraph, text in passages
        for phrase in outputs.borrowed(text)
    )
    texts = dict(passages)
    within = sum(prose_words(texts[row.paragraph][row.start : row.end]) for row in rows)
    return SharedFound(ident, rows, within, sum(prose_words(text) for _, text in passages))


def _placed(one: Likeness, passages: Passages, other: str) -> LikenessRow:
    """With the texts' own wording, where the quotes are found in them."""
    here = place_among(one.draft, [text for _, text in passages])
    there = place(one.reference, other) if one.reference else None
    return LikenessRow(
        kind="same" if one.reference else "new",
        point=one.point,
        quote=here[1].quote if here else one.draft,
        paragraph=passages[here[0]][0] if here else None,
        start=here[1].start if here else 0,
        end=here[1].end if here else 0,
        reference_quote=there.quote if there else one.reference,
        reference_start=there.start if there else 0,
        reference_end=there.end if there else 0,
    )
