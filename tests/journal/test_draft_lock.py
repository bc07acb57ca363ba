from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from dropped_draft import drop_lock

from editor.core.clock import StoppedClock
from editor.core.errors import DraftHeldElsewhere, DraftLocked
from editor.journal.lock import DraftLock

CLOCK = StoppedClock(wall_ms=1_700_000_000_000)

CHILD = """
import sys, time
from pathlib import Path
from editor.core.clock import SystemClock
from editor.journal.lock import DraftLock
lock = DraftLock.take(Path(sys.argv[1]), SystemClock())
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def test_that_a_second_taker_is_told_who_holds_the_lock(place: Path) -> None:
    held = DraftLock.take(place, CLOCK, host="desk")
    with pytest.raises(DraftLocked) as caught:
        DraftLock.take(place, CLOCK, host="desk")
    assert caught.value.detail == f"It is held by process {os.getpid()} on desk, since 2023-11-14 22:13 UTC."
    held.release()


def test_that_a_released_lock_is_free(place: Path) -> None:
    first = DraftLock.take(place, CLOCK)
    first.release()
    first.release()
    DraftLock.take(place, CLOCK).release()


@pytest.mark.skipif(sys.platform == "win32", reason="no child inherits a lock there")
def test_that_a_released_lock_is_free_though_a_process_begun_at_that_moment_still_has_its_descriptor(place: Path) -> None:
    held = DraftLock.take(place, CLOCK)
    inherited = _descriptors_of(place)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=inherited) as child:
        held.release()
        DraftLock.take(place, CLOCK).release()
        child.communicate(b"\n")


def _descriptors_of(path: Path) -> list[int]:
    found = []
    for number in range(3, 256):
        with contextlib.suppress(OSError):
            if os.path.samestat(os.fstat(number), path.stat()):
                found.append(number)
    assert found
    return found


def test_that_a_lock_left_by_a_killed_program_is_taken_at_once(place: Path) -> None:
    command = [sys.executable, "-c", CHILD, str(place)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(DraftLocked, match=f"process {child.pid} "):
            DraftLock.take(place, CLOCK)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert str(child.pid).encode() in place.read_bytes()
        DraftLock.take(place, CLOCK).release()


def test_that_a_lock_of_another_computer_is_broken_only_on_request(place: Path) -> None:
    place.write_text('{"pid": 7, "host": "elsewhere", "started_ms": 99999999999999999999}')
    with pytest.raises(DraftLocked, match="process 7 on elsewhere"):
        DraftLock.take(place, CLOCK, host="here")
    DraftLock.take(place, CLOCK, host="here", take_over=True).release()


def test_that_a_computer_that_was_given_another_name_is_no_other_computer(place: Path) -> None:
    drop_lock(DraftLock.take(place, CLOCK, host="desk", machine="a1"))
    again = DraftLock.take(place, CLOCK, host="renamed", machine="a1")
    assert again.abandoned
    drop_lock(again)
    with pytest.raises(DraftHeldElsewhere, match="on renamed"):
        DraftLock.take(place, CLOCK, host="renamed", machine="b2")
    with pytest.raises(DraftHeldElsewhere, match="on renamed"):
        DraftLock.take(place, CLOCK, host="desk", machine="")


@pytest.mark.parametrize(
    "content", [b"", b"\0\0\0", b"{", b'{"pid": "x"}', b"[" * 4000, b'{"pid": 1e999, "host": 3, "started_ms": 1}']
)
def test_that_a_lock_file_without_a_name_holds_nobody_off(place: Path, content: bytes) -> None:
    place.write_bytes(content)
    DraftLock.take(place, CLOCK).release()


def test_that_the_lock_file_is_private_and_no_link_is_followed(place: Path, tmp_path: Path) -> None:
    DraftLock.take(place, CLOCK).release()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "lock2").symlink_to(victim)
    with pytest.raises(OSError, match="symbolic"):
        DraftLock.take(tmp_path / "lock2", CLOCK)
    assert victim.read_text() == "mine"


def test_that_a_lock_is_let_go_where_the_name_cannot_be_taken_out_of_the_file(place: Path) -> None:
    place.write_text('{"pid": 7, "host": "here", "started_ms": 0}')
    DraftLock(os.open(place, os.O_RDONLY), "").release()
    assert DraftLock.take(place, CLOCK, host="here").abandoned
