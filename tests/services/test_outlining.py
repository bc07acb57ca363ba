from __future__ import annotations

from typing import Any

import pytest
from anthropic_server import AnthropicServer
from service_bench import Bench, run

from editor.core.errors import EditRefused
from editor.llm.outline_prompts import MOST_ENTRIES, parse_outline
from editor.protocol.messages import Approval, NeedsApproval
from editor.protocol.outline_messages import (
    OUTLINE,
    OutlineProposed,
    PlannedRow,
    PrepareOutline,
    ProposedRow,
    ProposeOutline,
)


def test_that_candidates_come_for_what_was_shown_and_nothing_enters_the_draft(
    asking: Bench, server: AnthropicServer
) -> None:
    server.says = {"entries": [{"after": 2, "point": " Why\n it matters "}, {"after": 9, "point": "An end"}]}
    planned = (PlannedRow(1, "Who says so"),)
    before = asking.draft.text

    async def work() -> Any:
        shown = await asking.outlining.prepare(PrepareOutline(1, planned, asking.draft.n))
        unseen = await asking.outlining.propose(ProposeOutline(2, planned, asking.draft.n, Approval(OUTLINE, "")))
        assert unseen == NeedsApproval(2, (OUTLINE,))
        assert server.received == []
        yes = Approval(OUTLINE, shown.digest)
        return shown, await asking.outlining.propose(ProposeOutline(3, planned, asking.draft.n, yes))

    shown, found = run(asking, work)
    assert isinstance(found, OutlineProposed)
    assert found.entries == (
        ProposedRow(asking.draft.paragraph(2), "Why it matters"),
        ProposedRow(asking.draft.paragraph(3), "An end"),
    )
    (call,) = asking.opening.draft.store.calls.all()
    assert (call.id, call.purpose) == (found.call, "Proposed outline")
    assert (found.note, found.trouble) == ("", "")
    (sent,) = (message["content"] for message in server.received[0].body["messages"])
    assert "[2] The first paragraph is very unique." in sent
    assert "after [1]: Who says so" in sent
    assert sent in shown.text
    assert asking.draft.text == before


def test_that_an_empty_draft_is_not_sent(asking: Bench) -> None:
    asking.draft.write(0, "", len(asking.draft.text))
    with pytest.raises(EditRefused, match="Nothing was sent"):
        run(asking, lambda: asking.outlining.prepare(PrepareOutline(1, (), asking.draft.n)))


@pytest.mark.parametrize(
    ("answer", "points", "is_whole"),
    [
        ('{"entries": []}', [], True),
        ('```json\n{"entries": [{"after": 0, "point": "a"},]}\n```', ["a"], True),
        ('{"entries": [{"after": 0, "point": "a"}, {"after": "x", "point": "b"}]}', ["a"], False),
        ('{"entries": [{"after": -1, "point": "a"}, {"after": true, "point": "b"}, 7]}', [], False),
        ('{"entries": [{"after": 1, "point": "a"}, {"after": 2, "poi', ["a"], False),
        ("I would rather talk about swans.", [], False),
    ],
)
def test_that_what_can_be_read_is_and_the_rest_is_shown(answer: str, points: list[str], is_whole: bool) -> None:
    read = parse_outline(answer)
    assert [one.point for one in read.entries] == points
    assert read.leftover == ("" if is_whole else answer)


def test_that_an_endless_list_ends() -> None:
    many = ", ".join('{"after": 1, "point": "a"}' for _ in range(500))
    assert len(parse_outline(f'{{"entries": [{many}]}}').entries) == MOST_ENTRIES
