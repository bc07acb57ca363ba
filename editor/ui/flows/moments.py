"""A moment as a writer says it."""

from __future__ import annotations

from datetime import datetime


def when_words(wall_ms: int) -> str:
    """A moment as a writer says it: "today 14:02", "3 March 09:15"."""
    moment = datetime.fromtimestamp(wall_ms / 1000).astimezone()
    today = datetime.now().astimezone().date()
    day = "today" if moment.date() == today else f"{moment.day} {moment:%B}"
    if moment.year != today.year:
        day += f" {moment.year}"
    return f"{day} {moment:%H:%M}"
