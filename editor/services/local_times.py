"""Moments as the writer's clock shows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from editor.core.clock import Instant


def moment(wall_ms: int, now: Instant) -> str:
    """ "14:05", or "2026-11-20 14:05" for another day than today; local time as of `now`."""
    ahead = timedelta(minutes=now.offset_min)
    then = datetime.fromtimestamp(wall_ms / 1000, UTC) + ahead
    today = (now.utc + ahead).date()
    return f"{then:%H:%M}" if then.date() == today else f"{then:%Y-%m-%d %H:%M}"


def day(wall_ms: int) -> str:
    """ "20 November 2026", in UTC: the same for every reader."""
    then = datetime.fromtimestamp(wall_ms / 1000, UTC)
    return f"{then.day} {then:%B %Y}"
