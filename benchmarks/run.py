"""Measures what the project promises about speed, beside the floor, and writes the table to `benchmarks/README.md`.

    python benchmarks/run.py            about a quarter of an hour
    python benchmarks/run.py --quick    about five, with fewer repeats; for a look, and it writes no table

Needs Xvfb and the packages of the `dev` group. It runs at round-robin priority where the system permits it, because other
work on the machine otherwise decides the slowest keys.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
from collections.abc import Callable, Iterable

from borrowed import borrowed
from cases import (
    Keys,
    Result,
    Size,
    Stalls,
    home_for,
    keys,
    prepared,
    prepared_sample,
    stalls,
    start,
    streamed,
    with_middle,
)
from programs import ROOT, Home
from report import row, write
from screen import Screen
from store_cost import store_cost
from text_engine import draft
from two_critics import two_critics

FULL = Size(starts=11, rounds=5, pressed=300)
QUICK = Size(starts=5, rounds=3, pressed=180)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures the window beside a bare text widget.")
    parser.add_argument("--quick", action="store_true", help="fewer repeats, no table written")
    parser.add_argument("--only", default="", help="starts, keys, stream, critics, stalls, store or borrowed")
    options = parser.parse_args()
    size = QUICK if options.quick else FULL
    first = prioritised()
    # An installed program has its bytecode; without it every start would compile ours and not the floor's.
    compileall.compile_dir(str(ROOT / "editor"), quiet=1)
    results: list[Result] = []
    with Screen() as screen, home_for(screen) as home:
        for name, case in CASES.items():
            if options.only in ("", name):
                for result in case(screen, home, size):
                    print(row(result), flush=True)
                    results.append(result)
    if not options.quick and not options.only:
        write(results, size, first)


def prioritised() -> bool:
    """Asks for round-robin priority for this process and all it starts; False where it is not allowed."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(5))
    except (AttributeError, PermissionError):
        return False
    return True


def starts(screen: Screen, home: Home, size: Size) -> Iterable[Result]:
    sample = prepared_sample(screen, home)
    yield started("start to first pixels with the sample, caret in it", 1.6, start(screen, home, sample, size))
    large = prepared(screen, home, "start", with_middle(draft(200_000)))
    yield started("the same with a 200,000-word draft", 1.8, start(screen, home, large, size))


def started(what: str, goal: float, pairs: list[tuple[float, float]]) -> Result:
    ratio = statistics.median(full / bare for bare, full in pairs)
    bare, full = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Result(what, f"{goal}", f"{bare:.0f} ms", f"{full:.0f} ms", f"{ratio:.2f}", ratio <= goal)


def typed(screen: Screen, home: Home, size: Size) -> Iterable[Result]:
    memory: dict[str, tuple[float, float]] = {}
    for words, name in ((20_000, "20,000"), (200_000, "200,000")):
        path = prepared(screen, home, f"keys{words}", with_middle(draft(words)))
        places, found = keys(screen, home, path, size)
        memory = memory or found
        yield from (
            key_result(f"key to pixels at the {one.where} of a {name}-word draft: p50 / p95", one) for one in places
        )
    (rss, all_rss), (pss, all_pss) = memory["rss"], memory["pss"]
    shown = (f"{rss:.0f} MiB (PSS {pss:.0f})", f"{all_rss:.0f} MiB (PSS {all_pss:.0f})")
    yield Result(
        "memory of the window process with 20,000 words", "1.5", *shown, f"{all_rss / rss:.2f}", all_rss / rss <= 1.5
    )


def key_result(what: str, one: Keys) -> Result:
    p50, p95 = one.ratio(0.5), one.ratio(0.95)
    shown = [f"{one.typical(r, 0.5):.2f} / {one.typical(r, 0.95):.2f} ms" for r in (one.bare, one.full)]
    return Result(what, "2.0 / 2.5", *shown, f"{p50:.2f} / {p95:.2f}", p50 <= 2.0 and p95 <= 2.5)


def stream(screen: Screen, home: Home, size: Size) -> Iterable[Result]:
    path = prepared(screen, home, "stream", with_middle(draft(20_000)))
    found = streamed(screen, home, path, size)
    ratio = found.keys.ratio(0.95)
    shown = [f"{found.keys.typical(r, 0.95):.2f} ms" for r in (found.keys.bare, found.keys.full)]
    what = f"key to pixels, p95, while {found.deltas:,} deltas stream in and the store works (20,000 words)"
    yield Result(what, "3", *shown, f"{ratio:.2f}", ratio <= 3 and found.deltas >= 5_000)


def stalled(screen: Screen, home: Home, size: Size) -> Iterable[Result]:
    for words, longest in ((20_000, 1_000), (20_000, 2_000), (200_000, 2_000)):
        path = prepared(screen, home, f"stall{words}-{longest}", with_middle(draft(words), longest))
        found = stalls(screen, home, path, size)
        what = f"longest stall while typing into a paragraph of {longest:,} words, draft of {words:,}"
        long = Stalls.long(found.full)
        shown = [f"{max(one):.1f} ms" for one in (found.bare, found.full)]
        yield Result(what, "none over 16 ms", *shown, f"{long} of {len(found.full)} over 16 ms", long == 0)


CASES: dict[str, Callable[[Screen, Home, Size], Iterable[Result]]] = {
    "starts": starts,
    "keys": typed,
    "stream": stream,
    "critics": two_critics,
    "stalls": stalled,
    "store": store_cost,
    "borrowed": borrowed,
}


if __name__ == "__main__":
    main()
