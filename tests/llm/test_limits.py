from __future__ import annotations

import pytest

from editor.llm.limits import Allowance, Meter, limits_in

DATE = "Sat, 21 Nov 2026 10:00:00 GMT"


def test_that_the_headers_of_anthropic_are_read_with_their_moment() -> None:
    headers = {
        "date": DATE,
        "anthropic-ratelimit-input-tokens-limit": "30000",
        "anthropic-ratelimit-input-tokens-remaining": "12000",
        "anthropic-ratelimit-input-tokens-reset": "2026-11-21T10:00:36Z",
        "anthropic-ratelimit-requests-limit": "50",
        "anthropic-ratelimit-requests-remaining": "49",
    }
    said = limits_in(headers)
    assert said is not None
    assert said.of == {Meter.INPUT: Allowance(30000, 12000, 36.0), Meter.REQUESTS: Allowance(50, 49)}


@pytest.mark.parametrize(
    ("reset", "seconds"), [("6m0s", 360.0), ("20ms", 0.02), ("1m1.5s", 61.5), ("7", 7.0), ("?", None)]
)
def test_that_the_headers_of_openai_are_read_with_their_span(reset: str, seconds: float | None) -> None:
    headers = {
        "x-ratelimit-limit-tokens": "30000",
        "x-ratelimit-remaining-tokens": "100",
        "x-ratelimit-reset-tokens": reset,
    }
    said = limits_in(headers)
    assert said is not None
    allowance = said.of[Meter.TOKENS]
    assert (allowance.limit, allowance.remaining) == (30000, 100)
    assert allowance.full_in_s == pytest.approx(seconds)


@pytest.mark.parametrize("limit", ["", "lots", "-3", "0", "9" * 40])
def test_that_a_limit_that_is_no_figure_is_none(limit: str) -> None:
    assert limits_in({"x-ratelimit-limit-tokens": limit}) is None


def test_that_nobody_has_more_left_than_the_limit() -> None:
    said = limits_in({"x-ratelimit-limit-requests": "5", "x-ratelimit-remaining-requests": "9"})
    assert said is not None
    assert said.of[Meter.REQUESTS].remaining == 5
