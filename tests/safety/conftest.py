from __future__ import annotations

import base64
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hostile_outputs import BAIT, Baits

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class _Noting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.visits.append(self.path)  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet: visits are noted."""


@pytest.fixture
def visits() -> Iterator[tuple[int, list[str]]]:
    """A port of this computer, and the paths that were asked for at it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Noting)
    server.visits = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.server_address[1], server.visits  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


@pytest.fixture
def baits(tmp_path: Path, visits: tuple[int, list[str]]) -> Baits:
    picture = tmp_path / f"{BAIT}.png"
    picture.write_bytes(_PICTURE)
    return Baits(picture, visits[0])
