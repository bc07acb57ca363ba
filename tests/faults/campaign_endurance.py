"""Eight hours of writing without its pauses: what it costs in memory and descriptors, and whether all copies agree."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import enduring_program
from outcome import Campaign, Outcome
from worker_process import clean_environment

_GROWTH_KB = 20 * 1024
_NONE_DRIFT = 100


def run(trials: int, folder: Path) -> Outcome:
    """So many keys."""
    command = (sys.executable, enduring_program.__file__, str(folder), str(trials))
    environment = clean_environment(QT_QPA_PLATFORM="offscreen")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=7_200)
    if done.returncode or "Traceback" in done.stderr:
        return Outcome("", (f"it ended with {done.returncode}: {done.stderr[-2_000:]}",))
    told = json.loads(done.stdout)
    grown_kb, opened, drift = told["grown_kb"], told["opened"], told["none_drift"]
    failures = [f"the {where} is another text" for where, same in told["same"].items() if not same]
    if grown_kb > _GROWTH_KB:
        failures.append(f"memory grew by {grown_kb / 1024:.0f} MB")
    if opened > 0:
        failures.append(f"{opened} descriptors were left open")
    if abs(drift) > _NONE_DRIFT:
        failures.append(f"2,000 calls of Qt moved the references to None by {drift}")
    shows = f"{told['records']:,} records; memory {grown_kb / 1024:+.1f} MB, descriptors {opened:+d}, None {drift:+d}"
    return Outcome(f"{shows}; screen, journal and database agree", tuple(failures))


CAMPAIGN = Campaign(
    name="eight hours of writing",
    small=8_640,
    full=86_400,
    run=run,
    must_show="below 20 MB, no descriptor, no reference to None lost; screen = journal = database",
)
