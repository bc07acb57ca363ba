"""The window and its worker are killed while somebody types, and opened again: what was on the screen must be there."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from outcome import Campaign, Outcome
from window_driver import LONGEST_S, Desktop, Program, a_desktop, a_starting_program, missing, until

SOON_S = 1.0
_ESSAY = "# On timing\n\n" + "Most advice treats the first draft as a container, and so do most who give it.\n\n" * 40
_WORDS = "one word after the other is written down here, and nobody knows when the lights go out "
_KEYS = sorted({{" ": "space", ",": "comma"}.get(letter, letter) for letter in _WORDS})
_KEY_MS = 60
_DISTURBED_S = 0.1
"""So long a process may stand in line for a processor and still be timed."""


def run(trials: int, folder: Path) -> Outcome:
    chance = random.Random(1)
    failures: list[str] = []
    waits_s: list[float] = []
    essay = folder / "essay.md"
    essay.write_text(_ESSAY, encoding="utf-8")
    typed = 0
    with a_desktop(folder) as desktop:
        with _opened(desktop, folder, essay, _ESSAY) as (program, _):
            seen = _killed_while_typing(program, _ESSAY, chance)
        for trial in range(trials):
            with _opened(desktop, folder, essay, seen) as (program, wait_s):
                if wait_s is not None:
                    waits_s.append(wait_s)
                found = program.shown()
                if not found.startswith(seen):
                    failures.append(f"trial {trial}: {seen[-60:]!r} was on the screen, {found[-60:]!r} is there")
                typed = len(found) - len(_ESSAY)
                if trial < trials - 1:
                    seen = _killed_while_typing(program, found, chance)
    lost = len(failures)
    # Told and not judged: how long it takes is the machine's doing as well.
    times = f"open again in {max(waits_s):.2f} s at worst" if waits_s else "too busy a machine to time it"
    return Outcome(f"{trials} kills after {typed:,} characters, {lost} with a loss; {times}", tuple(failures))


@contextmanager
def _opened(desktop: Desktop, folder: Path, essay: Path, text: str) -> Iterator[tuple[Program, float | None]]:
    """The program with the keys, and the seconds until the text could be read, or until there was no hope of it.

    None where others kept the processors busy: the promise is made to a writer, whose machine does little else.
    """
    begun_s = time.monotonic()
    with a_starting_program(desktop, folder, str(essay)) as program:
        while not program.shown().startswith(text) and time.monotonic() - begun_s < LONGEST_S:
            time.sleep(0.01)
        wait_s = time.monotonic() - begun_s
        undisturbed = _in_line_s(program.pid) < _DISTURBED_S
        until(program.focused, "the window to have the keys")
        until(lambda: program.must_be_well() or program.worker(), "the worker")
        yield program, wait_s if undisturbed else None


def _in_line_s(pid: int) -> float:
    """Seconds since its start that the window stood ready and another process had the processor."""
    _had_ns, in_line_ns, _turns = Path(f"/proc/{pid}/schedstat").read_text().split()
    return int(in_line_ns) / 1e9


def _killed_while_typing(program: Program, text: str, chance: random.Random) -> str:
    """What was on the screen just before."""
    program.key("ctrl+End")
    many = chance.randrange(3, 30)
    hand = program.desktop.typing(_WORDS, _KEY_MS)
    until(lambda: len(program.shown()) >= len(text) + many, f"{many} characters")
    seen = program.shown()
    program.kill_all()
    hand.kill()
    hand.wait()
    # A hand that is gone has let go of nothing: a key that stays down would meet the next program's Ctrl.
    program.desktop.run("xdotool", "keyup", *_KEYS)
    return seen


def _needs() -> str:
    return f"it needs {', '.join(missing())}" if missing() else ""


CAMPAIGN = Campaign(
    name="kill -9 of the window",
    small=20,
    full=500,
    run=run,
    needs=_needs,
    must_show=f"0 visible characters lost; open again in under {SOON_S:.0f} s",
)
