from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from anthropic_server import AnthropicServer
from service_bench import KEY, Bench
from written_draft import WrittenDraft

from editor.core.errors import EditRefused, FileUnreadable
from editor.protocol.messages import (
    Critics,
    Critique,
    Done,
    ListCritics,
    NeedsApproval,
    PrepareCritique,
    Prepared,
    RemarksMade,
)
from editor.services.critics import LOCAL_IDS
from editor.store.calls import Call

GOOD = "claude-sonnet-5-5"
MODEL_CRITIC = "balanced-editor"


@pytest.fixture
def asking(draft: WrittenDraft, server: AnthropicServer) -> Iterator[Bench]:
    """A bench with a key, whose model is the server on this machine."""
    bench = Bench(draft, {"ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url})
    draft.begin()
    bench.attach()
    yield bench
    bench.opening.close()


def run(bench: Bench, work: Callable[[], Awaitable[Any]]) -> Any:
    async def closed() -> Any:
        try:
            return await work()
        finally:
            await bench.models.close()

    return asyncio.run(closed())


async def approved(bench: Bench, paragraph: int, model: str = "") -> tuple[Prepared, Any]:
    draft = bench.draft
    prepared = await bench.critiquing.prepare(PrepareCritique(1, paragraph, MODEL_CRITIC, True, draft.n, model))
    asked = Critique(2, paragraph, (MODEL_CRITIC,), prepared.digest, True, draft.n, model)
    return prepared, await bench.critiquing.critique(asked)


def calls(bench: Bench) -> tuple[Call, ...]:
    return bench.opening.draft.store.calls.all()


# Local critics


def test_that_local_critics_answer_without_a_key_and_what_they_say_is_kept(bench: Bench, draft: WrittenDraft) -> None:
    draft.begin()
    bench.attach()
    paragraph = draft.paragraph(2)
    done = asyncio.run(bench.critiquing.critique(Critique(1, paragraph, LOCAL_IDS, upto=draft.n)))
    text = draft.session.document.paragraphs[1].text
    rows = bench.remarks()
    assert rows
    assert done == Done(1, "1 remark" if len(rows) == 1 else f"{len(rows)} remarks")
    assert all(row.quote == text[row.start : row.end] for row in rows)
    assert {row.critic for row in rows} <= set(LOCAL_IDS)
    assert [one.id for one in bench.opening.draft.store.remarks.all()] == [row.id for row in rows]
    for critic in LOCAL_IDS:
        assert [one.state for one in bench.states(critic)] == ["waiting", "reading", "done"]
    assert calls(bench) == ()


def test_that_local_critics_do_not_say_the_same_twice(bench: Bench, draft: WrittenDraft) -> None:
    draft.begin()
    bench.attach()
    asked = Critique(1, draft.paragraph(2), LOCAL_IDS, upto=draft.n)
    asyncio.run(bench.critiquing.critique(asked))
    said = len(bench.remarks())
    asyncio.run(bench.critiquing.critique(asked))
    assert len(bench.remarks()) == said > 0
    store = bench.opening.draft.store
    store.remarks.update([one.done() for one in store.remarks.all()])
    asyncio.run(bench.critiquing.critique(asked))
    assert len(bench.remarks()) == 2 * said


def test_that_a_paragraph_that_is_gone_is_said_to_be_gone(bench: Bench, draft: WrittenDraft) -> None:
    draft.begin()
    bench.attach()
    with pytest.raises(EditRefused, match="no longer"):
        asyncio.run(bench.critiquing.critique(Critique(1, 999, LOCAL_IDS, upto=draft.n)))


def test_that_an_unknown_critic_is_answered_with_those_there_are(bench: Bench, draft: WrittenDraft) -> None:
    draft.begin()
    bench.attach()
    with pytest.raises(FileUnreadable, match="harper"):
        asyncio.run(bench.critiquing.critique(Critique(1, draft.paragraph(2), ("nobody",), upto=draft.n)))


# What there is, and what would be sent


def test_that_a_model_critic_without_a_key_is_listed_as_not_available(bench: Bench) -> None:
    listed: Critics = asyncio.run(bench.critiquing.list(ListCritics(1)))
    rows = {row.name: row for row in listed.critics}
    assert list(rows) == [*LOCAL_IDS, MODEL_CRITIC]
    assert all(rows[name].available and rows[name].model is None for name in LOCAL_IDS)
    assert not rows[MODEL_CRITIC].available
    assert "Needs a key" in rows[MODEL_CRITIC].line
    assert listed.key == ""


def test_that_a_list_for_a_paragraph_says_the_likely_price(asking: Bench) -> None:
    listed: Critics = run(asking, lambda: asking.critiquing.list(ListCritics(1, "Some words to be read.")))
    row = listed.critics[-1]
    assert row.available
    assert float(row.likely_usd or 0) > 0
    assert listed.key == "from ANTHROPIC_API_KEY, ending …4f2a"


def test_that_what_was_shown_is_what_goes_over_the_wire(asking: Bench, server: AnthropicServer) -> None:
    prepared, done = run(asking, lambda: approved(asking, asking.draft.paragraph(2)))
    assert isinstance(done, Done)
    body = server.received[0].body
    sent = [body["system"], *(message["content"] for message in body["messages"])]
    assert prepared.text.startswith("\n\n".join(sent))
    assert json.loads(prepared.text[len("\n\n".join(sent)) :]) == body["output_config"]["format"]["schema"]
    assert prepared.recipient == f"Claude (127.0.0.1:{server.port})"
    assert prepared.model == body["model"] == GOOD
    assert float(prepared.most_usd or 0) > float(prepared.likely_usd or 0) > 0
    assert "A second one" in prepared.text
    assert "# A title" in prepared.text


def test_that_without_its_neighbours_a_paragraph_goes_alone(asking: Bench) -> None:
    asked = PrepareCritique(1, asking.draft.paragraph(2), MODEL_CRITIC, False, asking.draft.n)
    prepared: Prepared = run(asking, lambda: asking.critiquing.prepare(asked))
    assert "very unique" in prepared.text
    assert "A second one" not in prepared.text
    assert "A title" not in prepared.text


def test_that_nothing_is_sent_that_the_writer_did_not_see(asking: Bench, server: AnthropicServer) -> None:
    paragraph = asking.draft.paragraph(2)

    async def work() -> list[Any]:
        asked = PrepareCritique(1, paragraph, MODEL_CRITIC, True, asking.draft.n)
        prepared = await asking.critiquing.prepare(asked)
        changed = [
            Critique(2, paragraph, (MODEL_CRITIC,), "", True, asking.draft.n),
            Critique(2, paragraph, (MODEL_CRITIC,), prepared.digest, False, asking.draft.n),
            Critique(2, paragraph, (MODEL_CRITIC,), prepared.digest, True, asking.draft.n, "claude-opus-5-5"),
        ]
        answers = [await asking.critiquing.critique(one) for one in changed]
        asking.draft.write(asking.draft.text.index("very"), "so ")
        late = Critique(2, paragraph, ("style", MODEL_CRITIC), prepared.digest, True, asking.draft.n)
        return [*answers, await asking.critiquing.critique(late)]

    assert run(asking, work) == [NeedsApproval(2, MODEL_CRITIC)] * 4
    assert server.received == []
    assert calls(asking) == ()
    assert asking.told == []


# What comes back


def test_that_a_models_remarks_stand_at_their_words_and_the_call_is_written_down(asking: Bench) -> None:
    prepared, done = run(asking, lambda: approved(asking, asking.draft.paragraph(2)))
    text = asking.draft.session.document.paragraphs[1].text
    rows = asking.remarks()
    assert done == Done(2, "2 remarks")
    assert [text[row.start : row.end] for row in rows] == [row.quote for row in rows]
    (call,) = calls(asking)
    assert (call.status, call.sent, call.provider) == ("done", prepared.text, "anthropic")
    assert call.model == "claude-sonnet-5-5-20261101"
    assert json.loads(call.reply)["remarks"]
    assert call.tokens["input"] > 0
    assert call.cost.endswith(" USD")
    assert {(row.call, row.provider, row.model) for row in rows} == {(call.id, call.provider, call.model)}
    assert asking.states(MODEL_CRITIC)[-1].words == "2 remarks"
    assert KEY not in repr(call)


@pytest.mark.parametrize(
    ("model", "status", "said"),
    [
        ("x-401", "bad_key", "does not accept the key ending …4f2a"),
        ("x-402", "no_credit", "no credit"),
        ("x-404", "no_such_model", "does not know the model"),
        ("x-cut", "cut_short", "broke off"),
        ("x-early", "cut_short", "broke off"),
        ("x-refusal", "refused", "declined"),
        ("x-max-tokens", "out_of_tokens", "reached the length"),
    ],
)
def test_that_a_call_that_failed_is_told_and_written_down_too(asking: Bench, model: str, status: str, said: str) -> None:
    prepared, done = run(asking, lambda: approved(asking, asking.draft.paragraph(2), model))
    assert isinstance(done, Done)
    last = asking.states(MODEL_CRITIC)[-1]
    assert last.state == "failed"
    assert said in last.words
    (call,) = calls(asking)
    assert (call.status, call.sent) == (status, prepared.text)
    if status in ("cut_short", "refused", "out_of_tokens"):
        assert call.reply == "Two words"
        assert call.tokens["output"] > 0
        assert [one.note for one in asking.told if isinstance(one, RemarksMade)] == ["Two words"]
    else:
        assert (call.reply, call.tokens) == ("", {})


def test_that_an_answer_to_a_key_that_is_missing_says_so_and_sends_nothing(
    draft: WrittenDraft, server: AnthropicServer
) -> None:
    bench = Bench(draft, {"PALIMPSEST_ANTHROPIC_BASE_URL": server.url})
    draft.begin()
    bench.attach()
    run(bench, lambda: approved(bench, draft.paragraph(2)))
    assert bench.states(MODEL_CRITIC)[-1].state == "failed"
    assert "no key" in bench.states(MODEL_CRITIC)[-1].words
    assert server.received == []
    assert calls(bench) == ()
    bench.opening.close()


def test_that_local_critics_go_on_while_a_model_fails(asking: Bench) -> None:
    draft = asking.draft

    async def work() -> Any:
        prepare = PrepareCritique(1, draft.paragraph(2), MODEL_CRITIC, True, draft.n, "x-401")
        digest = (await asking.critiquing.prepare(prepare)).digest
        critics = (*LOCAL_IDS, MODEL_CRITIC)
        return await asking.critiquing.critique(Critique(2, draft.paragraph(2), critics, digest, True, draft.n, "x-401"))

    run(asking, work)
    assert asking.states(MODEL_CRITIC)[-1].state == "failed"
    assert {asking.states(critic)[-1].state for critic in LOCAL_IDS} == {"done"}
    assert asking.remarks()


def test_that_a_stopped_call_keeps_what_came_and_books_its_cost(asking: Bench, server: AnthropicServer) -> None:
    async def work() -> None:
        task = asyncio.ensure_future(approved(asking, asking.draft.paragraph(2), "x-flow"))
        while not any(state.heard for state in asking.states(MODEL_CRITIC)):
            asking.draft.clock.advance(250)
            await asyncio.sleep(0.005)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(asking, work)
    assert server.received[0].left.wait(5)
    (call,) = calls(asking)
    assert call.status == "cancelled"
    assert call.reply.startswith("and so on")
    assert call.tokens["estimated"] == 1
    assert call.tokens["output"] > 0
    notes = [one.note for one in asking.told if isinstance(one, RemarksMade)]
    assert notes
    assert notes[0].startswith("and so on")


def test_that_a_call_is_written_down_before_it_is_answered(asking: Bench, server: AnthropicServer) -> None:
    async def work() -> None:
        task = asyncio.ensure_future(approved(asking, asking.draft.paragraph(2), "x-wait"))
        while not server.received:
            await asyncio.sleep(0.005)
        assert [(one.status, bool(one.sent)) for one in calls(asking)] == [("sent", True)]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(asking, work)
    assert [one.status for one in calls(asking)] == ["cancelled"]
