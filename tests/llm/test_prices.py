from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.money import cents
from editor.llm.connections import FALLBACK_MODELS, LOCAL_PRICES
from editor.llm.price_table import RELEASED, PriceTable, source_in_words
from editor.llm.prices import Estimate, estimate, estimate_in_words
from editor.llm.provider import (
    Message,
    Request,
    Role,
    Usage,
    bound_input,
    guessed_usage,
    likely_tokens,
    most_tokens,
)

ROOT = Path(__file__).parents[2]
MODEL = "claude-sonnet-5-5"
PRICES = PriceTable()


class FlatPrices:
    """One cent a token read, two a token written, three extra for each that goes into the cache."""

    def cost(self, provider: str, model: str, usage: Usage) -> Decimal | None:
        if model == "unknown":
            return None
        return Decimal(usage.input + 2 * usage.output + 3 * usage.cache_write) / 100


def asked(model: str, text: str, max_tokens: int = 100) -> Request:
    return Request(model, "", (Message(Role.USER, text),), max_tokens)


def cost(usage: Usage, model: str = MODEL) -> Decimal:
    price = PRICES.cost("anthropic", model, usage)
    assert price is not None
    return price


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        *((provider, model) for provider, known in FALLBACK_MODELS.items() for model in known.ids),
        ("anthropic", f"{MODEL}-20261101"),
        ("mistral", "mistral-medium-latest"),
        ("openrouter", "openai/gpt-6.1-sol"),
    ],
)
def test_that_every_model_offered_at_first_has_a_price(provider: str, model: str) -> None:
    plain = PRICES.cost(provider, model, Usage(input=1000, output=1000))
    cached = PRICES.cost(provider, model, Usage(input=1000, cache_read=900, output=1000))
    assert plain
    assert cached
    assert cached <= plain


@pytest.mark.parametrize("provider", FALLBACK_MODELS)
def test_that_searches_are_charged_by_their_number(provider: str) -> None:
    model = FALLBACK_MODELS[provider].ids[0]
    one, three = (PRICES.cost(provider, model, Usage(input=1000, searches=number)) for number in (1, 3))
    none = PRICES.cost(provider, model, Usage(input=1000))
    assert none
    assert one
    assert three == none + 3 * (one - none)
    assert one - none >= Decimal("0.01")


def test_that_the_prices_are_dated_with_the_day_their_list_came_out() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    (package,) = [one for one in lock["package"] if one["name"] == "genai-prices"]
    (wheel,) = package["wheels"]
    assert RELEASED[package["version"]] == date.fromisoformat(wheel["upload-time"][:10])
    assert source_in_words(package["version"]) == "genai-prices 0.2.3 of 10 November 2026"
    assert source_in_words("0.2.99") == "genai-prices 0.2.99"


def test_that_a_model_on_this_machine_is_free_and_said_to_be() -> None:
    assert PRICES.cost(LOCAL_PRICES, "qwen3:8b", Usage(input=10**6, output=10**6)) == 0
    assert "free" in estimate_in_words(estimate(PRICES, LOCAL_PRICES, asked("qwen3:8b", "text")), is_local=True)


@pytest.mark.parametrize(
    "model", ["claude-opus-5-5", "anthropic/claude-opus-5-5", "openrouter/openai/gpt-4o", "gemini-3.8-flash"]
)
def test_that_a_gateway_on_this_machine_costs_what_the_model_behind_it_costs(model: str) -> None:
    used, vendor = Usage(input=1000, output=1000), {"c": "anthropic", "g": "google"}
    name = model.rpartition("/")[2]
    listed = PRICES.cost("openai" if name == "gpt-4o" else vendor[name[0]], name, used)
    assert listed
    assert PRICES.cost(LOCAL_PRICES, model, used) == listed
    told = estimate(PRICES, LOCAL_PRICES, asked(model, "text"))
    assert told is not None
    assert told.most > 0


@pytest.mark.parametrize("model", ["gpt-oss-20b", "gpt-oss:20b", "openai/gpt-oss-120b", "gemma-3-27b-it", "llama3.2:3b"])
def test_that_a_model_that_anybody_can_run_is_free_on_this_machine_whoever_lists_it(model: str) -> None:
    assert PRICES.cost(LOCAL_PRICES, model, Usage(input=1000, output=1000)) == 0


def test_that_the_most_counts_every_search_allowed_and_what_it_finds() -> None:
    plain, searching = (Request(MODEL, "", (Message(Role.USER, "q"),), 1000, search=number) for number in (0, 5))
    few, many = estimate(PRICES, "anthropic", plain), estimate(PRICES, "anthropic", searching)
    assert few
    assert many
    assert many.most > few.most + 5 * Decimal("0.01")
    assert many.likely > few.likely


def test_that_the_most_has_room_for_all_that_a_model_reads_again_after_each_search() -> None:
    words = "word " * 2000
    searching = Request(MODEL, "", (Message(Role.USER, words),), 1000, search=3)
    most = estimate(PRICES, "anthropic", searching)
    prompt, found = len(words), 20_000
    turns = [Usage(input=prompt + after * found) for after in range(4)]
    assert most
    assert most.most > sum(map(cost, turns)) + 3 * Decimal("0.01") + cost(Usage(output=1000))


@pytest.mark.parametrize(("provider", "model"), [("anthropic", "claude-of-next-year"), ("nobody", MODEL), ("", MODEL)])
def test_that_an_unknown_model_has_no_price_rather_than_none_to_pay(provider: str, model: str) -> None:
    assert PRICES.cost(provider, model, Usage(input=1000, output=1000)) is None
    assert estimate(PRICES, provider, asked(model, "text")) is None
    assert "not known" in estimate_in_words(None, is_local=False)


def test_that_a_call_is_settled_as_the_sum_of_its_parts() -> None:
    parts = [Usage(input=1000), Usage(input=500, cache_read=500), Usage(input=200, cache_write=200), Usage(output=70)]
    whole = Usage(input=1700, cache_read=500, cache_write=200, output=70)
    assert cost(whole) == sum(map(cost, parts))


def test_that_the_cache_is_cheaper_to_read_and_dearer_to_fill() -> None:
    plain, read, written = (
        cost(Usage(input=1000, cache_read=read, cache_write=written)) for read, written in ((0, 0), (1000, 0), (0, 1000))
    )
    assert read < plain < written


def test_that_thinking_is_not_charged_a_second_time() -> None:
    assert cost(Usage(output=100, thinking=60)) == cost(Usage(output=100))


def test_that_the_most_counts_the_dearest_input_and_all_the_output_allowed() -> None:
    request = Request("m", "s" * 300, (Message(Role.USER, "m" * 200),), max_tokens=5000, schema="x" * 100)
    bytes_and_frame = 600 + 100 + 16 + 300
    assert estimate(FlatPrices(), "any", request) == Estimate(
        likely=Decimal(150 + 2 * 1500) / 100, most=Decimal(4 * bytes_and_frame + 2 * 5000) / 100
    )


@pytest.mark.parametrize("text", ["12.4,88.1\n" * 90, r"$x_1^2+\sum_{i}a_i$ " * 60, "字" * 300, "🜁" * 40, "word " * 200])
def test_that_the_most_has_a_token_for_every_byte(text: str) -> None:
    assert bound_input(asked(MODEL, text)) >= len(text.encode())


def test_that_a_count_of_the_providers_takes_the_place_of_the_bytes_with_room_for_what_it_is_off() -> None:
    request = asked(MODEL, "word " * 2000)
    assert 2100 < bound_input(replace(request, counted=2000)) < 2300
    assert bound_input(replace(request, counted=50_000)) == bound_input(request)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=2000), st.integers(1, 20_000))
def test_that_the_likely_price_is_never_above_the_most(text: str, max_tokens: int) -> None:
    found = estimate(PRICES, "anthropic", asked(MODEL, text, max_tokens))
    assert found is not None
    assert 0 < found.likely <= found.most
    assert likely_tokens(text) <= most_tokens(text)


def test_that_chinese_is_counted_by_its_signs_and_not_as_english() -> None:
    assert most_tokens("字" * 300) >= 300
    assert likely_tokens("word " * 80) == 100


@pytest.mark.parametrize(
    ("usd", "words"),
    [
        ("0", "0.0 ct"),
        ("0.0004", "under 0.1 ct"),
        ("0.0136", "1.4 ct"),
        ("0.9994", "99.9 ct"),
        ("1.236", "$1.24"),
    ],
)
def test_that_amounts_are_said_in_cents_and_then_in_dollars(usd: str, words: str) -> None:
    assert cents(Decimal(usd)) == words


def test_that_the_most_is_rounded_up() -> None:
    assert (
        estimate_in_words(Estimate(Decimal("0.0141"), Decimal("0.0811")), is_local=False)
        == "about 1.4 ct, at most 8.2 ct"
    )


def test_that_a_stopped_call_is_never_booked_as_nothing() -> None:
    request = Request("m", "system", (Message(Role.USER, "a question"),), max_tokens=10)
    guessed = guessed_usage(request, None, "")
    assert guessed.estimated
    assert guessed.input >= 5
    assert guessed_usage(request, None, "some words").output >= 3


def test_that_a_host_that_only_sounds_like_a_vendor_has_no_price() -> None:
    used = Usage(input=1_000, output=10)
    assert PriceTable().cost("openai", "gpt-4o", used) is not None
    assert PriceTable().cost("at gateway.openai.example", "gpt-4o", used) is None
