from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from anthropic_server import PLAIN_ANSWER, AnthropicServer
from model_server import Received
from service_bench import KEY, Bench, question_of, run
from written_draft import WrittenDraft

from editor.core.errors import EditRefused, ModelError
from editor.core.narrowing import NARROWING_NOTE, Narrowing
from editor.core.relay import End
from editor.llm.prices import PriceList, estimate
from editor.llm.relay_prompts import relay_request
from editor.llm.vendors import open_prices
from editor.protocol.messages import NeedsApproval
from editor.protocol.relay_messages import (
    GoOnWithRelay,
    ListRelays,
    PlayerRow,
    PrepareRelay,
    RelayBegun,
    RelayEnded,
    RelayHeard,
    RelayPlanRow,
    RelayPrepared,
    RelayTurnMade,
    RelayWaits,
    RunRelay,
    SectionRow,
    StopRelay,
)
from editor.services.planning import guessed_steps
from editor.services.relay_shelf import RelayShelf

SONNET, OPUS, HAIKU = "claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5"
TWO = (SectionRow("What follows from it", "It is rarer than one thinks.", None), SectionRow("The end", "", None))


def a_plan(sections: tuple[SectionRow, ...] = TWO, usd: str = "2", turns: int = 2, model: str = SONNET) -> RelayPlanRow:
    writer = PlayerRow("", model)
    return RelayPlanRow(sections, writer, PlayerRow("", HAIKU), PlayerRow("", OPUS), usd, 30, turns)


def four(usd: str) -> RelayPlanRow:
    """Paragraphs, all by one model."""
    one = PlayerRow("", SONNET)
    return RelayPlanRow(tuple(SectionRow(f"Entry {number}", "", None) for number in range(4)), one, one, one, usd, 30, 2)


async def prepared(bench: Bench, plan: RelayPlanRow) -> RelayPrepared:
    shown = await bench.relaying.prepare(PrepareRelay(bench.next_id(), plan, bench.draft.n))
    assert isinstance(shown, RelayPrepared)
    return shown


async def ran(bench: Bench, plan: RelayPlanRow) -> RelayEnded:
    shown = await prepared(bench, plan)
    ended = await bench.relaying.run(RunRelay(bench.next_id(), plan, bench.draft.n, shown.digest))
    assert isinstance(ended, RelayEnded)
    return ended


def told(bench: Bench, kind: type) -> list[Any]:
    return [one for one in bench.told if isinstance(one, kind)]


def content_of(received: Received) -> str:
    return f"{received.body['system']}\n\n{question_of(received)}"


def kept(bench: Bench) -> Any:
    return RelayShelf(bench.opening, lambda: 0).all()[-1]


async def until(true: Callable[[], object]) -> None:
    for _ in range(3_000):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come")


def test_that_a_relay_ends_with_a_proposal_and_leaves_the_draft_alone(asking: Bench, server: AnthropicServer) -> None:
    before = asking.opening.draft.document(asking.draft.n).text()
    ended = run(asking, lambda: ran(asking, a_plan()))
    row = ended.relay
    assert (row.signs.end, row.signs.done, row.signs.steps) == ("done", 10, 10)
    assert [one.text for one in row.proposal] == [PLAIN_ANSWER, PLAIN_ANSWER]
    assert [(one.title, one.model, one.provider) for one in row.proposal] == [
        ("What follows from it", f"{SONNET}-20261101", "anthropic"),
        ("The end", f"{SONNET}-20261101", "anthropic"),
    ]
    asked = [one.body["model"] for one in server.received]
    assert asked == [SONNET, HAIKU, SONNET, OPUS, SONNET] * 2
    assert [turn.stage for turn in row.turns[:5]] == ["associate", "associate", "draft", "criticise", "revise"]
    assert asking.opening.draft.document(asking.draft.n).text() == before
    assert asking.opening.draft.folded_n == asking.draft.n


def test_that_every_turn_is_told_as_it_comes_and_kept_at_once(asking: Bench, server: AnthropicServer) -> None:
    ended = run(asking, lambda: ran(asking, a_plan()))
    assert [one.step for one in told(asking, RelayBegun)] == list(range(10))
    assert [one.turn for one in told(asking, RelayTurnMade)] == list(ended.relay.turns)
    heard = [one for one in told(asking, RelayHeard) if one.step == 0]
    assert "".join(one.text for one in heard) == PLAIN_ANSWER
    listed = asking.relaying.list(ListRelays(1))
    assert listed.relays == (ended.relay,)
    assert len(asking.opening.draft.store.attachments.of("relayturn")) == 10


def test_that_the_socket_the_record_and_the_sheet_say_the_same(asking: Bench, server: AnthropicServer) -> None:
    about = (SectionRow("The first", "Say it once.", asking.draft.paragraph(2)), *TWO[1:])

    async def work() -> RelayPrepared:
        shown = await prepared(asking, a_plan(about))
        assert server.received == []
        await ran(asking, a_plan(about))
        return shown

    shown = run(asking, work)
    calls = asking.opening.draft.store.calls.all()
    assert sorted(content_of(one) for one in server.received) == sorted(call.sent for call in calls)
    assert shown.first == content_of(server.received[0])
    assert shown.first in shown.text
    said_by_models = (PLAIN_ANSWER,)
    for call in calls:  # whatever else went out stood on the sheet
        for line in call.sent.splitlines():
            told_before = any(words in line for words in said_by_models) or _plain(line) in _plain(shown.text)
            assert told_before or line.startswith(
                ("<", "From the dialogue", "The draft", "The remarks", "What was proposed")
            )
    assert {(row.part, row.model) for row in shown.recipients} == {
        ("writer", SONNET),
        ("partner", HAIKU),
        ("critic", OPUS),
    }
    assert {call.purpose for call in calls} == {"relay: associate", "relay: draft", "relay: criticise", "relay: revise"}
    assert "A second one" not in shown.text  # what was not chosen does not go along


def _plain(text: str) -> str:
    return text.replace("point tags", "{{tag}} tags")


def test_that_a_relay_of_four_paragraphs_stops_exactly_at_its_limit(asking: Bench, server: AnthropicServer) -> None:
    ended = run(asking, lambda: ran(asking, four("0.09")))
    signs, sent = ended.relay.signs, asked(server)
    assert (signs.end, 0 < sent < signs.steps) == ("money", True)
    relay, prices = kept(asking), open_prices()
    following = _most(prices, relay)
    spent = sum((Decimal(call.cost.split()[0]) for call in asking.opening.draft.store.calls.all()), Decimal(0))
    assert relay.spent == spent
    assert relay.held == 0
    assert relay.spent + following > Decimal("0.09")
    assert "of the relay's limit" in signs.why
    assert signs.why.endswith(" It was not sent. Begin another relay with more.")
    exactly = relay.spent + following  # with so much, that request still goes, and with a hair less it does not
    for usd, more in ((exactly, 1), (exactly - Decimal("0.000001"), 0)):
        server.received.clear()
        again = run(asking, lambda usd=usd: ran(asking, four(str(usd))))  # type: ignore[misc]
        assert asked(server) == sent + more
        assert Decimal(again.relay.signs.spent_usd) <= usd


def test_that_a_text_that_was_only_counted_is_told_before_and_in_the_end(asking: Bench, server: AnthropicServer) -> None:
    run(asking, lambda: ran(asking, a_plan(usd="0")))
    assert server.received == []
    guess = _most(open_prices(), kept(asking))
    server.tokens_of_a_byte = 0.9
    shown = run(asking, lambda: prepared(asking, a_plan(usd=str(guess))))
    assert shown.counted_by == ("Claude",)
    ended = run(asking, lambda: ran(asking, a_plan(usd=str(guess))))
    assert [one.path.rpartition("/")[2] for one in server.received] == ["count_tokens"]
    assert ended.relay.signs.why.endswith(
        "of the relay's limit are left. Claude has counted the text. It was not asked, and nothing was charged. "
        "Begin another relay with more."
    )


def asked(server: AnthropicServer) -> int:
    """So many requests were answered, and not only counted."""
    return sum(one.path.endswith("/messages") for one in server.received)


def _most(prices: PriceList, relay: Any) -> Decimal:
    """That the next request has to fit with, to be counted and sent."""
    (step,) = guessed_steps((relay_request(relay, relay.plan.steps[relay.done]),))
    found = estimate(prices, "anthropic", step)
    assert found is not None
    return found.most


def test_that_the_limit_of_the_draft_ends_it_too(asking: Bench, server: AnthropicServer) -> None:
    asking.opening.draft.store.note(model_limit_usd="0.025")
    ended = run(asking, lambda: ran(asking, four("2")))
    assert ended.relay.signs.end == "money"
    assert "for this essay" in ended.relay.signs.why
    assert kept(asking).spent < Decimal("0.025")


def test_that_minutes_end_it_in_the_middle_of_a_turn_whose_words_are_kept(asking: Bench, server: AnthropicServer) -> None:
    async def work() -> Any:
        plan = a_plan(model="x-stall")
        shown = await prepared(asking, plan)
        running = asyncio.create_task(asking.relaying.run(RunRelay(5, plan, asking.draft.n, shown.digest)))
        await until(lambda: told(asking, RelayHeard))
        asking.draft.clock.advance(30 * 60_000)
        return await running

    ended = run(asking, work)
    assert (ended.relay.signs.end, ended.relay.signs.done) == ("minutes", 0)
    (turn,) = ended.relay.turns
    assert (turn.text, turn.whole) == ("Two words", False)
    assert server.received[0].left.wait(5)


def test_that_it_is_stopped_at_the_word_it_is_at_and_gone_on_with(asking: Bench, server: AnthropicServer) -> None:
    async def work() -> Any:
        plan = a_plan(model="x-stall")
        shown = await prepared(asking, plan)
        running = asyncio.create_task(asking.relaying.run(RunRelay(5, plan, asking.draft.n, shown.digest)))
        await until(lambda: told(asking, RelayHeard))
        asking.relaying.stop(StopRelay(6, told(asking, RelayBegun)[0].relay))
        return await running

    ended = run(asking, work)
    assert (ended.relay.signs.end, ended.relay.signs.can_go_on) == ("stopped", True)
    assert [turn.text for turn in ended.relay.turns] == ["Two words"]
    shelf = RelayShelf(asking.opening, lambda: 0)
    relay = kept(asking)
    shelf.keep(replace(relay, plan=replace(relay.plan, writer=relay.plan.partner)))
    gone_on = run(asking, lambda: asking.relaying.go_on(GoOnWithRelay(7, relay.id)))
    assert gone_on.relay.signs.end == "done"
    assert [turn.step for turn in gone_on.relay.turns] == list(range(10))


def test_that_a_worker_that_comes_after_a_kill_repeats_nothing_and_counts_what_was_under_way_at_its_most(
    asking: Bench, server: AnthropicServer, draft: WrittenDraft
) -> None:
    shelf = RelayShelf(asking.opening, lambda: 0)

    async def killed() -> str:
        plan = a_plan()
        shown = await prepared(asking, plan)
        running = asyncio.create_task(asking.relaying.run(RunRelay(5, plan, asking.draft.n, shown.digest)))
        await until(lambda: len(told(asking, RelayTurnMade)) == 3)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return str(told(asking, RelayBegun)[0].relay)

    ident = run(asking, killed)
    relay = shelf.named(ident)
    assert relay is not None
    assert relay.end is None  # it is under way, not stopped
    before, done = relay.spent, relay.done
    shelf.keep(replace(relay, held=Decimal("0.125")))  # as the kill would have left it
    asking.opening.close()
    after = Bench(draft, {"ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url})
    after.attach()
    server.received.clear()
    ended = run(after, lambda: after.relaying.go_on(GoOnWithRelay(1, ident)))
    assert (ended.relay.signs.end, len(server.received)) == ("done", 10 - done)
    assert [turn.step for turn in ended.relay.turns] == list(range(10))
    assert Decimal(ended.relay.signs.spent_usd) > before + Decimal("0.125")
    with pytest.raises(EditRefused, match="cannot be gone on with"):
        run(after, lambda: after.relaying.go_on(GoOnWithRelay(1, ident)))
    after.opening.close()


def test_that_a_failure_ends_it_with_its_sentence_and_keeps_what_came(asking: Bench, server: AnthropicServer) -> None:
    ended = run(asking, lambda: ran(asking, a_plan(model="x-refusal")))
    assert (ended.relay.signs.end, ended.relay.signs.can_go_on) == ("failed", True)
    assert ended.relay.signs.why
    assert [turn.whole for turn in ended.relay.turns] == [False]
    nothing = run(asking, lambda: ran(asking, a_plan(model="x-404")))
    assert (nothing.relay.signs.end, nothing.relay.turns) == ("failed", ())


def test_that_a_turn_that_ran_out_of_words_counts_as_said(asking: Bench, server: AnthropicServer) -> None:
    ended = run(asking, lambda: ran(asking, a_plan(TWO[:1], model="x-max-tokens")))
    assert (ended.relay.signs.end, ended.relay.proposal[0].text) == ("done", "Two words")


def test_that_nothing_is_sent_without_a_yes_to_exactly_this(asking: Bench, server: AnthropicServer) -> None:
    where = asking.draft.paragraph(2)
    about = a_plan((SectionRow("The first", "", where),))

    async def work() -> list[Any]:
        shown = await prepared(asking, about)
        changed = [replace(about, usd="2.01"), replace(about, critic=about.writer), replace(about, turns=3)]
        answers = [await asking.relaying.run(RunRelay(1, one, asking.draft.n, shown.digest)) for one in changed]
        asking.draft.write(asking.draft.text.index("very"), "not ")
        return [*answers, await asking.relaying.run(RunRelay(1, about, asking.draft.n, shown.digest))]

    assert run(asking, work) == [NeedsApproval(1, ("relay",))] * 4
    assert server.received == []
    assert asking.relaying.list(ListRelays(1)).relays == ()


def test_that_what_the_writer_changes_meanwhile_is_not_what_goes_out(asking: Bench, server: AnthropicServer) -> None:
    where = asking.draft.paragraph(2)
    plan = a_plan((SectionRow("The first", "", where),))

    async def work() -> None:
        shown = await prepared(asking, plan)
        running = asyncio.create_task(asking.relaying.run(RunRelay(5, plan, asking.draft.n, shown.digest)))
        await until(lambda: told(asking, RelayTurnMade))
        asking.draft.write(asking.draft.text.index("very"), "secretly ")
        asking.opening.draft.fold()
        await running

    run(asking, work)
    assert len(server.received) == 5
    assert all("very unique" in question_of(one) and "secretly" not in question_of(one) for one in server.received)


def test_that_a_paragraph_that_is_locked_is_refused_and_one_locked_meanwhile_ends_it(
    asking: Bench, server: AnthropicServer
) -> None:
    where, heading = asking.draft.paragraph(2), asking.draft.paragraph(1)
    plan = a_plan((SectionRow("The first", "", where),))

    def lock(ident: int) -> None:
        note = Narrowing(never_sent=frozenset({ident})).row()
        asking.opening.draft.store.note(**{NARROWING_NOTE: note})

    async def locked_meanwhile() -> Any:
        shown = await prepared(asking, plan)
        running = asyncio.create_task(asking.relaying.run(RunRelay(5, plan, asking.draft.n, shown.digest)))
        await until(lambda: told(asking, RelayTurnMade))
        lock(heading)
        return await running

    ended = run(asking, locked_meanwhile)
    assert ended.relay.signs.end == "failed"
    assert "never to be sent" in ended.relay.signs.why
    sent = len(server.received)
    assert sent < 5
    shown = run(asking, lambda: prepared(asking, plan))
    assert "A title" not in shown.text
    lock(where)
    with pytest.raises(EditRefused, match="never to be sent"):
        run(asking, lambda: prepared(asking, plan))
    assert len(server.received) == sent


AN_AMOUNT = "What it may cost is an amount in dollars, such as 0.50."
LIMITS = "A relay has a limit of money and one of minutes."


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (a_plan(()), "A relay has 1 to 40 paragraphs."),
        (a_plan(usd="much"), AN_AMOUNT),
        (a_plan(usd=""), AN_AMOUNT),
        (a_plan(usd="-1"), LIMITS),
        (a_plan(usd="nan"), LIMITS),
        (a_plan(turns=13), "A paragraph has 0 to 12 turns of association."),
        (a_plan(model=" "), "A model is not named."),
    ],
)
def test_that_a_plan_that_nobody_can_run_is_refused_in_a_sentence(asking: Bench, plan: RelayPlanRow, why: str) -> None:
    with pytest.raises(EditRefused) as refused:
        run(asking, lambda: prepared(asking, plan))
    assert (refused.value.title, refused.value.detail) == ("This relay cannot begin", f"{why} Nothing was sent.")


def test_that_a_point_without_words_is_refused(asking: Bench) -> None:
    with pytest.raises(EditRefused, match=r"A point of the outline is empty\. Nothing was sent\."):
        run(asking, lambda: prepared(asking, a_plan((SectionRow(" ", "", None),))))


def test_that_only_one_runs_and_one_left_under_way_can_be_ended(asking: Bench, server: AnthropicServer) -> None:
    async def work() -> Any:
        plan = a_plan(model="x-wait")
        shown = await prepared(asking, plan)
        running = asyncio.create_task(asking.relaying.run(RunRelay(5, plan, asking.draft.n, shown.digest)))
        await until(lambda: told(asking, RelayBegun))
        with pytest.raises(EditRefused, match="under way already"):
            await asking.relaying.run(RunRelay(6, plan, asking.draft.n, shown.digest))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return asking.relaying.list(ListRelays(1)).relays

    (left,) = run(asking, work)
    assert left.signs.end == ""
    (ended,) = asking.relaying.stop(StopRelay(2, left.relay)).relays
    assert (ended.signs.end, kept(asking).end) == ("stopped", End.STOPPED)


def test_that_a_wait_is_told_and_a_try_more_needs_its_money_too(asking: Bench, server: AnthropicServer) -> None:
    ended = run(asking, lambda: ran(asking, a_plan(TWO[:1], turns=1, model="x-flaky-1")))
    assert ended.relay.signs.end == "done"
    waits = told(asking, RelayWaits)
    assert waits
    assert all(one.seconds > 0 and one.words and one.relay == ended.relay.relay for one in waits)


def test_that_a_model_without_a_price_that_is_not_on_this_machine_is_refused(asking: Bench) -> None:
    far = Bench(asking.draft, {"ANTHROPIC_API_KEY": KEY})
    asking.opening.close()
    far.attach()
    with pytest.raises(ModelError, match="price of x-unknown is not known"):
        run(far, lambda: prepared(far, a_plan(model="x-unknown")))
    far.opening.close()
