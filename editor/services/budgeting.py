"""What models have cost, what they may cost, and which of them may see what: read and changed by the writer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation

from editor.core.budget import Purse
from editor.core.errors import PolicyError
from editor.core.narrowing import NARROWING_NOTE, narrowing_from
from editor.llm.provider import Usage
from editor.llm.vendors import source_of_prices
from editor.protocol.model_messages import (
    LimitDraft,
    LimitMonth,
    Narrow,
    NarrowingState,
    PriceModel,
    PriceRow,
    PurseRow,
    ReadNarrowing,
    ReadSpending,
    SettleCall,
    SpendingState,
    SpentRow,
    UnsureRow,
)
from editor.services.asking import Models
from editor.services.opening import Opening
from editor.services.terms import LIMIT_NOTE
from editor.store.spending import Spending, Spent

THIS_DRAFT, OTHER_DRAFTS = "This essay", "Other essays"


class Budgeting:
    def __init__(self, opening: Opening, models: Models) -> None:
        self._opening = opening
        self._models = models

    async def read(self, request: ReadSpending) -> SpendingState:
        """Raises FileError."""
        return await self._state(request.id)

    async def limit_draft(self, request: LimitDraft) -> SpendingState:
        """Raises PolicyError for what is no amount, FileError where the draft cannot be written."""
        limit = _amount(request.usd)
        self._opening.draft.store.note(**{LIMIT_NOTE: None if limit is None else str(limit)})
        return await self._state(request.id)

    async def limit_month(self, request: LimitMonth) -> SpendingState:
        """Raises PolicyError for what is no amount, FileError."""
        limit = _amount(request.usd)
        (await self._spending()).limit_month(limit)
        return await self._state(request.id)

    async def settle(self, request: SettleCall) -> SpendingState:
        """Raises PolicyError for a call whose cost is known or that is on its way, FileError."""
        cost, spending = _amount(request.usd), await self._spending()
        draft = self._models.terms().draft
        if cost is None or not any(one.call == request.call and one.unsure for one in spending.calls(draft)):
            raise PolicyError("This call is not one whose cost is unknown", "Nothing was changed.")
        spending.settle(request.call, cost)
        return await self._state(request.id)

    async def price(self, request: PriceModel) -> SpendingState:
        """Raises PolicyError for what is no price and for a model whose price is known, FileError."""
        read, written = _amount(request.input_usd), _amount(request.output_usd)
        spending = await self._spending()
        if read is None or written is None:
            spending.price(request.provider, request.model, None)
            return await self._state(request.id)
        if not request.model.strip():
            raise PolicyError("No model is named", "Nothing was changed.")
        table = (await self._models.prices()).table
        if table.cost(request.provider, request.model, Usage(input=1_000_000, output=1_000_000)) is not None:
            raise PolicyError(f"The price of {request.model} is known", "The price list goes on being used for it.")
        spending.price(request.provider, request.model.strip(), (read, written))
        return await self._state(request.id)

    def read_narrowing(self, request: ReadNarrowing) -> NarrowingState:
        """Raises FileError."""
        narrowing = self._models.terms().narrowing
        models = {provider: sorted(names) for provider, names in narrowing.models.items()}
        return NarrowingState(
            request.id, models, narrowing.others, narrowing.local_only, tuple(sorted(narrowing.never_sent))
        )

    def narrow(self, request: Narrow) -> NarrowingState:
        """Raises PolicyError for what cannot be read as one, FileError where the draft cannot be written."""
        row = {
            "models": request.models,
            "others": request.others,
            "local_only": request.local_only,
            "never_sent": list(request.never_sent),
        }
        narrowing = narrowing_from(row)
        if narrowing.row() != {**row, "models": _sorted(request.models), "never_sent": sorted(set(request.never_sent))}:
            raise PolicyError("These models cannot be allowed", "A list of names is wanted. Nothing was changed.")
        self._opening.draft.store.note(**{NARROWING_NOTE: narrowing.row()})
        return self.read_narrowing(ReadNarrowing(request.id))

    async def _spending(self) -> Spending:
        return self._models.spending(self._models.terms(), await self._models.prices())

    async def _state(self, ident: int) -> SpendingState:
        terms = self._models.terms()
        budget = self._models.budget(terms, await self._models.prices())
        spending = await self._spending()
        calls = spending.calls(terms.draft)
        return SpendingState(
            id=ident,
            draft=_purse_row(budget.draft),
            month=_purse_row(budget.month),
            words=budget.left_in_words,
            purposes=_sums(calls, lambda one: one.purpose),
            models=_sums(calls, lambda one: f"{one.model} ({one.provider})"),
            providers=_sums(calls, lambda one: one.provider),
            drafts=_sums(
                spending.calls(month=spending.this_month),
                lambda one: THIS_DRAFT if one.draft == terms.draft else OTHER_DRAFTS,
            ),
            unsure=tuple(
                UnsureRow(one.call, one.wall_ms, one.model, one.purpose, _text(one.settled or Decimal(0)))
                for one in calls
                if one.unsure
            ),
            prices=tuple(
                PriceRow(one.provider, one.model, _text(one.input), _text(one.output)) for one in spending.prices()
            ),
            notice=spending.notice,
            price_source=source_of_prices(),
        )


def _amount(usd: str | None) -> Decimal | None:
    if usd is None:
        return None
    try:
        amount = Decimal(usd.strip().removeprefix("$").strip())
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount <= 1_000_000:
        raise PolicyError("This is not an amount in dollars", "It should look like 3 or 2.50. Nothing was changed.")
    return amount


def _sorted(models: dict[str, object]) -> dict[str, object]:
    return {name: sorted(set(value)) if isinstance(value, list) else value for name, value in sorted(models.items())}


def _purse_row(purse: Purse) -> PurseRow:
    limit, left = (None if one is None else _text(one) for one in (purse.limit, purse.left))
    return PurseRow(limit, _text(purse.spent), _text(purse.reserved), _text(purse.unsure), left)


def _sums(calls: Iterable[Spent], name: Callable[[Spent], str]) -> tuple[SpentRow, ...]:
    groups: dict[str, list[Decimal]] = defaultdict(list)
    for one in calls:
        groups[name(one)].append(one.settled if one.settled is not None else one.reserved)
    rows = sorted(groups.items(), key=lambda row: (-sum(row[1]), row[0]))
    return tuple(SpentRow(title, len(costs), _text(sum(costs, Decimal(0)))) for title, costs in rows)


def _text(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
