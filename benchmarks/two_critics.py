"""How long the hands are held up while two critics, on two providers, stream their remarks at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cases import Result, Size, at, both, prepared, typing_into, with_middle
from programs import ROOT, Home, Running, geometry, settle
from PySide6.QtCore import QSettings
from screen import Screen
from text_engine import draft

_MOST_MS = 50.0
_FIRST_MODEL_Y, _ROW = 191, 26
"""Where the tick of the first critic that a model plays stands in the window, and how far below it the next; pixels."""
_TICK_X = 924


def two_critics(screen: Screen, home: Home, size: Size) -> Iterable[Result]:
    path = prepared(screen, home, "critics", with_middle(draft(20_000)))
    settings = _asks_two_providers(home.folder / "critics.ini")
    with _servers(home) as (environment, said), both(screen, home, path, {**environment, **settings}) as (bare, program):
        settle(1)
        screen.focus(bare.window)
        still = screen.stalls(bare.window, typing_into(screen), size.pressed).trips
        _send(screen, program)
        for _ in range(2):
            if next(said)[0] != "begun":
                raise RuntimeError("one critic had ended before the other began")
        screen.click(program.window, 600, 300)
        settle(1)
        busy = screen.stalls(program.window, typing_into(screen), size.pressed).trips
        pieces = [int(next(said)[1]) for _ in range(2)]
    yield _result(still, busy, pieces)


def _result(still: list[float], busy: list[float], pieces: list[int]) -> Result:
    """The longest stall decides; the ratio is that of the p99, which single slow moments of the machine spare."""
    what = f"longest stall while typing and two critics stream {min(pieces):,} deltas each (20,000 words)"
    shown = [f"{max(one):.1f} ms (p99 {at(one, 0.99):.1f})" for one in (still, busy)]
    long = sum(trip > _MOST_MS for trip in busy)
    ratio = at(busy, 0.99) / at(still, 0.99)
    measured = f"{long} of {len(busy)} over 50 ms; p99 {ratio:.2f} × the floor"
    return Result(what, "none over 50 ms", *shown, measured, long == 0 and min(pieces) >= 5_000)


def _asks_two_providers(path: Path) -> dict[str, str]:
    """Settings in which the second critic of the list is played by a model of OpenAI's."""
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    settings.setValue("critics", json.dumps({"general-reader": ["openai", "gpt-6.1-sol"]}))
    settings.sync()
    return {"PALIMPSEST_SETTINGS": str(path)}


@contextmanager
def _servers(home: Home) -> Iterator[tuple[dict[str, str], Iterator[list[str]]]]:
    """Their addresses for the program, and what they say of their answers."""
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "benchmarks" / "delta_server.py")],
        stdout=subprocess.PIPE,
        text=True,
        env=home.environment,
    )
    assert server.stdout is not None
    try:
        claude, other = server.stdout.readline().split()
        environment = {
            "PALIMPSEST_ANTHROPIC_BASE_URL": claude,
            "PALIMPSEST_OPENAI_BASE_URL": other,
            "ANTHROPIC_API_KEY": "sk-test-key",
            "OPENAI_API_KEY": "sk-test-key",
        }
        yield environment, (line.split() for line in server.stdout)
    finally:
        server.terminate()
        server.wait()


def _send(screen: Screen, program: Running) -> None:
    """Ticks the first two critics that models play, asks, and sends from the sheet."""
    _, height = geometry(program.window)
    for row in range(2):
        screen.click(program.window, _TICK_X, _FIRST_MODEL_Y + row * _ROW)
        settle(0.5)
    screen.focus(program.window)
    screen.press("ctrl+Return")
    settle(4)
    screen.click(program.window, 945, height - 55)
