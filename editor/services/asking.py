"""Asking a model: what would be sent, for how much; sending it once the writer agreed; writing down that it was sent.

Nothing else in the program sends anything. Before a request leaves it is held against what its connection and its draft
allow, then priced, then paid for in advance out of what is left, then it waits for its turn in the provider's minute. It
is written down before it leaves and again when it has ended, however it ended, with the text to the letter.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from editor.core.budget import Budget, over_limit, without_price
from editor.core.clock import Clock
from editor.core.errors import CredentialError, FileError, ModelError, ModelFault, PalimpsestError
from editor.journal.places import Places
from editor.llm.connection_book import FILE, ConnectionBook
from editor.llm.connections import COUNTS_BEFOREHAND, Connection
from editor.llm.credentials import Credentials, Found, Secret
from editor.llm.prices import Estimate, OwnPrice, PriceList, WithOwnPrices, estimate, estimate_in_words
from editor.llm.provider import ModelInfo, Provider, Request, Usage
from editor.llm.rates import Rates
from editor.llm.refused_parameters import Parameter, RefusedParameters
from editor.llm.vendors import open_credentials, open_prices, open_provider
from editor.services.affording import Offer, Tariff
from editor.services.holding import OwnLimit, Pricing
from editor.services.one_call import Answer, Listener, Record, Stopped
from editor.services.planning import Plan
from editor.services.question_round import QuestionRound, Way
from editor.services.spending_history import remembered
from editor.services.terms import Terms
from editor.store.spending import Spending

__all__ = ["Answer", "Listener", "Models", "Question", "Record", "Stopped"]


_NOT_LEFT = "What had not left yet was not sent. Ask again without it, or allow it again."
_LISTS_WITHIN_S = 3.0
"""A provider that takes longer to say which models it has is not waited for."""


@dataclass(frozen=True, slots=True)
class Question:
    """A request before it is sent."""

    offer: Offer
    connection: Connection
    terms: Terms
    budget: Budget
    """As it was when this was priced."""
    shortened_from: int | None = None
    """The longest answer that was asked for, where less is allowed; tokens."""
    refusal: ModelError | None = None
    """Why it cannot be sent, where it cannot."""
    goes_along: frozenset[int] = frozenset()
    """Ids of the paragraphs of the draft of which it says something."""

    @property
    def request(self) -> Request:
        """As it goes."""
        return self.offer.request

    @property
    def needs(self) -> Decimal | None:
        """USD that have to be left for it; None where no price is known."""
        return self.offer.guessed if self.counted_by else self.price.most if self.price else None

    @property
    def counted_by(self) -> str:
        """The name of the connection, where it can count the text before it is asked; else empty."""
        return self.connection.name if self.connection.provider in COUNTS_BEFOREHAND else ""

    @property
    def is_over_limit(self) -> bool:
        return self.refusal is not None and self.refusal.fault is ModelFault.BUDGET and self.needs is not None

    @property
    def plan(self) -> Plan:
        return self.offer.plan

    @property
    def price(self) -> Estimate | None:
        return self.offer.price

    @property
    def text(self) -> str:
        """Everything that goes over the wire as content."""
        return self.plan.text

    @property
    def price_words(self) -> str:
        words = estimate_in_words(self.price, is_local=self.connection.is_local)
        if self.offer.counts_first:
            words = f"{words}, which is all that is left; {self.counted_by} counts the text first"
        if len(self.plan.before):
            words = f"{words}, in {len(self.plan.before) + 1} requests"
        if self.plan.otherwise is not None:
            words = (
                f"{words}, in one request or, where that is refused as too long, {len(self.plan.otherwise.steps)} more"
            )
        if self.shortened_from is not None:
            words = (
                f"{words}; the answer may have {self.request.max_tokens} tokens instead of {self.shortened_from}, "
                "to fit what is left"
            )
        return words

    @property
    def digest(self) -> str:
        """SHA-256 of what the writer says yes to: recipient, model, longest answer, searches of the web and text."""
        asked = self.request
        parts = (self.connection.base_url, asked.model, str(asked.max_tokens), str(asked.search), self.text)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def asked_together(questions: Mapping[str, Question]) -> dict[str, Question]:
    """Questions that go out at the same time: where all their bytes would pass the limit, those that can are counted
    first, so that none takes from the others what it does not need. The sheet says the same of the same sum."""
    together = sum((one.price.most for one in questions.values() if one.price), Decimal(0))
    if all(one.budget.has_room_for(together) for one in questions.values()):
        return dict(questions)
    return {
        name: replace(one, offer=replace(one.offer, counts_first=bool(one.counted_by))) for name, one in questions.items()
    }


class Models:
    """The one door to models. Keys, prices and the vendor's library are loaded when first needed, off the loop."""

    def __init__(
        self,
        environment: Mapping[str, str],
        clock: Clock,
        terms: Callable[[], Terms],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        root: Callable[[], Path] = lambda: Places.standard().root,
    ) -> None:
        """`terms` gives those of the draft that is open, `root` the data folder; both may raise a FileError."""
        self._environment = environment
        self._clock = clock
        self.terms = terms
        self._sleep = sleep
        self._root = root
        self._book: ConnectionBook | None = None
        self._rates = Rates(clock)
        self._refused = RefusedParameters()
        self._credentials: Credentials | None = None
        self._prices: WithOwnPrices | None = None
        self._providers: dict[Connection, tuple[Secret | None, Provider]] = {}
        self._windows: dict[str, Mapping[str, int]] = {}
        """By connection and model, as the provider said."""
        self._opening = asyncio.Lock()
        self._spending: Spending | None = None
        self._counted: set[str] = set()

    @property
    def book(self) -> ConnectionBook:
        """The writer's connections, as another program may have left them.

        Raises CredentialError for an address that a key must not travel to, FileError.
        """
        if self._book is None:
            self._book = ConnectionBook(self._root() / FILE, self._environment)
        self._book.look_again()
        return self._book

    def connection(self, model: str = "", name: str = "") -> Connection:
        """By its id, title or vendor, in whatever case; the usual one where no name is given. Raises as `book`, and
        CredentialError where there is none of this name."""
        book = self.book
        wanted = (name or book.usual).casefold()
        called = [one for one in book.connections if wanted in (one.id.casefold(), one.name.casefold())]
        if not called:
            there = ", ".join(one.id for one in book.connections)
            raise CredentialError(f"There is no connection named “{name}”", f"Nothing was sent. There is: {there}.")
        found = called[0]
        if not model or book.is_own(found.id):
            return replace(found, model=model or found.model)  # a list that the writer made is kept to
        return replace(found, model=model, allowed=tuple(dict.fromkeys((model, *found.allowed))))

    async def listed(self, connection: Connection, secret: Secret | None) -> tuple[ModelInfo, ...]:
        """The models that a provider names at this moment, asked with this key or else the kept one.

        Raises ModelError, CredentialError.
        """
        found = None if secret else await self.key(connection.id)
        provider = await asyncio.to_thread(open_provider, connection, secret or (found.secret if found else None))
        try:
            return await provider.models()
        finally:
            await provider.close()

    async def credentials(self) -> Credentials:
        if self._credentials is None:
            self._credentials = await asyncio.to_thread(open_credentials, self._environment)
        return self._credentials

    async def prices(self) -> WithOwnPrices:
        if self._prices is None:
            self._prices = WithOwnPrices(await asyncio.to_thread(open_prices))
        return self._prices

    async def price(self, request: Request, connection: Connection) -> Estimate | None:
        """What the request would cost by itself, whatever the draft allows."""
        return estimate(await self.prices(), connection.price_list, request)

    async def a_search(self, request: Request, connection: Connection) -> Decimal | None:
        """What one search of the web costs by itself, USD; None where the table does not know."""
        prices = await self.prices()
        without, with_one = (
            prices.cost(connection.price_list, request.model, Usage(input=1, searches=searches)) for searches in (0, 1)
        )
        return with_one - without if without and with_one and with_one > without else None

    async def question(self, request: Request, connection: Connection, goes_along: frozenset[int]) -> Question:
        """What would be sent under the terms of the draft that is open; `goes_along` are the ids of its paragraphs that
        the request says something of. Raises FileError."""
        prices, terms = await self.prices(), self.terms()
        budget = self.budget(terms, prices)
        allowance = self._rates.of(connection.base_url, request.model, connection.provider).allowance_for(request)
        offer = Tariff(prices, connection, allowance).offer(request, budget.left)
        return Question(
            offer=offer,
            connection=connection,
            terms=terms,
            budget=budget,
            shortened_from=request.max_tokens if offer.request.max_tokens < request.max_tokens else None,
            refusal=_refusal(offer.request, connection, terms, offer.price, budget),
            goes_along=goes_along,
        )

    def budget(self, terms: Terms, prices: PriceList) -> Budget:
        """Raises FileError; a file that is damaged is moved aside when it is opened the next time."""
        try:
            spending = self.spending(terms, prices)
            self._take_prices(spending)  # another program may have been told of one
            return spending.budget(terms.draft, terms.limit)
        except FileError:
            self._let_go_of_spending()
            raise

    def spending(self, terms: Terms, prices: PriceList) -> Spending:
        """Knows what the draft itself remembers of its calls. Raises FileError."""
        if self._spending is None or self._spending.path != terms.spending:
            self._let_go_of_spending()
            self._spending = Spending.open(Path(terms.spending), self._clock)
            self._take_prices(self._spending)
        if terms.draft not in self._counted:
            self._spending.add_known(remembered(terms, prices, self._clock.now().offset_min))
            self._counted.add(terms.draft)
        return self._spending

    def takes_temperature(self, connection: Connection) -> bool:
        """As far as is known before the model was asked; one that refuses is remembered until the program ends."""
        return Parameter.TEMPERATURE not in self._refused.of(connection, connection.model)

    async def context_window(self, connection: Connection) -> int | None:
        """Tokens that the model takes in and gives out together; None where that is not known.

        What no table knows, the provider may say itself. It is asked once, and only where something was sent to it in
        this sitting already: looking at a conversation must not reach for the network.
        """
        known = (await self.prices()).context_window(connection.price_list, connection.model)
        if known is None and connection in self._providers and connection.id not in self._windows:
            self._windows[connection.id] = await _windows_of(self._providers[connection][1])
        return known or self._windows.get(connection.id, {}).get(connection.model)

    async def key(self, connection_id: str) -> Found | None:
        """Raises CredentialError for one in the environment that cannot be a key."""
        return await asyncio.to_thread((await self.credentials()).find, connection_id)

    async def ask(self, question: Question, record: Record, listener: Listener, own: OwnLimit | None = None) -> Answer:
        """Sends it. A fault is part of the answer; a cancelled call is written down, with what came, and raised.

        `own` is a limit on top of those of draft and month.
        Raises ModelError where nothing was sent, FileError where what it costs cannot be kept.
        """
        if question.refusal is not None:
            raise question.refusal
        provider, prices, terms = await self._provider(question.connection), await self.prices(), question.terms
        self._check_now(question)
        connection, model = question.connection, question.request.model
        way = Way(
            provider=provider,
            kept_as=connection.kept_as,
            rate=self._rates.of(connection.base_url, model, connection.provider),
            pricing=Pricing(prices, connection.price_list, is_local=connection.is_local),
            spending=self.spending(terms, prices),
            limit=self._terms_now(terms).limit,
            check=lambda: self._check_now(question),
            clock=self._clock,
            sleep=self._sleep,
            own=own,
        )
        counts_first = question.offer.counts_first
        round_ = QuestionRound(connection.provider, terms.draft, question.price, way, counts_first=counts_first)
        try:
            return await round_.run(question.plan, record, listener)
        except FileError:
            self._let_go_of_spending()
            raise

    async def close(self) -> None:
        for _, provider in self._providers.values():
            await provider.close()
        self._providers.clear()
        self._let_go_of_spending()

    def _terms_now(self, shown: Terms) -> Terms:
        """The writer may have changed them since the question was shown."""
        now = self.terms()
        return now if now.draft == shown.draft else replace(shown, row=tuple)

    def _check_now(self, question: Question) -> None:
        """Whether it may still leave: the writer may have thought otherwise while it waited. Raises ModelError."""
        connection, model = question.connection, question.request.model
        try:
            self.book.check(connection.id, model)
            now = self._terms_now(question.terms)
            now.narrowing.check(connection.id, connection.name, model, is_local=connection.is_local)
            is_taken_back = now.narrowing.takes_back(now.row(), question.goes_along, question.terms.narrowing)
        except PalimpsestError as error:
            raise ModelError(ModelFault.FORBIDDEN, error.title, _NOT_LEFT) from error
        if is_taken_back:
            title = "A paragraph that goes along, or one split from it, is never to be sent now"
            raise ModelError(ModelFault.FORBIDDEN, title, _NOT_LEFT)

    def _take_prices(self, spending: Spending) -> None:
        if self._prices is not None:
            said = spending.prices()
            self._prices.own = {(one.provider, one.model): OwnPrice(one.input, one.output) for one in said}

    def _let_go_of_spending(self) -> None:
        if self._spending is not None:
            self._spending.close()
        self._spending = None
        self._counted.clear()

    async def _provider(self, connection: Connection) -> Provider:
        """One for each connection, kept until the key is another one."""
        async with self._opening:
            found = await self.key(connection.id)
            secret = found.secret if found else None
            known = self._providers.get(connection)
            if known is not None:
                if known[0] == secret:
                    return known[1]
                del self._providers[connection]
                await known[1].close()
            provider = await asyncio.to_thread(open_provider, connection, secret, self._refused)
            self._providers[connection] = (secret, provider)
            return provider


async def _windows_of(provider: Provider) -> Mapping[str, int]:
    try:
        async with asyncio.timeout(_LISTS_WITHIN_S):
            return {one.id: one.max_input for one in await provider.models() if one.max_input}
    except (ModelError, TimeoutError):
        return {}


def _refusal(
    request: Request, connection: Connection, terms: Terms, price: Estimate | None, budget: Budget
) -> ModelError | None:
    """In the order in which it counts: who may be asked, then whether the price is known, then whether it is left."""
    try:
        connection.check_model(request.model)
        terms.narrowing.check(connection.id, connection.name, request.model, is_local=connection.is_local)
    except ModelError as error:
        return error
    if price is None:
        return without_price(request.model) if budget.is_limited else None
    return None if budget.has_room_for(price.most) else over_limit(budget, price.likely, price.most)
