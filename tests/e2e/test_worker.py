from __future__ import annotations

import importlib
import pkgutil
import signal
from dataclasses import fields, is_dataclass
from pathlib import Path

from anthropic_server import AnthropicServer
from worker_process import KEY, WorkerProcess, a_worker
from written_draft import WrittenDraft

from editor import protocol
from editor.protocol import critique_messages as c
from editor.protocol import messages as m
from editor.protocol import pad_messages as pad
from editor.services.critics import LOCAL_IDS
from editor.store.drafts import DraftStore
from editor.store.verifying import verify_file
from editor.worker import _ASK_MODELS

ESSAY = "# A title\n\nThe first paragraph is very unique. It goes on.\n\nA second one, 𝛑 and all.\n"
MODEL_CRITIC = "balanced-editor"


def folded_text(path: Path) -> str:
    store = DraftStore.open(path)
    try:
        return store.document.text()
    finally:
        store.close()


def asking(worker: WorkerProcess, draft: WrittenDraft, model: str) -> int:
    """The id of a critique that was approved and is under way."""
    prepared = worker.ask(m.PrepareCritique, draft.paragraph(2), MODEL_CRITIC, True, draft.n, model)
    yes = (m.Approval(MODEL_CRITIC, prepared.digest, model=model),)
    return worker.send(m.Critique, draft.paragraph(2), (MODEL_CRITIC,), yes, True, draft.n)


def test_that_a_draft_is_folded_saved_judged_versioned_and_exported_by_one_worker(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, ESSAY)
    with a_worker() as worker:
        first = worker.send(draft.attaching)
        asked_at_once = worker.send(m.ListVersions, None)
        assert worker.result(first).upto == 0
        assert worker.result(asked_at_once).versions == ()
        draft.append("\nA third.\n")
        assert worker.ask(m.Fold, draft.n) == m.Folded(3, draft.n, draft=draft.ident)
        assert worker.ask(m.SaveText, str(draft.text_path), draft.n, {}).upto == draft.n
        assert draft.text_path.read_text() == draft.text
        asked = worker.send(m.Critique, draft.paragraph(2), LOCAL_IDS, upto=draft.n)
        assert isinstance(worker.result(asked), m.Done)
        rows = [row for made in worker.events(asked, m.RemarksMade) for row in made.remarks]
        assert isinstance(worker.ask(m.JudgeRemark, rows[0].id, "dismissed", "taste"), m.Done)
        assert len(worker.ask(m.KeepVersion, "one", None, draft.n).versions) == 1
        draft.write(2, "new ")
        pieces = worker.ask(m.CompareVersion, 1, draft.n).pieces
        assert [row.text for row in pieces if row.kind == "added"] == ["new "]
        post = worker.ask(m.PrepareExport, "lesswrong", draft.n)
        assert post.title == "new A title"
        assert {row.state for row in post.checks} <= {"fine", "look"}
        out = tmp_path / "post.html"
        assert isinstance(worker.ask(m.WriteExport, "substack", str(out), draft.n), m.Done)
        assert out.exists()
        assert out.with_suffix(".md").exists()
        assert not worker.ask(m.KeyStatus).found
        assert isinstance(worker.ask(m.Detach, draft.n), m.Done)
        assert isinstance(worker.ask(m.Quit), m.Done)
        assert worker.end() == (0, "")
    draft.close()
    assert verify_file(draft.path) == []
    assert folded_text(draft.path) == draft.text


def test_that_the_end_of_the_input_is_the_end_of_the_worker_and_nothing_is_left_unfolded(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, ESSAY)
    with a_worker() as worker:
        draft.append("One.")
        worker.ask(draft.attaching)
        draft.append(" Two, after the last fold.")
        assert worker.end() == (0, "")
    draft.close()
    assert folded_text(draft.path) == draft.text
    assert not draft.path.with_name("essay.palimpsest-wal").exists()


def test_that_what_was_asked_before_the_end_is_done_and_critics_are_stopped(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, ESSAY).append("Last.")
    with (
        AnthropicServer() as server,
        a_worker(ANTHROPIC_API_KEY=KEY, PALIMPSEST_ANTHROPIC_BASE_URL=server.url) as worker,
    ):
        worker.send(draft.attaching)
        asking(worker, draft, "x-wait")
        server.wait_for(1)
        worker.send(m.SaveText, str(draft.text_path), draft.n, {})
        assert worker.end() == (0, "")
        assert server.received[0].left.wait(5)
    with a_worker() as hasty:
        draft.append(" Very last.")
        hasty.send(draft.attaching)
        hasty.send(m.SaveText, str(draft.text_path), draft.n, {})
        hasty.send(m.Detach, draft.n)
        hasty.send(m.Quit)
        assert hasty.end() == (0, "")
        hasty.result(4)
        answers = [type(one) for one in hasty.past if not isinstance(one, m.Folded)]  # told when there is something
        assert answers == [m.Attached, m.Saved, m.Done, m.Done]
    assert draft.text_path.read_text() == draft.text
    draft.close()
    store = DraftStore.open(draft.path)
    try:
        assert [call.status for call in store.calls.all()] == ["cancelled"]
        assert store.document.text() == draft.text
    finally:
        store.close()


def test_that_every_request_with_a_yes_of_the_writers_is_stopped_where_its_draft_is_left() -> None:
    """The next draft waits for whatever is under way; a model may take minutes."""
    modules = [
        importlib.import_module(f"{protocol.__name__}.{one.name}") for one in pkgutil.iter_modules(protocol.__path__)
    ]
    requests = {one for module in modules for one in vars(module).values() if isinstance(one, type) and is_dataclass(one)}
    asking = {one for one in requests if any("Approval" in str(field.type) for field in fields(one))}
    assert c.Argue in asking
    assert asking <= set(_ASK_MODELS)


def test_that_the_worker_folds_by_itself(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, ESSAY)
    with a_worker() as worker:
        worker.ask(draft.attaching)
        draft.append("One.")
        assert worker.until(lambda one: isinstance(one, m.Folded) and one.id == 0).upto == draft.n
        worker.end()
    draft.close()


def test_that_a_worker_killed_at_work_loses_nothing(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, ESSAY)
    for turn in range(2):
        worker = WorkerProcess()
        worker.ask(draft.attaching)
        for number in range(40):
            draft.append(f" {turn}.{number}")
            worker.send(m.Fold, draft.n)
        worker.send(m.KeepVersion, f"turn {turn}", None, draft.n)
        worker.result(worker.send(m.Fold, draft.n) if turn else 2)
        worker.process.send_signal(signal.SIGKILL)
        worker.process.wait()
        worker.end()
        draft.append(f" after kill {turn}.")
    with a_worker() as worker:
        assert worker.ask(draft.attaching).upto == draft.n
        worker.ask(m.Detach, draft.n)
        worker.end()
    draft.close()
    assert folded_text(draft.path) == draft.text
    assert verify_file(draft.path) == []


def test_that_a_call_is_stopped_in_mid_stream_and_what_came_is_kept(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, ESSAY).begin()
    with (
        AnthropicServer() as server,
        a_worker(ANTHROPIC_API_KEY=KEY, PALIMPSEST_ANTHROPIC_BASE_URL=server.url) as worker,
    ):
        worker.ask(draft.attaching)
        flowing = asking(worker, draft, "x-flow")
        worker.until(lambda one: isinstance(one, m.CriticState) and one.heard > 0)
        worker.send(m.Cancel, flowing)
        failed = worker.result(flowing)
        assert (failed.title, failed.fault) == ("Stopped", "cancelled")
        assert server.received[0].left.wait(5)
        (call,) = worker.ask(m.ListCalls).calls
        assert call["status"] == "cancelled"
        assert call["reply"].startswith("and so on")
        assert worker.events(flowing, m.CriticState)[-1].unread.startswith("and so on")
        worker.end()
        assert sum(one.id == flowing and isinstance(one, m.Failed | m.Done) for one in worker.past) == 1
        assert not any(KEY in repr(one) for one in worker.past)
    draft.close()


def test_that_work_goes_on_while_a_model_thinks_and_ends_with_the_draft(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, ESSAY).begin()
    with (
        AnthropicServer() as server,
        a_worker(ANTHROPIC_API_KEY=KEY, PALIMPSEST_ANTHROPIC_BASE_URL=server.url) as worker,
    ):
        worker.ask(draft.attaching)
        waiting = asking(worker, draft, "x-wait")
        server.wait_for(1)
        local = worker.send(m.Critique, draft.paragraph(3), ("style",), upto=draft.n)
        assert isinstance(worker.result(local), m.Done)
        assert isinstance(worker.ask(m.Fold, draft.n), m.Folded)
        assert isinstance(worker.ask(m.Detach, draft.n), m.Done)
        assert worker.result(waiting).fault == "cancelled"
        attached = worker.ask(draft.attaching)
        assert attached.last_sent.startswith("Claude, ")
        assert float(attached.spent_usd) > 0 or attached.spent_usd == "0"
        worker.end()
    draft.close()


def test_that_a_remark_is_argued_and_conceded_and_the_thread_is_there_after_a_restart(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, ESSAY).begin()
    where, line = draft.paragraph(2), "It is a set phrase."
    with (
        AnthropicServer() as server,
        a_worker(ANTHROPIC_API_KEY=KEY, PALIMPSEST_ANTHROPIC_BASE_URL=server.url) as worker,
    ):
        worker.ask(draft.attaching)
        asked = asking(worker, draft, "claude-sonnet-5-5")
        assert isinstance(worker.result(asked), m.Done)
        remark = worker.events(asked, m.RemarksMade)[0].remarks[0].id
        server.says = {"reason": "You are right.", "decision": "concede"}
        shown = worker.ask(c.PrepareArgument, remark, where, line, draft.n)
        made = worker.ask(c.Argue, remark, where, line, draft.n, m.Approval(MODEL_CRITIC, shown.digest))
        assert (made.turn.stand, made.turn.echo) == ("concede", "empty")
        server.says = {"wording": "is rare"}
        shown = worker.ask(c.PrepareWording, remark, where, draft.n)
        worded = worker.ask(c.AskWording, remark, where, draft.n, m.Approval(MODEL_CRITIC, shown.digest))
        assert worded.wording.text == "is rare"
        (tally,) = worker.ask(c.ListTallies).critics
        assert (tally.title, tally.words) == ("Balanced editor", "2 remarks: 2 open")
        other = m.ReferenceRow("Theirs", "They say the first paragraph is very unique.")
        assert len(worker.ask(c.FindShared, other, draft.n).phrases) == 1
        waiting = worker.ask(c.PrepareOverlap, other, draft.n, "", "x-wait")
        yes = m.Approval(c.OVERLAP, waiting.digest, model="x-wait")
        held, before = worker.send(c.AskOverlap, other, draft.n, yes), len(server.received)
        server.wait_for(before + 1)
        assert isinstance(worker.ask(m.Detach, draft.n), m.Done)
        assert worker.result(held).fault == "cancelled"
        worker.end()
    with a_worker() as worker:
        attached = worker.ask(draft.attaching)
        kept = {f"{one['kind']}/{one['id']}": one for one in attached.attachments}
        assert kept[f"argument/{remark}-1"]["row"]["line"] == line
        assert kept[f"wording/{remark}-1"]["paragraph"] == where
        assert {row.title for row in attached.remarks} == {"Balanced editor"}
        worker.end()
    draft.close()
    assert verify_file(draft.path) == []


def test_that_a_models_turn_in_the_pad_is_heard_as_it_comes_and_ends_with_the_draft(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, ESSAY).begin()
    with (
        AnthropicServer() as server,
        a_worker(ANTHROPIC_API_KEY=KEY, PALIMPSEST_ANTHROPIC_BASE_URL=server.url) as worker,
    ):
        worker.ask(draft.attaching)
        so_far = pad.PadSoFar(draft.paragraph(2), "Its point.", (pad.TurnSoFar("so it goes", False),), True)
        prepared = worker.ask(pad.PrepareTurn, so_far, draft.n, "x-slow")
        flowing = worker.send(pad.TakeTurn, so_far, draft.n, prepared.digest, "x-slow")
        begun = worker.until(lambda one: isinstance(one, pad.TurnBegun))
        worker.until(lambda one: isinstance(one, pad.TurnHeard))
        assert isinstance(worker.ask(m.Detach, draft.n), m.Done)
        assert worker.result(flowing).fault == "cancelled"
        assert server.received[0].left.wait(5)
        worker.ask(draft.attaching)
        (call,) = worker.ask(m.ListCalls).calls
        assert (call["id"], call["status"], call["sent"]) == (begun.call, "cancelled", prepared.text)
        assert call["reply"] == "".join(one.text for one in worker.events(flowing, pad.TurnHeard))
        assert worker.ask(pad.ListTurnPrices).prices == ((begun.call, call["cost"]),)
        worker.end()
    draft.close()


def test_that_every_line_is_answered_and_none_ends_the_worker(tmp_path: Path) -> None:
    with a_worker() as worker:
        worker.send_raw(b"nonsense\n")
        assert worker.until(lambda one: one.id == 0).fault == "protocol"
        worker.send_raw(b'{"is": "Fold", "id": 77}\n')
        assert worker.result(77).fault == "protocol"
        worker.send_raw(b'{"is": "DiffRow", "kind": "same", "text": ""}\n')
        worker.send_raw(b'{"is": "Saved", "id": 78, "path": "", "upto": 1, "digest": ""}\n')
        assert worker.until(lambda one: one.id == 78 and isinstance(one, m.Failed)).title == "This cannot be asked"
        failed = worker.ask(m.Fold, 3)
        assert (failed.title, failed.fault) == ("No draft is open", "FileUnreadable")
        refused = worker.ask(m.KeepKey, "bad\nkey")
        assert refused.title == "This does not look like a key"
        missing = worker.ask(m.Attach, str(tmp_path / "a.palimpsest"), "../up", str(tmp_path))
        assert (missing.title, missing.fault) == ("This program has a fault", "fault")
        assert "../up" not in missing.detail
        code, words = worker.end()
        assert code == 0
        assert "Traceback" not in words
