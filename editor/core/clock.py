"""Time, passed in.

Two clocks are needed at once: the wall clock labels minutes, the monotonic clock measures gaps. Only this module asks
the system; everything else takes a `Clock`, so that a test can stop it.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Instant:
    wall_ms: int
    """Milliseconds since 1970-01-01 UTC, from the wall clock (may jump)."""
    mono_ms: int
    """Milliseconds from an arbitrary origin, never running backwards within one process."""
    offset_min: int = 0
    """Minutes the local time is ahead of UTC at this instant."""

    @property
    def minute(self) -> int:
        """Whole minutes since 1970-01-01 UTC."""
        return self.wall_ms // 60_000

    @property
    def utc(self) -> datetime:
        return datetime.fromtimestamp(self.wall_ms / 1000, UTC)


class Clock(Protocol):
    def now(self) -> Instant: ...


class SystemClock:
    def __init__(self) -> None:
        self._minute = -1
        self._offset_min = 0

    def now(self) -> Instant:
        seconds = time.time()
        minute = int(seconds // 60)
        if minute != self._minute:  # the zone is looked up in a file, which is too much for every key
            if sys.platform != "win32":
                time.tzset()  # or a traveller's computer would go on with the zone in which the program was started
            self._minute, self._offset_min = minute, time.localtime(seconds).tm_gmtoff // 60
        return Instant(int(seconds * 1000), time.monotonic_ns() // 1_000_000, self._offset_min)


class StoppedClock:
    """A clock that moves only when told; for tests, replays and the sample draft."""

    def __init__(self, wall_ms: int = 0, mono_ms: int = 0, offset_min: int = 0) -> None:
        self._now = Instant(wall_ms, mono_ms, offset_min)

    def now(self) -> Instant:
        return self._now

    def advance(self, ms: int) -> None:
        self._now = Instant(self._now.wall_ms + ms, self._now.mono_ms + ms, self._now.offset_min)

    def set_wall(self, wall_ms: int) -> None:
        """Moves the wall clock alone, as a user or a time server does."""
        self._now = Instant(wall_ms, self._now.mono_ms, self._now.offset_min)

    def set_offset(self, offset_min: int) -> None:
        """Takes the clock into another time zone."""
        self._now = Instant(self._now.wall_ms, self._now.mono_ms, offset_min)
