"""Having a provider search the web for sources of a claim. What comes are candidates, which the window keeps beside it.

The search is the provider's own and the only tool that is ever passed to a model. What it looks for there is up to the
model, so the writer is told that it searches before anything leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from editor.core.budget import Budget
from editor.core.errors import EditRefused, ModelError, ModelFault
from editor.core.money import cents
from editor.core.similarity import place
from editor.core.sources import Source, kept_said, kept_source
from editor.llm.connections import COMPATIBLE, GOOGLE, Connection
from editor.llm.source_prompts import MOST_SEARCHES, UNLIMITED_SEARCHES, sources_request
from editor.protocol.claim_messages import SOURCES, FindSources, PrepareSources, SourceRow, SourcesFound
from editor.protocol.messages import NeedsApproval, Prepared
from editor.services.approved_asking import ApprovedAsking, sentence
from editor.services.asking import Answer, Question
from editor.services.critic_connections import prepared_for
from editor.services.critique_round import Tools
from editor.services.material import passage_of
from editor.services.opening import Emit
from editor.services.whom import Fits, chosen

_MOST = 12
"""Candidates of one search; more would not be read."""


class Sourcing:
    def __init__(self, tools: Tools, emit: Emit) -> None:
        self._tools = tools
        self._asking = ApprovedAsking(tools, emit)

    async def prepare(self, request: PrepareSources) -> Prepared:
        """What would be sent; nothing is. Raises EditRefused where nobody can search, or the claim is gone."""
        models = self._tools.models
        question, a_search = await self._question(request, request.connection, request.model)
        shown = prepared_for(models, request.id, question, _searchers(question.budget))
        usual = models.connection()
        passed_over = usual.id != question.connection.id and can_search(usual) and not _searchers(question.budget)(usual)
        return replace(shown, notice=_notice(question, a_search, usual.name if passed_over else ""))

    async def find(self, request: FindSources) -> SourcesFound | NeedsApproval:
        """Raises EditRefused, FileError, and ModelError where no word came."""
        approved = replace(request.approved, critic=SOURCES)
        question, _ = await self._question(request, approved.connection, approved.model)
        return await self._asking.ask(request.id, question, approved, lambda answer: self._read(request.id, answer))

    async def _question(
        self, request: PrepareSources | FindSources, connection: str, model: str
    ) -> tuple[Question, Decimal]:
        """What is asked, and what one search costs, in USD. An amount that nobody knows would pass every limit."""
        models = self._tools.models
        text = passage_of(self._tools.opening.draft.document(request.upto), request.paragraph, models.terms().narrowing)
        found = place(request.claim, text)
        if found is None:
            raise EditRefused("The words of this claim are no longer in the text", "Nothing was sent.")
        may_search = _searchers(models.budget(models.terms(), await models.prices()))
        whom = chosen(models, connection, model, may_search)
        if not can_search(whom):
            raise EditRefused(
                f"{whom.name} cannot search the web",
                "Nothing was sent. Claude, OpenAI and Gemini can, where this essay allows one of them.",
            )
        if not may_search(whom):
            raise ModelError(
                ModelFault.BUDGET,
                f"{whom.name} searches as often as it likes, so no limit can be kept with it",
                "Nothing was sent. Ask Claude or OpenAI, or take the limits of essay and month away.",
            )
        searches = MOST_SEARCHES if has_a_bound(whom) else UNLIMITED_SEARCHES
        asked = sources_request(found.quote, text, whom.model, searches)
        question = await models.question(asked, whom, frozenset({request.paragraph}))
        a_search = await models.a_search(question.request, whom)
        if a_search is None and not whom.is_local:
            raise EditRefused(
                f"What a search of the web costs with {whom.model} is not known",
                "No limit could hold it, so nothing was sent. Choose a model of the provider's price list.",
            )
        return question, a_search or Decimal(0)

    def _read(self, ident: int, answer: Answer) -> SourcesFound:
        call = answer.call
        sources = (kept_source(Source(one.url, one.title, one.quote)) for one in answer.links)
        return SourcesFound(
            id=ident,
            sources=tuple(SourceRow(one.url, one.title, one.quote) for one in _one_of_each(sources)),
            said=kept_said(answer.text),
            provider=call.provider,
            model=call.model,
            call=call.id,
            when_ms=self._tools.clock.now().wall_ms,
            trouble=sentence(answer),
        )


def can_search(connection: Connection) -> bool:
    """Servers that merely speak OpenAI's format have no search of their own."""
    return connection.provider != COMPATIBLE


def has_a_bound(connection: Connection) -> bool:
    """Whether the provider can be told how often it may search at the most. Google's search takes no such number, and
    newer Geminis charge for each query."""
    return connection.provider != GOOGLE


def _searchers(budget: Budget) -> Fits:
    """Whom to offer. A limit is hard, so while there is one nobody is asked who could pass it."""
    return lambda one: can_search(one) and (has_a_bound(one) or not budget.is_limited)


def _notice(question: Question, a_search: Decimal, passed_over: str) -> str:
    """`passed_over` is the name of the usual connection, where it is not offered because of a limit."""
    name, most = question.connection.name, question.request.search
    if has_a_bound(question.connection):
        often = f"{most} times at most"
    else:
        often = f"as often as it likes; the price has room for {most} searches"
    cost = f"A search costs {cents(a_search)}. What it brings are candidates: you verify."
    why = f" {passed_over} is not asked while there is a limit: it searches as often as it likes." if passed_over else ""
    return f"{name} will search the web for this, {often}. {cost}{why}"


def _one_of_each(sources: Iterable[Source | None]) -> tuple[Source, ...]:
    """One for each address, with all that was quoted of it."""
    found: dict[str, Source] = {}
    for one in sources:
        if one is not None:
            known = found.setdefault(one.url, one)
            if one.quote not in known.quote:
                quote = f"{known.quote}\n{one.quote}".strip()
                found[one.url] = kept_source(replace(known, quote=quote)) or known
    return tuple(found.values())[:_MOST]
