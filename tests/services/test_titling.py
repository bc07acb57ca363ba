"""Titles that a model proposes: sent as they were shown, read as far as they can be, and nothing put into the draft."""

from __future__ import annotations

from typing import Any

import pytest
from anthropic_server import AnthropicServer
from service_bench import KEY, Bench, run
from written_draft import WrittenDraft

from editor.core.errors import EditRefused
from editor.llm.connections import COMPATIBLE, Connection
from editor.llm.title_prompts import LONGEST_TITLE, MOST_TITLES, parse_titles
from editor.protocol.messages import Approval, NeedsApproval
from editor.protocol.model_messages import Narrow
from editor.protocol.title_messages import TITLES, PrepareTitles, ProposeTitles, TitlesProposed
from editor.services.budgeting import Budgeting


def test_that_candidates_come_for_what_was_shown_from_the_model_that_was_chosen(
    asking: Bench, server: AnthropicServer
) -> None:
    server.says = {"titles": ["On being\n unique", "“Very unique”"]}
    before = asking.draft.text

    async def work() -> Any:
        shown = await asking.titling.prepare(PrepareTitles(1, asking.draft.n, "anthropic", "claude-haiku-5-5"))
        unseen = await asking.titling.propose(ProposeTitles(2, asking.draft.n, Approval(TITLES, shown.digest)))
        assert unseen == NeedsApproval(2, (TITLES,)), "another model was shown than the usual one"
        assert server.received == []
        yes = Approval(TITLES, shown.digest, shown.connection, shown.model)
        return shown, await asking.titling.propose(ProposeTitles(3, asking.draft.n, yes))

    shown, found = run(asking, work)
    assert isinstance(found, TitlesProposed)
    assert found.titles == ("On being unique", "Very unique")
    assert (found.note, found.trouble) == ("", "")
    assert [row.name for row in shown.askable] == ["anthropic", "openai", "google"]
    (call,) = asking.opening.draft.store.calls.all()
    assert (call.id, call.purpose) == (found.call, "Title candidates")
    body = server.received[0].body
    assert body["model"] == "claude-haiku-5-5"
    (sent,) = (message["content"] for message in body["messages"])
    assert sent in shown.text
    assert "The first paragraph is very unique." in sent
    assert asking.draft.text == before


def test_that_the_usual_connection_is_asked_where_none_is_named(asking: Bench) -> None:
    asking.models.book.choose_usual("openai")
    shown = run(asking, lambda: asking.titling.prepare(PrepareTitles(1, asking.draft.n)))
    assert shown.connection == "openai"
    assert [row.name for row in shown.askable] == ["openai", "anthropic", "google"]


def test_that_a_draft_for_local_models_offers_those_alone(draft: WrittenDraft) -> None:
    bench = Bench(draft, {"ANTHROPIC_API_KEY": KEY})
    draft.begin()
    bench.attach()
    bench.models.book.keep(
        Connection(COMPATIBLE, "http://127.0.0.1:11434/v1", "qwen3:8b", ("qwen3:8b",), "ollama", "My Ollama")
    )
    Budgeting(bench.opening, bench.models).narrow(Narrow(1, {}, others=True, local_only=True, never_sent=()))
    shown = run(bench, lambda: bench.titling.prepare(PrepareTitles(2, draft.n)))
    assert [(row.name, row.models) for row in shown.askable] == [("ollama", ("qwen3:8b",))]
    assert (shown.connection, shown.model) == ("ollama", "qwen3:8b")
    bench.opening.close()


def test_that_an_empty_draft_is_not_sent(asking: Bench) -> None:
    asking.draft.write(0, "", len(asking.draft.text))
    with pytest.raises(EditRefused, match="Nothing was sent"):
        run(asking, lambda: asking.titling.prepare(PrepareTitles(1, asking.draft.n)))


@pytest.mark.parametrize(
    ("answer", "titles", "is_whole"),
    [
        ('{"titles": []}', [], True),
        ('```json\n{"titles": ["a", "a", "b",]}\n```', ["a", "b"], True),
        ('{"titles": ["a", 7]}', ["a"], False),
        (f'{{"titles": ["{"x" * (LONGEST_TITLE + 1)}", "a"]}}', ["a"], False),
        ('{"titles": ["a", "b, broken', ["a"], False),
        ('{"titles": ["“Swans” and “geese”"]}', ["“Swans” and “geese”"], True),
        ("I would rather talk about swans.", [], False),
    ],
)
def test_that_what_can_be_read_is_and_the_rest_is_shown(answer: str, titles: list[str], is_whole: bool) -> None:
    read = parse_titles(answer)
    assert list(read.titles) == titles
    assert read.leftover == ("" if is_whole else answer)


def test_that_an_endless_list_ends() -> None:
    many = ", ".join(f'"{number}"' for number in range(500))
    assert len(parse_titles(f'{{"titles": [{many}]}}').titles) == MOST_TITLES
