"""Keys pressed in the real window while another program holds its draft's database."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

from locked_typing import NOISE, Beside, a_lock
from window_driver import Program, a_desktop, a_program, until

from editor.journal.places import Places
from editor.journal.reader import read_tail
from editor.store.keyframe import read_opening

_BEGIN = "I begin: "
_WORDS = "and no key waits. "
_KEY_MS = 40
_QUIET_S = 1.5
_STALL_MS = 400.0
"""Between two keys, of which the keyboard is given its share of time and the screen its own."""


def pressed_beside_a_lock(folder: Path, holder: str, seconds: float) -> Beside:
    folder.mkdir()
    file, database = folder / "essay.md", folder / "essay.palimpsest"
    file.write_text("")
    with a_desktop(folder) as desktop, a_program(desktop, folder, str(file)) as program:
        program.type(_BEGIN)
        until(lambda: database.exists() and read_opening(database).folded_n, "the worker to fold")
        quiet_ms, first = _longest_gap_ms(program, file, _QUIET_S)
        with a_lock(holder, database, seconds) as other:
            longest_ms, second = _longest_gap_ms(program, file, seconds - 1)
            held = other.poll() is None
            other.wait()
        program.until_text(_BEGIN + first + second)
    if longest_ms > max(_STALL_MS, NOISE * quiet_ms):
        waited = f"a key in the window waited {longest_ms:.0f} ms, and {quiet_ms:.0f} ms at most before the lock"
        return Beside(longest_ms, (waited,))
    return Beside(longest_ms, () if held else ("the lock was let go before the last key, so nothing was tried",))


def _longest_gap_ms(program: Program, file: Path, seconds: float) -> tuple[float, str]:
    """Presses keys for so long; the longest time from one to the next as the window took them, and what was typed."""
    places = Places(program.data)
    folder = places.draft(str(places.draft_at(file))).folder
    before_n, typed, end = read_tail(folder, -1).last_n, "", time.monotonic() + seconds
    while time.monotonic() < end:
        program.desktop.type(_WORDS, _KEY_MS)
        typed += _WORDS
    instants: list[int] = []

    def all_taken() -> bool:
        instants[:] = [one["t"] for one in read_tail(folder, before_n).records if "t" in one]
        return len(instants) >= len(typed)

    until(all_taken, "all the keys")
    return max(later - earlier for earlier, later in pairwise(instants)), typed
