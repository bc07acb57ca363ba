"""What a reader of the minutes has to know of the computer's clock: when it was set, and when the computer slept.

Pauses are measured by a clock that nobody can set, and only named by the one on the wall. So none of this loses a minute
or counts one twice; but a reader who finds an hour twice in a day, or a night within a minute, must not have to guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from editor.core.credits import ClockStep

_EACH_UP_TO = 3
"""More steps than this of one sort are told together."""


def clock_notes(steps: Iterable[ClockStep]) -> tuple[str, ...]:
    """One sentence or two for each sort of step; moments in UTC."""
    steps = tuple(steps)
    back = [step for step in steps if step.shift_ms < 0]
    ahead = [step for step in steps if step.shift_ms > 0]
    return (
        *_told("The computer's clock was set back", back, "No minute is lost by it, and none counts twice."),
        *_told("The computer slept, or its clock was set forward,", ahead, "That time does not count."),
    )


def _told(what: str, steps: Sequence[ClockStep], so: str) -> tuple[str, ...]:
    if len(steps) > _EACH_UP_TO:
        return (f"{what} {len(steps)} times, by {length_words(sum(step.shift_ms for step in steps))} in all. {so}",)
    return tuple(f"{what} by {length_words(step.shift_ms)} on {_moment(step.wall_ms)}. {so}" for step in steps)


def length_words(ms: int) -> str:
    """ "1 h 5 min", "5 min" or "5 s"; of a negative time too."""
    seconds = abs(ms) // 1000
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min" if minutes else f"{seconds} s"


def _moment(wall_ms: int) -> str:
    then = datetime.fromtimestamp(wall_ms / 1000, UTC)
    return f"{then.day} {then:%B %Y, %H:%M} UTC"
