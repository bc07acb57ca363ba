"""What somebody else puts at a name of ours is neither waited for nor followed; else these tests would not end."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from editor.core.clock import StoppedClock
from editor.core.errors import FileError
from editor.journal.atomic import make_durable
from editor.journal.belonging import going_on_elsewhere
from editor.journal.lock import DraftLock, look_for_others
from editor.journal.places import Places
from editor.journal.reach import Reach, note_reach, read_reach
from editor.journal.reader import content_from

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names there")
DRAFT = "d1"
_SECONDS = 20


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    signal.alarm(_SECONDS)
    yield
    signal.alarm(0)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places(tmp_path / "data")
    places.draft(DRAFT).prepare()
    return places


def _reach(places: Places, plant: Callable[[Path], None]) -> None:
    plant(places.draft(DRAFT).folder / "reach")
    note_reach(places.draft(DRAFT).folder, 7)
    assert read_reach(places.draft(DRAFT).folder) == Reach()


def _note_of_the_name(places: Places, plant: Callable[[Path], None]) -> None:
    plant(places.draft(DRAFT).named)
    assert going_on_elsewhere(places, DRAFT, places.root / "essay.palimpsest", lambda _: DRAFT) is None


def _pointer(places: Places, plant: Callable[[Path], None]) -> None:
    pointer = places.remember(places.root / "essay.md", DRAFT)
    pointer.unlink()
    plant(pointer)
    assert places.draft_at(places.root / "essay.md") is None


def _lock(places: Places, plant: Callable[[Path], None]) -> None:
    plant(places.draft(DRAFT).lock)
    with suppress(OSError, FileError):
        look_for_others(places.draft(DRAFT).lock, StoppedClock(), take_over=True)
    with pytest.raises((OSError, FileError)):
        DraftLock.take(places.draft(DRAFT).lock, StoppedClock())


def _journal(places: Places, plant: Callable[[Path], None]) -> None:
    path = places.draft(DRAFT).folder / "journal-000001.jsonl"
    plant(path)
    with suppress(OSError):
        assert content_from(path) == b""
    with pytest.raises(OSError):  # noqa: PT011 - a link and a pipe are refused for different reasons
        make_durable(path)


@pytest.mark.parametrize("act", [_reach, _note_of_the_name, _pointer, _lock, _journal])
@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_that_a_pipe_is_not_waited_for_and_a_link_not_followed(
    places: Places, tmp_path: Path, act: Callable[[Places, Callable[[Path], None]], None], kind: str
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(os.fsencode(tmp_path / "victim"))
    (tmp_path / "victim").chmod(0o600)
    act(places, os.mkfifo if kind == "pipe" else lambda path: path.symlink_to(victim))
    assert victim.read_bytes() == os.fsencode(tmp_path / "victim")
