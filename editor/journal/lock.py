"""One window a draft: a lock that the kernel takes back when its holder dies.

The lock file says who holds it, for the sentence on the screen; who really holds it, the kernel knows. A lock left by
a killed program is therefore taken at once. Only a file that names another computer, on a folder that does not carry
locks between computers, is never broken silently: the writer is asked. A computer is known by the id its system was given
when it was set up, since its name may change from one day to the next.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from editor.core.clock import Clock
from editor.core.errors import DraftHeldElsewhere, DraftLocked
from editor.journal.atomic import NO_FOLLOW, PRIVATE_FILE
from editor.journal.files import is_nameless

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FOLDING_LOCK = "folding"
"""Beside the window's lock: that of whoever writes the draft's file."""
_MOST = 4096
_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_NAME_S, _NAME_TRIES = 0.005, 10


@dataclass(frozen=True, slots=True)
class Holder:
    pid: int
    host: str
    started_ms: int
    """UTC, milliseconds since 1970."""
    machine: str = ""
    """As `this_machine` gives it."""

    def is_on(self, host: str, machine: str) -> bool:
        return self.machine == machine if self.machine and machine else self.host == host

    def sentence(self) -> str:
        who = f"It is held by process {self.pid} on {self.host}"
        try:
            since = datetime.fromtimestamp(self.started_ms / 1000, UTC)
        except (ValueError, OverflowError, OSError):
            return f"{who}."
        return f"{who}, since {since:%Y-%m-%d %H:%M} UTC."


def this_host() -> str:
    return os.environ.get("COMPUTERNAME", "this computer") if sys.platform == "win32" else os.uname().nodename


def this_machine() -> str:
    """A digest of the system's own id, which is nobody else's business; empty where it has none."""
    for path in _MACHINE_IDS:
        with contextlib.suppress(OSError):
            if ident := path.read_bytes().strip():
                return hashlib.sha256(b"palimpsest\0" + ident).hexdigest()[:32]
    return ""


class DraftLock:
    """Held from `take` to `release`, or to the end of the process."""

    def __init__(self, descriptor: int, owner: str, *, abandoned: bool = False) -> None:
        self._descriptor: int | None = descriptor
        self.owner = owner
        """Tells this lock from every other, also on other computers: for the names of what is made under it."""
        self.abandoned = abandoned
        """Whether the holder before was killed: its name was still in the file, which letting go takes out."""

    @classmethod
    def take(
        cls, path: Path, clock: Clock, *, host: str | None = None, machine: str | None = None, take_over: bool = False
    ) -> DraftLock:
        """Returns at once. Raises DraftLocked, or OSError where the file cannot be made.

        `take_over` is for a writer who said that the program on another computer is gone; else its lock raises
        DraftHeldElsewhere. `host` and `machine` are those of this computer.
        """
        here, this = host or this_host(), this_machine() if machine is None else machine
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | NO_FOLLOW, PRIVATE_FILE)
        try:
            holder = _holder(descriptor)
            if not _try_lock(descriptor):
                holder = holder or _named_soon(descriptor)
                raise DraftLocked(
                    "This draft is open in another window",
                    holder.sentence() if holder else "The text here is safe; close the other window first.",
                )
            # Read again: the one who held it may have let go in between.
            holder = _holder(descriptor)
            if holder and not holder.is_on(here, this) and not take_over:
                raise _held_elsewhere(holder)
            _write(descriptor, {"pid": os.getpid(), "host": here, "started_ms": clock.now().wall_ms, "machine": this})
        except BaseException:
            _let_go(descriptor)
            raise
        return cls(descriptor, _owner(path, this or here), abandoned=holder is not None)

    def is_found_at(self, path: Path) -> bool:
        """Whether it keeps others out there: one whose file was removed is held and seen by nobody."""
        return self._descriptor is not None and not is_nameless(self._descriptor, path)

    def release(self) -> None:
        """Lets go; a second call does nothing. The file stays, empty: removing it would race with the next taker.

        Where the disk does not let the name be taken out, the next one will only think that this program was killed.
        """
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
        _let_go(descriptor)


def look_for_others(path: Path, clock: Clock, *, take_over: bool) -> None:
    """Raises DraftHeldElsewhere where the lock names another computer, or takes its name out. Raises OSError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | NO_FOLLOW)
    except FileNotFoundError:
        return
    try:
        holder = _holder(descriptor)
    finally:
        os.close(descriptor)
    if holder is None or holder.is_on(this_host(), this_machine()):
        return
    if not take_over:
        raise _held_elsewhere(holder)
    DraftLock.take(path, clock, take_over=True).release()


def _held_elsewhere(holder: Holder) -> DraftHeldElsewhere:
    return DraftHeldElsewhere(
        "This draft is open on another computer",
        f"{holder.sentence()} If that program is gone, the lock can be taken over.",
    )


def _owner(path: Path, computer: str) -> str:
    return hashlib.sha256(os.fsencode(f"{computer}\0{os.path.realpath(path)}")).hexdigest()[:16]


def _holder(descriptor: int) -> Holder | None:
    """Who is named in the file; None where it is empty or cannot be read."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        row = json.loads(os.read(descriptor, _MOST))
        return Holder(int(row["pid"]), str(row["host"])[:200], int(row["started_ms"]), str(row.get("machine", ""))[:64])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, OSError):
        return None


def _named_soon(descriptor: int) -> Holder | None:
    """Whoever took the lock this very moment writes a name next."""
    for _ in range(_NAME_TRIES):
        time.sleep(_NAME_S)
        if (holder := _holder(descriptor)) is not None:
            return holder
    return None


def _write(descriptor: int, row: dict[str, object]) -> None:
    # The kernel holds the lock already. On a full disk only the name is missing, and the draft must open all the same.
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(row).encode())


if sys.platform == "win32":

    def _try_lock(descriptor: int) -> bool:
        # A byte far behind the content is locked, so that others can still read who holds it.
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _let_go(descriptor: int) -> None:
        os.close(descriptor)  # no child inherits it

else:

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(descriptor: int) -> None:
        # A process that another thread begins at this moment has the descriptor until it becomes its program; closing
        # alone would leave the lock with it for that long (flock(2)).
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)
