"""How far a draft had come, noted in a small file of its own.

Where the draft's file and its newest journal are both gone, nothing else knows that there was more than what is left; and
a loss that nobody knows of cannot be told. The note is written with each fold and not synced: it is evidence, no copy.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from editor.journal.atomic import NO_FOLLOW, PRIVATE_FILE
from editor.journal.files import journal_files
from editor.journal.lines import line_of, record_of

_LONGEST = 256
"""Bytes; a note has some sixty."""
_NO_WAITING = getattr(os, "O_NONBLOCK", 0)
"""For a pipe that somebody put at its place."""


class Reach(NamedTuple):
    n: int = 0
    """The last record that was folded."""
    journal: int = 0
    """The number of the newest journal file."""


def note_reach(folder: Path, folded_n: int) -> None:
    """Where the disk does not take it, the older note stands."""
    with suppress(OSError):
        line = line_of({"kind": "reach", "n": folded_n, "journal": _newest(folder)})
        descriptor = os.open(_place(folder), os.O_WRONLY | os.O_CREAT | NO_FOLLOW, PRIVATE_FILE)
        try:
            os.write(descriptor, line)  # one call, so that a kill leaves the old note or the new one
        finally:
            os.close(descriptor)


def read_reach(folder: Path) -> Reach:
    """What was noted last; zeros where nothing can be read."""
    try:
        descriptor = os.open(_place(folder), os.O_RDONLY | NO_FOLLOW | _NO_WAITING)
        try:
            line, _, _ = os.read(descriptor, _LONGEST).partition(b"\n")
        finally:
            os.close(descriptor)
    except OSError:
        return Reach()
    record = record_of(line) or {}
    n, journal = record.get("n"), record.get("journal")
    return Reach(n, journal) if isinstance(n, int) and isinstance(journal, int) else Reach()


def journals_gone(folder: Path, noted: Reach) -> list[str]:
    """A sentence where the newest journal is not there any more. Raises OSError where it cannot be known."""
    if _newest(folder) >= noted.journal:
        return []
    return [f"Journal {noted.journal} is gone; what it may have held after change {noted.n} is missing."]


def _newest(folder: Path) -> int:
    return max((number for number, _ in journal_files(folder)), default=0)


def _place(folder: Path) -> Path:
    return folder / "reach"
