"""Several critics at once in a real window, over a real socket, while the writer types."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anthropic_server
import pytest
from anthropic_server import AnthropicServer, answer_text
from window_driver import Program, a_desktop, a_program, missing, until

ESSAY = """# On timing

I spent two months timing myself, and it is very unique to see. On the days I wrote without stopping the text was better.

The last paragraph stands here.
"""
KEY = "sk-ant-test-0123456789-abcdefgh4f2a"
LINE = "It is a set phrase of the trade, as the preface says."
TYPED = "And so I went on writing while they read, and nothing held me up. "
WAIT_S = 4
REFUSED: list[str] = []
"""The requests that were told to wait."""
SAYS: list[dict[str, str]] = []
"""What is answered in place of remarks."""

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]


def limited(to: Any) -> None:
    """Asks to wait once, then answers."""
    if REFUSED:
        to.answer(json.dumps(SAYS[-1]) if SAYS else answer_text(to.received.body))
    else:
        REFUSED.append(to.path)
        to.send_fault(429, "rate_limit_error", "Too many requests", {"retry-after": str(WAIT_S)})


def dying(to: Any) -> None:
    """Says one remark and half of another, then is gone."""
    whole = {
        "quote": "very unique",
        "issue": "Nothing is more or less unique.",
        "why": "A careful reader trips over it.",
        "suggestion": "Choose one word.",
        "confidence": "high",
    }
    half = '{"quote": "On the days I wrote", "issue": "Which'
    to.start_message()
    to.say(f'{{"remarks": [{json.dumps(whole)}, {half}')
    to.reset()


def counted(answer: Callable[[Any], None]) -> Callable[[Any], None]:
    """Tokens are counted as by any other model."""

    def fault(to: Any) -> None:
        if to.path.endswith("/count_tokens"):
            to.send_json(200, {"input_tokens": 700})
        else:
            answer(to)

    return fault


def own_critics(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, title in (("limited", "Patient reader"), ("dying", "Hasty reader")):
        head = f"name: {title}\nline: Reads.\nmodel: claude-{name}\n"
        (folder / f"{name}.md").write_text(f"{head}\nYou are a {title.casefold()}.\n", encoding="utf-8")


def tick(program: Program, critic: str) -> None:
    until(lambda: program.eyes.one("check box", f"Critic {critic}"), f"the critic {critic}")
    program.press(f"Critic {critic}", "check box")


def row_of(program: Program, critic: str) -> str:
    """What a critic is doing, and its sentence."""
    box = program.eyes.one("check box", f"Critic {critic}")
    return box.description if box else ""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setitem(anthropic_server.FAULTS, "claude-limited", counted(limited))
    monkeypatch.setitem(anthropic_server.FAULTS, "claude-dying", counted(dying))
    REFUSED.clear()
    SAYS.clear()
    with AnthropicServer() as running:
        yield running


def test_that_two_critics_read_while_the_writer_types_one_waits_one_dies_and_a_remark_is_conceded(
    tmp_path: Path, server: AnthropicServer
) -> None:
    essay = tmp_path / "essay.md"
    essay.write_bytes(ESSAY.encode())
    own_critics(tmp_path / "one" / "data" / "critics")
    with a_desktop(tmp_path) as desktop:
        desktop.environment.update(ANTHROPIC_API_KEY=KEY, PALIMPSEST_ANTHROPIC_BASE_URL=server.url)
        with a_program(desktop, tmp_path / "one", str(essay)) as program:
            program.key("Down", "Down")
            for name in ("Spelling and grammar (Harper)", "Usage (proselint)", "Style ear (local)", "Patient reader"):
                tick(program, name)
            tick(program, "Hasty reader")
            program.key("ctrl+Return")
            program.until_shown("Send to 2 critics")
            assert "claude-limited" in program.words()
            assert "claude-dying" in program.words()
            assert [one for one in server.received if one.path.endswith("/v1/messages")] == []
            program.press("Send to 2 critics")
            until(lambda: "waiting" in row_of(program, "Patient reader"), "the critics to be asked")
            typing = desktop.typing(TYPED, delay_ms=40)
            seconds: set[int] = set()

            def waited() -> bool:
                if found := re.search(r"waiting, (\d) s", row_of(program, "Patient reader")):
                    seconds.add(int(found[1]))
                return "remark" in row_of(program, "Patient reader")

            until(waited, lambda: f"the critic that was let in again, after {seconds}")
            assert typing.wait() == 0
            program.until_text(ESSAY.replace("I spent", f"{TYPED}I spent"))
            assert len(seconds) > 1, seconds
            assert max(seconds) <= WAIT_S + 1  # so that programs that wait do not come back all at once
            until(lambda: "Kept: 1 remark" in row_of(program, "Hasty reader"), "what the other one had said")
            assert row_of(program, "Hasty reader").startswith("failed")
            program.until_shown("Hasty reader, open")
            program.until_shown("Patient reader, open")

            SAYS.append({"reason": "It is a set phrase of the trade.", "decision": "concede"})
            while program.selected() in ("", "very unique"):
                before = program.selected()
                program.key("F8")
                until(lambda before=before: program.selected() != before, "the next quote to be marked")
            program.choose("alt+c", "Argue…")
            program.until_shown("Your line against it is open.")
            program.type(LINE)
            asked = len(server.received)
            program.key("Return")
            program.until_shown("This would be sent about ¶2")
            assert len([one for one in server.received[asked:] if one.path.endswith("/v1/messages")]) == 0
            program.press("Send")
            program.until_shown("The critic concedes")
            program.until_shown("without a new reason: it repeats your line")
            assert LINE in [one for one in server.received if one.path.endswith("/v1/messages")][-1].raw.decode()
            program.must_be_well()
