from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.errors import ModelFault
from editor.llm.anthropic_faults import status_trouble, stop_trouble
from editor.llm.troubles import retry_after_s

words = st.none() | st.text(max_size=20)


@settings(max_examples=60, deadline=None)
@given(st.integers(100, 999), words, words, words, st.dictionaries(st.sampled_from(["retry-after", "date"]), st.text()))
def test_that_every_error_answer_whatever_it_holds_has_a_fault(
    status: int, kind: str | None, code: str | None, said: str | None, headers: dict[str, str]
) -> None:
    trouble = status_trouble(status, kind, code, said, headers)
    assert isinstance(trouble.fault, ModelFault)
    assert trouble.retry_after_s is None or trouble.retry_after_s >= 0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "9", "retry-after-ms": "1500"}, 1.5),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Sat, 21 Nov 2026 10:01:00 GMT", "date": "Sat, 21 Nov 2026 10:00:00 GMT"}, 60.0),
        ({"retry-after": "Sat, 21 Nov 2026 09:00:00 GMT", "date": "Sat, 21 Nov 2026 10:00:00 GMT"}, 0.0),
        ({"retry-after": "Sat, 21 Nov 2026 10:01:00 GMT"}, None),
        ({"retry-after": "Sat, 21 Nov 2026 10:01:00", "date": "Sat, 21 Nov 2026 10:00:00 GMT"}, None),
    ],
)
def test_that_a_wait_is_read_from_milliseconds_seconds_or_dates_of_the_server(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after_s(headers) == seconds


@pytest.mark.parametrize(
    ("status", "kind", "fault"),
    [
        (200, "overloaded_error", ModelFault.OVERLOADED),
        (200, "api_error", ModelFault.SERVER),
        (503, "api_error", ModelFault.OVERLOADED),
        (599, None, ModelFault.SERVER),
        (418, None, ModelFault.BAD_REQUEST),
        (404, None, ModelFault.MALFORMED),
        (302, None, ModelFault.MALFORMED),
    ],
)
def test_that_the_type_in_the_body_outweighs_the_status(status: int, kind: str | None, fault: ModelFault) -> None:
    assert status_trouble(status, kind, None, None, {}).fault is fault


@pytest.mark.parametrize(("header", "allowance"), [("30000", 30000), ("9" * 5000, None), ("lots", None), ("", None)])
def test_that_the_allowance_of_a_minute_is_read_if_it_is_a_figure(header: str, allowance: int | None) -> None:
    headers = {"anthropic-ratelimit-input-tokens-limit": header}
    assert status_trouble(429, "rate_limit_error", None, None, headers).minute_allowance == allowance


def test_that_a_search_that_paused_has_its_own_name() -> None:
    assert stop_trouble("pause_turn", None).fault is ModelFault.PAUSED


def test_that_an_end_nobody_knows_counts_as_broken_off() -> None:
    assert stop_trouble("eclipse", None).fault is ModelFault.CUT_SHORT
