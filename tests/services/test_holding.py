from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from editor.llm.price_table import PriceTable
from editor.llm.provider import Message, Request, Role, Started, Usage, guessed_input
from editor.services.holding import Pricing

MODEL = "claude-sonnet-5-5"
REQUEST = Request(MODEL, "", (Message(Role.USER, "word " * 2000),), 1000)


def test_that_what_a_provider_counts_only_at_the_end_is_held_back_in_full_until_then() -> None:
    pricing = Pricing(PriceTable(), "anthropic", is_local=False)
    highest = pricing.most(REQUEST)
    assert highest is not None
    assert pricing.most_so_far(REQUEST, None) == highest
    assert pricing.most_so_far(REQUEST, Started(MODEL, guessed_input(REQUEST))) == highest
    assert pricing.most_so_far(REQUEST, Started(MODEL, Usage(input=2000))) < highest


def test_that_what_a_search_may_find_is_held_back_although_the_prompt_was_counted() -> None:
    pricing = Pricing(PriceTable(), "anthropic", is_local=False)
    searching = replace(REQUEST, search=2)
    found = Decimal(2) * 20_000 * 2 / 1_000_000  # at two dollars a million, which is less than any such model costs
    assert pricing.most_so_far(searching, Started(MODEL, Usage(input=2000))) > pricing.most_so_far(REQUEST, None) + found
