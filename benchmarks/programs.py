"""The two programs side by side, each in a home of its own, and the drafts they show.

A draft is opened, edited and closed in the real program before anything is measured, so that what is opened later is what
a writer has on the second day: a database with a keyframe.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from screen import Screen

ROOT = Path(__file__).resolve().parent.parent
MIDDLE = "zymurgy"
"""A word that stands once in each made draft, half-way."""
FLOOR_X = 1_300
_QUIET_S = 1.0
_QUIET_TICKS = 9
"""Of a hundredth of a second of processor time: what a program at rest still uses in that time."""


class Home:
    """Settings, data and drafts of one benchmark, apart from everything of the user's."""

    def __init__(self, folder: Path, display: str) -> None:
        self.folder = folder
        for name in ("data", "config", "cache", "run"):
            (folder / name).mkdir(parents=True, mode=0o700)
        self.environment = {
            **os.environ,
            "DISPLAY": display,
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        for name in ("WAYLAND_DISPLAY", "PYTHONDONTWRITEBYTECODE", "PALIMPSEST_DATA", "PALIMPSEST_SETTINGS"):
            self.environment.pop(name, None)

    def draft(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


class Running:
    """A program, started and seen on the screen."""

    def __init__(self, screen: Screen, home: Home, command: list[str], environment: dict[str, str] | None = None) -> None:
        screen.drain()
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            env={**home.environment, **(environment or {})},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(home.folder / "errors.txt").open("ab"),
            start_new_session=True,
        )
        self.screen = screen
        try:
            self.window = screen.new_window()
        except TimeoutError:
            self.end()
            raise

    def text_ms(self) -> float:
        """Milliseconds from the start of the process to the first letters."""
        return (self.screen.first_text(self.window) - self.begun) * 1e3

    def rest(self, seconds: float = 60) -> None:
        """Waits until the panels and the worker have come and nothing is under way. Raises TimeoutError."""
        before = self._ticks()
        for _ in range(int(seconds / _QUIET_S)):
            time.sleep(_QUIET_S)
            now = self._ticks()
            if now - before <= _QUIET_TICKS:
                return
            before = now
        raise TimeoutError("the program does not come to rest")

    def _ticks(self) -> int:
        """Processor time of everything the program started."""
        total = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == self.process.pid:
                total += int(fields[11]) + int(fields[12])
        return total

    def close(self) -> None:
        """As a user leaves: everything is written."""
        self.screen.focus(self.window)
        self.screen.press("ctrl+q")
        self.process.wait(30)

    def end(self) -> None:
        """At once, with all it started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def memory(self) -> dict[str, float]:
        """RSS and PSS of this process alone, in MiB."""
        lines = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="ascii").split("\n")
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:] if line}
        return {"rss": sizes["Rss"] / 1024, "pss": sizes["Pss"] / 1024}


def ours(screen: Screen, home: Home, path: Path, environment: dict[str, str] | None = None) -> Running:
    return Running(screen, home, [sys.executable, "-m", "editor", str(path)], environment)


def floor(screen: Screen, home: Home, path: Path, word: str = "") -> Running:
    command = [sys.executable, str(ROOT / "benchmarks" / "floor.py"), str(path), *([word] if word else [])]
    return Running(screen, home, command)


def settle(seconds: float) -> None:
    time.sleep(seconds)


def make_draft(screen: Screen, home: Home, path: Path) -> None:
    """Opens, edits and closes the text once; the caret is left at the middle word, or at the start."""
    program = ours(screen, home, path)
    program.text_ms()
    program.rest()
    screen.focus(program.window)
    go_to_middle(screen, program)
    screen.type("ab")
    settle(1)
    program.rest()
    program.close()
    if not path.with_suffix(".palimpsest").exists():
        raise RuntimeError(f"{path.name} was closed and has no database")


def go_to_middle(screen: Screen, program: Running) -> None:
    """Finds the middle word and puts the caret behind it."""
    screen.press("ctrl+f")
    settle(0.5)
    screen.type(MIDDLE)
    settle(0.5)
    screen.press("Return")
    settle(0.5)
    screen.press("Escape")
    settle(0.5)
    screen.press("Right")
    settle(0.3)


def sample(home: Home) -> Path:
    """A copy of the sample essay, with its history where there is one."""
    target = home.folder / "sample"
    shutil.copytree(ROOT / "resources" / "sample", target)
    return target / "essay.md"


def place(program: Running, x: int) -> None:
    program.window.configure(x=x, y=0)
    program.screen.display.sync()


def geometry(window: Any) -> tuple[int, int]:
    found = window.get_geometry()
    return found.width, found.height
