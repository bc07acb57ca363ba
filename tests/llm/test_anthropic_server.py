from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import anthropic_server

from editor.llm.connections import ANTHROPIC, Connection
from editor.llm.credentials import Secret
from editor.llm.personas import critic_named
from editor.llm.prompts import Context, critique_request
from editor.llm.provider import Reply
from editor.llm.replies import parse_critique
from editor.llm.vendors import open_provider

KEY = "sk-ant-process-key-0123"


def test_that_the_server_runs_as_a_process_and_critiques_with_quotes_from_the_paragraph() -> None:
    script = str(Path(anthropic_server.__file__))
    paragraph = "All swans are white, as everybody who has seen one knows. Nobody asked the swans.\n\nAnd so on."
    with subprocess.Popen([sys.executable, script, "--port", "0"], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = f"http://127.0.0.1:{int(process.stdout.readline())}"
            request = critique_request(critic_named(), paragraph, Context(), "claude-x")

            async def work() -> Reply:
                provider = open_provider(Connection(ANTHROPIC, url, "claude-x", ("claude-x",)), Secret(KEY))
                try:
                    return await provider.stream(request, lambda _: None)
                finally:
                    await provider.close()

            critique = parse_critique(asyncio.run(work()).text)
            with urlopen(f"{url}/seen") as answer:  # noqa: S310 - our own loopback address
                seen = answer.read().decode()
        finally:
            process.terminate()
    assert critique.leftover == ""
    assert [remark.quote for remark in critique.remarks] == [
        "All swans are white, as everybody who",
        "Nobody asked the swans",
    ]
    assert json.loads(seen)["requests"][0]["body"]["model"] == "claude-x"
    assert KEY not in seen
