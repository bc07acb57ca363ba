"""strace at a process: which calls it makes on files, and a fault at one of them."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from waiting import until

CHANGING = (
    *("openat", "write", "pwrite64", "rename", "link", "unlink", "mkdir", "fsync", "fdatasync", "ftruncate"),
    *("fallocate", "chmod", "fchmod"),
)
"""The calls by which a file or a folder becomes another."""
LOCKING = ("flock", "fcntl")
ANY_TRACER = 0x59616D61, -1
"""prctl(2), PR_SET_PTRACER: some systems let only a parent trace."""
READING = ("read", "pread64", "getdents64")
_CALL = re.compile(r"^(\d+) +(\w+)\(")


@dataclass(frozen=True, slots=True)
class Call:
    """The so-many-th call of its name in a thread of one part of the program; strace counts each name by itself."""

    part: str
    name: str
    number: int

    def __str__(self) -> str:
        return f"{self.name} {self.number} of the {self.part}"


def missing() -> str:
    """Why calls cannot be traced here, in one sentence; empty where they can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "it needs strace"
    if platform.machine() != "x86_64":
        return "the names of the calls are those of x86-64"
    return ""


@contextmanager
def traced(pid: int, log: Path, *options: str) -> Iterator[None]:
    """strace follows the process and its threads until the process has ended, which has to happen inside."""
    command = ("strace", "-f", "-y", "-qq", "-e", "signal=none", "-o", str(log), *options, "-p", str(pid))
    tracer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: _has_tracer(pid), "strace")
        yield
        tracer.wait(10)
    finally:
        if tracer.poll() is None:
            tracer.kill()
            tracer.wait()


def calls_below(folder: Path, log: Path, part: str) -> list[Call]:
    """The calls in a log that name something in the folder, in order and each once."""
    counts: Counter[tuple[str, str]] = Counter()
    found: dict[Call, None] = {}
    for row in log.read_text(errors="replace").splitlines():
        if match := _CALL.match(row):
            thread, name = match[1], match[2]
            counts[thread, name] += 1
            if str(folder) in row:
                found[Call(part, name, counts[thread, name])] = None
    return list(found)


def _has_tracer(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status").read_text()
    return "TracerPid:\t0\n" not in status
