"""Every moment at which a program can be killed: before each system call that changes a file, found and hit by strace."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tracing import ANY_TRACER, traced

ROOT = Path(__file__).parents[2]
CHANGING = (
    "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "renameat2", "unlink", "link", "chmod", "fchmod",
)  # fmt: skip
_CALL = re.compile(r"^(?:\d+ +)?(\w+)\(", re.MULTILINE)


class KillPoint(NamedTuple):
    call: str
    number: int
    """Which of these calls of the program, from 1."""


def why_not() -> str:
    return "" if shutil.which("strace") else "strace is not installed"


def kill_points(command: Sequence[str], log: Path) -> list[KillPoint]:
    """Of one whole run, which must end well."""
    code, complaint = _traced(command, log, "-e", f"trace={','.join(CHANGING)}")
    if code:
        raise RuntimeError(complaint)
    seen: Counter[str] = Counter()
    points = []
    for call in _CALL.findall(log.read_text()):
        seen[call] += 1
        points.append(KillPoint(call, seen[call]))
    return points


def killed_at(point: KillPoint, command: Sequence[str]) -> bool:
    """Runs it with a SIGKILL at this point; whether it died of that."""
    inject = f"inject={point.call}:signal=KILL:when={point.number}"
    return _traced(command, Path(os.devnull), "-e", f"trace={point.call}", "-e", inject)[0] != 0


def _traced(command: Sequence[str], log: Path, *options: str) -> tuple[int, str]:
    """How the program ended and what it complained of. It begins when it is traced (`wait_for_a_word`), with all it needs
    imported: to trace the start of a Python takes longer than everything else."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    pipes = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
    with subprocess.Popen([sys.executable, *command], env=environment, text=True, **pipes) as program:
        assert program.stdout
        program.stdout.readline()
        with traced(program.pid, log, *options):
            _, complaint = program.communicate("now\n", timeout=120)
        return program.returncode, complaint


def wait_for_a_word() -> None:
    """In the program, before the first call that may be hit."""
    ctypes.CDLL(None).prctl(*ANY_TRACER, 0, 0, 0)
    print("everything is imported", flush=True)
    sys.stdin.readline()
