"""The program is killed at every single system call it makes on a file, in the window and in the worker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from fault_points import Point, all_points, faulted, spread
from outcome import Campaign, Outcome
from reopening import reopened
from short_session import Heard, prepare
from stage import Stage, a_stage
from tracing import CHANGING, LOCKING, missing

_UNFINISHED = ".palimpsest-*"
_STAGES = 3
"""Side by side: most of a trial is waiting for processes to begin and to end."""


def run(trials: int, folder: Path) -> Outcome:
    with ExitStack() as ending:
        stages = [ending.enter_context(a_stage(_folder(folder / f"{number}"))) for number in range(_STAGES)]
        points, references = all_points(stages[0], (*CHANGING, *LOCKING))
        for stage in stages[1:]:
            prepare(stage)
        chosen = spread(points, trials)
        shares = [chosen[number::_STAGES] for number in range(_STAGES)]
        with ThreadPoolExecutor(_STAGES) as hands:
            told = list(hands.map(lambda stage, share: _killed(stage, share, references), stages, shares))
    killed, failures = sum(one[0] for one in told), [sentence for one in told for sentence in one[1]]
    shows = f"killed at {killed} of {len(points)} calls, {len(failures)} times a key lost or a file left"
    return Outcome(shows, tuple(failures))


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _killed(stage: Stage, share: list[Point], references: dict[str, Heard]) -> tuple[int, list[str]]:
    """How often it was killed, and what was broken then."""
    killed, failures = 0, []
    for point in share:
        heard = faulted(stage, point, "signal=KILL")
        killed += point.call.part in heard.gone
        failures += _broken(stage, point, heard, references[point.day])
    return killed, failures


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
