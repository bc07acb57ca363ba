"""A relay through real worker processes, of which one is killed."""

from __future__ import annotations

from pathlib import Path

from anthropic_server import AnthropicServer
from worker_process import KEY, a_worker
from written_draft import WrittenDraft

from editor.protocol.relay_messages import (
    GoOnWithRelay,
    ListRelays,
    PlayerRow,
    PrepareRelay,
    RelayHeard,
    RelayPlanRow,
    RelayTurnMade,
    RunRelay,
    SectionRow,
    StopRelay,
)

SONNET, ENDLESS = PlayerRow("", "claude-sonnet-5-5"), PlayerRow("", "x-slow")
PLAN = RelayPlanRow((SectionRow("The end", "", None),), SONNET, ENDLESS, SONNET, "1", 30, 2)


def test_that_a_killed_worker_is_followed_by_one_that_repeats_no_finished_turn(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, "# A title\n\nOne.\n").begin()
    with AnthropicServer() as server:
        environment = {"ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url}
        with a_worker(**environment) as worker:
            worker.ask(draft.attaching)
            shown = worker.ask(PrepareRelay, PLAN, draft.n)
            relay = worker.send(RunRelay, PLAN, draft.n, shown.digest)
            worker.until(lambda one: isinstance(one, RelayHeard) and one.step == 1)
            (first,) = worker.events(relay, RelayTurnMade)
            worker.kill()
        asked = len(server.received)
        with a_worker(**environment) as worker:
            worker.ask(draft.attaching)
            (left,) = worker.ask(ListRelays).relays
            assert (left.signs.end, left.signs.done, left.turns) == ("", 1, (first.turn,))
            again = worker.send(GoOnWithRelay, left.relay)
            worker.until(lambda one: isinstance(one, RelayHeard) and one.id == again)
            assert server.wait_for(asked + 1).body["model"] == ENDLESS.model
            worker.ask(StopRelay, left.relay)
            ended = worker.result(again).relay
            assert (ended.signs.end, ended.signs.done) == ("stopped", 1)
            assert [turn.whole for turn in ended.turns] == [True, False]
            assert worker.end() == (0, "")
    draft.close()
