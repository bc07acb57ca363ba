from __future__ import annotations

from editor.core.context_meter import ContextMeter, context_after


def test_that_a_turn_leaves_what_it_read_and_wrote_without_its_thoughts() -> None:
    assert context_after(60_000, 5_000, 4_000, 100_000) == ContextMeter(61_000, 100_000)
    assert context_after(10, 5, 9, None).used == 10


def test_that_what_is_left_is_rounded_down_and_low_below_a_third() -> None:
    assert ContextMeter(660, 1000).left_percent == 34
    assert ContextMeter(660, 1000).is_low
    assert ContextMeter(660, 1000).words == "34 % of the conversation's room is left"
    assert not ContextMeter(650, 1000).is_low
    assert ContextMeter(1, 1000).left_percent == 99
    assert ContextMeter(2000, 1000).left_percent == 0


def test_that_an_unknown_size_is_told_in_tokens_and_never_low() -> None:
    meter = ContextMeter(61_000, None)
    assert meter.words == "61,000 tokens so far"
    assert meter.left_percent is None
    assert not meter.is_low
