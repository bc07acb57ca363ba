"""What models may cost: looked at, set and raised, and the sum in the status line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from editor.core.money import cents
from editor.protocol import messages as wire
from editor.protocol import model_messages as money
from editor.ui.desk.desk import Desk
from editor.ui.dialogs.budget_dialog import BudgetDialog, BudgetView, SumView
from editor.ui.dialogs.budget_parts import GivenPrice, LimitView, Settled, UnsureView
from editor.ui.dialogs.limit_sheet import LimitSheet
from editor.ui.flows.moments import when_words
from editor.ui.workbench import SheetRoom, Workbench

PriceLists = tuple[tuple[str, str], ...]

AT_THE_LIMIT = "budget"
"""The fault of a request that a limit keeps from being sent."""
_LOCAL = "Or ask a local critic."
"""Said only where one can stand in."""


def _nothing() -> None:
    """Where nothing is to be done."""


class BudgetFlow(QObject):
    def __init__(self, bench: Workbench, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._desk = desk
        self._window = window
        self._sheet: LimitSheet | None = None
        desk.sheet_closed.connect(self._sheet_gone)
        bench.at_the_limit = self.at_the_limit

    def open(self) -> None:
        self._open(_nothing, _nothing)

    def opened(self) -> None:
        """A draft is on the screen. What it may cost is not known yet, and of what it has cost only what its own calls
        say: one that a kill ended says nothing, and counts."""
        self._bench.limit_usd = ""
        if self._bench.sent:
            self.refresh()

    def refresh(self) -> None:
        """Asks for the sum in the status line, after a call ended; not on the way out, where nobody answers."""
        if self._bench.draft is not None and self._bench.draft.exists:
            self._bench.ask(money.ReadSpending, self._count, failed=lambda _failure: None)

    def at_the_limit(
        self,
        failure: wire.Failed,
        again: Callable[[], object],
        local: Callable[[], object] | None = None,
        left: Callable[[], object] = _nothing,
        over: SheetRoom | None = None,
    ) -> bool:
        """As `workbench.AtTheLimit` says."""
        if failure.fault != AT_THE_LIMIT:
            return False

        def cancelled() -> None:
            left()
            self._bench.say("Nothing was sent.")

        lift = over.lift if over else self._close_sheet

        def instead(act: Callable[[], object]) -> None:
            lift()
            act()

        safe = f"{failure.detail} {_LOCAL}" if local else failure.detail
        sheet = LimitSheet(f"{failure.title}.", safe, self._bench.theme, has_local=local is not None)
        sheet.raise_pressed.connect(lambda: instead(partial(self._open, again, left)))
        sheet.local_pressed.connect(lambda: instead(local or _nothing))
        sheet.cancel_pressed.connect(lambda: instead(cancelled))
        if over:
            over.lay(sheet)
            sheet.setFocus()
        else:
            self._lay_over_desk(sheet)
        return True

    def _lay_over_desk(self, sheet: LimitSheet) -> None:
        self._desk.show()
        self._desk.show_sheet(sheet)
        self._sheet = sheet
        has_keys = QApplication.focusWidget()
        if has_keys is not None and self._desk.isAncestorOf(has_keys):  # whoever writes on meanwhile keeps the keys
            sheet.setFocus()

    def _close_sheet(self) -> None:
        if self._sheet is not None:
            self._desk.close_sheet()

    def _sheet_gone(self) -> None:
        self._sheet = None

    def _open(self, after: Callable[[], object], unraised: Callable[[], object]) -> None:
        """`after` is called when the sheet is closed and a limit was raised or taken away meanwhile, else `unraised`."""
        if self._bench.session is not None:
            self._bench.session.recorder.prepare()  # a limit of the essay needs a draft to be kept in

        def known(whom: money.Connections) -> None:
            # A server on this computer costs nothing.
            lists = tuple((one.title, one.price_list) for one in whom.connections if not one.local or one.standard)
            self._bench.ask(money.ReadSpending, lambda state: self._show(state, lists, after, unraised))

        self._bench.ask(money.ListConnections, known)

    def _show(
        self,
        state: money.SpendingState,
        lists: PriceLists,
        after: Callable[[], object],
        unraised: Callable[[], object],
    ) -> None:
        self._count(state)
        dialog = BudgetDialog(_view(state, lists), self._bench.theme, self._window)
        latest = [state]

        def came(answer: money.SpendingState) -> None:
            latest.append(answer)
            self._count(answer)
            if isValid(dialog):
                dialog.show_problem("")
                dialog.show_view(_view(answer, lists))

        def refused(failure: wire.Failed) -> None:
            words = f"{failure.title}. {failure.detail}".strip()
            if isValid(dialog):
                dialog.show_problem(words)
            else:
                self._bench.say(words)

        def ask(make: Callable[[int], object]) -> None:
            self._bench.ask(make, came, failed=refused)

        def price(given: GivenPrice) -> None:
            read, written = given.input_usd or None, given.output_usd or None
            ask(lambda ident: money.PriceModel(ident, given.provider, given.model, read, written))

        def settle(settled: Settled) -> None:
            ask(lambda ident: money.SettleCall(ident, settled.call, settled.usd))

        dialog.essay_limited.connect(lambda usd: ask(lambda ident: money.LimitDraft(ident, usd)))
        dialog.month_limited.connect(lambda usd: ask(lambda ident: money.LimitMonth(ident, usd)))
        dialog.settled.connect(settle)
        dialog.priced.connect(price)
        dialog.finished.connect(lambda _result: after() if _has_more(latest[0], latest[-1]) else unraised())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _count(self, state: money.SpendingState) -> None:
        self._bench.spent_usd = str(Decimal(state.draft.spent) + Decimal(state.draft.reserved))
        self._bench.limit_usd = state.draft.limit or ""


def _has_more(before: money.SpendingState, after: money.SpendingState) -> bool:
    """Whether what stood in the way may stand there no longer: more is left, or a price is known."""

    def left(state: money.SpendingState) -> Decimal:
        known = [Decimal(one) for one in (state.draft.left, state.month.left) if one is not None]
        return min(known, default=Decimal("Infinity"))

    return left(after) > left(before) or len(after.prices) > len(before.prices)


def _view(state: money.SpendingState, lists: PriceLists) -> BudgetView:
    left = state.words or "nothing is limited"
    return BudgetView(
        words=f"{left[:1].upper()}{left[1:]}.",
        essay=_limit(state.draft, "so far"),
        month=_limit(state.month, "this month"),
        sums={
            "By purpose": _sums(state.purposes),
            "By model": _sums(state.models),
            "By provider": _sums(state.providers),
            "By essay, this month": _sums(state.drafts),
        },
        unsure=tuple(UnsureView(one.call, _unsure_in_words(one)) for one in state.unsure),
        prices=tuple(GivenPrice(one.provider, one.model, one.input_usd, one.output_usd) for one in state.prices),
        providers=lists,
        notice=state.notice,
        price_source=state.price_source,
    )


def _unsure_in_words(one: money.UnsureRow) -> str:
    """A call to a model without a price is made only where there is no limit, and has no figure to count with."""
    most = Decimal(one.most)
    counts = (
        f"at most {cents(most, ROUND_UP)}" if most else "no price is known, so it counts as nothing until you settle it"
    )
    return f"{when_words(one.wall_ms)} · {one.model} · {one.purpose} · {counts}"


def _limit(purse: money.PurseRow, when: str) -> LimitView:
    spent, reserved, unsure = Decimal(purse.spent), Decimal(purse.reserved), Decimal(purse.unsure)
    words = f"{cents(spent)} spent {when}"
    if unsure:
        words += f", of which {cents(unsure)} is a guess upwards"
    if reserved:
        words += f"; {cents(reserved)} is held back for calls on their way"
    if purse.left is not None:
        words += f"; {cents(Decimal(purse.left), ROUND_DOWN)} left"
    return LimitView(purse.limit or "", f"{words}.")


def _sums(rows: Iterable[money.SpentRow]) -> tuple[SumView, ...]:
    return tuple(SumView(row.name, row.calls, cents(Decimal(row.usd))) for row in rows)
