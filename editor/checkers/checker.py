"""The critics that need no key: which there are on this machine, and asking them about a paragraph.

A checker that cannot be loaded is left out and named with its reason; writing goes on without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from editor.checkers import harper_checker, proselint_checker
from editor.checkers.finding import Finding, Unavailable
from editor.checkers.harper_checker import HarperChecker
from editor.checkers.proselint_checker import ProselintChecker
from editor.checkers.style_checker import StyleChecker

__all__ = ["Checker", "Finding", "Unavailable", "local_checkers", "missing_checkers", "run_checkers"]


class Checker(Protocol):
    """A critic that answers at once and sends nothing anywhere. Whatever is slow to make is made on the first check."""

    @property
    def name(self) -> str:
        """As the writer reads it."""
        ...

    def check(self, paragraph: str) -> Sequence[Finding]:
        """Findings in the order of the text; offsets are code points of `paragraph`, every quote is verbatim."""
        ...


def local_checkers(words: Iterable[str] = ()) -> tuple[Checker, ...]:
    """The checkers this machine has, in the order in which they are believed. `words` are never called misspelt.

    Raises CheckerError, with the line, when a rule file is broken.
    """
    checkers: list[Checker] = []
    if not harper_checker.MISSING:
        checkers.append(HarperChecker(words))
    if not proselint_checker.MISSING:
        checkers.append(ProselintChecker())
    return (*checkers, StyleChecker())


def missing_checkers() -> tuple[Unavailable, ...]:
    """The checkers this machine lacks, each with its reason."""
    reasons = (
        (harper_checker.NAME, harper_checker.MISSING),
        (proselint_checker.NAME, proselint_checker.MISSING),
    )
    return tuple(Unavailable(name, reason) for name, reason in reasons if reason)


def run_checkers(paragraph: str, checkers: Iterable[Checker]) -> list[tuple[str, Finding]]:
    """(critic's name, finding) in the order of the text. What two say of the same stretch is said by the first."""
    taken: set[tuple[int, int]] = set()
    found: list[tuple[str, Finding]] = []
    for checker in checkers:
        for finding in checker.check(paragraph):
            if (finding.start, finding.end) not in taken:
                taken.add((finding.start, finding.end))
                found.append((checker.name, finding))
    return sorted(found, key=lambda pair: (pair[1].start, pair[1].end))
