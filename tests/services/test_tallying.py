from __future__ import annotations

from typing import Any

from anthropic_server import AnthropicServer
from service_bench import Bench, run

from editor.core.attachments import Attachment
from editor.protocol.critique_messages import ListTallies
from editor.protocol.messages import Approval, Critique, JudgeRemark, PrepareCritique


async def ask(bench: Bench, critic: str, paragraph: int | None) -> Any:
    shown = await bench.critiquing.prepare(PrepareCritique(1, paragraph, critic, True, bench.draft.n))
    yes = (Approval(critic, shown.digest),)
    return await bench.critiquing.critique(Critique(2, paragraph, (critic,), yes, True, bench.draft.n))


def test_that_the_tally_says_what_came_of_each_critic_and_how_well_each_model_quotes(
    asking: Bench, server: AnthropicServer
) -> None:
    fields = {"issue": "i", "why": "w", "suggestion": "s", "confidence": "high"}
    quotes = ["very unique", "It goes on", "nothing like this stands there"]
    server.says = {"remarks": [{"quote": quote, **fields} for quote in quotes]}
    second = asking.draft.paragraph(2)

    async def work() -> None:
        await ask(asking, "harsh-reviewer", second)
        server.says = {"remarks": []}
        await ask(asking, "logician", second)
        server.says = {"remarks": [{"quote": "", **fields}]}
        await ask(asking, "logician", None)
        await asking.critiquing.critique(Critique(3, second, ("style",), upto=asking.draft.n))

    run(asking, work)
    remarks = [row for row in asking.remarks() if row.critic == "harsh-reviewer"]
    asking.judging.judge(JudgeRemark(4, remarks[0].id, "agreed"))
    asking.judging.judge(JudgeRemark(5, remarks[1].id, "dismissed", "taste"))
    listed = asking.tallying.list(ListTallies(6))
    rows = {row.critic: row for row in listed.critics}
    assert rows["harsh-reviewer"].words == "3 remarks: 1 agreed, 1 taste, 1 open"
    assert (rows["harsh-reviewer"].title, rows["harsh-reviewer"].taste) == ("Harsh reviewer", 1)
    assert rows["logician"].words == "1 remark: 1 open"
    (model,) = listed.models
    assert (model.model, model.quotes, model.not_found) == ("claude-sonnet-5-5-20261101", 3, 1)
    assert model.words == "1 of 3 quotes was not in the text"
    readers = {row.paragraph: set(row.critics) for row in listed.readers}
    assert readers == {second: {"harsh-reviewer", "logician", "style"}, 0: {"logician"}}


def test_that_a_critic_that_broke_off_has_not_read_and_a_row_of_a_later_version_is_passed_over(asking: Bench) -> None:
    second = asking.draft.paragraph(2)

    async def work() -> None:
        shown = await asking.critiquing.prepare(PrepareCritique(1, second, "steelman", True, asking.draft.n, "x-cut"))
        yes = (Approval("steelman", shown.digest, model="x-cut"),)
        await asking.critiquing.critique(Critique(2, second, ("steelman",), yes, True, asking.draft.n))

    run(asking, work)
    store = asking.opening.draft.store
    assert len(store.attachments.of("reading")) == 1
    store.attachments.put(Attachment("reading", "odd", second, {"critic": "x", "quotes": "many"}, 1))
    listed = asking.tallying.list(ListTallies(3))
    assert (listed.readers, listed.models, listed.critics) == ((), (), ())


def test_that_a_draft_that_has_not_begun_has_no_tally(bench: Bench) -> None:
    bench.attach()
    assert bench.tallying.list(ListTallies(1)).critics == ()
