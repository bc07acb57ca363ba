"""A model's server on this machine whose every answer is 5,000 small pieces, 200 a second.

python benchmarks/delta_server.py       prints its address, then "begun" and "ended" with the count of each answer
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "peers"))

from anthropic_server import FAULTS, AnthropicServer

DELTAS = 5_000
PAUSE_S = 0.005


def stream(to: Any) -> None:
    """One answer: remarks by their form, so that the reader of the answer has its work as well."""
    to.start_message()
    print("begun 0", flush=True)
    due = time.monotonic()
    sent = 0
    try:
        for sent in range(1, DELTAS + 1):
            to.say('{"remarks": [' if sent == 1 else "and so on " if sent < DELTAS else "]}")
            due += PAUSE_S
            time.sleep(max(0.0, due - time.monotonic()))
        to.stop_message("end_turn")
    finally:
        print(f"ended {sent}", flush=True)


def main() -> None:
    FAULTS.clear()
    FAULTS[r"claude-.*"] = stream
    server = AnthropicServer()
    print(server.url, flush=True)
    server.serve_here()


if __name__ == "__main__":
    main()
