"""No test, and nothing a test starts, may connect to another computer: whoever tries fails by it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import socket_watch

_SEEN = Path(tempfile.mkdtemp(prefix="sockets-"), "seen")
os.environ[socket_watch.FILE] = str(_SEEN)
_WATCH = str(Path(socket_watch.__file__).parent)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (_WATCH, os.environ.get("PYTHONPATH", ""))))
socket_watch.begin()


def _taken() -> str:
    """What was refused since the last time; in a test's own words, who tried to go where."""
    if not _SEEN.exists():
        return ""
    seen = _SEEN.read_text()
    _SEEN.unlink()
    return seen


@pytest.fixture(autouse=True)
def no_socket_leaves_this_computer() -> Iterator[None]:
    """Also blames a test for a child of the one before that was late."""
    yield
    seen = _taken()
    assert not seen, f"tried to leave this computer:\n{seen}"


def pytest_unconfigure() -> None:
    _SEEN.unlink(missing_ok=True)
    _SEEN.parent.rmdir()
