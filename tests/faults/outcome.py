"""What a campaign is: a number of trials in a folder of its own, and what they showed.

Each module `campaign_*.py` beside this one has a `CAMPAIGN`. `test_campaigns.py` runs it small, `run.py` as large as
wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - the names in it are new and private
"""Where files lie that no disk has to hold; not every system has it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    shows: str
    """The figures in one line, for the table: what was tried and what was lost."""
    failures: tuple[str, ...] = ()
    """One sentence for each trial that broke a promise, with what is needed to do it again."""


@dataclass(frozen=True, slots=True)
class Campaign:
    name: str
    """As the table says it: "kill -9 of the window"."""
    small: int
    """Trials in every run of the tests."""
    full: int
    run: Callable[[int, Path], Outcome]
    """So many trials in this empty folder."""
    needs: Callable[[], str] = str
    """Why it cannot run on this machine, in one sentence; empty where it can."""
    must_show: str = ""
    """The promise, as the table says it."""
