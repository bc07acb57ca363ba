"""The power goes while somebody writes: after any call, and of what was not synced any part, or nothing, is left.

One session is written at typing speed and recorded; each cut is simulated on what was recorded, with the strictest disk.
"""

from __future__ import annotations

import random
from pathlib import Path

from outcome import Campaign, Outcome
from recorded_calls import Recorded, recorded
from short_session import BEFORE
from simulated_disk import SimulatedDisk
from slow_writing import AT_FIRST, MUST_SHOW, longest_s, lost, said_by, write_slowly
from stage import a_stage
from tracing import missing


def run(trials: int, folder: Path) -> Outcome:
    chance = random.Random(1)
    failures: list[str] = []
    worst_s = 0.0
    with a_stage(folder) as stage:
        log = folder / "calls.log"
        stage.set_up(BEFORE)
        stage.keep("before")
        write_slowly(stage, log)
        calls = list(recorded(log))
        stage.put_back("before")
        cuts = _cuts(calls, SimulatedDisk(stage.folder), trials, chance)
        stage.put_back("before")
        disk = SimulatedDisk(stage.folder)
        bound_s = longest_s(calls)
        shown = [AT_FIRST]
        for number, call in enumerate(calls):
            disk.take(call)
            shown += said_by(call)
            for some in cuts.get(number, ()):
                disk.remains(chance if some else None)
                lost_s, broken = lost(stage.essay, stage.data, shown, call.end_s)
                worst_s = max(worst_s, lost_s)
                if broken or lost_s > bound_s:
                    words = broken or f"{lost_s:.2f} s of keys are gone"
                    failures.append(f"cut after call {number}, {call.name}, {'some' if some else 'no'} more: {words}")
    return Outcome(f"{trials} cuts, at most {worst_s:.2f} s of keys lost, nothing called safe", tuple(failures))


def _cuts(calls: list[Recorded], disk: SimulatedDisk, count: int, chance: random.Random) -> dict[int, list[bool]]:
    """After which calls the power goes, and whether a part of what was not synced is kept."""
    changing = [number for number, call in enumerate(calls) if disk.take(call)]
    cuts: dict[int, list[bool]] = {}
    for at in range(count):
        cuts.setdefault(chance.choice(changing), []).append(at % 2 == 0)
    return cuts


CAMPAIGN = Campaign(name="power cut", small=50, full=300, run=run, needs=missing, must_show=MUST_SHOW)
