"""Stretches of work, in the order in which the changes were made: the clock on the wall may have been set meanwhile.

A clock that goes back is no pause. One that goes ahead cannot be told from a computer that slept, and ends a session as
a pause does. What the clock did within a session is said beside it, or its end may seem to lie before its beginning.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from editor.core.clock_notes import length_words
from editor.export.process_record import SESSION_GAP_MIN, Minutes, Moment, Session

_NO_STEP_MS = 2_000
"""Clocks are set by less all the time (provenance.md D1)."""


def work_sessions(edits: Sequence[Mapping[str, Any]], minutes: Iterable[tuple[Moment, Minutes]]) -> tuple[Session, ...]:
    """`edits` as `editor.core.rows.edit_row` made them, in order; `minutes` are those of the ledger."""
    found: list[Session] = []
    newest: Moment | None = None
    """The last change, whose moment is exact."""
    for here, spent, changes in _in_order([Moment(int(one["t"]), int(one["z"])) for one in edits], minutes):
        last = found[-1] if found else None
        if last is None or here.wall_ms - last.end.wall_ms > SESSION_GAP_MIN * 60_000:
            found.append(Session(here, here, spent, changes))
        else:
            notes = tuple(_steps(newest, here)) if changes and newest else ()
            found[-1] = replace(
                last,
                end=here,
                minutes=last.minutes + spent,
                changes=last.changes + changes,
                clock=(*last.clock, *notes),
            )
        newest = here if changes else newest
    return tuple(found)


def _in_order(
    edits: Sequence[Moment], minutes: Iterable[tuple[Moment, Minutes]]
) -> Iterator[tuple[Moment, Minutes, int]]:
    """Each minute stands before the first change in it; one without any, after the last change before it."""
    by_time = sorted((one.wall_ms, place) for place, one in enumerate(edits))
    before: dict[int, list[tuple[Moment, Minutes, int]]] = {}
    for here, spent in minutes:
        at = bisect_left(by_time, (here.wall_ms, 0))
        within = [place for _, place in by_time[at : bisect_left(by_time, (here.wall_ms + 60_000, 0))]]
        if within:
            place = min(within)
        else:
            at = bisect_right(by_time, (here.wall_ms, len(edits))) - 1
            place = by_time[at][1] + 1 if at >= 0 else 0
        before.setdefault(place, []).append((here, spent, 0))
    for place, one in enumerate(edits):
        yield from before.get(place, ())
        yield one, Minutes(), 1
    yield from before.get(len(edits), ())


def _steps(before: Moment, after: Moment) -> Iterator[str]:
    back_ms = before.wall_ms - after.wall_ms
    if back_ms >= _NO_STEP_MS:
        yield f"at {before.words} the clock was set back by {length_words(back_ms)}"
    if before.offset_min != after.offset_min:
        yield f"at {before.words} its zone changed from {before.zone} to {after.zone}"
