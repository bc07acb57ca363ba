"""The program is killed at every single system call it makes on a file, in the window and in the worker."""

from __future__ import annotations

from pathlib import Path

from fault_points import Point, all_points, faulted, spread
from outcome import Campaign, Outcome
from reopening import reopened
from short_session import Heard
from stage import Stage, a_stage
from tracing import CHANGING, LOCKING, missing

_UNFINISHED = ".palimpsest-*"


def run(trials: int, folder: Path) -> Outcome:
    failures: list[str] = []
    with a_stage(folder) as stage:
        points, references = all_points(stage, (*CHANGING, *LOCKING))
        chosen = spread(points, trials)
        killed = 0
        for point in chosen:
            heard = faulted(stage, point, "signal=KILL")
            killed += point.call.part in heard.gone
            failures += _broken(stage, point, heard, references[point.day])
    shows = f"killed at {killed} of {len(points)} calls, {len(failures)} times a key lost or a file left"
    return Outcome(shows, tuple(failures))


def _broken(stage: Stage, point: Point, heard: Heard, reference: Heard) -> list[str]:
    seen, known = len(heard.shown), [said["text"] for said in reference.shown]
    allowed = known[max(0, seen - 1) : seen + 1]
    try:
        found = reopened(stage.essay, stage.data)
    except Exception as error:  # noqa: BLE001 - whatever it is, the writer would have met it
        return [f"killed at {point}: {error!r}"]
    if heard.crashes:
        return [f"killed at {point}: {heard.crashes[0]}"]
    if left := [str(path.relative_to(stage.folder)) for path in stage.folder.rglob(_UNFINISHED)]:
        return [f"killed at {point}: {', '.join(left)} lies there still"]
    return [] if found in allowed else [f"killed at {point}: {allowed[0]!r} was shown, {found!r} is there"]


CAMPAIGN = Campaign(
    name="kill at every system call",
    small=2_000,
    full=2_000,
    run=run,
    needs=missing,
    must_show="0 acknowledged keys lost, nothing unfinished left lying",
)
