from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from anthropic_server import AnthropicServer
from service_bench import KEY, Bench, question_of, run
from written_draft import WrittenDraft

from editor.core.annotations import Remark, RemarkState
from editor.core.errors import EditRefused, FileUnreadable, PalimpsestError
from editor.core.narrowing import NARROWING_NOTE, Narrowing
from editor.llm.personas import FOLDER, cast
from editor.protocol.critique_messages import (
    CopyCritic,
    FindShared,
    ListTallies,
    PrepareArgument,
    PrepareOverlap,
    PrepareWording,
    StopCritic,
)
from editor.protocol.messages import (
    Approval,
    CriticChoice,
    Critics,
    Critique,
    Done,
    JudgeRemark,
    ListCritics,
    NeedsApproval,
    PrepareCritique,
    Prepared,
    ReferenceRow,
    RemarkPlace,
    RemarksMade,
)
from editor.services.critics import LOCAL_IDS
from editor.store.calls import Call

GOOD = "claude-sonnet-5-5"
MODEL_CRITIC = "balanced-editor"


async def approved(bench: Bench, paragraph: int, model: str = "") -> tuple[Prepared, Any]:
    draft = bench.draft
    prepared = await bench.critiquing.prepare(PrepareCritique(1, paragraph, MODEL_CRITIC, True, draft.n, model))
    approval = Approval(MODEL_CRITIC, prepared.digest, model=model)
    asked = Critique(2, paragraph, (MODEL_CRITIC,), (approval,), True, draft.n)
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
    assert list(rows) == [*LOCAL_IDS, *cast().critics]
    assert all(rows[name].available and rows[name].model is None for name in LOCAL_IDS)
    assert not rows[MODEL_CRITIC].available
    assert "Needs a key" in rows[MODEL_CRITIC].line
    assert listed.key == ""


def test_that_a_list_for_a_paragraph_says_the_likely_price(asking: Bench) -> None:
    listed: Critics = run(asking, lambda: asking.critiquing.list(ListCritics(1, "Some words to be read.")))
    row = next(one for one in listed.critics if one.name == MODEL_CRITIC)
    assert row.available
    assert (row.connection, row.model, row.own) == ("Claude", GOOD, False)
    assert float(row.likely_usd or 0) > 0
    assert listed.key == "from ANTHROPIC_API_KEY, ending …4f2a"


def test_that_what_was_shown_is_what_goes_over_the_wire(asking: Bench, server: AnthropicServer) -> None:
    prepared, done = run(asking, lambda: approved(asking, asking.draft.paragraph(2)))
    assert isinstance(done, Done)
    body = server.received[0].body
    sent = [body["system"], question_of(server.received[0])]
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
        yes, dearer = (Approval(MODEL_CRITIC, prepared.digest, model=model) for model in ("", "claude-opus-5-5"))
        asked_more = (ReferenceRow("A title", "More to read."),)
        changed = [
            Critique(2, paragraph, (MODEL_CRITIC,), (), True, asking.draft.n),
            Critique(2, paragraph, (MODEL_CRITIC,), (replace(yes, critic="logician"),), True, asking.draft.n),
            Critique(2, paragraph, (MODEL_CRITIC,), (yes,), False, asking.draft.n),
            Critique(2, paragraph, (MODEL_CRITIC,), (dearer,), True, asking.draft.n),
            Critique(2, paragraph, (MODEL_CRITIC,), (yes,), True, asking.draft.n, asked_more),
            Critique(2, paragraph, (MODEL_CRITIC,), (yes,), True, asking.draft.n, audience="swan people"),
            Critique(2, None, (MODEL_CRITIC,), (yes,), True, asking.draft.n),
        ]
        answers = [await asking.critiquing.critique(one) for one in changed]
        asking.draft.write(asking.draft.text.index("very"), "so ")
        late = Critique(2, paragraph, ("style", MODEL_CRITIC), (yes,), True, asking.draft.n)
        return [*answers, await asking.critiquing.critique(late)]

    assert run(asking, work) == [NeedsApproval(2, (MODEL_CRITIC,))] * 8
    assert server.received == []
    assert calls(asking) == ()
    assert asking.told == []


def test_that_references_and_audience_go_along_and_are_shown(asking: Bench, server: AnthropicServer) -> None:
    draft, rows = asking.draft, (ReferenceRow("On swans", "All of them are white.", cut=True),)

    async def work() -> Any:
        asked = PrepareCritique(1, draft.paragraph(2), "logician", True, draft.n, "", "", rows, "swan people")
        shown = await asking.critiquing.prepare(asked)
        yes = (Approval("logician", shown.digest),)
        critique = Critique(2, draft.paragraph(2), ("logician",), yes, True, draft.n, rows, "swan people")
        return shown, await asking.critiquing.critique(critique)

    shown, done = run(asking, work)
    assert done == Done(2, "2 remarks")
    kept, asked_last = (block["text"] for block in server.received[0].body["messages"][0]["content"])
    assert kept + asked_last in shown.text
    assert "only the beginning" in kept
    assert "On swans\n\nAll of them are white." in kept
    assert "swan people" in asked_last


def test_that_a_critic_of_the_writers_own_names_its_model_and_a_broken_one_takes_nothing_away(
    asking: Bench, server: AnthropicServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path))
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "aunt.md").write_text("name: My aunt\nline: Frank.\nmodel: claude-opus-5-5\n\nYou are my aunt.\n")
    (folder / "far.md").write_text("name: Far away\nline: Frank.\nconnection: moon\n\nYou are far.\n")
    (folder / "broken.md").write_text("You are nobody.\n")
    draft = asking.draft

    async def work() -> Any:
        listed = await asking.critiquing.list(ListCritics(1, "Some words."))
        shown = await asking.critiquing.prepare(PrepareCritique(1, draft.paragraph(2), "aunt", True, draft.n))
        yes = (Approval("aunt", shown.digest),)
        await asking.critiquing.critique(Critique(2, draft.paragraph(2), ("aunt",), yes, True, draft.n))
        for broken in ("far", "broken"):
            with pytest.raises(PalimpsestError, match="moon" if broken == "far" else "Line 1"):
                await asking.critiquing.prepare(PrepareCritique(3, draft.paragraph(2), broken, True, draft.n))
        return listed

    listed = run(asking, work)
    rows = {row.name: row for row in listed.critics}
    assert "“broken” cannot be used. Line 1" in listed.trouble
    assert (rows["aunt"].title, rows["aunt"].model, rows["aunt"].own) == ("My aunt", "claude-opus-5-5", True)
    assert not rows["far"].available
    assert "no connection named “moon”" in rows["far"].line
    assert rows[MODEL_CRITIC].available
    assert [one.body["model"] for one in server.received] == ["claude-opus-5-5"]
    assert "You are my aunt." in question_of(server.received[0])
    assert {row.title for row in asking.remarks()} == {"My aunt"}


# Several at once


async def all_approved(bench: Bench, models: dict[str, str], paragraph: int | None) -> Any:
    """Asks each critic of the given model, with a yes of its own."""
    yes = []
    for critic, model in models.items():
        asked = PrepareCritique(1, paragraph, critic, True, bench.draft.n, model)
        yes.append(Approval(critic, (await bench.critiquing.prepare(asked)).digest, model=model))
    return await bench.critiquing.critique(Critique(2, paragraph, tuple(models), tuple(yes), True, bench.draft.n))


def test_that_critics_of_several_models_read_at_once_and_each_has_its_own_end(
    asking: Bench, server: AnthropicServer
) -> None:
    models = {"harsh-reviewer": "x-cut", "logician": GOOD, "style-ear": "claude-opus-5-5", "steelman": "x-refusal"}
    done = run(asking, lambda: all_approved(asking, models, asking.draft.paragraph(2)))
    assert done == Done(2, "4 remarks")
    assert {one.body["model"] for one in server.received} == set(models.values())
    ends = {critic: asking.states(critic)[-1] for critic in models}
    assert {critic: (end.state, end.remarks) for critic, end in ends.items()} == {
        "harsh-reviewer": ("failed", 0),
        "logician": ("done", 2),
        "style-ear": ("done", 2),
        "steelman": ("failed", 0),
    }
    assert "broke off" in ends["harsh-reviewer"].words
    assert "declined" in ends["steelman"].words
    assert sorted(one.status for one in calls(asking)) == ["cut_short", "done", "done", "refused"]
    assert {critic: end.unread for critic, end in ends.items() if end.unread} == {
        "harsh-reviewer": "Two words",
        "steelman": "Two words",
    }


def test_that_a_critic_that_has_to_wait_tells_the_seconds_and_keeps_nobody_else_waiting(asking: Bench) -> None:
    async def work() -> Any:
        models = {"harsh-reviewer": "x-429", "logician": GOOD}
        task = asyncio.ensure_future(all_approved(asking, models, asking.draft.paragraph(2)))
        while not (
            [one for one in asking.states("harsh-reviewer") if one.seconds]
            and [one for one in asking.states("logician") if one.state == "done"]
        ):
            await asyncio.sleep(0.005)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(asking, work)
    (wait,) = [one for one in asking.states("harsh-reviewer") if one.seconds]
    assert (wait.state, wait.seconds) == ("waiting", 7.0)
    assert "in 7 s (1 of 5)" in wait.words
    assert asking.states("logician")[-1].remarks == 2
    assert {row.critic for row in asking.remarks()} == {"logician"}


def test_that_one_critic_is_stopped_and_the_others_come_to_their_end(asking: Bench, server: AnthropicServer) -> None:
    models = {"harsh-reviewer": "x-flow", "logician": GOOD, "style-ear": "x-429"}

    async def work() -> Any:
        task = asyncio.ensure_future(all_approved(asking, models, asking.draft.paragraph(2)))
        while not (
            any(one.heard for one in asking.states("harsh-reviewer"))
            and any(one.seconds for one in asking.states("style-ear"))
        ):
            asking.draft.clock.advance(250)
            await asyncio.sleep(0.005)
        asking.critiquing.stop(StopCritic(9, 2, "harsh-reviewer"))
        assert asking.critiquing.stop(StopCritic(10, 2, "style-ear")) == Done(10)
        return await task

    assert run(asking, work) == Done(2, "2 remarks")
    assert server.received[0].left.wait(5) or server.received[1].left.wait(5)
    ends = {critic: asking.states(critic)[-1] for critic in models}
    assert {critic: end.state for critic, end in ends.items()} == {
        "harsh-reviewer": "stopped",
        "logician": "done",
        "style-ear": "stopped",
    }
    assert ends["harsh-reviewer"].words.startswith("Stopped. Kept: no remarks.")
    assert "and so on" in ends["harsh-reviewer"].unread
    rows = {row.paragraph: row.critics for row in asking.tallying.list(ListTallies(4)).readers}
    assert rows == {asking.draft.paragraph(2): ("logician",)}
    assert asking.critiquing.stop(StopCritic(11, 2, "logician")) == Done(11)


def test_that_a_critic_is_listed_with_the_connection_and_the_model_the_writer_chose(asking: Bench) -> None:
    choices = (CriticChoice(MODEL_CRITIC, "claude", "claude-opus-5-5"), CriticChoice("logician", "moon"))
    listed: Critics = run(asking, lambda: asking.critiquing.list(ListCritics(1, choices=choices)))
    rows = {row.name: row for row in listed.critics}
    assert (rows[MODEL_CRITIC].model, rows["harsh-reviewer"].model) == ("claude-opus-5-5", GOOD)
    assert "no connection named “moon”" in rows["logician"].line
    usual, *others = listed.connections
    assert [one.name for one in others] == ["openai", "google"]
    assert (usual.name, usual.title, usual.models[0]) == ("anthropic", "Claude", GOOD)


def test_that_a_copy_of_a_critic_is_a_critic_of_the_writers_own_under_a_free_name(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    folder = bench.critiquing.copy(CopyCritic(1)).path
    assert list(Path(folder).iterdir()) == []
    paths = [Path(bench.critiquing.copy(CopyCritic(ident, "logician")).path) for ident in (2, 3)]
    assert [path.name for path in paths] == ["my-logician.md", "my-logician-2.md"]
    Path(folder, "broken.md").write_text("You are nobody.\n")
    listed: Critics = asyncio.run(bench.critiquing.list(ListCritics(4)))
    assert listed.folder == folder
    mine = [row for row in listed.critics if row.own]
    assert [(row.name, row.title) for row in mine] == [("my-logician", "My Logician"), ("my-logician-2", "My Logician")]
    with pytest.raises(PalimpsestError, match="Line 1"):
        bench.critiquing.copy(CopyCritic(5, "broken"))


def test_that_of_critics_with_one_model_and_references_the_first_goes_ahead(
    asking: Bench, server: AnthropicServer
) -> None:
    draft, rows = asking.draft, (ReferenceRow("T", "To be read."),)

    async def all_yes(models: dict[str, str]) -> Critique:
        yes = []
        for critic, model in models.items():
            asked = PrepareCritique(1, draft.paragraph(2), critic, True, draft.n, model, "", rows)
            yes.append(Approval(critic, (await asking.critiquing.prepare(asked)).digest, model=model))
        return Critique(2, draft.paragraph(2), tuple(models), tuple(yes), True, draft.n, rows)

    async def work() -> int:
        models = {"logician": "x-stall", "steelman": "x-stall", "style-ear": GOOD}
        task = asyncio.ensure_future(asking.critiquing.critique(await all_yes(models)))
        while len(server.received) < 3:
            await asyncio.sleep(0.005)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        held = await all_yes({"logician": "x-wait", "steelman": "x-wait", "style-ear": GOOD})
        task = asyncio.ensure_future(asking.critiquing.critique(held))
        while asking.states("style-ear")[-1].state != "done" or len(server.received) < 5:
            await asyncio.sleep(0.005)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return len(server.received)

    assert run(asking, work) == 5
    first, second, third = (one.body["messages"][0]["content"][0] for one in server.received[:3])
    assert first == second == third
    assert "references first" in asking.states("steelman")[-2].words
    assert asking.states("steelman")[-1].words == "Stopped before it was asked."


def test_that_one_yes_that_is_missing_keeps_all_from_being_sent(asking: Bench, server: AnthropicServer) -> None:
    draft = asking.draft

    async def work() -> Any:
        shown = await asking.critiquing.prepare(PrepareCritique(1, draft.paragraph(2), "logician", True, draft.n))
        yes = (Approval("logician", shown.digest),)
        critics = ("logician", "steelman", "style-ear")
        return await asking.critiquing.critique(Critique(2, draft.paragraph(2), critics, yes, True, draft.n))

    assert run(asking, work) == NeedsApproval(2, ("steelman", "style-ear"))
    assert server.received == []


def test_that_what_a_model_said_before_word_for_word_is_not_said_twice_also_where_it_was_dismissed(
    asking: Bench, server: AnthropicServer
) -> None:
    run(asking, lambda: all_approved(asking, {"logician": GOOD}, asking.draft.paragraph(2)))
    first = asking.remarks()
    asking.judging.judge(JudgeRemark(9, first[0].id, "dismissed", "taste"))
    run(asking, lambda: all_approved(asking, {"logician": GOOD}, asking.draft.paragraph(2)))
    assert asking.remarks() == first
    assert asking.states("logician")[-1].words == "no remarks, 2 said before"
    assert len(calls(asking)) == 2
    run(asking, lambda: all_approved(asking, {"style-ear": GOOD}, asking.draft.paragraph(2)))
    assert len(asking.remarks()) == 4


TWO = (
    "# Two\n\nShe said it was very unique to watch, and I wrote teh word down at home.\n\n"
    "He told me the other week was very unique as well, and he wrote teh name on it.\n\nEnd.\n"
)


@pytest.fixture
def two(tmp_path: Path, server: AnthropicServer) -> Iterator[Bench]:
    """Two paragraphs with the same words to object to."""
    folder = tmp_path / "two"
    folder.mkdir()
    draft = WrittenDraft(folder, TWO)
    made = Bench(draft, {"ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url})
    draft.begin()
    made.attach()
    yield made
    made.opening.close()
    draft.close()


def test_that_what_a_local_critic_said_of_another_paragraph_is_said_of_this_one(two: Bench) -> None:
    first, second = two.draft.paragraph(2), two.draft.paragraph(3)
    for paragraph in (first, second):
        asyncio.run(two.critiquing.critique(Critique(1, paragraph, LOCAL_IDS, upto=two.draft.n)))
    said = [[(row.critic, row.quote) for row in two.remarks() if row.paragraph == one] for one in (first, second)]
    assert ("harper", "teh") in said[0]
    assert said[0] == said[1]
    assert {one.again for critic in LOCAL_IDS for one in two.states(critic)} == {0}


def test_that_what_a_model_was_paid_for_is_kept_though_it_said_the_same_elsewhere(
    two: Bench, server: AnthropicServer
) -> None:
    fields = {"issue": "Too wide.", "why": "w", "suggestion": "s", "confidence": "high"}
    quotes = ("very unique", "words that stand nowhere in it", "")
    server.says = {"remarks": [{"quote": quote, **fields} for quote in quotes]}
    first, second = two.draft.paragraph(2), two.draft.paragraph(3)
    for paragraph in (first, second, None, second):
        run(two, lambda paragraph=paragraph: all_approved(two, {"logician": GOOD}, paragraph))
    # Of the whole draft the words stand in the first paragraph, where that was said already.
    assert [row.paragraph for row in two.remarks()] == [*[first] * 3, *[second] * 3, 0, 0]
    done = [one for one in two.states("logician") if one.state == "done"]
    assert [(one.remarks, one.again) for one in done] == [(3, 0), (3, 0), (2, 1), (0, 3)]


def test_that_what_moved_to_a_paragraph_with_its_text_is_not_said_there_again(two: Bench) -> None:
    first, second = two.draft.paragraph(2), two.draft.paragraph(3)
    asyncio.run(two.critiquing.critique(Critique(1, first, ("harper",), upto=two.draft.n)))
    made = two.remarks()
    places = tuple(RemarkPlace(row.id, second, row.start) for row in made)
    asyncio.run(two.critiquing.critique(Critique(2, second, ("harper",), upto=two.draft.n, places=places)))
    assert two.remarks() == made
    last = two.states("harper")[-1]
    assert (last.words, last.remarks, last.again) == (f"no remarks, {len(made)} said before", 0, len(made))
    asyncio.run(two.critiquing.critique(Critique(3, first, ("harper",), upto=two.draft.n, places=places)))
    assert [row.paragraph for row in two.remarks()] == [first] * 2 * len(made)


def test_that_what_lost_its_words_is_said_of_such_words_again_unless_it_was_dismissed(two: Bench) -> None:
    first = two.draft.paragraph(2)
    asyncio.run(two.critiquing.critique(Critique(1, first, ("harper",), upto=two.draft.n)))
    made = two.remarks()
    two.judging.judge(JudgeRemark(9, made[0].id, "dismissed", "known"))
    lost = tuple(RemarkPlace(row.id, first, row.start, lost=True) for row in made)
    asyncio.run(two.critiquing.critique(Critique(2, first, ("harper",), upto=two.draft.n, places=lost)))
    assert [row.quote for row in two.remarks()[len(made) :]] == [row.quote for row in made[1:]]
    assert two.states("harper")[-1].again == 1


# The whole draft


def test_that_remarks_on_the_whole_draft_stand_in_the_paragraphs_they_quote(
    asking: Bench, server: AnthropicServer
) -> None:
    fields = {"issue": "i", "why": "w", "suggestion": "s", "confidence": "high"}
    quotes = ("A second one, 𝛑", "The first paragraph is very unique.", "", "words that stand nowhere in it")
    server.says = {"remarks": [{"quote": quote, **fields} for quote in quotes]}
    done = run(asking, lambda: all_approved(asking, {"lesswrong-reader": GOOD}, None))
    draft = asking.draft
    assert done == Done(2, "4 remarks")
    asked_last = question_of(server.received[0])
    assert draft.text.strip() in asked_last
    made = [one for one in asking.told if isinstance(one, RemarksMade)]
    assert {one.paragraph: [row.quote for row in one.remarks] for one in made} == {
        draft.paragraph(3): ["A second one, 𝛑"],
        draft.paragraph(2): ["The first paragraph is very unique."],
        0: [None, None],
    }
    without = next(one.remarks for one in made if one.paragraph == 0)
    assert [row.why for row in without] == ["w", f"w (It quotes words that are not in the draft: “{quotes[3]}”)"]
    assert asking.states("lesswrong-reader")[-1].words == "4 remarks"


def test_that_a_local_critic_says_that_it_reads_paragraphs(asking: Bench) -> None:
    asked = Critique(1, None, ("style",), upto=asking.draft.n)
    assert asyncio.run(asking.critiquing.critique(asked)) == Done(1, "0 remarks")
    assert asking.states("style")[-1].state == "failed"
    assert "one paragraph at a time" in asking.states("style")[-1].words


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
        assert last.unread == "Two words"
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
        yes = Approval(MODEL_CRITIC, (await asking.critiquing.prepare(prepare)).digest, model="x-401")
        critics = (*LOCAL_IDS, MODEL_CRITIC)
        return await asking.critiquing.critique(Critique(2, draft.paragraph(2), critics, (yes,), True, draft.n))

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
    assert asking.states(MODEL_CRITIC)[-1].unread.startswith("and so on")


PROSE = "I think this paragraph is fine, though the opening is slow."
WRONG_TYPES = {"quote": ["very unique"], "issue": "i"}


@pytest.mark.parametrize(("says", "unread"), [(PROSE, PROSE), ({"remarks": [WRONG_TYPES]}, json.dumps(WRONG_TYPES))])
def test_that_an_answer_that_is_no_remark_is_told_with_its_words_and_not_counted_as_nothing_to_say(
    asking: Bench, server: AnthropicServer, says: Any, unread: str
) -> None:
    server.says = says
    _, done = run(asking, lambda: approved(asking, asking.draft.paragraph(2)))
    last = asking.states(MODEL_CRITIC)[-1]
    assert done == Done(2, "0 remarks")
    assert (last.state, last.unread) == ("failed", unread)
    assert last.words == "It did not answer in remarks. Your text is safe. Ask it again, or another model."
    assert asking.tallying.list(ListTallies(3)).readers == ()


def test_that_an_empty_list_is_nothing_to_say_and_a_remark_about_no_words_stands_without_a_place(
    asking: Bench, server: AnthropicServer
) -> None:
    paragraph = asking.draft.paragraph(2)
    server.says = {"remarks": []}
    run(asking, lambda: approved(asking, paragraph))
    assert (asking.states(MODEL_CRITIC)[-1].state, asking.states(MODEL_CRITIC)[-1].unread) == ("done", "")
    assert [row.critics for row in asking.tallying.list(ListTallies(3)).readers] == [(MODEL_CRITIC,)]
    server.says = {
        "remarks": [{"quote": "", "issue": "It has no end.", "why": "w", "suggestion": "", "confidence": "low"}]
    }
    run(asking, lambda: approved(asking, paragraph))
    (row,) = asking.remarks()
    assert (row.paragraph, row.quote, row.issue) == (paragraph, None, "It has no end.")
    assert (asking.states(MODEL_CRITIC)[-1].state, asking.states(MODEL_CRITIC)[-1].unread) == ("done", "")


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


def test_that_a_paragraph_that_is_never_to_be_sent_is_in_no_request(asking: Bench, server: AnthropicServer) -> None:
    draft, n = asking.draft, asking.draft.n
    locked, other = draft.paragraph(2), ReferenceRow("Theirs", "The first paragraph is very unique, they say.")
    remark = asking.opening.draft.store.remarks.add(
        [Remark(0, locked, "logician", None, "i", "w", "s", None, RemarkState.OPEN, None, 1, "c")]
    )[0].id
    asking.opening.draft.store.note(**{NARROWING_NOTE: Narrowing(never_sent=frozenset({locked})).row()})

    async def work() -> None:
        whole = await asking.critiquing.prepare(PrepareCritique(1, None, "logician", True, n))
        beside = await asking.overlap.prepare(PrepareOverlap(2, other, n))
        on_whole = await asking.arguing.prepare(PrepareArgument(3, remark, 0, "Why?", n))
        for shown in (whole, beside, on_whole):
            assert "It goes on" not in shown.text
            assert "A second one, 𝛑 and all." in shown.text
        assert "left out" in whole.price_words
        for asked in (
            asking.critiquing.prepare(PrepareCritique(1, locked, "logician", True, n)),
            asking.arguing.prepare(PrepareArgument(3, remark, locked, "Why?", n)),
            asking.wording.prepare(PrepareWording(4, remark, locked, n)),
        ):
            with pytest.raises(EditRefused, match="never to be sent"):
                await asked

    run(asking, work)
    assert len(asyncio.run(asking.overlap.shared(FindShared(5, other, n))).phrases) == 1
    assert server.received == []
