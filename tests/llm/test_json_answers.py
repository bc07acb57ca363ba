from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor.core.arguing import Stand
from editor.llm.json_answers import (
    ArgumentReply,
    Likeness,
    OverlapReply,
    parse_argument,
    parse_overlap,
    parse_wording,
    without_last_commas,
)

GOOD = json.dumps({"reason": "Because of {it}.", "decision": "hold"})
SAME = {"draft": "d", "reference": "r", "point": "p"}
NEW = {"draft": "e", "reference": "", "point": "q"}


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"Here:\n{GOOD} So there.",
        GOOD.replace('"}', '",}'),
        GOOD.replace("hold", " HOLD "),
        '{"x": 1} ' + GOOD,
        '<think>{"reason": "r", "decision": "concede"}</think>' + GOOD,
    ],
)
def test_that_a_decision_is_read_in_any_wrapping(text: str) -> None:
    assert parse_argument(text) == ArgumentReply(Stand.HOLD, "Because of {it}.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I hold.",
        '{"decision": "concede"}',
        '{"reason": "r", "decision": "perhaps"}',
        '{"reason": ["r"], "decision": "hold"}',
        '{"reason": "r", "decision": "concede"',
        '<think>{"reason": "r", "decision": "concede"}',
    ],
)
def test_that_no_decision_is_guessed(text: str) -> None:
    assert parse_argument(text) == ArgumentReply(Stand.UNREAD, text)


def test_that_a_wording_is_read_or_told_to_be_unreadable() -> None:
    assert parse_wording('x {"wording": " is rare "}') == "is rare"
    assert parse_wording('{"wording": ""}') == ""
    assert parse_wording('{"wording": 3}') is None
    assert parse_wording("is rare") is None


def test_that_an_overlap_is_read_whole_and_what_is_odd_in_it_is_shown() -> None:
    whole = {"same": [SAME], "new": [NEW], "verdict": " v "}
    both = (Likeness("d", "r", "p"), Likeness("e", "", "q"))
    assert parse_overlap(json.dumps(whole)) == OverlapReply(both, "v", "")
    odd = json.dumps({**whole, "new": [NEW, {"draft": 3}]})
    assert parse_overlap(odd) == OverlapReply(both, "v", odd)


def test_that_an_overlap_that_broke_off_keeps_its_whole_thoughts_and_its_text() -> None:
    cut = json.dumps({"same": [SAME, SAME], "new": [NEW], "verdict": "v"})[:-30]
    reply = parse_overlap(cut)
    assert reply.likenesses[:2] == (Likeness("d", "r", "p"),) * 2
    assert reply.leftover == cut


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='{}[]",:\\ \naä', max_size=60))
@example("{" * 5000)
@example('{"a":' * 3000)
def test_that_any_answer_is_read_without_an_error_and_kept(text: str) -> None:
    assert parse_argument(text).reason == text.strip()
    assert parse_overlap(text).leftover == text.strip()
    assert parse_wording(text) is None


def test_that_half_a_megabyte_of_escaped_marks_in_a_string_without_end_is_read() -> None:
    """Looking again behind each mark would take many minutes."""
    hostile = '{"quote":"' + '\\"' * 250_000
    assert parse_argument(hostile) == ArgumentReply(Stand.UNREAD, hostile)


def test_that_a_comma_in_a_string_that_broke_off_is_a_word_of_its() -> None:
    assert without_last_commas('{"a": [1,], "b": "one, } two,]') == '{"a": [1], "b": "one, } two,]'
