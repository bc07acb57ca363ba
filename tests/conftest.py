"""No test, and nothing a test starts, may connect to another computer, or writes among the data of whoever runs it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import socket_watch

from editor.journal.places import DATA_VARIABLE

_OURS = Path(tempfile.mkdtemp(prefix="palimpsest-tests-"))
_SEEN = _OURS / "seen"
os.environ[DATA_VARIABLE] = str(_OURS / "data")
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The campaigns first: begun last, the longest of them would run on alone when all else is done."""
    items.sort(key=lambda one: one.get_closest_marker("faults") is None)


def pytest_unconfigure() -> None:
    shutil.rmtree(_OURS, ignore_errors=True)
