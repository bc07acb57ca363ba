"""The words that name a model, its day and its task, cleaned so that they can stand in any label.

A model names itself, and a name is text from outside: it may hold quotes, line breaks, marks that turn the reading
direction, or characters nobody sees. Inside a label these would end it early or disguise it, so they go.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime

UNNAMED = "unnamed model"
_LONGEST = 80
_YEAR_10000_MS = 253_402_300_800_000
_BREAKS = frozenset({"Cc", "Zl", "Zp", "Zs"})
_UNSEEN = frozenset({"Cf", "Cs", "Co"})
_INLINE_MARKS = re.compile(r"[\\`*_\[\]<>&$^~!|]")


def clean(words: str) -> str:
    """`words` on one line, without control or invisible characters, straight double quotes made typographic.

    At most 80 code points; a longer text is cut with an ellipsis.
    """
    kept = []
    for character in words:
        category = unicodedata.category(character)
        if category in _BREAKS:
            kept.append(" ")
        elif category not in _UNSEEN and not _is_variation_selector(character):
            kept.append(character)
    line = _typographic(" ".join("".join(kept).split()))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def model_name(actor: str) -> str:
    return clean(actor) or UNNAMED


def iso_day(when_ms: int) -> str:
    """The UTC day of a time in milliseconds since 1970, as 2026-11-20."""
    return datetime.fromtimestamp(when_ms / 1000, UTC).date().isoformat()


def days(times_ms: Iterable[int]) -> str:
    """ "2026-11-20", or "2026-11-19 to 2026-11-20"; "" where no time is known."""
    known = sorted(time for time in times_ms if 0 <= time < _YEAR_10000_MS)
    if not known:
        return ""
    first, last = iso_day(known[0]), iso_day(known[-1])
    return first if first == last else f"{first} to {last}"


def escaped(words: str) -> str:
    """`words` so that Markdown prints them as they are within a line."""
    return _INLINE_MARKS.sub(r"\\\g<0>", words)


def _typographic(words: str) -> str:
    parts = words.split('"')
    marks = ("“", "”")
    return parts[0] + "".join(marks[i % 2] + part for i, part in enumerate(parts[1:]))


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
