"""A limit and a narrowing of a draft, from what the writer sets to what goes over the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import anthropic_server
import pytest
from anthropic_server import AnthropicServer
from service_bench import KEY, Bench
from written_draft import WrittenDraft

from editor.core.errors import EditRefused, FileUnreadable, ModelError, ModelFault, PolicyError
from editor.llm.connections import Connection
from editor.llm.price_table import source_in_words
from editor.llm.provider import Message, Request, Role
from editor.protocol.messages import Approval, Critique, Done, PrepareCritique, Prepared
from editor.protocol.model_messages import (
    LimitDraft,
    LimitMonth,
    Narrow,
    PriceModel,
    ReadNarrowing,
    ReadSpending,
    SettleCall,
    SpendingState,
)
from editor.services.asking import Answer, Listener, Question, Stopped
from editor.services.budgeting import Budgeting
from editor.services.terms import terms_of
from editor.store.calls import Call
from editor.store.spending import Item, Spent
from editor.store.spending_file import spending_path

GOOD = "claude-sonnet-5-5"
CRITIC = "balanced-editor"
QUIET = Listener(lambda _: None, lambda _: None)


@pytest.fixture
def asking(draft: WrittenDraft, server: AnthropicServer) -> Iterator[Bench]:
    bench = Bench(draft, {"ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url})
    draft.begin()
    bench.attach()
    yield bench
    bench.opening.close()


@pytest.fixture
def budgeting(asking: Bench) -> Budgeting:
    return Budgeting(asking.opening, asking.models)


def run(bench: Bench, work: Callable[[], Awaitable[Any]]) -> Any:
    async def closed() -> Any:
        try:
            return await work()
        finally:
            await bench.models.close()

    return asyncio.run(closed())


def prepare(bench: Bench, number: int = 2, model: str = "") -> PrepareCritique:
    return PrepareCritique(1, bench.draft.paragraph(number), CRITIC, True, bench.draft.n, model)


async def critique(bench: Bench, model: str = "") -> tuple[Prepared, Any]:
    prepared = await bench.critiquing.prepare(prepare(bench, model=model))
    yes = Approval(CRITIC, prepared.digest, model=model)
    asked = Critique(2, bench.draft.paragraph(2), (CRITIC,), (yes,), True, bench.draft.n)
    return prepared, await bench.critiquing.critique(asked)


def narrowing(**changed: Any) -> Narrow:
    fields: dict[str, Any] = {"models": {}, "others": True, "local_only": False, "never_sent": ()}
    return Narrow(9, **{**fields, **changed})


# Limits


def test_that_a_draft_begins_with_three_dollars_and_a_month_without_a_limit(asking: Bench, budgeting: Budgeting) -> None:
    state: SpendingState = run(asking, lambda: budgeting.read(ReadSpending(1)))
    assert (state.draft.limit, state.draft.left, state.month.limit, state.month.left) == ("3", "3", None, None)
    assert state.words == "$3.00 is left for this essay"
    assert state.price_source == source_in_words()


def test_that_a_call_is_counted_for_the_draft_its_purpose_and_its_model(asking: Bench, budgeting: Budgeting) -> None:
    async def work() -> SpendingState:
        await critique(asking)
        return await budgeting.read(ReadSpending(1))

    state: SpendingState = run(asking, work)
    (call,) = asking.opening.draft.store.calls.all()
    cost = Decimal(call.cost.removesuffix(" USD"))
    assert cost > 0
    assert Decimal(state.draft.spent) == Decimal(state.month.spent) == cost
    assert [(row.name, row.calls, Decimal(row.usd)) for row in state.purposes] == [("Critique: Balanced editor", 1, cost)]
    assert [row.name for row in state.models] == [f"{GOOD} (anthropic)"]
    assert state.draft.reserved == state.draft.unsure == "0"
    assert state.unsure == ()


def test_that_the_limit_of_a_draft_travels_with_it_and_refuses_with_its_figures(
    asking: Bench, budgeting: Budgeting, server: AnthropicServer
) -> None:
    async def work() -> None:
        state = await budgeting.limit_draft(LimitDraft(1, "0.001"))
        assert state.draft.limit == "0.001"
        with pytest.raises(ModelError) as caught:
            await asking.critiquing.prepare(prepare(asking))
        assert caught.value.fault is ModelFault.BUDGET
        assert caught.value.title.endswith("; 0.1 ct are left for this essay")

    run(asking, work)
    assert asking.opening.draft.store.meta["model_limit_usd"] == "0.001"
    assert server.received == []


def both(bench: Bench) -> list[PrepareCritique]:
    here, upto = bench.draft.paragraph(2), bench.draft.n
    return [PrepareCritique(1, here, critic, True, upto, several=True) for critic in (CRITIC, "logician")]


def test_that_of_several_critics_each_says_what_it_needs_and_what_is_left(asking: Bench, budgeting: Budgeting) -> None:
    async def work() -> None:
        await budgeting.limit_draft(LimitDraft(1, "0.001"))
        for shown in [await asking.critiquing.prepare(one) for one in both(asking)]:
            assert (shown.left_usd, shown.left_words) == ("0.001", "0.1 ct are left for this essay")
            assert Decimal(shown.needs_usd or 0) > Decimal("0.001")

    run(asking, work)


def test_that_critics_who_fit_together_only_by_their_count_are_counted_and_all_read(
    asking: Bench, budgeting: Budgeting, server: AnthropicServer
) -> None:
    async def work() -> None:
        await budgeting.limit_draft(LimitDraft(1, None))
        free = [await asking.critiquing.prepare(one) for one in both(asking)]
        needs = sum((Decimal(one.needs_usd or 0) for one in free), Decimal(0))
        assert needs < sum((Decimal(one.most_usd or 0) for one in free), Decimal(0))
        await budgeting.limit_draft(LimitDraft(1, str(needs)))
        shown = [await asking.critiquing.prepare(one) for one in both(asking)]
        yes = tuple(Approval(asked.critic, one.digest) for asked, one in zip(both(asking), shown, strict=True))
        here, critics = asking.draft.paragraph(2), tuple(one.critic for one in yes)
        await asking.critiquing.critique(Critique(2, here, critics, yes, True, asking.draft.n))

    run(asking, work)
    assert [call.status for call in asking.opening.draft.store.calls.all()] == ["done", "done"]
    assert sorted(one.path.rpartition("/")[2] for one in server.received) == ["count_tokens"] * 2 + ["messages"] * 2


@pytest.mark.parametrize(("short_by", "counted"), [("0", 0), ("0.0000001", 2)])
def test_that_critics_are_counted_where_the_sum_that_the_sheet_names_is_more_than_is_left(
    asking: Bench, budgeting: Budgeting, server: AnthropicServer, short_by: str, counted: int
) -> None:
    async def work() -> None:
        await budgeting.limit_draft(LimitDraft(1, None))
        free = [await asking.critiquing.prepare(one) for one in both(asking)]
        assert [one.counted_by for one in free] == ["Claude", "Claude"]
        most = sum((Decimal(one.most_usd or 0) for one in free), Decimal(0))
        await budgeting.limit_draft(LimitDraft(1, str(most - Decimal(short_by))))
        shown = [await asking.critiquing.prepare(one) for one in both(asking)]
        assert all("counts the text first" not in one.price_words for one in shown)
        assert sum((Decimal(one.most_usd or 0) for one in shown), Decimal(0)) == most
        yes = tuple(Approval(asked.critic, one.digest) for asked, one in zip(both(asking), shown, strict=True))
        here, critics = asking.draft.paragraph(2), tuple(one.critic for one in yes)
        await asking.critiquing.critique(Critique(2, here, critics, yes, True, asking.draft.n))

    run(asking, work)
    assert [one.path.rpartition("/")[2] for one in server.received].count("count_tokens") == counted


def test_that_an_answer_is_allowed_less_where_that_fits_and_the_sheet_says_so(
    asking: Bench, budgeting: Budgeting, server: AnthropicServer
) -> None:
    async def work() -> Prepared:
        await budgeting.limit_draft(LimitDraft(1, None))
        whole = await asking.critiquing.prepare(prepare(asking))
        await budgeting.limit_draft(LimitDraft(1, "0.05"))
        prepared, done = await critique(asking)
        assert isinstance(done, Done)
        assert prepared.digest != whole.digest
        assert Decimal(prepared.most_usd or 0) <= Decimal("0.05") < Decimal(whole.most_usd or 0)
        return prepared

    prepared: Prepared = run(asking, work)
    allowed = server.received[0].body["max_tokens"]
    assert 2048 <= allowed < 8192
    assert f"the answer may have {allowed} tokens instead of 8192, to fit what is left" in prepared.price_words


def test_that_the_month_limits_every_draft(asking: Bench, budgeting: Budgeting) -> None:
    async def work() -> None:
        await budgeting.limit_draft(LimitDraft(1, None))
        await budgeting.limit_month(LimitMonth(1, "0"))
        with pytest.raises(ModelError, match="nothing is left for this month"):
            await asking.critiquing.prepare(prepare(asking))

    run(asking, work)


@pytest.mark.parametrize("usd", ["lots", "-1", "NaN", "1e9", ""])
def test_that_what_is_no_amount_changes_nothing(asking: Bench, budgeting: Budgeting, usd: str) -> None:
    async def work() -> SpendingState:
        for change in (budgeting.limit_draft(LimitDraft(1, usd)), budgeting.limit_month(LimitMonth(1, usd))):
            with pytest.raises(PolicyError, match="not an amount"):
                await change
        return await budgeting.read(ReadSpending(1))

    assert run(asking, work).draft.limit == "3"


def test_that_a_stopped_call_counts_with_its_longest_answer_until_the_writer_knows_better(
    asking: Bench, budgeting: Budgeting, server: AnthropicServer
) -> None:
    async def work() -> tuple[SpendingState, SpendingState]:
        connection = Connection("anthropic", server.url, "claude-sonnet-5-5", ("claude-sonnet-5-5", "x-flow"))
        await budgeting.price(PriceModel(1, connection.price_list, "x-flow", "3", "15"))
        request = Request("x-flow", "", (Message(Role.USER, "Say something."),), 1000, purpose="Pad")
        models = asking.models
        question = await models.question(request, connection, frozenset())
        task = asyncio.ensure_future(models.ask(question, lambda _: None, QUIET))
        while not server.received:
            await asyncio.sleep(0.005)
        before = await budgeting.read(ReadSpending(1))
        task.cancel()
        with pytest.raises(Stopped):
            await task
        return before, await budgeting.read(ReadSpending(1))

    before, after = run(asking, work)
    assert [row.name for row in after.purposes] == ["Pad"]
    assert (before.draft.spent, after.draft.reserved) == ("0", "0")
    assert Decimal(after.draft.spent) >= Decimal("0.015"), "a thousand tokens at fifteen dollars a million"
    assert [(row.model, row.most) for row in after.unsure] == [("x-flow", after.draft.spent)]

    async def settle() -> SpendingState:
        with pytest.raises(PolicyError, match="not one whose cost is unknown"):
            await budgeting.settle(SettleCall(1, "nobody", "0.01"))
        return await budgeting.settle(SettleCall(1, after.unsure[0].call, "0.01"))

    state = run(asking, settle)
    assert (state.draft.spent, state.draft.unsure, state.unsure) == ("0.01", "0", ())


def test_that_a_model_without_a_price_is_refused_while_there_is_a_limit(asking: Bench, budgeting: Budgeting) -> None:
    connection = Connection("anthropic", "https://models.invalid", "new", ("new",))
    request = Request("new", "", (Message(Role.USER, "?"),), 1000)

    async def work() -> None:
        question = await asking.models.question(request, connection, frozenset())
        with pytest.raises(ModelError, match="The price of new is not known") as caught:
            await asking.models.ask(question, lambda _: None, QUIET)
        assert caught.value.fault is ModelFault.BUDGET
        await budgeting.limit_draft(LimitDraft(1, None))
        assert (await asking.models.question(request, connection, frozenset())).refusal is None

    run(asking, work)


def test_that_a_limit_that_was_lowered_after_the_question_was_shown_holds(
    asking: Bench, budgeting: Budgeting, server: AnthropicServer
) -> None:
    async def work() -> None:
        models = asking.models
        question = await models.question(
            Request(GOOD, "", (Message(Role.USER, "?"),), 3000, purpose="Critique"), models.connection(), frozenset()
        )
        await budgeting.limit_draft(LimitDraft(1, "0.001"))
        with pytest.raises(ModelError, match="are left for this essay"):
            await models.ask(question, lambda _: None, QUIET)

    run(asking, work)
    assert server.received == []


def test_that_after_damage_the_calls_of_the_draft_are_counted_again(
    asking: Bench, budgeting: Budgeting, draft: WrittenDraft
) -> None:
    async def spend() -> SpendingState:
        await critique(asking)
        return await budgeting.read(ReadSpending(1))

    before: SpendingState = run(asking, spend)
    path = spending_path(draft.places.root)
    path.write_bytes(b"\0" * 5000)
    after: SpendingState = run(asking, lambda: budgeting.read(ReadSpending(1)))
    assert after.draft.spent == before.draft.spent != "0"
    assert "damaged" in after.notice
    assert path.with_name(f"{path.name}.damaged-1").exists()


def test_that_damage_while_the_program_runs_is_told_once_and_then_mended(
    asking: Bench, budgeting: Budgeting, draft: WrittenDraft
) -> None:
    path = spending_path(draft.places.root)

    async def work() -> SpendingState:
        await critique(asking)
        path.write_bytes(b"not a database any more" * 900)
        with pytest.raises(FileUnreadable, match="Nothing was sent"):
            await asking.critiquing.prepare(prepare(asking))
        await asking.critiquing.prepare(prepare(asking))
        return await budgeting.read(ReadSpending(1))

    state: SpendingState = run(asking, work)
    assert "damaged" in state.notice
    assert Decimal(state.draft.spent) > 0


def test_that_a_call_that_never_ended_is_remembered_with_the_most_it_can_have_cost(
    asking: Bench, budgeting: Budgeting
) -> None:
    asking.opening.draft.store.calls.put(Call("lost", 1_763_000_000_000, "anthropic", GOOD, "Critique", "x" * 400))
    state: SpendingState = run(asking, lambda: budgeting.read(ReadSpending(1)))
    assert Decimal(state.draft.spent) == Decimal(state.draft.unsure) > Decimal("0.05")
    assert [row.call for row in state.unsure] == ["lost"]


def test_that_a_call_whose_cost_was_guessed_counts_with_the_most_where_only_the_draft_remembers_it(
    asking: Bench, budgeting: Budgeting
) -> None:
    broken = Call("broken", 1_763_000_000_000, "anthropic", GOOD, "Critique", "x" * 400, cost="0.0007 USD", status="lost")
    asking.opening.draft.store.calls.put(replace(broken, tokens={"input": 147, "estimated": 1}))
    asking.opening.draft.store.calls.put(replace(broken, id="sure", tokens={"input": 147}))
    state: SpendingState = run(asking, lambda: budgeting.read(ReadSpending(1)))
    assert Decimal(state.draft.unsure) > Decimal("0.05")
    assert Decimal(state.draft.spent) - Decimal(state.draft.unsure) == Decimal("0.0007")
    assert [row.call for row in state.unsure] == ["broken"]


# Narrowing


def test_that_a_draft_narrows_its_models_and_keeps_that(
    asking: Bench, budgeting: Budgeting, server: AnthropicServer
) -> None:
    kept = budgeting.narrow(narrowing(models={"anthropic": ["claude-opus-5-5"]}))
    assert budgeting.read_narrowing(ReadNarrowing(9)) == kept
    assert terms_of(asking.opening).narrowing.models == {"anthropic": frozenset({"claude-opus-5-5"})}

    async def work() -> None:
        with pytest.raises(ModelError, match=f"does not allow the model {GOOD}") as caught:
            await asking.critiquing.prepare(prepare(asking))
        assert caught.value.fault is ModelFault.FORBIDDEN
        await asking.critiquing.prepare(prepare(asking, model="claude-opus-5-5"))

    run(asking, work)
    assert server.received == []


def test_that_an_answer_whose_provider_counts_nothing_counts_with_the_most_it_can_cost(
    asking: Bench, server: AnthropicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(anthropic_server.FAULTS, GOOD, anthropic_server.FAULTS["x-counts-nothing"])

    async def work() -> tuple[Question, Answer, Spent]:
        models = asking.models
        request = Request(GOOD, "", (Message(Role.USER, "?"),), 3000)
        question = await models.question(request, models.connection(), frozenset())
        answer = await models.ask(question, lambda _: None, QUIET)
        (row,) = models.spending(models.terms(), await models.prices()).calls()
        return question, answer, row

    question, answer, row = run(asking, work)
    assert answer.text == "Two words"
    assert answer.call.tokens["estimated"] == 1
    assert Decimal(answer.call.cost.removesuffix(" USD")) > 0
    assert question.price is not None
    assert (row.settled, row.unsure) == (question.price.most, True)


def test_that_a_narrowing_that_came_after_the_sheet_holds(
    asking: Bench, budgeting: Budgeting, server: AnthropicServer
) -> None:
    async def work() -> Answer:
        models = asking.models
        question = await models.question(
            Request(GOOD, "", (Message(Role.USER, "?"),), 3000), models.connection(), frozenset()
        )
        budgeting.narrow(narrowing(others=False))
        with pytest.raises(ModelError, match="does not allow Claude"):
            await models.ask(question, lambda _: None, QUIET)

    run(asking, work)
    assert server.received == []


@pytest.mark.parametrize("models", [{"anthropic": "o3"}, {"anthropic": [3]}, {"anthropic": {"a": 1}}])
def test_that_a_narrowing_that_cannot_be_read_is_not_kept(asking: Bench, budgeting: Budgeting, models: Any) -> None:
    with pytest.raises(PolicyError, match="Nothing was changed"):
        budgeting.narrow(narrowing(models=models))
    assert budgeting.read_narrowing(ReadNarrowing(1)).others


def test_that_a_paragraph_that_is_never_sent_goes_to_local_critics_only(
    asking: Bench, budgeting: Budgeting, server: AnthropicServer
) -> None:
    locked = asking.draft.paragraph(2)
    budgeting.narrow(narrowing(never_sent=(locked,)))

    async def work() -> None:
        with pytest.raises(EditRefused, match="never to be sent"):
            await asking.critiquing.prepare(prepare(asking))
        with pytest.raises(EditRefused, match="never to be sent"):
            await asking.critiquing.critique(Critique(2, locked, ("style", CRITIC), (), True, asking.draft.n))
        await asking.critiquing.critique(Critique(2, locked, ("style",), (), True, asking.draft.n))
        beside = await asking.critiquing.prepare(prepare(asking, 3))
        assert "very unique" not in beside.text
        assert "A title" in beside.text
        assert "left out" in beside.price_words

    run(asking, work)
    assert asking.states("style")[-1].state == "done"
    assert server.received == []


def test_that_half_of_a_paragraph_that_is_never_sent_is_never_sent_either(asking: Bench, budgeting: Budgeting) -> None:
    budgeting.narrow(narrowing(never_sent=(asking.draft.paragraph(2),)))
    asking.draft.write(asking.draft.text.index(" It goes on."), "\n\n")
    with pytest.raises(EditRefused, match="never to be sent"):
        run(asking, lambda: asking.critiquing.prepare(prepare(asking, 3)))


# Prices by the writer's word


def test_that_a_price_the_writer_gives_lets_a_model_without_one_be_asked_under_a_limit(
    asking: Bench, budgeting: Budgeting, server: AnthropicServer
) -> None:
    unknown = Connection("anthropic", server.url, "our-own-model", ("our-own-model",))
    far = Connection("anthropic", "https://models.example", unknown.model, unknown.allowed)
    asked = Request(unknown.model, "Say a word.", (Message(Role.USER, "Now."),), max_tokens=100, purpose="Critique")

    async def work() -> Any:
        before = await asking.models.question(asked, far, frozenset())
        assert before.refusal is not None
        assert "price of our-own-model is not known" in before.refusal.title
        state = await budgeting.price(PriceModel(1, "anthropic", "our-own-model", "2", "10"))
        assert [(one.model, one.input_usd, one.output_usd) for one in state.prices] == [("our-own-model", "2", "10")]
        assert (await asking.models.question(asked, far, frozenset())).refusal is None
        question = await asking.models.question(asked, unknown, frozenset())
        return await asking.models.ask(question, lambda _: None, QUIET)

    answer = run(asking, work)
    used = answer.call.tokens
    cost = (Decimal(2) * used["input"] + Decimal(10) * used["output"]) / 1_000_000
    assert Decimal(answer.call.cost.removesuffix(" USD")) == cost


def test_that_a_model_elsewhere_that_costs_nothing_is_not_said_to_run_on_this_computer(
    asking: Bench, budgeting: Budgeting
) -> None:
    far = Connection("compatible", "https://models.example/v1", "somebody/theirs:free", ("somebody/theirs:free",))
    asked = Request(far.model, "Say a word.", (Message(Role.USER, "Now."),), max_tokens=100, purpose="Critique")

    async def work() -> Question:
        await budgeting.price(PriceModel(1, far.price_list, far.model, "0", "0"))
        return await asking.models.question(asked, far, frozenset())

    question: Question = run(asking, work)
    assert question.refusal is None
    assert question.price_words == "free, by the price that you gave"


def test_that_a_price_given_is_known_to_the_next_program_and_can_be_taken_back(
    asking: Bench, budgeting: Budgeting
) -> None:
    run(asking, lambda: budgeting.price(PriceModel(1, "anthropic", "our-own-model", "2", "10")))
    later = Budgeting(asking.opening, asking.models)  # the file was closed in between
    state = run(asking, lambda: later.read(ReadSpending(2)))
    assert [one.model for one in state.prices] == ["our-own-model"]
    state = run(asking, lambda: later.price(PriceModel(3, "anthropic", "our-own-model", None, None)))
    assert state.prices == ()


@pytest.mark.parametrize(
    ("model", "amount", "said"), [(GOOD, "1", "is known"), ("x", "cheap", "not an amount"), (" ", "1", "No model")]
)
def test_that_a_price_that_cannot_be_is_refused(
    asking: Bench, budgeting: Budgeting, model: str, amount: str, said: str
) -> None:
    with pytest.raises(PolicyError, match=said):
        run(asking, lambda: budgeting.price(PriceModel(1, "anthropic", model, amount, amount)))


def test_that_the_state_sums_by_provider_and_tells_this_draft_from_others(asking: Bench, budgeting: Budgeting) -> None:
    async def work() -> SpendingState:
        await critique(asking)
        spending = asking.models.spending(asking.models.terms(), await asking.models.prices())
        spending.reserve([Item("elsewhere", "another", "anthropic", "m", "Critique", Decimal("0.25"))], None)
        spending.settle("elsewhere", Decimal("0.25"))
        return await budgeting.read(ReadSpending(1))

    state = run(asking, work)
    assert [row.name for row in state.providers] == ["anthropic"]
    assert {row.name: row.calls for row in state.drafts} == {"Other essays": 1, "This essay": 1}


def test_that_a_call_that_never_ended_is_counted_by_its_bytes(asking: Bench) -> None:
    store = asking.opening.draft.store
    store.calls.put(Call("c1", 1, "anthropic", GOOD, "Critique", "字" * 100))
    assert [one.length for one in store.calls.costs()] == [300]
