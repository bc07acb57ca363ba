"""A relay as the writer has it: shown what it would send, begun, gone on with, stopped, and looked at afterwards."""

from __future__ import annotations

import hashlib
import json
import secrets
from decimal import Decimal, InvalidOperation

from editor.core.clock import Clock
from editor.core.errors import EditRefused
from editor.core.marks import BlockKind
from editor.core.relay import End, Part, Player, Relay, RelayPlan, Section
from editor.core.relay_rows import relay_row
from editor.llm.material_tags import prompt
from editor.llm.relay_prompts import material_shown, relay_request
from editor.protocol.messages import NeedsApproval
from editor.protocol.relay_messages import (
    GoOnWithRelay,
    ListRelays,
    PlayerRow,
    PlayersRow,
    PrepareRelay,
    RecipientRow,
    RelayEnded,
    RelayPlanRow,
    RelayPrepared,
    Relays,
    RunRelay,
    StopRelay,
)
from editor.services.asking import Models, Question
from editor.services.critic_connections import connection_named
from editor.services.material import passage_of
from editor.services.opening import Emit, Opening
from editor.services.relay_run import RelayRun
from editor.services.relay_shelf import RelayShelf, relay_message
from editor.services.whom import in_order

RELAY = "relay"
_CANNOT_BEGIN = "This relay cannot begin"
_AN_AMOUNT = "What it may cost is an amount in dollars, such as 0.50."
_SAFE = "Nothing was sent."
_LATER = (
    "All later requests are built of the following and of nothing else: what the models have said by then, in their own "
    "words; the rules below; and of your essay only what is shown here."
)


class Relaying:
    def __init__(self, opening: Opening, models: Models, clock: Clock, emit: Emit) -> None:
        self._opening = opening
        self._models = models
        self._clock = clock
        self._emit = emit
        self._shelf = RelayShelf(opening, lambda: clock.now().wall_ms)
        self._running: dict[str, RelayRun] = {}

    def list(self, request: ListRelays) -> Relays:
        return self._listed(request.id)

    async def prepare(self, request: PrepareRelay) -> RelayPrepared:
        """What would be sent; nothing is. Raises EditRefused, CredentialError, and ModelError where it may not be."""
        return await self._prepared(request.id, self._new(request.plan, request.upto))

    async def run(self, request: RunRelay) -> RelayEnded | NeedsApproval:
        self._check_free()
        relay = self._new(request.plan, request.upto)
        shown = await self._prepared(request.id, relay)
        if shown.digest != request.approved:
            return NeedsApproval(request.id, (RELAY,))
        self._check_free()
        self._shelf.keep(relay)
        return await self._run(request.id, relay)

    async def go_on(self, request: GoOnWithRelay) -> RelayEnded:
        """With one that was left under way, stopped or failed. What was approved for it still holds, to the letter."""
        self._check_free()
        relay = self._shelf.named(request.relay)
        if relay is None or not relay.can_go_on:
            raise EditRefused("This relay cannot be gone on with", "What it has made is kept.")
        relay = relay.recovered().going_on()
        self._shelf.keep(relay)
        return await self._run(request.id, relay)

    def stop(self, request: StopRelay) -> Relays:
        run = self._running.get(request.relay)
        relay = self._shelf.named(request.relay)
        if run is not None:
            run.stop()
        elif relay is not None and relay.end is None:
            self._shelf.keep(relay.recovered().ended(End.STOPPED, "You ended it."))
        return self._listed(request.id)

    async def _run(self, ident: int, relay: Relay) -> RelayEnded:
        run = self._running[relay.id] = RelayRun(ident, relay, self._opening, self._models, self._clock, self._emit)
        try:
            return RelayEnded(ident, relay_message(await run.run()))
        finally:
            del self._running[relay.id]

    def _check_free(self) -> None:
        if self._running:
            raise EditRefused("A relay is under way already", "End it, or wait for its proposal.")

    def _listed(self, ident: int) -> Relays:
        players = tuple(PlayersRow(one.id, one.recipient_words, one.allowed) for one in in_order(self._models))
        return Relays(ident, tuple(relay_message(one) for one in self._shelf.all()), players)

    def _new(self, row: RelayPlanRow, upto: int) -> Relay:
        """Raises EditRefused for a plan that cannot be run, or whose paragraphs are gone or never to be sent."""
        document, narrowing = self._opening.draft.document(upto), self._models.terms().narrowing
        kept_here = narrowing.kept_here(document.paragraphs)
        headings = [item for item in document.paragraphs if item.kind is BlockKind.HEADING and item.id not in kept_here]
        sections = tuple(
            Section(
                one.title.strip(),
                one.point.strip(),
                one.paragraph,
                one.after,
                "" if one.paragraph is None else passage_of(document, one.paragraph, narrowing),
            )
            for one in row.sections
        )
        try:
            plan = RelayPlan(
                sections=sections,
                writer=_player(row.writer),
                partner=_player(row.partner),
                critic=_player(row.critic),
                limit_usd=Decimal(row.usd),
                limit_ms=row.minutes * 60_000,
                turns=row.turns,
                outline=tuple(item.body for item in headings),
                headings=tuple(item.id for item in headings),
            )
        except InvalidOperation as error:
            raise EditRefused(_CANNOT_BEGIN, f"{_AN_AMOUNT} {_SAFE}") from error
        except ValueError as error:
            why = str(error)
            raise EditRefused(_CANNOT_BEGIN, f"{why[:1].upper()}{why[1:]}. {_SAFE}") from error
        if any(not (one.title or one.point) for one in sections):
            raise EditRefused("A point of the outline is empty", _SAFE)
        return Relay(secrets.token_hex(6), plan, self._clock.now().wall_ms)

    async def _prepared(self, ident: int, relay: Relay) -> RelayPrepared:
        plan = relay.plan
        question: Question | None = None
        recipients: list[RecipientRow] = []
        counted_by: dict[str, None] = {}
        for step in plan.steps:  # each of the three once, as it is asked first
            if any(row.part == step.part.value for row in recipients):
                continue
            player = plan.player(step.part)
            connection = connection_named(self._models, player.connection, player.model)
            asked = await self._models.question(relay_request(relay, step), connection, plan.goes_along(step))
            if asked.refusal is not None:
                raise asked.refusal
            question = question or asked
            recipient = connection.recipient_words
            if asked.counted_by:
                counted_by[asked.counted_by] = None
            recipients.append(RecipientRow(step.part.value, recipient, connection.model))
        if question is None:
            raise EditRefused("This relay has no step", _SAFE)
        text = _shown(relay, question.text)
        said = {**relay_row(relay), "begun_ms": 0, "to": [[row.part, row.recipient, row.model] for row in recipients]}
        whole = json.dumps([said, text], ensure_ascii=False)
        return RelayPrepared(
            id=ident,
            recipients=tuple(recipients),
            first=question.text,
            text=text,
            requests=len(plan.steps),
            first_words=question.price_words,
            digest=hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest(),
            counted_by=tuple(counted_by),
        )


def _player(row: PlayerRow) -> Player:
    if not row.model.strip():
        raise ValueError("a model is not named")
    return Player(row.connection, row.model.strip())


def _shown(relay: Relay, first: str) -> str:
    plan = relay.plan
    own = [f"--- For paragraph {n + 1}:\n\n{material_shown(plan, n)}" for n in range(len(plan.sections))]
    rules = [f"--- Rules for the {part.value}:\n\n{prompt(f'relay/{part.value}')}" for part in Part]
    asked = f"--- What is asked at each turn:\n\n{prompt('relay/questions')}"
    parts = (f"--- The first request, to the {plan.steps[0].part.value}, to the letter:\n\n{first}", f"--- {_LATER}")
    return "\n\n".join((*parts, *own, *rules, asked))
