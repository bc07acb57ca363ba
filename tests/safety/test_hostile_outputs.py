"""Prompt injection (row 1): whatever a model says, no file, process, network, clipboard or settings call comes of it.

Here the worker's half, over all wire formats and vendors' libraries; the window's is `test_shown_output`.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import action_watch
import anthropic_server
import google_server
import openai_answers
import pytest
from anthropic_server import AnthropicServer
from endpoints import ENDPOINTS, ask, asking
from google_server import GoogleServer
from hostile_outputs import BAIT, Baits, hostile_outputs
from model_server import ModelServer
from openai_server import OpenAIServer
from worker_process import KEY, WorkerProcess, a_worker
from written_draft import WrittenDraft

from editor.llm.outline_prompts import MOST_ENTRIES
from editor.llm.provider import UnfinishedReply
from editor.llm.title_prompts import MOST_TITLES
from editor.protocol import critique_messages as talk
from editor.protocol import messages as wire
from editor.protocol.claim_messages import SOURCES, FindSources, PrepareSources, SourcesFound
from editor.protocol.model_messages import KeepConnection, LimitDraft
from editor.protocol.outline_messages import OUTLINE, OutlineProposed, PrepareOutline, ProposeOutline
from editor.protocol.pad_messages import PadSoFar, PrepareTurn, TakeTurn, TurnHeard, TurnSoFar, TurnTaken
from editor.protocol.relay_messages import PlayerRow, PrepareRelay, RelayPlanRow, RunRelay, SectionRow
from editor.protocol.title_messages import TITLES, PrepareTitles, ProposeTitles, TitlesProposed
from editor.store.drafts import DraftStore

ESSAY = "# A title\n\nThe first paragraph is very unique. It goes on.\n\nA second one, 𝛑 and all.\n"
CRITIC = "balanced-editor"
SEARCHES = (
    {"type": "web_search_20250305", "name": "web_search", "max_uses": 3},
    {"type": "web_search"},
    {"googleSearch": {}},
)
"""The providers' own, and the only tools that are ever passed."""
SECTIONS, OUTPUTS_AT_ONCE = 2, 5
"""Of a relay, whose ten requests are answered with all outputs that way."""


class Talk:
    """A real worker at a draft, with one connection for each wire format."""

    def __init__(self, worker: WorkerProcess, draft: WrittenDraft, servers: dict[str, ModelServer]) -> None:
        self.worker, self.draft, self.servers = worker, draft, servers
        self.yes: dict[tuple[Any, str], wire.Approval] = {}
        worker.ask(draft.attaching)
        worker.send(LimitDraft, None)
        made = worker.send(KeepConnection, "", "Mine", "compatible", f"{servers['chat'].url}", "qwen3", ("qwen3",))
        worker.until(lambda one: one.id == made)
        worker.ask(wire.KeepKey, KEY, "mine")
        self.models = {
            "anthropic": "claude-sonnet-5-5",
            "openai": "gpt-6.1-sol",
            "google": "gemini-3.8-flash",
            "mine": "qwen3",
        }

    def says(self, words: Any) -> None:
        for server in self.servers.values():
            server.says = words

    def result(self, ident: int) -> Any:
        return self.worker.until(lambda one: one.id == ident and type(one).__name__ in _RESULTS)

    def asked(self, kind: Any, *values: Any, **named: Any) -> Any:
        return self.result(self.worker.send(kind, *values, **named))

    def approved(self, critic: str, name: str, prepare: Any, *values: Any) -> wire.Approval:
        """What was shown before, where the same would be shown again."""
        model = self.models[name]
        if (prepare, name) not in self.yes:
            shown = self.asked(prepare, *values, self.draft.n, connection=name, model=model)
            self.yes[prepare, name] = wire.Approval(critic, shown.digest, model=model, connection=name)
        return self.yes[prepare, name]

    def critique(self, name: str) -> int:
        """The id of the request that was answered."""
        where, upto, model = self.draft.paragraph(2), self.draft.n, self.models[name]
        if (wire.PrepareCritique, name) not in self.yes:
            shown = self.asked(wire.PrepareCritique, where, CRITIC, True, upto, model, name)
            self.yes[wire.PrepareCritique, name] = wire.Approval(CRITIC, shown.digest, model=model, connection=name)
        yes = self.yes[wire.PrepareCritique, name]
        ident = self.worker.send(wire.Critique, where, (CRITIC,), (yes,), True, upto)
        assert isinstance(self.result(ident), wire.Done), self.result(ident)
        return ident

    def remark(self, name: str) -> int:
        """An ordinary one, to talk about."""
        self.says(
            {"remarks": [{"quote": "very unique", "issue": "No.", "why": "", "suggestion": "", "confidence": "low"}]}
        )
        (made,) = self.worker.events(self.critique(name), wire.RemarksMade)
        return int(made.remarks[0].id)

    def argue(self, name: str, remark: int) -> Any:
        self.yes.pop((talk.PrepareArgument, name), None)  # the thread has grown
        about = (remark, self.draft.paragraph(2), "No, it is not.")
        yes = self.approved(CRITIC, name, talk.PrepareArgument, *about)
        return self.asked(talk.Argue, *about, self.draft.n, yes)

    def wording(self, name: str, remark: int) -> Any:
        self.yes.pop((talk.PrepareWording, name), None)
        about = (remark, self.draft.paragraph(2))
        return self.asked(talk.AskWording, *about, self.draft.n, self.approved(CRITIC, name, talk.PrepareWording, *about))

    def overlap(self, name: str) -> Any:
        other = wire.ReferenceRow("Theirs", "They say the first paragraph is very unique.")
        yes = self.approved(talk.OVERLAP, name, talk.PrepareOverlap, other)
        return self.asked(talk.AskOverlap, other, self.draft.n, yes)

    def outline(self, name: str) -> Any:
        return self.asked(ProposeOutline, (), self.draft.n, self.approved(OUTLINE, name, PrepareOutline, ()))

    def titles(self, name: str) -> Any:
        return self.asked(ProposeTitles, self.draft.n, self.approved(TITLES, name, PrepareTitles))

    def sources(self, name: str) -> Any:
        about = (self.draft.paragraph(2), "The first paragraph is very unique.")
        return self.asked(FindSources, *about, self.draft.n, self.approved(SOURCES, name, PrepareSources, *about))

    def turn(self, name: str) -> str:
        pad = PadSoFar(self.draft.paragraph(2), "Its point.", (TurnSoFar("so it goes", False),), True)
        digest = self.approved("pad", name, PrepareTurn, pad).digest
        ident = self.worker.send(TakeTurn, pad, self.draft.n, digest, self.models[name], name)
        assert isinstance(self.result(ident), TurnTaken), self.result(ident)
        return "".join(one.text for one in self.worker.events(ident, TurnHeard))

    def relay(self) -> Any:
        sections = tuple(SectionRow(f"Entry {number}", "", None) for number in range(SECTIONS))
        writer, partner, critic = (PlayerRow(name, self.models[name]) for name in ("openai", "google", "anthropic"))
        plan = RelayPlanRow(sections, writer, partner, critic, "2", 30, 2)
        shown = self.asked(PrepareRelay, plan, self.draft.n)
        return self.asked(RunRelay, plan, self.draft.n, shown.digest)


_RESULTS = {
    *("Done", "Prepared", "Failed", "NeedsApproval", "ArgumentMade", "WordingMade", "OverlapFound", "OutlineProposed"),
    *("TitlesProposed", "SourcesFound", "TurnTaken", "RelayPrepared", "RelayEnded", "Calls", "Connections"),
    "SpendingState",
}


@pytest.fixture
def servers() -> Iterator[dict[str, ModelServer]]:
    with ExitStack() as stack:
        made = {
            "anthropic": AnthropicServer(),
            "openai": OpenAIServer(),
            "chat": OpenAIServer(),
            "google": GoogleServer(),
        }
        for one in made.values():
            stack.enter_context(one)
        yield made


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[WrittenDraft]:
    (tmp_path / "own").mkdir()
    written = WrittenDraft(tmp_path / "own", ESSAY).begin()
    yield written
    written.close()


def test_that_forty_hostile_outputs_in_every_place_and_wire_format_cause_no_action_in_the_worker(
    tmp_path: Path, draft: WrittenDraft, servers: dict[str, ModelServer], baits: Baits, visits: tuple[int, list[str]]
) -> None:
    outputs = hostile_outputs(baits)
    assert len(outputs) >= 40
    seen, text_before = tmp_path / "actions", draft.text
    environment = {
        action_watch.FILE: str(seen),
        "PALIMPSEST_DATA": str(draft.places.root),
        **{f"PALIMPSEST_{name.upper()}_BASE_URL": servers[name].url for name in ("anthropic", "openai", "google")},
        **{f"{name.upper()}_API_KEY": KEY for name in ("anthropic", "openai")},
        "GEMINI_API_KEY": KEY,
    }
    with a_worker(**environment) as worker:
        room = Talk(worker, draft, servers)
        names = itertools.cycle(room.models)
        remark = room.remark("anthropic")
        for name in room.models:
            room.critique(name)  # so that every library is loaded
        begun = seen.stat().st_size
        for words in outputs.values():
            name = next(names)
            room.says(words)
            room.critique(name)
            room.says({"reason": words, "decision": "concede"})
            assert isinstance(made := room.argue(name, remark), talk.ArgumentMade), made
            room.says({"wording": words})
            assert isinstance(made := room.wording(name, remark), talk.WordingMade), made
            room.says(words)
            assert room.turn(name) == words
            if name != "mine":  # which cannot search
                assert isinstance(made := room.sources(name), SourcesFound), made
        for name in room.models:  # where an answer is a list it holds them all
            fields = [dict.fromkeys(("issue", "why", "suggestion", "confidence"), words) for words in outputs.values()]
            quoted = [{"quote": "very unique", **one} for one in fields] + [
                {"quote": one["why"], **one} for one in fields
            ]
            room.says({"remarks": quoted})
            room.critique(name)
            like = [{"draft": "very unique", "reference": words, "point": words} for words in outputs.values()]
            room.says({"same": like, "new": like, "verdict": "\n".join(outputs.values())})
            assert isinstance(made := room.overlap(name), talk.OverlapFound), made
            for some in parts(outputs, MOST_ENTRIES):
                room.says({"entries": [{"after": 1, "point": words} for words in some]})
                assert isinstance(made := room.outline(name), OutlineProposed), made
            for some in parts(outputs, MOST_TITLES):
                room.says({"titles": some})
                assert isinstance(made := room.titles(name), TitlesProposed), made
        everything = itertools.cycle(outputs.values())
        room.says(lambda: "\n\n".join(itertools.islice(everything, OUTPUTS_AT_ONCE)))
        assert room.relay().relay.signs.done >= SECTIONS
        calls = room.asked(wire.ListCalls).calls
        worker.end()
    actions = action_watch.noted(seen, begun)
    ports = [one.port for one in servers.values()]
    assert len(actions) > 100
    assert action_watch.forbidden(actions, tmp_path / "own", ports, (BAIT,)) == []
    assert visits[1] == []
    assert not baits.planted.exists()
    assert [tool for one in every_request(servers) for tool in one.body.get("tools", ()) if tool not in SEARCHES] == []
    assert not any("tool_choice" in one.body for one in every_request(servers))
    assert draft.text == text_before
    store = DraftStore.open(draft.path)
    try:
        assert store.document.text() == text_before
    finally:
        store.close()
    assert {call["provider"] for call in calls} >= {"anthropic", "openai", "google"}


def parts(outputs: dict[str, str], most: int) -> Iterator[list[str]]:
    words = list(outputs.values())
    for first in range(0, len(words), most):
        yield words[first : first + most]


def every_request(servers: dict[str, ModelServer]) -> list[Any]:
    return [one for server in servers.values() for one in server.received]


# What is a tool call in a vendor's own form is handed on by its library, and nobody takes it.


def anthropic_tool(to: Any) -> None:
    to.start_message()
    to.say("Two words")
    to.event("content_block_stop", index=0)
    block = {"type": "tool_use", "id": "toolu_1", "name": "bash", "input": {}}
    to.event("content_block_start", index=1, content_block=block)
    delta = {"type": "input_json_delta", "partial_json": json.dumps({"command": "touch planted"})}
    to.event("content_block_delta", index=1, delta=delta)
    to.stop_message("tool_use")


def openai_tool(to: Any) -> None:
    called = {"name": "bash", "arguments": json.dumps({"command": "touch planted"})}
    to.start_message()
    to.say("Two words")
    if to.is_chat:
        to.delta({"tool_calls": [{"index": 0, "id": "call_1", "type": "function", "function": called}]})
        to.stop_message("tool_calls")
    else:
        item = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "status": "completed", **called}
        to.event("response.output_item.added", output_index=1, item=item)
        to.event("response.output_item.done", output_index=1, item=item)
        to.stop_message("stop")


def google_tool(to: Any) -> None:
    to.begin_stream()
    to.say("Two words")
    to.chunk([{"functionCall": {"name": "bash", "args": {"command": "touch planted"}}}])
    to.stop_message("STOP")


TOOLS: dict[str, tuple[dict[str, Any], Callable[[Any], None]]] = {
    "anthropic": (anthropic_server.FAULTS, anthropic_tool),
    "responses": (openai_answers.FAULTS, openai_tool),
    "chat": (openai_answers.FAULTS, openai_tool),
    "google": (google_server.FAULTS, google_tool),
}


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_that_a_tool_call_in_the_vendors_own_form_is_not_made_and_not_answered(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults, tool = TOOLS[endpoint]
    monkeypatch.setitem(faults, "x-tool", tool)
    with ENDPOINTS[endpoint].server() as server:
        try:
            text = ask(ENDPOINTS[endpoint], server, asking("x-tool"))[0].text
        except UnfinishedReply as error:  # an end for the sake of a tool is none that was asked for
            text = error.text
        assert text == "Two words"
        (received,) = server.received
        assert not {"tools", "tool_choice", "functions", "toolConfig"} & set(received.body)


PLANTED = {
    "a file written": "open(sys.argv[1] + '/palimpsest-written', 'w')",
    "a file read": "open(sys.argv[1] + '/palimpsest-bait.png').close()",
    "a name changed": "os.rename(sys.argv[1] + '/x', sys.argv[1] + '/y')",
    "a database": "__import__('sqlite3').connect(sys.argv[1] + '/x')",
    "a process": "subprocess.run(['true'])",
    "a shell": "os.system('true')",
    "a page opened": "__import__('webbrowser').open('http://127.0.0.1:9/')",
    "a connection": "socket.create_connection(('127.0.0.1', 9))",
    "a name looked up": "socket.getaddrinfo('nowhere.invalid', 80)",
    "a setting of the environment": "os.environ.update(HOME='/')",
}


@pytest.mark.parametrize("what", PLANTED)
def test_that_an_action_would_be_seen(tmp_path: Path, what: str) -> None:
    (tmp_path / "own").mkdir()
    script = (
        "import contextlib, os, socket, subprocess, sys\n"
        "open(sys.argv[1] + '/own/draft', 'w').close()\n"
        f"with contextlib.suppress(OSError): {PLANTED[what]}"
    )
    seen = tmp_path / "actions"
    environment = {**os.environ, action_watch.FILE: str(seen), "BROWSER": "true", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=environment, check=True, timeout=60)
    noted = action_watch.noted(seen)
    found = action_watch.forbidden(noted, tmp_path / "own", (), (BAIT,))
    assert found, noted
    draft = ["write", str(tmp_path / "own" / "draft")]
    assert draft in noted
    assert draft not in found
