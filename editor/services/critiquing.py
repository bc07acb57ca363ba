"""Asking critics about one paragraph.

All critics that are asked work at the same time, each with a row of its own that says how far it is. The local ones run
in another thread. A model is asked only for what the writer has seen and said yes to, word for word: if the paragraph
changed since, they are shown it again.
"""

from __future__ import annotations

from editor.llm.prompts import critics
from editor.protocol.messages import (
    Critics,
    Critique,
    Done,
    ListCritics,
    NeedsApproval,
    PrepareCritique,
    Prepared,
)
from editor.protocol.parts import CriticRow
from editor.services.asking import Question
from editor.services.configuring import where_from
from editor.services.critics import LOCAL_CRITICS, LOCAL_IDS
from editor.services.critique_round import CritiqueRound, Tools
from editor.services.material import Material, material_of, request_for
from editor.services.opening import Emit

THIS_COMPUTER = "this computer"
_LEFT_OUT = "; what is never to be sent was left out"


class Critiquing:
    def __init__(self, tools: Tools, emit: Emit) -> None:
        self._tools = tools
        self._emit = emit

    async def list(self, request: ListCritics) -> Critics:
        missing = self._tools.local.missing()
        rows = [
            CriticRow(one.id, one.title, missing.get(one.id, one.line), None, one.id not in missing)
            for one in LOCAL_CRITICS
        ]
        connection = self._tools.models.connection()
        found = await self._tools.models.key(connection.provider)
        for persona in critics():
            likely = None
            if request.paragraph_text.strip():
                asked = request_for(persona.id, Material(0, request.paragraph_text), connection.model)
                price = await self._tools.models.price(asked, connection)
                likely = str(price.likely) if price else None
            line = persona.line if found else f"Needs a key for {connection.name}."
            rows.append(CriticRow(persona.id, persona.name, line, connection.model, found is not None, likely))
        return Critics(request.id, tuple(rows), where_from(found))

    async def prepare(self, request: PrepareCritique) -> Prepared:
        """What would be sent; nothing is."""
        if request.critic in LOCAL_IDS:
            return Prepared(request.id, "", THIS_COMPUTER, "", "0", "0", "", "nothing is sent")
        document = self._tools.opening.draft.document(request.upto)
        narrowing = self._tools.models.terms().narrowing
        material = material_of(document, request.paragraph, neighbours=request.neighbours, narrowing=narrowing)
        question = await self._question(request.critic, material, request.model)
        if question.refusal is not None:
            raise question.refusal
        price = question.price
        return Prepared(
            id=request.id,
            text=question.text,
            recipient=f"{question.connection.name} ({question.connection.recipient})",
            model=question.request.model,
            likely_usd=str(price.likely) if price else None,
            most_usd=str(price.most) if price else None,
            digest=question.digest,
            price_words=question.price_words + (_LEFT_OUT if material.left_out else ""),
        )

    async def critique(self, request: Critique) -> Done | NeedsApproval:
        document = self._tools.opening.draft.document(request.upto)
        # What never leaves the computer may be read by those who do not leave it either.
        local_only = all(critic in LOCAL_IDS for critic in request.critics)
        narrowing = None if local_only else self._tools.models.terms().narrowing
        material = material_of(document, request.paragraph, neighbours=request.neighbours, narrowing=narrowing)
        questions: dict[str, Question] = {}
        for critic in request.critics:
            if critic not in LOCAL_IDS:
                question = await self._question(critic, material, request.model)
                if question.digest != request.approved:
                    return NeedsApproval(request.id, critic)
                questions[critic] = question
        round_ = CritiqueRound(request, material, self._tools, self._emit)
        return Done(request.id, await round_.run(questions))

    async def _question(self, critic: str, material: Material, model: str) -> Question:
        models = self._tools.models
        connection = models.connection(model)
        return await models.question(request_for(critic, material, connection.model), connection)
