"""Telemetry (row 17): in the whole suite no process connects to anything but this computer, where the chosen provider is.

`tests/conftest.py` sees to it for every test. Here: that it would be seen, and that no library has an exporter to use.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import socket_watch
from worker_process import a_worker

from editor.protocol.model_messages import TryConnection

ELSEWHERE = "192.0.2.1"
"""An address that is nobody's (RFC 5737)."""


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where what is refused is noted during this test, so that it does not fail by it."""
    monkeypatch.setenv(socket_watch.FILE, str(tmp_path / "seen"))
    return tmp_path / "seen"


def test_that_a_connection_of_a_test_itself_would_be_seen(seen: Path) -> None:
    with socket.socket() as one, pytest.raises(OSError, match="leave this computer"):
        one.connect((ELSEWHERE, 443))
    with socket.socket(type=socket.SOCK_DGRAM) as one, pytest.raises(OSError, match="leave this computer"):
        one.sendto(b"here I am", (ELSEWHERE, 53))
    with pytest.raises(OSError, match="leave this computer"):
        socket.getaddrinfo("telemetry.example", 443)
    assert [line.split(" (")[0] for line in seen.read_text().splitlines()] == [
        f"socket.connect {ELSEWHERE}",
        f"socket.sendto {ELSEWHERE}",
        "socket.getaddrinfo telemetry.example",
    ]


def test_that_a_connection_of_a_real_worker_would_be_seen(seen: Path) -> None:
    with a_worker() as worker:
        tried = worker.send(TryConnection, "", "compatible", f"https://{ELSEWHERE}/v1", "sk-made-up-key-0123456789")
        assert worker.until(lambda one: one.id == tried).fault == "network"
        worker.end()
    assert f"socket.connect {ELSEWHERE}" in seen.read_text()


def test_that_what_stays_on_this_computer_is_let_through(seen: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as one:
        server.bind(str(tmp_path / "s"))
        server.listen()
        one.connect(str(tmp_path / "s"))
    assert socket.getaddrinfo("localhost", 80)
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("nowhere.invalid", 80)
    assert not seen.exists()


_EXPORTERS = """
import os, sys
os.environ.update(
    OTEL_EXPORTER_OTLP_ENDPOINT="http://192.0.2.1:4318", OTEL_TRACES_EXPORTER="otlp", OTEL_LOGS_EXPORTER="otlp",
    OPENAI_LOG="debug", ANTHROPIC_LOG="debug",
)
import editor.llm.anthropic_provider, editor.llm.openai_provider, editor.llm.google_provider, editor.llm.prices
import editor.llm.compatible_provider
trace = sys.modules.get("opentelemetry.trace")
provider = type(trace.get_tracer_provider()).__module__ if trace else "none"
loaded = [name for name in sys.modules if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter"))]
told = [name for name in sys.modules if name.split(".")[0] in ("sentry_sdk", "posthog", "segment", "statsd", "aiohttp")]
print(provider.startswith("opentelemetry.sdk"), loaded, told)
"""


def test_that_no_librarys_telemetry_has_an_exporter_even_where_the_environment_names_one() -> None:
    done = subprocess.run([sys.executable, "-c", _EXPORTERS], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False [] []"


def test_that_the_window_has_no_network_library_at_all() -> None:
    script = (
        "import sys, editor.app, editor.ui.furnishing\n"
        "print([one for one in sys.modules if one in ('PySide6.QtNetwork', 'PySide6.QtWebEngineCore', 'ssl', 'httpx2')"
        " or one.startswith(('http.client', 'urllib.request'))])"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True, env=environment
    )
    assert done.stdout.strip() == "[]"
