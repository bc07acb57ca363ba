"""A session at typing speed with all its calls and words recorded, and what a power cut in the midst of it took away."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from recorded_calls import OPTIONS, Recorded
from reopening import reopened
from short_session import BEFORE
from stage import Part, Said, Stage
from tracing import CHANGING, traced

MOST_LOST_S = 0.6
"""Half a second between two syncs and a tenth for the work around; the sync itself comes on top."""
MUST_SHOW = f"at most {MOST_LOST_S} s and one sync; nothing lost that was called safe"
_KEY_S = 0.05
_SENTENCE = "Whoever writes slowly still fears the dark, "
_PARAGRAPH = "\n\nA paragraph from elsewhere that is put down at once.\n\n" * 90
_STEPS = (
    *(("worker", "attach"), ("window", "type"), ("worker", "fold"), ("window", "paste"), ("window", "type")),
    *(("worker", "save"), ("window", "rotate"), ("window", "type"), ("worker", "detach"), ("window", "type")),
)
_TRACED = (*CHANGING, "lseek", "sendto")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a writer saw, from this instant on."""

    at_s: float
    """Seconds since 1970."""
    text: str
    n: int
    safe: int


AT_FIRST = Shown(0.0, BEFORE, 0, 0)


def write_slowly(stage: Stage, log: Path) -> None:
    """Plays the session, whose text file is set up, and kills both parts at its end."""
    window, worker = stage.part("window"), stage.part("worker")
    with traced(window.pid, log, *OPTIONS, "-e", f"trace={','.join(_TRACED)}", "-p", str(worker.pid)):
        try:
            _play(stage, window, worker)
        finally:
            window.kill()
            worker.kill()


def _play(stage: Stage, window: Part, worker: Part) -> None:
    (where,) = window.tell("open", str(stage.essay), str(stage.data))
    values: dict[str, tuple[object, ...]] = {
        "attach": (where["database"], where["draft"], str(stage.data), str(stage.essay)),
        "type": (_SENTENCE, _KEY_S),
        "paste": (_PARAGRAPH,),
    }
    last: Said = where
    for kind, order in (("window", "type"), *_STEPS):
        given = (str(stage.essay), last["n"]) if order == "save" else values.get(order, ())
        for said in (window if kind == "window" else worker).tell(order, *given):
            last = said if "text" in said else last


def said_by(call: Recorded) -> list[Shown]:
    """What the writer saw when this call was done, if it told anything."""
    if call.name != "sendto" or not (line := call.bytes(1)).startswith(b"{"):
        return []  # a loop that wakes itself sends something, too
    said = json.loads(line)
    return [Shown(call.end_s, said["text"], said["n"], said["safe"])] if "text" in said else []


def longest_s(calls: list[Recorded]) -> float:
    """Seconds that may be lost: since the last sync began, and while the longest of them was under way."""
    return MOST_LOST_S + max(call.took_s for call in calls if call.name in ("fsync", "fdatasync"))


def lost(essay: Path, data: Path, shown: list[Shown], cut_s: float) -> tuple[float, str]:
    """Seconds of keys that had been on the screen when the power went and are gone; and a promise that was broken."""
    twin = essay.read_text(encoding="utf-8")
    try:
        found = reopened(essay, data)
    except Exception as error:  # noqa: BLE001 - whatever it is, the writer would have met it
        return 0.0, repr(error)
    if twin not in (one.text for one in shown):
        return 0.0, f"the text file holds {twin!r}, which was never on the screen"
    at = next((at for at, one in enumerate(shown) if one.text == found), -1)
    if at < 0:
        just_typed = found[:-1] == shown[-1].text or found == shown[-1].text + _PARAGRAPH
        return 0.0, "" if just_typed else f"{found!r} was never on the screen"
    if shown[at].n < (safe := max(one.safe for one in shown)):
        return 0.0, f"change {safe} was called safe, {shown[at].n} is there"
    later = [one for one in shown if one.n > shown[at].n]
    return (cut_s - later[0].at_s if later else 0.0), ""
