"""An argument about a remark: the writer says a line, and the critic holds to its remark or concedes, with a reason.

Models give in to whoever pushes back, also where nothing was said that should move them (Sharma et al. 2023, arXiv
2310.13548). So a concession is looked at: does its reason say anything that stood neither in the writer's line nor in
what the critic had said before? Where it does not, the concession is marked, and the writer weighs it accordingly.

**The test is a heuristic of our own and has not been measured against anybody's judgement.** It compares the words that
carry meaning, cut to their first letters so that "claims" and "claimed" are one. It errs in both directions: the writer's
argument in other words passes for new, and a new thought in old words does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from editor.core.folding import folded

NEW_SHARE = 0.25
"""Of the words of a reason that carry meaning: how many must be new for it to be one. A quarter, since whoever takes up
an argument names what it is about."""
FEWEST_WORDS = 3
"""Words that carry meaning, below which a reason says nothing."""
_STEM = 5
"""Letters by which two words are compared."""
_SHORTEST = 3

_WORD = re.compile(r"[^\W_]+")
_CARRY_NOTHING = frozenset(
    _WORD.findall(
        """
        about after again all also although and any are because been before being both but can could did does doing each
        even for from had has have here how however into its just like may might more most much must nor not now one only
        onto other our out over own quite rather really same shall she should since some still such than that the their
        them then there therefore these they this those though thus too under upon very was way were what when where which
        while who whom whose why will with within without would yes yet you your
        """
    )
)
_ASSENT = frozenset(
    _WORD.findall(
        """
        absolutely acknowledge admit agree agreed apologies apologise apologize argument assessment clarification clarify
        comment concede conceded concern correct correctly critique explain explanation explained fair feedback good great
        indeed misread objection overlooked point raise raised reason reasonable remark response right said say says see
        sense sorry stand stands suggestion take thank thanks true understand valid view withdraw withdrawn wrong
        """
    )
)
"""What one says to give in, whatever it is about."""


class Stand(StrEnum):
    HOLD = "hold"
    CONCEDE = "concede"
    UNREAD = "unread"
    """The answer came in another shape or not whole; its words are the reason, and what it decided is not guessed."""


class Echo(StrEnum):
    """Why a reason is no new one."""

    EMPTY = "empty"
    LINE = "line"
    """It says what the writer had just said."""
    EARLIER = "earlier"
    """It says what the critic had said before."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A line of the writer and what the critic answered."""

    line: str
    stand: Stand
    reason: str
    echo: Echo | None = None
    """Of a concession without a new reason; None of every other answer."""
    model: str = ""
    """As it named itself."""
    provider: str = ""
    call: str = ""
    when_ms: int = 0
    """UTC, milliseconds since 1970."""

    def as_row(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "stand": self.stand.value,
            "reason": self.reason,
            "echo": self.echo.value if self.echo else None,
            "model": self.model,
            "provider": self.provider,
            "call": self.call,
            "when_ms": self.when_ms,
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Turn:
        """Raises KeyError, ValueError or TypeError for anything that `as_row` did not give."""
        return cls(
            line=str(row["line"]),
            stand=Stand(row["stand"]),
            reason=str(row["reason"]),
            echo=None if row["echo"] is None else Echo(row["echo"]),
            model=str(row["model"]),
            provider=str(row["provider"]),
            call=str(row["call"]),
            when_ms=int(row["when_ms"]),
        )


def echo_of(reason: str, line: str, earlier: Iterable[str]) -> Echo | None:
    """What the reason repeats, or None where enough of it is new.

    `earlier` is what the critic had said: the parts of its remark and its reasons so far.
    """
    said = _stems(reason)
    if len(said) < FEWEST_WORDS:
        return Echo.EMPTY
    of_line = _stems(line)
    of_critic = {stem for text in earlier for stem in _stems(text)}
    if len(said - of_line - of_critic) >= NEW_SHARE * len(said):
        return None
    return Echo.LINE if len(said & of_line) >= len(said & of_critic) else Echo.EARLIER


def _stems(text: str) -> set[str]:
    words = _WORD.findall(folded(text).text)
    return {word[:_STEM] for word in words if len(word) >= _SHORTEST and word not in _CARRY_NOTHING | _ASSENT}
