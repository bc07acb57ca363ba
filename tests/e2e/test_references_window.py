"""References in a real window: a file is kept, ticked, shown on the sheet to the letter, sent so, and outlives a kill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from pdf_makers import pdf_file, words
from window_driver import Desktop, Program, a_desktop, a_program, missing, until

KEY = "sk-ant-test-0123456789-abcdefgh4f2a"
ESSAY = "# On swans\n\nI have only ever seen white ones.\n"
SWANS = words("Swans are white, as far as", "anybody in London had seen.")

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
        keyed = {"ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url}
        yield replace(screen, environment={**screen.environment, **keyed})


def tick(program: Program, name: str) -> None:
    program.press(name, "check box")


def said(program: Program, words: str) -> bool:
    return any(words in seen.name for seen in program.eyes.all())


def until_said(program: Program, words: str) -> None:
    until(lambda: said(program, words), words)


def test_that_a_ticked_file_goes_as_shown_and_is_there_after_a_kill(
    desktop: Desktop, essay: Path, server: AnthropicServer, tmp_path: Path
) -> None:
    swans = pdf_file(tmp_path / "swans.pdf", SWANS)
    with a_program(desktop, tmp_path, str(essay)) as program:
        program.choose("alt+t", "Add a Reference…")
        program.answer_file_dialog(swans, "Open")
        until_said(program, "swans.pdf is kept as a reference.")
        program.choose("alt+t", "References")
        until_said(program, "None is ticked")
        tick(program, "swans, goes with the next question")
        until_said(program, "1 ticked: about 14 tokens go with the next question.")
        program.kill()
    with a_program(desktop, tmp_path, str(essay)) as program:
        program.choose("alt+t", "References")
        until_said(program, "1 ticked: about 14 tokens go with the next question.")
        program.press("Read swans")
        shown = until(lambda: program.eyes.one("text", "The text of the reference"), "the text")
        assert program.eyes.text(shown) == "Swans are white, as far as\nanybody in London had seen."
        program.press("Back to the list")
        program.key("Escape", "ctrl+End")
        program.choose("alt+c", "Show What Would Be Sent")
        sheet = until(lambda: program.eyes.one("text", "The exact text that would be sent"), "the sheet")
        exact = until(lambda: program.eyes.text(sheet), "the exact text")
        assert "swans\n\nSwans are white, as far as\nanybody in London had seen." in exact
        program.press("Send")
        body = until(lambda: server.received and server.received[0].body, "the request")
        sent = [block["text"] for block in body["messages"][0]["content"]]
        assert all(part in exact for part in sent)
        assert "Swans are white" in sent[0]
        program.must_be_well()
