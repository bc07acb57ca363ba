"""What models said beside an open draft is told once, with what in it they only repeated."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from service_bench import Bench
from written_draft import NOON, WrittenDraft

from editor.protocol.record_messages import ListSaid, SaidRow
from editor.services.evidence import Evidence
from editor.store.calls import Call

MINE = "The rain fell on the old roof"
REPLY = f'{{"quote": "{MINE}", "why": "Say\\nwhere rain is loudest of all"}}'


@pytest.fixture
def essay(tmp_path: Path) -> Bench:
    bench = Bench(WrittenDraft(tmp_path, "# T\n\nNot one word of this is borrowed.\n\n").begin())
    bench.attach()
    return bench


def answer_with(bench: Bench, ident: str, reply: str, sent: str = "") -> None:
    call = Call(ident, NOON, "anthropic", "claude-opus-5-5", "critique", sent, reply, status="done")
    bench.opening.draft.store.calls.put(call)


def told(evidence: Evidence) -> tuple[SaidRow, ...]:
    return asyncio.run(evidence.said(ListSaid(1))).sayings


def test_that_a_reply_is_told_as_it_came_and_as_it_reads_with_what_it_repeats(essay: Bench) -> None:
    answer_with(essay, "c1", REPLY, f"Here is the draft:\n\n{MINE}, and on.")
    raw, read = told(Evidence(essay.opening))
    assert raw.text == REPLY
    assert read.text == f"{MINE}\nSay\nwhere rain is loudest of all"
    assert (raw.quoted, read.quoted) == ((MINE,), (MINE,))
    assert (raw.model, raw.provider, raw.purpose, raw.call) == ("claude-opus-5-5", "anthropic", "critique", "c1")


def test_that_each_thing_is_told_once_and_again_when_the_draft_is_opened_again(essay: Bench) -> None:
    evidence = Evidence(essay.opening)
    assert told(evidence) == ()
    answer_with(essay, "c1", "One plain answer.")
    assert [row.text for row in told(evidence)] == ["One plain answer."]
    answer_with(essay, "c2", "Another plain answer.")
    assert [row.text for row in told(evidence)] == ["Another plain answer."]
    assert told(evidence) == ()
    essay.attach()
    assert {row.text for row in told(evidence)} == {"One plain answer.", "Another plain answer."}
