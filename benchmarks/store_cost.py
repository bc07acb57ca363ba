"""What it costs a key that everything is kept: the window beside the same window without journal and worker."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable
from pathlib import Path

from cases import FOOT, Result, Size, at, prepared, rounds, typist, with_middle
from programs import FLOOR_X, ROOT, Home, Running, ours, place
from screen import Screen
from text_engine import draft

_MOST_MS = 1.0
_MORE_ROUNDS = 3
"""A p99 needs more keys than a p95."""


def store_cost(screen: Screen, home: Home, size: Size) -> Iterable[Result]:
    kept = prepared(screen, home, "kept", with_middle(draft(20_000)))
    not_kept = prepared(screen, home, "not-kept", with_middle(draft(20_000)))
    lot = random.Random(5)
    bare = _without_store(screen, home, not_kept)
    try:
        place(bare, FLOOR_X)
        program = ours(screen, home, kept)
        try:
            bare.rest()
            program.rest()
            hands = [typist(bare, FOOT), typist(program, FOOT)]
            times: list[list[float]] = [[], []]
            for _ in range(_MORE_ROUNDS * size.rounds):
                for hand, found in zip(hands, times, strict=True):
                    found.extend(rounds(hand, lot, 1)[0])
        finally:
            program.end()
    finally:
        bare.end()
    without, full = (at(found, 0.99) for found in times)
    what = f"p99 of {len(times[1])} keys, above the same window without a store"
    added = full - without
    yield Result(what, "1 ms", f"{without:.2f} ms", f"{full:.2f} ms", f"{added:+.2f} ms", added < _MOST_MS)


def _without_store(screen: Screen, home: Home, path: Path) -> Running:
    return Running(screen, home, [sys.executable, str(ROOT / "benchmarks" / "without_store.py"), str(path)])
