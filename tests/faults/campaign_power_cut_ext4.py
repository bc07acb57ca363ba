"""The power goes while somebody writes on a real ext4: at any instant, and of the disk's own cache any part is left.

The file system is the kernel's own, on a loop device, and its disk is a program that writes down every block it is told
and every flush (`recording_disk`). So what the disk held at an instant is known to the block, and nothing has to be
stopped, copied or frozen to find out, which would write something back. For each cut a disk is made that holds what was
flushed by then, and of the rest nothing, some or all. It is mounted, whereby ext4 replays its journal, and the draft on
it is opened as after any start.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import ext4_disks
import tracing
from cut_disk import RecordedDisk
from ext4_disks import make_ext4, mounted, recording
from outcome import Campaign, Outcome
from recorded_calls import recorded
from seeds import a_seed, again
from short_session import BEFORE
from slow_writing import AT_FIRST, MUST_SHOW, longest_s, lost, said_by, write_slowly
from stage import a_stage

_CUTS_A_SESSION = 25
_KEPT = (0.0, 0.5, 1.0)
"""The share of what the disk had in its cache."""


class Session:
    def __init__(self, folder: Path) -> None:
        """Writes it, on a disk of its own."""
        folder.mkdir()
        self.place = folder / "place"
        self.place.mkdir()
        image, disk, record, calls = (folder / name for name in ("image", "disk", "record", "calls.log"))
        make_ext4(image)
        with recording(image, disk, record), mounted(disk, self.place), a_stage(self.place) as stage:
            stage.set_up(BEFORE)
            os.sync()
            begun_s = time.time()
            write_slowly(stage, calls)
            ended_s = time.time()
            self._essay, self._data = stage.essay, stage.data
        self.disk = RecordedDisk(image, record)
        self.calls = list(recorded(calls))
        self.begun_s, self.ended_s = begun_s, ended_s
        self._cut = folder / "cut"

    def instants(self, count: int, chance: random.Random) -> Iterator[float]:
        """Just when the disk had done something, which is mostly in the midst of a sync; and at any time."""
        busy = self.disk.instants(self.begun_s, self.ended_s)
        for at in range(count):
            yield chance.choice(busy) if at % 2 else chance.uniform(self.begun_s, self.ended_s)

    def cut(self, at_s: float, kept: float, chance: random.Random) -> tuple[float, str]:
        """As `lost` does."""
        self._cut.write_bytes(self.disk.content(at_s, kept, chance))
        shown = [AT_FIRST, *(one for call in self.calls for one in said_by(call) if one.at_s <= at_s)]
        with mounted(self._cut, self.place):
            return lost(self._essay, self._data, shown, at_s)


def run(trials: int, folder: Path) -> Outcome:
    seed = a_seed()
    failures: list[str] = []
    worst_s, done = 0.0, 0
    for number in range(0, trials, _CUTS_A_SESSION):
        chance = random.Random(f"{seed} {number}")
        session = Session(folder / f"session-{number}")
        bound_s = longest_s(session.calls)
        for at_s in session.instants(min(_CUTS_A_SESSION, trials - number), chance):
            kept = _KEPT[done % len(_KEPT)]
            lost_s, broken = session.cut(at_s, kept, chance)
            done, worst_s = done + 1, max(worst_s, lost_s)
            if broken or lost_s > bound_s:
                words = broken or f"{lost_s:.2f} s of keys are gone"
                when = f"after {at_s - session.begun_s:.3f} s of session {number}, {kept:.0%} of the cache kept"
                failures.append(f"{again(seed)} {when}: {words}")
    return Outcome(f"{trials} cuts, at most {worst_s:.2f} s of keys lost, nothing called safe", tuple(failures))


def _needs() -> str:
    return tracing.missing() or ext4_disks.missing()


CAMPAIGN = Campaign(
    name="power cut on a loop-mounted ext4", small=6, full=100, run=run, needs=_needs, must_show=MUST_SHOW
)
