"""Every moment at which a program can be killed: before each system call that changes a file, found and hit by strace."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

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
    done = _traced(command, "-o", str(log), "-e", f"trace={','.join(CHANGING)}")
    if done.returncode:
        raise RuntimeError(done.stderr)
    seen: Counter[str] = Counter()
    points = []
    for call in _CALL.findall(log.read_text()):
        seen[call] += 1
        points.append(KillPoint(call, seen[call]))
    return points


def killed_at(point: KillPoint, command: Sequence[str]) -> bool:
    """Runs it with a SIGKILL at this point; whether it died of that."""
    inject = f"inject={point.call}:signal=KILL:when={point.number}"
    return _traced(command, "-o", os.devnull, "-e", f"trace={point.call}", "-e", inject).returncode != 0


def _traced(command: Sequence[str], *options: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = ["strace", "-f", *options, sys.executable, *command]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
