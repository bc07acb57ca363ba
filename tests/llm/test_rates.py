from __future__ import annotations

import pytest

from editor.core.clock import StoppedClock
from editor.llm.limits import Allowance, Meter, RateLimits
from editor.llm.provider import Message, Request, Role
from editor.llm.rates import Rate, Rates


def request(tokens: int, max_tokens: int = 100, known: int = 0) -> Request:
    return Request("m", "", (Message(Role.USER, "abc " * tokens, known=4 * known),), max_tokens)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(0, 0)


@pytest.fixture
def rate(clock: StoppedClock) -> Rate:
    return Rate(clock)


def heard(rate: Rate, limit: int, remaining: int, full_in_s: float | None = None) -> None:
    rate.heard(RateLimits({Meter.INPUT: Allowance(limit, remaining, full_in_s)}))
    rate.counted(request(1000), 1000)


def test_that_nothing_is_waited_for_before_a_provider_has_said_anything(rate: Rate) -> None:
    assert rate.wait_s(request(10_000_000)) == 0
    assert rate.input_allowance is None


def test_that_a_request_waits_until_the_minute_has_room_for_it(rate: Rate, clock: StoppedClock) -> None:
    heard(rate, 6000, 1000)
    wait = rate.wait_s(request(3000))
    assert wait == pytest.approx((3000 * 1.02 + 50 - 1000) / 100, abs=0.1)
    clock.advance(int(wait * 1000) + 1)
    assert rate.wait_s(request(3000)) == 0


def test_that_a_provider_that_says_when_all_is_free_is_believed_about_the_pace(rate: Rate) -> None:
    heard(rate, 6000, 0, full_in_s=6.0)
    assert rate.wait_s(request(1000)) == pytest.approx(1.07, abs=0.05)


def test_that_what_one_call_takes_is_not_there_for_another(rate: Rate) -> None:
    heard(rate, 6000, 6000)
    assert rate.wait_s(request(3000)) == 0
    rate.take(request(3000))
    assert rate.wait_s(request(3000)) > 0


def test_that_what_the_provider_has_in_its_cache_is_not_counted(rate: Rate) -> None:
    heard(rate, 6000, 1000)
    assert rate.wait_s(request(5000, known=4500)) == 0
    assert rate.wait_s(request(5000)) > 0


def test_that_what_is_more_than_a_whole_minute_waits_for_a_full_one(rate: Rate) -> None:
    heard(rate, 6000, 0)
    assert rate.wait_s(request(60_000)) == pytest.approx(60)


def test_that_a_model_that_counts_more_than_we_guess_is_given_more_time(rate: Rate) -> None:
    heard(rate, 6000, 1000)
    before = rate.wait_s(request(2000))
    rate.counted(request(1000), 1350)
    assert rate.wait_s(request(2000)) > before * 1.3
    rate.counted(request(10), 1)
    assert rate.wait_s(request(2000)) > before * 1.3


def test_that_a_refusal_closes_the_model_for_others_too(rate: Rate, clock: StoppedClock) -> None:
    rate.refused(7)
    rate.refused(None)
    assert rate.wait_s(request(1)) == 7
    clock.advance(7000)
    assert rate.wait_s(request(1)) == 0


def test_that_requests_and_answers_have_their_own_minute(rate: Rate) -> None:
    rate.heard(RateLimits({Meter.OUTPUT: Allowance(6000, 50), Meter.REQUESTS: Allowance(60, 0)}))
    assert rate.wait_s(request(1, max_tokens=1050)) == pytest.approx(10)
    assert rate.wait_s(request(1, max_tokens=1)) == pytest.approx(1)


def test_that_each_address_and_model_has_its_own_rate(clock: StoppedClock) -> None:
    rates = Rates(clock)
    rates.of("here", "m", "openai").refused(9)
    assert rates.of("here", "m", "openai").wait_s(request(1)) == 9
    assert rates.of("there", "m", "openai").wait_s(request(1)) == 0
    assert rates.of("here", "n", "openai").wait_s(request(1)) == 0


def about(material: str, question: str) -> Request:
    return Request("m", "s", (Message(Role.USER, material + question, material=(0, len(material))),), 100)


def test_that_what_another_question_left_in_the_cache_is_not_counted_for_five_minutes(clock: StoppedClock) -> None:
    free, counting = (Rates(clock).of("here", "m", provider) for provider in ("anthropic", "openai"))
    first, second = about("abc " * 5000, "What?"), about("abc " * 5000, "And now?")
    for rate in (free, counting):
        rate.counted(first, 5000)
        rate.heard(RateLimits({Meter.INPUT: Allowance(6000, 1000)}))
    assert free.wait_s(second) == 0
    assert free.wait_s(about("abd " * 5000, "What?")) > 0
    assert counting.wait_s(second) > 0
    clock.advance(280_000)
    free.heard(RateLimits({Meter.INPUT: Allowance(6000, 1000)}))
    assert free.wait_s(second) > 0
