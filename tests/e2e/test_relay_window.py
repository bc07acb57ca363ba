"""A relay in a real window: its proposal is taken in, a kill does not end it, and its limit does."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anthropic_server import PLAIN_ANSWER, AnthropicServer
from window_driver import Desktop, Program, a_desktop, a_program, missing

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]
KEY = "sk-ant-test-0123456789-abcdefgh4f2a"
ESSAY = "# On coins\n\nI let a coin decide for a month.\n\nIt was not what I expected.\n"
STEPS = 2 * 5


@pytest.fixture(scope="module")
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory, server: AnthropicServer) -> Iterator[Desktop]:
    with a_desktop(tmp_path_factory.mktemp("desktop")) as screen:
        screen.environment.update(ANTHROPIC_API_KEY=KEY, PALIMPSEST_ANTHROPIC_BASE_URL=server.url)
        yield screen


@pytest.fixture
def start(desktop: Desktop, tmp_path: Path, server: AnthropicServer) -> Iterator[Callable[[str], Program]]:
    (tmp_path / "essay.md").write_text(ESSAY)
    server.received.clear()
    running = []

    def begin(model: str) -> Program:
        desktop.environment["PALIMPSEST_ANTHROPIC_MODEL"] = model
        manager = a_program(desktop, tmp_path, str(tmp_path / "essay.md"))
        running.append(manager)
        return manager.__enter__()

    yield begin
    for manager in reversed(running):
        manager.__exit__(None, None, None)
    assert "Traceback" not in (tmp_path / "errors.txt").read_text()


def begin_relay(program: Program, server: AnthropicServer, usd: str = "0.50") -> None:
    """Two points of one's own, two turns of thinking each, shown first and then begun."""
    program.choose("alt+t", "While I Am Away…")
    program.until_shown("Points of the outline")
    tick = next(seen for seen in program.eyes.all() if seen.role == "check box" and "coin" in seen.name.casefold())
    x, y, _width, height = program.eyes.box(tick)
    program.desktop.click(x + 8, y + height // 2)
    program.click("Points of your own, one a line", "text")
    program.type("What follows from it")
    program.key("Return")
    program.type("The end")
    program.fill_in("At most, dollars", usd)
    program.fill_in("Turns of thinking", "2")
    program.press("Show What Would Be Sent…")
    program.until_shown("Later requests hold what the models have said by then")
    assert server.received == []
    assert "I let a coin" not in program.words()  # what was not ticked does not go along
    program.press("Start")


def test_that_a_relay_ends_with_a_proposal_of_which_one_paragraph_is_taken_in_as_the_models_words(
    start: Callable[[str], Program], server: AnthropicServer
) -> None:
    program = start("claude-sonnet-5-5")
    begin_relay(program, server)
    program.until_shown("It is done.")
    assert len(server.received) == STEPS
    assert program.shown() == ESSAY
    program.press("Take In: The end")
    taken = f"{ESSAY}\n{PLAIN_ANSWER}\n"
    program.until_text(taken)
    program.until_shown("In the draft")
    program.key("ctrl+shift+i")
    program.until_shown("claude-sonnet-5-5-20261101")
    program.key("Escape")
    program.key("ctrl+z")
    program.until_text(ESSAY)
    program.key("ctrl+y")
    program.until_text(taken)
    program.choose("alt+t", "What Was Sent…")
    program.until_shown("relay: revise")


def test_that_a_killed_worker_goes_on_by_itself_and_a_killed_program_asks_first(
    start: Callable[[str], Program], server: AnthropicServer
) -> None:
    program = start("x-slow")
    begin_relay(program, server)
    server.wait_for(1)
    os.kill(program.worker(), signal.SIGKILL)
    server.wait_for(2)  # by itself
    program.key("ctrl+End")
    program.type("Meanwhile.")
    program.until_text(f"{ESSAY}Meanwhile.")
    program.kill_all()
    before = len(server.received)
    again = start("x-slow")
    again.until_shown("A relay of models was under way.")
    assert len(server.received) == before
    again.press("Go On: the relay")
    server.wait_for(before + 1)
    again.press("Stop")
    again.until_shown("You stopped it.")
    assert again.shown() == f"{ESSAY}Meanwhile."


def test_that_the_limit_ends_it_before_the_request_that_could_pass_it(
    start: Callable[[str], Program], server: AnthropicServer
) -> None:
    program = start("claude-sonnet-5-5")
    begin_relay(program, server, usd="0.06")
    program.until_shown("of the relay's limit are left")
    assert len(server.received) == 2  # two turns of thinking; a draft could cost 8 ct
    assert program.shown() == ESSAY
