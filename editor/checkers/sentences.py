"""Where sentences begin and end, well enough to count their words and look at their first ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]*_]*+(?=\s)|\n(?=[^\S\n]*+\n)")
"""From the first sign of a row only: a leader of dots takes its own length, and not the square of it."""
_NEXT = re.compile(r"\s+[\"'“‘(\[*_]*[^\W_a-z]")
_SHORT = re.compile(r"(?:\b(?:e\.g|i\.e|cf|vs|etc|al|Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|No|Fig|Eq|ca|approx|p|pp)|\b[A-Z])\.$")
WORD = re.compile(r"[^\W_]+(?:['’\-‑][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """text[start:end] without the blanks around it; code points."""

    start: int
    end: int
    words: tuple[str, ...]
    """In lower case, with straight apostrophes."""


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences that hold at least one word. `text` is prose, with anything else blanked out."""
    found: list[Sentence] = []
    start = 0
    for stop in [*_ends(text), len(text)]:
        piece = text[start:stop]
        words = tuple(word.group().lower().replace("’", "'") for word in WORD.finditer(piece))
        if words:
            lead = len(piece) - len(piece.lstrip())
            found.append(Sentence(start + lead, start + len(piece.rstrip()), words))
        start = stop
    return tuple(found)


def _ends(text: str) -> list[int]:
    ends: list[int] = []
    for mark in _END.finditer(text):
        if text[mark.start()] == "." and _SHORT.search(text, max(0, mark.start() - 8), mark.start() + 1):
            continue
        if text[mark.start()] == "\n" or _NEXT.match(text, mark.end()):
            ends.append(mark.end())
    return ends
