"""Runs the campaigns and prints the table of what they showed.

python tests/faults/run.py                   all of them, small
python tests/faults/run.py --full            as large as the promises were made for: some hours
python tests/faults/run.py --full kill       those whose name holds this word
python tests/faults/run.py --trials 100 kill
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

_TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(_TESTS.parent), *(str(_TESTS / folder) for folder in ("faults", "peers", "e2e"))]
os.environ.setdefault("QT_QPA_PLATFORM", "xcb")

from campaigns import CAMPAIGNS  # noqa: E402 - found beside this file
from outcome import Campaign  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description="Tries to make the program lose a word.")
    parser.add_argument("words", nargs="*", help="only campaigns whose name holds one of these")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--trials", type=int, default=0)
    options = parser.parse_args()
    failed = False
    for campaign in CAMPAIGNS:
        if not options.words or any(word in campaign.name for word in options.words):
            trials = options.trials or (campaign.full if options.full else campaign.small)
            failed |= _ran(campaign, trials)
    return int(failed)


def _ran(campaign: Campaign, trials: int) -> bool:
    """Prints a row of the table; whether a promise was broken."""
    if why := campaign.needs():
        print(f"| {campaign.name} | - | {campaign.must_show} | not run: {why} |", flush=True)
        return False
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="palimpsest-faults-") as folder:
        outcome = campaign.run(trials, Path(folder))
    took = f"{time.monotonic() - begun:.0f} s"
    verdict = f"**{len(outcome.failures)} broken**" if outcome.failures else "kept"
    print(f"| {campaign.name} | {trials:,} | {campaign.must_show} | {outcome.shows} ({verdict}, {took}) |", flush=True)
    for failure in outcome.failures:
        print(failure, file=sys.stderr)
    return bool(outcome.failures)


if __name__ == "__main__":
    sys.exit(main())
