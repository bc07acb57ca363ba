"""Every call on a file of a short session, and the session with a fault at one of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from short_session import DAYS, Heard, Tracing, act, prepare
from stage import Stage
from tracing import Call, calls_below

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Point:
    day: str
    call: Call

    def __str__(self) -> str:
        return f"{self.call}, {self.day}"


def all_points(stage: Stage, calls: tuple[str, ...]) -> tuple[list[Point], dict[str, Heard]]:
    """All places a fault can be at, and what the parts of each day say when there is none."""
    prepare(stage)
    points: list[Point] = []
    heard: dict[str, Heard] = {}
    for day in DAYS:
        for part in ("window", "worker"):
            log = _log(stage)
            heard[day] = act(stage, day, Tracing(part, log, ("-e", f"trace={','.join(calls)}")))
            points += (Point(day, call) for call in calls_below(stage.folder, log, part))
    return points, heard


def faulted(stage: Stage, point: Point, fault: str, sticky: bool = False) -> Heard:
    """The day with strace's `fault` at this point: "signal=KILL", "error=EIO"."""
    call = point.call
    inject = f"inject={call.name}:{fault}:when={call.number}{'+' if sticky else ''}"
    return act(stage, point.day, Tracing(call.part, _log(stage), ("-e", f"trace={call.name}", "-e", inject)))


def spread(many: list[T], count: int) -> list[T]:
    """So many of them, from the first to the last."""
    if count >= len(many):
        return many
    return [many[at * len(many) // count] for at in range(count)]


def _log(stage: Stage) -> Path:
    return stage.folder.with_name("calls.log")
