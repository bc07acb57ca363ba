"""No space, an error of the disk, a disk that is read-only: at every call, for once and for good.

What was written is there again, or the window said in a sentence that it could not be kept, and had claimed nothing else.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fault_points import Point, all_points, faulted
from outcome import Campaign, Outcome
from reopening import reopened
from short_session import BEFORE, Heard
from stage import Stage, a_stage
from tracing import CHANGING, LOCKING, READING, missing

from editor.store.keyframe import read_opening

_ERRORS = {
    "ENOSPC": frozenset(CHANGING),
    "EROFS": frozenset(CHANGING),
    "EIO": frozenset({*CHANGING, *LOCKING, *READING}),
}
"""Which call may be told what."""


@dataclass(frozen=True, slots=True)
class _Trial:
    point: Point
    error: str
    sticky: bool

    def __str__(self) -> str:
        return f"{self.error} {'from' if self.sticky else 'at'} {self.point}"


def run(trials: int, folder: Path) -> Outcome:
    failures: list[str] = []
    exact = 0
    with a_stage(folder) as stage:
        chosen = _chosen(all_points(stage, (*CHANGING, *LOCKING, *READING))[0], trials)
        for trial in chosen:
            heard = faulted(stage, trial.point, f"error={trial.error}", trial.sticky)
            broken = list(_broken(stage, heard))
            failures += (f"{trial}: {sentence}" for sentence in broken)
            exact += not broken and not _trouble(heard)
    told = len(chosen) - exact - len(failures)
    return Outcome(f"{len(chosen)} faults: {exact} times exact, {told} times told in a true sentence", tuple(failures))


def _chosen(points: list[Point], count: int) -> list[_Trial]:
    every = [
        _Trial(point, error, sticky)
        for point, (error, calls), sticky in itertools.product(points, _ERRORS.items(), (False, True))
        if point.call.name in calls and not (sticky and point.call.name in LOCKING)  # SQLite asks for ten seconds
    ]
    return random.Random(1).sample(every, min(count, len(every)))


def _trouble(heard: Heard) -> str:
    """What the window says at the end, where it does not say that all is well."""
    refused = [said["refused"] for said in heard.window if "refused" in said]
    notices = [said["notice"] for said in heard.window if said.get("notice", "").startswith("Restored as far")]
    last = heard.shown[-1]["trouble"] if heard.shown else ""
    return str(next((words for words in (last, *refused, *notices) if words), ""))


def _broken(stage: Stage, heard: Heard) -> Iterator[str]:
    if heard.crashes or heard.gone:
        yield f"{heard.gone or ''} {(heard.crashes or ['it ended'])[0]}"
    try:
        yield from _untrue_of_the_files(stage, heard)
        found = reopened(stage.essay, stage.data)
    except Exception as error:  # noqa: BLE001 - whatever it is, the writer would have met it
        yield f"does not open again: {error!r}"
        return
    shown = heard.shown
    if not shown:
        return
    written = max(said["written"] for said in shown)
    kept = max((at for at, said in enumerate(shown) if said["n"] <= written), default=0)
    allowed = [said["text"] for said in shown[kept:]] if _trouble(heard) else [shown[-1]["text"]]
    if found not in allowed:
        yield f"{allowed[0]!r} was called written ({_trouble(heard) or 'no trouble told'}), {found!r} is there"


def _untrue_of_the_files(stage: Stage, heard: Heard) -> Iterator[str]:
    """What the worker claimed of the database and of the text file that they do not hold."""
    where = next((said for said in heard.window if "database" in said), None)
    folded = max((said["folded"] for said in heard.worker if "folded" in said), default=0)
    if where and folded and read_opening(Path(where["database"])).folded_n < folded:
        yield f"record {folded} was called folded"
    saved = [said["saved"] for said in heard.worker if "saved" in said]
    texts = {said["n"]: said["text"] for said in heard.shown}
    twin = stage.essay.read_text(encoding="utf-8")
    if saved and twin != texts[saved[-1]]:
        yield f"the text file was called saved and holds {twin!r}"
    if twin not in (BEFORE, *texts.values()):
        yield f"the text file holds {twin!r}, which was never on the screen"


CAMPAIGN = Campaign(
    name="no space, I/O error, read-only at every call",
    small=60,
    full=6_000,  # all there are, some 5,500
    run=run,
    needs=missing,
    must_show="exact, or told in a true sentence; no crash",
)
