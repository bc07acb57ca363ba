"""Free association at a real screen with real keys: turns alternate, any key stops the model, a kill loses none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from model_server import SLOW_ANSWER
from window_driver import Desktop, Program, a_desktop, a_program, missing, until

ESSAY = "# On timing\n\nMost advice treats the first draft as a container.\n"
KEY = "sk-ant-test-0123456789-abcdefgh4f2a"
MINE = "what the container is for and what it"

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory, server: AnthropicServer) -> Iterator[Desktop]:
    with a_desktop(tmp_path_factory.mktemp("desktop")) as screen:
        screen.environment.update(
            ANTHROPIC_API_KEY=KEY,
            PALIMPSEST_ANTHROPIC_BASE_URL=server.url,
            PALIMPSEST_ANTHROPIC_MODEL="x-slow",
        )
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


def tick(program: Program, words: str) -> None:
    box = until(lambda: program.eyes.one("check box", words), f"the tick {words!r}")
    x, y, _, height = program.eyes.box(box)
    program.desktop.click(x + 8, y + height // 2)


def turn(program: Program, number: int) -> str:
    """The words of a finished turn; empty where it is not there."""
    found = (seen.text for seen in program.eyes.all() if seen.role == "text" and seen.name.startswith(f"Turn {number},"))
    return next(found, "")


def test_that_three_turns_alternate_and_all_are_there_after_a_kill(
    start: Callable[[], Program], server: AnthropicServer
) -> None:
    program = start()
    program.key("Down", "Down", "ctrl+j")
    program.until_shown("x-slow, Claude")  # it makes the rows below it move
    tick(program, "A model takes the next turn")
    program.key("ctrl+j")
    program.type(MINE)
    program.key("ctrl+Return")
    program.until_shown("exactly as above")
    assert server.received == []
    program.press("Send")
    until(lambda: len(turn(program, 2).split()) >= 5, "the model's first words")
    program.type("but a shelf holds too")
    until(lambda: "but a shelf holds too" in program.words(), "the key that stopped the model, and those after it")
    models = turn(program, 2)
    assert (SLOW_ANSWER * 9).split()[: len(models.split())] == models.split()
    assert server.received[0].left.wait(20)
    program.key("Escape")
    until(lambda: turn(program, 3), "the third turn")
    shown = [turn(program, number) for number in (1, 2, 3)]
    assert shown == [MINE, models, "but a shelf holds too"]
    program.type("half a thought")
    until(lambda: "half a thought" in program.words(), "the fourth turn")
    assert program.shown() == ESSAY
    program.kill()
    again = start()
    again.key("Down", "Down", "ctrl+1")
    until(lambda: turn(again, 4), "the turns of before")
    assert [turn(again, number) for number in (1, 2, 3, 4)] == [*shown, "half a thought"]
    assert again.shown() == ESSAY


def test_that_the_keys_of_the_menus_pressed_in_the_pad_leave_the_draft_alone(start: Callable[[], Program]) -> None:
    """On a real display Qt's text fields have keys of their own, such as Ctrl+K, and the menu bar takes the keyboard."""
    program = start()
    program.key("Down", "Down", "ctrl+j")
    program.until_shown("5 minutes")
    program.type("what is it for")
    until(lambda: "what is it for" in program.words(), "the words in the pad")
    program.key("Home", "ctrl+k")
    program.until_shown("is for the draft")
    program.key("alt+e", "u")
    until(lambda: "what is it for" not in program.words(), "the words that Undo in the menu took back")
    program.key("ctrl+y")
    until(lambda: "what is it for" in program.words(), "the words that came back")
    program.key("alt+e", "l")
    program.key("Escape")
    assert program.shown() == ESSAY
