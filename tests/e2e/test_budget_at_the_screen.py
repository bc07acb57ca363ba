"""A limit at a real screen: reached, raised, and what is never sent, over a kill."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from window_driver import Desktop, Program, a_desktop, a_program, missing, until

ESSAY = "# On timing\n\nMost advice treats the first draft as a container.\n\nThe secret of Ms Vesper stays here.\n"
KEY = "sk-ant-test-0123456789-abcdefgh4f2a"

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture
def desktop(tmp_path_factory: pytest.TempPathFactory, server: AnthropicServer) -> Iterator[Desktop]:
    with a_desktop(tmp_path_factory.mktemp("desktop")) as screen:
        screen.environment.update(ANTHROPIC_API_KEY=KEY, PALIMPSEST_ANTHROPIC_BASE_URL=server.url)
        yield screen


@pytest.fixture
def start(desktop: Desktop, tmp_path: Path) -> Iterator[Callable[[], Program]]:
    (tmp_path / "essay.md").write_text(ESSAY)
    running = []

    def begin() -> Program:
        manager = a_program(desktop, tmp_path, str(tmp_path / "essay.md"))
        running.append(manager)
        return manager.__enter__()

    yield begin
    for manager in reversed(running):
        manager.__exit__(None, None, None)
    assert "Traceback" not in (tmp_path / "errors.txt").read_text()


def limit(program: Program, usd: str) -> None:
    program.until_shown("All essays, in a month")
    program.fill_in("Limit: This essay", usd)
    program.press("Set the limit: This essay")


def test_that_a_limit_that_is_reached_can_be_raised_and_what_is_locked_is_not_sent(
    start: Callable[[], Program], server: AnthropicServer
) -> None:
    program = start()
    program.key("Down", "Down", "Down", "Down")
    program.until_shown("Paragraph 3, The secret")
    program.until_shown("There are no remarks")
    program.key("alt+p")
    until(lambda: program.eyes.one("menu item", "Never Send This Paragraph"), "the menu")
    program.key("p")
    program.until_shown("never sent to a model")
    program.kill_all()

    program = start()
    program.key("ctrl+Home", "Down", "Down")
    program.until_shown("Paragraph 2, Most advice")
    program.until_shown("There are no remarks")
    program.choose("alt+t", "Budget…")
    limit(program, "0.0001")
    program.until_shown("left for this essay")
    program.press("Close")
    program.press("Show what would be sent")
    program.until_shown("At the limit")
    program.until_shown("This would cost")
    assert server.received == []
    program.press("Raise limit")
    limit(program, "2")
    program.until_shown("$2.00 is left for this essay")
    program.press("Close")
    program.until_shown("exactly as above")
    program.press("Send")
    until(lambda: server.received, "the request")
    sent = json.dumps(server.received[0].body)
    assert "first draft as a container" in sent
    assert "Vesper" not in sent
    program.until_shown("of $2.00")
    program.must_be_well()
