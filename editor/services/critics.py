"""The critics there are: three that live on this machine and need no key, and those that a model plays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from editor.checkers import harper_checker, proselint_checker, style_checker
from editor.checkers.checker import Checker, Finding, local_checkers, missing_checkers
from editor.core.errors import CheckerError, FileUnreadable
from editor.llm.prompts import Critic, critics


@dataclass(frozen=True, slots=True)
class LocalCritic:
    id: str
    title: str
    """As its checker calls itself."""
    line: str


LOCAL_CRITICS = (
    LocalCritic("harper", harper_checker.NAME, "Spelling and grammar, on this machine."),
    LocalCritic("proselint", proselint_checker.NAME, "Usage that editors advise against, on this machine."),
    LocalCritic(
        "style", style_checker.NAME, "Habits a reader hears first: hedges, stock phrases, monotony. On this machine."
    ),
)
"""In the order in which they are believed: what two say of the same words is said by the first."""
LOCAL_IDS = tuple(critic.id for critic in LOCAL_CRITICS)
_ID_OF: Mapping[str, str] = {critic.title: critic.id for critic in LOCAL_CRITICS}


class LocalDesk:
    """The local critics, made when they are first asked and kept."""

    def __init__(self, words: Iterable[str] = (), make: Callable[[Iterable[str]], tuple[Checker, ...]] = local_checkers):
        self._words = tuple(words)
        self._make = make
        self._checkers: dict[str, Checker] | None = None

    def missing(self) -> Mapping[str, str]:
        """Id and reason of those that this machine lacks."""
        return {_ID_OF[one.name]: one.reason for one in missing_checkers()}

    def check(self, wanted: Iterable[str], paragraph: str) -> Iterator[tuple[str, list[Finding]]]:
        """Each critic asked with its findings, in order of belief. Slow at first: not for the loop's thread.

        Raises CheckerError for a critic that is not on this machine, when its turn comes.
        """
        checkers = self._made()
        taken: set[tuple[int, int]] = set()
        for ident in sorted(set(wanted), key=LOCAL_IDS.index):
            if ident not in checkers:
                raise CheckerError(f"The critic {ident} is not on this machine", self.missing().get(ident, ""))
            found = [one for one in checkers[ident].check(paragraph) if (one.start, one.end) not in taken]
            taken.update((one.start, one.end) for one in found)
            yield ident, found

    def _made(self) -> dict[str, Checker]:
        if self._checkers is None:
            self._checkers = {_ID_OF[one.name]: one for one in self._make(self._words)}
        return self._checkers


def model_critic(ident: str) -> Critic:
    """Raises FileUnreadable, naming those there are."""
    known = {critic.id: critic for critic in critics()}
    if ident not in known:
        names = ", ".join((*LOCAL_IDS, *known))
        raise FileUnreadable(f"There is no critic named {ident}", f"There are: {names}.")
    return known[ident]


def title_of(ident: str) -> str:
    local = next((critic.title for critic in LOCAL_CRITICS if critic.id == ident), None)
    return local or model_critic(ident).name


async def next_of(results: Iterator[tuple[str, list[Finding]]]) -> tuple[str, list[Finding]] | None:
    """The next critic's findings, computed in another thread."""
    return await asyncio.to_thread(next, results, None)
