from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from editor.core.clock import StoppedClock
from editor.journal.lock import DraftLock
from editor.journal.places import Places
from editor.journal.temporaries import making_in, remove_all_left, remove_left, temporary_beside

CLOCK = StoppedClock(wall_ms=1_700_000_000_000)

MAKING = """
import sys
from pathlib import Path
from editor.journal.temporaries import making_in, temporary_beside
with making_in(Path(sys.argv[1])):
    temporary_beside(Path(sys.argv[1]) / "pointer").touch()
    print("made", flush=True)
    sys.stdin.read()
"""


def made(path: Path) -> Path:
    path.touch()
    return path


@pytest.mark.parametrize("ending", ["", "-journal", "-wal", "-shm"])
def test_that_what_a_lock_s_holder_left_is_removed(tmp_path: Path, ending: str) -> None:
    lock = DraftLock.take(tmp_path / "lock", CLOCK)
    left = temporary_beside(tmp_path / "essay.md", lock.owner)
    made(left.with_name(left.name + ending))
    remove_left(tmp_path, lock.owner)
    assert os.listdir(tmp_path) == ["lock"]
    lock.release()


def test_that_what_others_may_be_making_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    lock, other = DraftLock.take(tmp_path / "lock", CLOCK), DraftLock.take(tmp_path / "other" / "lock", CLOCK)
    elsewhere = DraftLock.take(tmp_path / "elsewhere", CLOCK, host="desk", machine="b2")
    theirs = [
        made(temporary_beside(tmp_path / "essay.md")),
        made(temporary_beside(tmp_path / "essay.md", other.owner)),
        made(temporary_beside(tmp_path / "essay.md", elsewhere.owner)),
        made(tmp_path / f".palimpsest-{lock.owner}.tmp"),
        made(tmp_path / f".palimpsest-{lock.owner}-0123456789abcdef.tmp.md"),
        made(tmp_path / f"palimpsest-{lock.owner}-0123456789abcdef.tmp"),
    ]
    remove_left(tmp_path, lock.owner)
    assert [path for path in theirs if not path.exists()] == []
    for one in (lock, other, elsewhere):
        one.release()


def test_that_the_same_lock_on_another_computer_is_another_lock(tmp_path: Path) -> None:
    here = DraftLock.take(tmp_path / "lock", CLOCK, host="desk", machine="a1")
    here.release()
    there = DraftLock.take(tmp_path / "lock", CLOCK, host="desk", machine="b2")
    there.release()
    again = DraftLock.take(tmp_path / "lock", CLOCK, host="renamed", machine="a1")
    again.release()
    assert here.owner == again.owner != there.owner


def test_that_what_is_made_for_an_unfinished_file_has_its_owner(tmp_path: Path) -> None:
    lock = DraftLock.take(tmp_path / "lock", CLOCK)
    made(temporary_beside(temporary_beside(tmp_path / "essay.palimpsest", lock.owner)))
    remove_left(tmp_path, lock.owner)
    assert os.listdir(tmp_path) == ["lock"]
    lock.release()


def test_that_a_link_at_such_a_name_is_removed_and_not_followed(tmp_path: Path) -> None:
    lock, victim = DraftLock.take(tmp_path / "lock", CLOCK), made(tmp_path / "victim")
    temporary_beside(tmp_path / "essay.md", lock.owner).symlink_to(victim)
    remove_left(tmp_path, lock.owner)
    assert sorted(os.listdir(tmp_path)) == ["lock", "victim"]
    lock.release()


def test_that_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    remove_left(tmp_path / "none", "0123456789abcdef")
    remove_all_left(tmp_path / "none")
    Places(tmp_path / "none").tidy()
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")
def test_that_a_folder_is_tidied_as_soon_as_who_makes_something_there_is_gone(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", MAKING, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == b"made\n"
        with making_in(tmp_path):
            remove_all_left(tmp_path)
        remove_all_left(tmp_path)
        assert len(os.listdir(tmp_path)) == 1, "it was being made"
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    remove_all_left(tmp_path)
    assert os.listdir(tmp_path) == []


def test_that_tidying_leaves_every_pointer(tmp_path: Path) -> None:
    places, path = Places(tmp_path / "data"), tmp_path / "essay.palimpsest"
    pointer = places.remember(path, "d1")
    made(temporary_beside(pointer))
    places.tidy()
    assert places.draft_at(path) == "d1"
    assert [one.name for one in pointer.parent.iterdir()] == [pointer.name]
