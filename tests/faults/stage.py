"""Where a short session is acted: a text file, its draft, and the two parts of the program that work on it.

All trials have the same paths, because a draft is found by its path: the folder is put back to what it was before each.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LONGEST_S = 60.0

Said = dict[str, Any]


class PartGone(Exception):
    """It ended before it had done what it was told."""


class Part:
    """One half of the program, in a process of its own."""

    def __init__(self, line: socket.socket) -> None:
        line.settimeout(LONGEST_S)
        self._line = line
        self._said = line.makefile("r", encoding="ascii")
        self.pid = int(self._heard()["pid"])
        self._process = os.pidfd_open(self.pid)

    def tell(self, *order: Any) -> Iterator[Said]:
        """What it says while it does this; the last one has done it. Raises PartGone."""
        try:
            self._line.sendall(json.dumps(order).encode("ascii") + b"\n")
        except BrokenPipeError as error:
            raise PartGone from error
        while True:
            said = self._heard()
            yield said
            if "did" in said:
                return

    def end(self) -> None:
        """As a program whose other half is gone; returns when there is no such process any more."""
        if self._process >= 0:
            self._line.shutdown(socket.SHUT_RDWR)
            self._gone()

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self._gone()

    def _gone(self) -> None:
        if not select.select([self._process], [], [], LONGEST_S)[0]:
            raise TimeoutError(f"process {self.pid} does not end")
        os.close(self._process)
        self._process = -1
        self._said.close()
        self._line.close()

    def _heard(self) -> Said:
        try:
            line = self._said.readline()
        except ConnectionResetError as error:
            raise PartGone from error
        if not line.endswith("\n"):
            raise PartGone
        return dict(json.loads(line))


class Stage:
    def __init__(self, folder: Path, parts: subprocess.Popen[str], door: socket.socket) -> None:
        self.folder = folder / "desk"
        """All the files of the draft, and nothing else."""
        self.data = self.folder / "data"
        self.essay = self.folder / "essay.md"
        self._kept = folder / "kept"
        self._parts = parts
        self._door = door

    def part(self, kind: str) -> Part:
        """Begins a "window" or a "worker"; nothing is open in it yet."""
        assert self._parts.stdin
        self._parts.stdin.write(json.dumps([kind, str(self._door.getsockname())]) + "\n")
        self._parts.stdin.flush()
        return Part(self._door.accept()[0])

    def set_up(self, text: str) -> None:
        """Nothing but a text file."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.essay.write_text(text, encoding="utf-8")

    def keep(self, name: str) -> None:
        """What the files are now is what `put_back` brings back under this name."""
        shutil.copytree(self.folder, self._kept / name)

    def put_back(self, name: str) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self._kept / name, self.folder)


@contextmanager
def a_stage(folder: Path) -> Iterator[Stage]:
    with socket.socket(socket.AF_UNIX) as door:
        address = folder / "door"
        door.bind(os.path.relpath(address) if len(str(address)) > 100 else str(address))
        door.listen()
        door.settimeout(LONGEST_S)
        command = [sys.executable, str(Path(__file__).with_name("writing_parts.py"))]
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
        environment = {
            **os.environ,
            "PYTHONPATH": path,
        }
        with subprocess.Popen(command, stdin=subprocess.PIPE, text=True, env=environment) as parts:
            yield Stage(folder, parts, door)
