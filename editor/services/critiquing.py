"""Asking critics about one paragraph, or about the whole draft.

All critics that are asked work at the same time, each with a row of its own that says how far it is. The local ones run
in another thread. A model is asked only for what the writer has seen and said yes to, word for word and for each critic:
if the paragraph changed since, they are shown it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from editor.core.errors import CredentialError
from editor.llm.connections import Connection
from editor.llm.credentials import Found
from editor.llm.personas import Critic
from editor.llm.prompts import Context, critique_request
from editor.protocol.critique_messages import CopyCritic, CriticCopied, StopCritic
from editor.protocol.messages import (
    Critics,
    Critique,
    Done,
    ListCritics,
    NeedsApproval,
    PrepareCritique,
    Prepared,
)
from editor.protocol.parts import Approval, AskableRow, CriticChoice, CriticRow
from editor.services.asking import Question, asked_together
from editor.services.configuring import where_from
from editor.services.critic_connections import connection_for, prepared
from editor.services.critics import LOCAL_CRITICS, LOCAL_IDS, model_critic, model_critics, troubles_in_words
from editor.services.critique_round import CritiqueRound, Tools
from editor.services.material import Beside, Material, material_of, request_for
from editor.services.opening import Emit
from editor.services.own_critics import copied_critic, made_folder, own_folder
from editor.services.sent_references import fitted, with_texts
from editor.services.whom import in_order

THIS_COMPUTER = "this computer"


class Critiquing:
    def __init__(self, tools: Tools, emit: Emit) -> None:
        self._tools = tools
        self._emit = emit
        self._rounds: dict[int, CritiqueRound] = {}
        """Those under way, by the id of their request."""

    async def list(self, request: ListCritics) -> Critics:
        missing = self._tools.local.missing()
        rows = [
            CriticRow(one.id, one.title, missing.get(one.id, one.line), None, one.id not in missing)
            for one in LOCAL_CRITICS
        ]
        known, keys = model_critics(), dict[str, Found | None]()
        choices = {one.critic: one for one in request.choices}
        for persona in known.critics.values():
            choice = choices.get(persona.id, CriticChoice(persona.id))
            rows.append(await self._row(persona, choice, request.paragraph_text, keys))
        usual = self._tools.models.connection()
        found = await self._key(usual, keys)
        return Critics(
            request.id,
            tuple(rows),
            where_from(found),
            troubles_in_words(known.troubles.values()),
            tuple(
                AskableRow(one.id, one.name, tuple(dict.fromkeys((one.model, *one.allowed))))
                for one in in_order(self._tools.models)
            ),
            str(own_folder()),
        )

    async def _key(self, connection: Connection, known: dict[str, Found | None]) -> Found | None:
        """Looked up once for all critics: a keyring takes its time."""
        if connection.id not in known:
            known[connection.id] = await self._tools.models.key(connection.id)
        return known[connection.id]

    async def _row(
        self, persona: Critic, choice: CriticChoice, paragraph_text: str, keys: dict[str, Found | None]
    ) -> CriticRow:
        try:
            connection = connection_for(self._tools.models, persona, choice.connection, choice.model)
            found = await self._key(connection, keys)
        except CredentialError as error:
            return CriticRow(persona.id, persona.name, str(error), persona.model, False, own=persona.own)
        likely = None
        if paragraph_text.strip():
            asked = critique_request(persona, paragraph_text.strip("\r\n"), Context(), connection.model)
            price = await self._tools.models.price(asked, connection)
            likely = str(price.likely) if price else None
        can = found is not None or not connection.needs_key
        line = persona.line if can else f"Needs a key for {connection.name}."
        return CriticRow(persona.id, persona.name, line, connection.model, can, likely, connection.name, persona.own)

    async def prepare(self, request: PrepareCritique) -> Prepared:
        """What would be sent; nothing is."""
        if request.critic in LOCAL_IDS:
            return Prepared(request.id, "", THIS_COMPUTER, "", "0", "0", "", "nothing is sent")
        document = self._tools.opening.draft.document(request.upto)
        narrowing = self._tools.models.terms().narrowing
        material = material_of(document, request.paragraph, self._beside(request), narrowing)
        choice = Approval(request.critic, "", request.connection, request.model)
        question, context = await self._asked(choice, material)
        kept = zip(request.references, context.references, strict=True)
        cut = tuple(row.kept for row, one in kept if row.kept and one.cut)
        shown = prepared(request.id, question, left_out=material.left_out, over_too=request.several)
        return replace(shown, cut=cut)

    async def critique(self, request: Critique) -> Done | NeedsApproval:
        document = self._tools.opening.draft.document(request.upto)
        # What never leaves the computer may be read by those who do not leave it either.
        local_only = all(critic in LOCAL_IDS for critic in request.critics)
        narrowing = None if local_only else self._tools.models.terms().narrowing
        material = material_of(document, request.paragraph, self._beside(request), narrowing)
        approvals: Mapping[str, Approval] = {one.critic: one for one in request.approved}
        questions: dict[str, Question] = {}
        unseen: list[str] = []
        for critic in dict.fromkeys(request.critics):
            if critic in LOCAL_IDS:
                continue
            approval = approvals.get(critic, Approval(critic, ""))
            questions[critic] = await self._question(approval, material)
            if questions[critic].digest != approval.digest:
                unseen.append(critic)
        if unseen:
            return NeedsApproval(request.id, tuple(unseen))
        round_ = CritiqueRound(request, material, self._tools, self._emit)
        self._rounds[request.id] = round_
        try:
            return Done(request.id, await round_.run(asked_together(questions)))
        finally:
            del self._rounds[request.id]

    def stop(self, request: StopCritic) -> Done:
        if request.target in self._rounds:
            self._rounds[request.target].stop(request.critic)
        return Done(request.id)

    def copy(self, request: CopyCritic) -> CriticCopied:
        """Raises FileError."""
        return CriticCopied(request.id, str(copied_critic(request.critic) if request.critic else made_folder()))

    def _beside(self, request: PrepareCritique | Critique) -> Beside:
        references = with_texts(self._tools.opening.draft, request.references)
        return Beside(request.neighbours, references, request.audience)

    async def _question(self, choice: Approval, material: Material) -> Question:
        return (await self._asked(choice, material))[0]

    async def _asked(self, choice: Approval, material: Material) -> tuple[Question, Context]:
        """With what goes along, after references that are too long for the model were cut."""
        models, critic = self._tools.models, model_critic(choice.critic)
        connection = connection_for(models, critic, choice.connection, choice.model)
        window = await models.context_window(connection)
        fitting = fitted(critic, material, connection.model, window)
        asked = request_for(critic, fitting, connection.model)
        return await models.question(asked, connection, fitting.goes_along), fitting.context
