"""The critics there are: three that live on this machine and need no key, and those that a model plays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from editor.checkers import harper_checker, proselint_checker, style_checker
from editor.checkers.checker import Checker, Finding, local_checkers, missing_checkers
from editor.core.errors import CheckerError, FileError, FileUnreadable
from editor.journal.places import Places
from editor.llm.personas import FOLDER, Cast, Critic, cast


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


def model_critics() -> Cast:
    """Those that come with the program and the writer's own, read anew, so that a mended file counts at once."""
    return cast(Places.standard().root / FOLDER, LOCAL_IDS)


def model_critic(ident: str) -> Critic:
    """Raises FileError for a critic whose file cannot be used, and, naming those there are, for one that is not there."""
    known = model_critics()
    if ident not in known.critics and ident not in known.troubles:
        names = ", ".join((*LOCAL_IDS, *known.critics))
        raise FileUnreadable(f"There is no critic named {ident}", f"There are: {names}.")
    return known.named(ident)


def troubles_in_words(troubles: Iterable[FileError]) -> str:
    return " ".join(f"{one.title}. {one.detail}" for one in troubles)


def titles_of_critics() -> Mapping[str, str]:
    """By id, of those there are now; a remark may be older than its critic's file."""
    titles = {one.id: one.name for one in model_critics().critics.values()}
    return {**titles, **{one.id: one.title for one in LOCAL_CRITICS}}


async def next_of(results: Iterator[tuple[str, list[Finding]]]) -> tuple[str, list[Finding]] | None:
    """The next critic's findings, computed in another thread."""
    return await asyncio.to_thread(next, results, None)
