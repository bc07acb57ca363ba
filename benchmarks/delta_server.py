"""Two models' servers on this machine, Anthropic's and OpenAI's, whose every answer is 5,000 small pieces, 200 a second.

python benchmarks/delta_server.py       prints their addresses, then "begun" and "ended" with the count of each answer
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "peers"))

import anthropic_server
import openai_answers
from anthropic_server import AnthropicServer
from openai_server import OpenAIServer

DELTAS = 5_000
PAUSE_S = 0.005


def stream(reason: str) -> Callable[[Any], None]:
    """One answer: remarks by their form, so that the reader of the answer has its work as well."""

    def answer(to: Any) -> None:
        to.start_message()
        print("begun 0", flush=True)
        due = time.monotonic()
        sent = 0
        try:
            for sent in range(1, DELTAS + 1):
                to.say('{"remarks": [' if sent == 1 else "and so on " if sent < DELTAS else "]}")
                due += PAUSE_S
                time.sleep(max(0.0, due - time.monotonic()))
            to.stop_message(reason)
        finally:
            print(f"ended {sent}", flush=True)

    return answer


def main() -> None:
    anthropic_server.FAULTS.clear()
    openai_answers.FAULTS.clear()
    anthropic_server.FAULTS[r"claude-.*"] = stream("end_turn")
    openai_answers.FAULTS[r"gpt-.*"] = stream("stop")
    with OpenAIServer() as other:
        server = AnthropicServer()
        print(server.url, other.url, flush=True)
        server.serve_here()


if __name__ == "__main__":
    main()
