"""A provider's web search for the sources of a claim, over all wire formats: shown first, paid for, candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from anthropic_server import AnthropicServer
from google_server import GoogleServer
from model_server import ModelServer
from openai_server import OpenAIServer
from service_bench import KEY, Bench, run
from written_draft import WrittenDraft

from editor.core.errors import EditRefused, ModelError, ModelFault
from editor.llm.connections import COMPATIBLE, Connection
from editor.protocol.claim_messages import SOURCES, FindSources, PrepareSources, SourceRow, SourcesFound
from editor.protocol.messages import Approval, NeedsApproval
from editor.protocol.model_messages import LimitDraft, LimitMonth, Narrow, PriceModel
from editor.services.budgeting import Budgeting

CLAIM = "The first paragraph is very unique."
LOCAL = Connection(COMPATIBLE, "http://127.0.0.1:11434/v1", "qwen3:8b", ("qwen3:8b",), "ollama", "My Ollama")
SWANS = "https://swans.example"

WAYS: list[Any] = [
    pytest.param(
        AnthropicServer, "anthropic", [{"type": "web_search_20250305", "name": "web_search", "max_uses": 3}],
        SourceRow(SWANS, "Swans", "Black swans were seen in 1697."), "0.02", id="anthropic",
    ),
    pytest.param(
        OpenAIServer, "openai", [{"type": "web_search"}], SourceRow(SWANS, "Swans", ""), "0.02", id="openai",
    ),
    pytest.param(
        GoogleServer, "google", [{"googleSearch": {}}],
        SourceRow("https://redirect.example/1", "swans.example", ""), "0.028", id="google",
    ),
]  # fmt: skip


def benched(draft: WrittenDraft, provider: str, url: str) -> Bench:
    names = {"anthropic": "ANTHROPIC_API_KEY", "openai": "OPENAI_API_KEY", "google": "GEMINI_API_KEY"}
    made = Bench(draft, {names[provider]: KEY, f"PALIMPSEST_{provider.upper()}_BASE_URL": url})
    draft.begin()
    made.attach()
    return made


def preparing(bench: Bench, connection: str = "", claim: str = CLAIM) -> PrepareSources:
    return PrepareSources(1, bench.draft.paragraph(2), claim, bench.draft.n, connection)


@pytest.mark.parametrize(("make", "provider", "tools", "row", "searches_usd"), WAYS)
def test_that_the_providers_own_search_and_no_other_tool_brings_candidates_that_are_paid_for(
    make: Callable[[], ModelServer],
    provider: str,
    tools: list[dict[str, object]],
    row: SourceRow,
    searches_usd: str,
    draft: WrittenDraft,
) -> None:
    with make() as server:
        bench = benched(draft, provider, server.url)
        run(bench, lambda: Budgeting(bench.opening, bench.models).limit_draft(LimitDraft(1, None)))

        async def work() -> Any:
            shown = await bench.sourcing.prepare(preparing(bench, provider))
            here = (bench.draft.paragraph(2), CLAIM, bench.draft.n)
            unseen = await bench.sourcing.find(FindSources(2, *here, Approval(SOURCES, "", provider)))
            assert unseen == NeedsApproval(2, (SOURCES,))
            assert server.received == []
            yes = Approval(SOURCES, shown.digest, shown.connection, shown.model)
            found = await bench.sourcing.find(FindSources(3, *here, yes))
            prices = await bench.models.prices()
            return shown, found, bench.models.budget(bench.models.terms(), prices).draft.spent

        shown, found, spent = run(bench, work)
        body = server.received[0].body
    assert isinstance(found, SourcesFound)
    assert (found.sources, found.said, found.trouble) == ((row,), "Some are black.", "")
    assert body["tools"] == tools
    assert "will search the web" in shown.notice
    assert "1.0 ct" in shown.notice or "1.4 ct" in shown.notice
    assert [one.name for one in shown.askable] == ["anthropic", "openai", "google"]
    (call,) = bench.opening.draft.store.calls.all()
    assert (call.id, call.purpose, call.tokens["searches"]) == (found.call, "Sources for a claim", 2)
    assert CLAIM in call.sent
    assert call.sent in shown.text
    assert Decimal(searches_usd) < spent == Decimal(call.cost.removesuffix(" USD"))
    bench.opening.close()


def test_that_a_server_that_only_speaks_the_format_is_neither_offered_nor_asked(asking: Bench) -> None:
    asking.models.book.keep(LOCAL)
    asking.models.book.choose_usual("ollama")
    shown = run(asking, lambda: asking.sourcing.prepare(preparing(asking)))
    assert shown.connection == "anthropic"
    with pytest.raises(EditRefused, match="My Ollama cannot search the web"):
        run(asking, lambda: asking.sourcing.prepare(preparing(asking, "ollama")))


def test_that_a_draft_that_allows_nobody_who_can_search_says_so(asking: Bench) -> None:
    asking.models.book.keep(LOCAL)
    asking.models.book.choose_usual("ollama")
    Budgeting(asking.opening, asking.models).narrow(
        Narrow(1, {"ollama": ["qwen3:8b"]}, others=False, local_only=False, never_sent=())
    )
    with pytest.raises(EditRefused, match="cannot search the web"):
        run(asking, lambda: asking.sourcing.prepare(preparing(asking)))


def test_that_what_is_never_to_be_sent_is_not_searched_for(asking: Bench) -> None:
    kept = (asking.draft.paragraph(2),)
    Budgeting(asking.opening, asking.models).narrow(Narrow(1, {}, others=True, local_only=False, never_sent=kept))
    with pytest.raises(EditRefused, match="never to be sent"):
        run(asking, lambda: asking.sourcing.prepare(preparing(asking)))


@pytest.mark.parametrize(
    ("name", "told"), [("x-searched-cut", "broke off"), ("x-searched-paused", "stopped searching before it was done")]
)
def test_that_candidates_of_an_answer_that_was_not_finished_are_kept_and_it_is_said(
    draft: WrittenDraft, server: AnthropicServer, name: str, told: str
) -> None:
    model = {"PALIMPSEST_ANTHROPIC_MODEL": name, "ANTHROPIC_API_KEY": KEY}
    bench = Bench(draft, {**model, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url})
    draft.begin()
    bench.attach()

    async def work() -> Any:
        shown = await bench.sourcing.prepare(preparing(bench))
        here = (bench.draft.paragraph(2), CLAIM, bench.draft.n)
        return await bench.sourcing.find(FindSources(2, *here, Approval(SOURCES, shown.digest)))

    found = run(bench, work)
    assert [one.url for one in found.sources] == [SWANS]
    assert told in found.trouble
    bench.opening.close()


def test_that_google_whose_search_takes_no_bound_is_not_asked_while_there_is_a_limit(draft: WrittenDraft) -> None:
    bench = benched(draft, "google", "https://generativelanguage.googleapis.com")
    bench.models.book.choose_usual("google")
    budgeting = Budgeting(bench.opening, bench.models)
    shown = run(bench, lambda: bench.sourcing.prepare(preparing(bench)))
    assert shown.connection == "anthropic"
    assert [one.name for one in shown.askable] == ["anthropic", "openai"]
    assert shown.notice.endswith(" Gemini is not asked while there is a limit: it searches as often as it likes.")
    refused = pytest.raises(ModelError, match="Gemini searches as often as it likes, so no limit can be kept with it")
    with refused as caught:
        run(bench, lambda: bench.sourcing.prepare(preparing(bench, "google")))
    assert caught.value.fault is ModelFault.BUDGET
    run(bench, lambda: budgeting.limit_draft(LimitDraft(2, None)))
    shown = run(bench, lambda: bench.sourcing.prepare(preparing(bench)))
    assert shown.connection == "google"
    assert "as often as it likes; the price has room for 10 searches. A search costs 1.4 ct." in shown.notice
    ten = Decimal(10) * Decimal("0.014")
    assert Decimal(shown.likely_usd) < ten < Decimal(shown.most_usd)
    run(bench, lambda: budgeting.limit_month(LimitMonth(3, "100")))
    assert run(bench, lambda: bench.sourcing.prepare(preparing(bench))).connection == "anthropic"
    bench.opening.close()


def test_that_a_limit_set_after_the_yes_keeps_google_from_being_asked(draft: WrittenDraft) -> None:
    with GoogleServer() as server:
        bench = benched(draft, "google", server.url)
        budgeting = Budgeting(bench.opening, bench.models)

        async def work() -> None:
            await budgeting.limit_draft(LimitDraft(1, None))
            shown = await bench.sourcing.prepare(preparing(bench, "google"))
            await budgeting.limit_month(LimitMonth(2, "100"))
            here = (bench.draft.paragraph(2), CLAIM, bench.draft.n)
            yes = Approval(SOURCES, shown.digest, shown.connection, shown.model)
            await bench.sourcing.find(FindSources(3, *here, yes))

        with pytest.raises(ModelError, match="no limit can be kept with it"):
            run(bench, work)
        assert server.received == []
        bench.opening.close()


def test_that_a_search_nobody_knows_the_price_of_is_not_made(draft: WrittenDraft) -> None:
    bench = benched(draft, "anthropic", "https://api.anthropic.com")
    budgeting = Budgeting(bench.opening, bench.models)
    run(bench, lambda: budgeting.price(PriceModel(1, "anthropic", "our-own-model", "2", "10")))
    with pytest.raises(EditRefused, match="What a search of the web costs with our-own-model is not known"):
        run(bench, lambda: bench.sourcing.prepare(replace(preparing(bench, "anthropic"), model="our-own-model")))
    bench.opening.close()


def test_that_a_claim_whose_words_are_gone_is_not_sent(asking: Bench) -> None:
    with pytest.raises(EditRefused, match="no longer in the text"):
        run(asking, lambda: asking.sourcing.prepare(preparing(asking, claim="Something else was claimed entirely.")))
