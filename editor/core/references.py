"""Texts that the writer keeps beside the draft, and sends along to a model only where they are ticked.

The text is the worker's to keep, in the draft's file; what the writer says of it (another title, ticked or not) is the
window's, and so is an attachment of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KIND = "reference"
"""Of the attachment that holds the text. The worker writes it."""
CHOICE_KIND = "refticked"
"""Of the one that holds what the writer says of it, under the same id. The window writes it."""
MOST_TOKENS = 50_000
"""Of one reference in one call, about 37,000 words; of a longer one the beginning goes."""
LONGEST = 5_000_000
"""Code points of a reference that is kept; more than the longest novels."""
LONGEST_TITLE = 120

_BORDER = re.compile(r"\n[ \t]*\n\s*")
_WORD_END = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reference:
    id: str
    title: str
    source: str
    """Where it came from, in words: "essay.pdf", "pasted"."""
    words: int
    tokens: int
    """About; how a model counts is its vendor's."""
    added_ms: int
    """UTC, milliseconds since 1970."""
    text: str = ""
    """Empty in the window, which asks for it where the writer wants to read it."""

    def as_row(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "source": self.source,
            "words": self.words,
            "tokens": self.tokens,
            "added_ms": self.added_ms,
            "text": self.text,
        }

    @classmethod
    def from_row(cls, ident: str, row: Mapping[str, Any]) -> Reference:
        """Raises KeyError, TypeError or ValueError where it is none."""
        return cls(
            id=ident,
            title=str(row["title"]),
            source=str(row["source"]),
            words=int(row["words"]),
            tokens=int(row["tokens"]),
            added_ms=int(row["added_ms"]),
            text=str(row["text"]),
        )

    @property
    def is_cut(self) -> bool:
        """Whether only its beginning ever goes along."""
        return self.tokens > MOST_TOKENS


@dataclass(frozen=True, slots=True)
class Choice:
    """What the writer says of a reference."""

    title: str
    ticked: bool = False
    """Whether it goes along with the next question."""

    def as_row(self) -> dict[str, Any]:
        return {"title": self.title, "ticked": self.ticked}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Choice:
        """Raises KeyError where it is none."""
        return cls(str(row["title"]), row["ticked"] is True)


def title_from(text: str) -> str:
    """How a pasted text begins, in one line."""
    line = next((line for line in text.split("\n") if line.strip()), "")
    return short_title(line.strip().lstrip("#>*- \t"))


def short_title(words: str) -> str:
    """In one line, and no longer than a list shows."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 2].rsplit(" ", 1)[0] + " …"


def beginning(text: str, tokens: int, most: int) -> str:
    """What of a text of so many tokens goes where `most` may: whole paragraphs, as many as fit.

    Where not even the first one fits it is cut between two words. The tokens are taken to lie evenly.
    """
    if tokens <= most:
        return text
    room = len(text) * max(0, most) // max(1, tokens)
    for border in (_BORDER, _WORD_END):
        ends = [found.start() for found in border.finditer(text, 0, room + 1)]
        if ends and text[: ends[-1]].strip():
            return text[: ends[-1]]
    return text[:room]


def shares(tokens: Sequence[int], room: int) -> list[int]:
    """How many tokens of each may go where `room` is for all of them: the longest ones give way first."""
    level, left, waiting = 0, max(0, room), sorted(tokens)
    for number, one in enumerate(waiting):
        level = left // (len(waiting) - number)
        if one > level:
            break
        left -= one
        level = one
    return [min(one, level) for one in tokens]
