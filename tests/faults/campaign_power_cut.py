"""The power goes while somebody writes: after any call, and of what was not synced any part, or nothing, is left.

One session is written at typing speed and recorded; each cut is simulated on what was recorded, with the strictest disk.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

from outcome import Campaign, Outcome
from recorded_calls import OPTIONS, Recorded, recorded
from reopening import reopened
from short_session import BEFORE
from simulated_disk import SimulatedDisk
from stage import Stage, a_stage
from tracing import CHANGING, missing, traced

MOST_LOST_S = 0.6
"""Half a second between two syncs and a tenth for the work around; the sync itself comes on top."""
_KEY_S = 0.05
_SENTENCE = "Whoever writes slowly still fears the dark, "
_PARAGRAPH = "\n\nA paragraph from elsewhere that is put down at once.\n\n" * 90
_STEPS = (
    *(("worker", "attach"), ("window", "type"), ("worker", "fold"), ("window", "paste"), ("window", "type")),
    *(("worker", "save"), ("window", "rotate"), ("window", "type"), ("worker", "detach"), ("window", "type")),
)
_TRACED = (*CHANGING, "lseek", "sendto")


@dataclass(frozen=True, slots=True)
class _Shown:
    at_s: float
    text: str
    n: int
    safe: int


def run(trials: int, folder: Path) -> Outcome:
    chance = random.Random(1)
    failures: list[str] = []
    worst_s = 0.0
    with a_stage(folder) as stage:
        log = folder / "calls.log"
        _write(stage, log)
        calls = list(recorded(log))
        stage.put_back("before")
        cuts = _cuts(calls, SimulatedDisk(stage.folder), trials, chance)
        stage.put_back("before")
        disk = SimulatedDisk(stage.folder)
        bound_s = MOST_LOST_S + max(call.took_s for call in calls if call.name in ("fsync", "fdatasync"))
        shown = [_Shown(0.0, BEFORE, 0, 0)]
        for number, call in enumerate(calls):
            disk.take(call)
            shown += _said(call)
            for some in cuts.get(number, ()):
                disk.remains(chance if some else None)
                lost_s, broken = _lost(stage, shown, _end_s(call))
                worst_s = max(worst_s, lost_s)
                if broken or lost_s > bound_s:
                    words = broken or f"{lost_s:.2f} s of keys are gone"
                    failures.append(f"cut after call {number}, {call.name}, {'some' if some else 'no'} more: {words}")
    return Outcome(f"{trials} cuts, at most {worst_s:.2f} s of keys lost, nothing called safe", tuple(failures))


def _write(stage: Stage, log: Path) -> None:
    stage.set_up(BEFORE)
    stage.keep("before")
    window, worker = stage.part("window"), stage.part("worker")
    with traced(window.pid, log, *OPTIONS, "-e", f"trace={','.join(_TRACED)}", "-p", str(worker.pid)):
        (where,) = window.tell("open", str(stage.essay), str(stage.data))
        values: dict[str, tuple[object, ...]] = {
            "attach": (where["database"], where["draft"], str(stage.data), str(stage.essay)),
            "type": (_SENTENCE, _KEY_S),
            "paste": (_PARAGRAPH,),
        }
        last = where
        for kind, order in (("window", "type"), *_STEPS):
            part = window if kind == "window" else worker
            given = (str(stage.essay), last["n"]) if order == "save" else values.get(order, ())
            for said in part.tell(order, *given):
                last = said if "text" in said else last
        window.kill()
        worker.kill()


def _cuts(calls: list[Recorded], disk: SimulatedDisk, count: int, chance: random.Random) -> dict[int, list[bool]]:
    """After which calls the power goes, and whether a part of what was not synced is kept."""
    changing = [number for number, call in enumerate(calls) if disk.take(call)]
    cuts: dict[int, list[bool]] = {}
    for at in range(count):
        cuts.setdefault(chance.choice(changing), []).append(at % 2 == 0)
    return cuts


def _said(call: Recorded) -> list[_Shown]:
    if call.name != "sendto" or not (line := call.bytes(1)).startswith(b"{"):
        return []  # a loop that wakes itself sends something, too
    said = json.loads(line)
    return [_Shown(_end_s(call), said["text"], said["n"], said["safe"])] if "text" in said else []


def _end_s(call: Recorded) -> float:
    return call.began_s + call.took_s


def _lost(stage: Stage, shown: list[_Shown], cut_s: float) -> tuple[float, str]:
    """Seconds of keys that were on the screen and are gone; and a promise that was broken, in a sentence."""
    try:
        found = reopened(stage.essay, stage.data)
    except Exception as error:  # noqa: BLE001 - whatever it is, the writer would have met it
        return 0.0, repr(error)
    at = next((at for at, one in enumerate(shown) if one.text == found), -1)
    if at < 0:
        just_typed = found[:-1] == shown[-1].text or found == shown[-1].text + _PARAGRAPH
        return 0.0, "" if just_typed else f"{found!r} was never on the screen"
    if shown[at].n < (safe := max(one.safe for one in shown)):
        return 0.0, f"change {safe} was called safe, {shown[at].n} is there"
    later = [one for one in shown if one.n > shown[at].n]
    return (cut_s - later[0].at_s if later else 0.0), ""


CAMPAIGN = Campaign(
    name="power cut",
    small=15,
    full=300,
    run=run,
    needs=missing,
    must_show=f"at most {MOST_LOST_S} s and one sync; nothing lost that was called safe",
)
