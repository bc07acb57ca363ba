"""How far a draft had come, noted in a small file of its own.

Where the draft's file and its newest journal are both gone, nothing else knows that there was more than what is left; and
a loss that nobody knows of cannot be told. The note is written with each fold and not synced: it is evidence, no copy.
Folding only ever raises it: a draft that came back shorter would else wipe out the evidence before anybody was told.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from editor.core.errors import FileUnreadable
from editor.journal.atomic import NO_FOLLOW, PRIVATE_FILE
from editor.journal.files import journal_files
from editor.journal.lines import line_of, record_of

_LONGEST = 256
"""Bytes; a note has some sixty."""


class Reach(NamedTuple):
    n: int = 0
    """The last record that was folded."""
    journal: int = 0
    """The number of the newest journal file."""


def note_reach(folder: Path, folded_n: int) -> None:
    """Raises the note to here, and never lowers it. Where the disk does not take it, the older note stands."""
    noted = read_reach(folder)
    with suppress(OSError):
        _write(folder, Reach(max(noted.n, folded_n), max(noted.journal, _newest(folder))))


def begin_reach_at(folder: Path, n: int) -> None:
    """For whoever told what is missing: record `n` is the last there is from now on. Fails as `note_reach` does."""
    with suppress(OSError):
        _write(folder, Reach(n, _newest(folder)))


def _write(folder: Path, reach: Reach) -> None:
    line = line_of({"kind": "reach", "n": reach.n, "journal": reach.journal})
    descriptor = os.open(_place(folder), os.O_WRONLY | os.O_CREAT | NO_FOLLOW, PRIVATE_FILE)
    try:
        os.write(descriptor, line)  # one call, so that a kill leaves the old note or the new one
    finally:
        os.close(descriptor)


def read_reach(folder: Path) -> Reach:
    """What was noted last; zeros where nothing can be read."""
    try:
        descriptor = os.open(_place(folder), os.O_RDONLY | NO_FOLLOW)
        try:
            line, _, _ = os.read(descriptor, _LONGEST).partition(b"\n")
        finally:
            os.close(descriptor)
    except OSError:
        return Reach()
    record = record_of(line) or {}
    n, journal = record.get("n"), record.get("journal")
    return Reach(n, journal) if isinstance(n, int) and isinstance(journal, int) else Reach()


def missing_after(folder: Path, last_n: int) -> list[str]:
    """A sentence for each thing the note knows of and a reader who came to record `last_n` did not find.

    Raises FileUnreadable where it cannot be known.
    """
    noted, found_n = read_reach(folder), max(0, last_n)
    changes = [f"Changes {found_n + 1} to {noted.n} are missing."] if found_n < noted.n else []
    try:
        return [*changes, *journals_gone(folder, noted)]
    except OSError as error:
        raise FileUnreadable("The journal cannot be read", f"{error.strerror}. Nothing was changed.") from error


def journals_gone(folder: Path, noted: Reach) -> list[str]:
    """A sentence where the newest journal is not there any more. Raises OSError where it cannot be known."""
    if _newest(folder) >= noted.journal:
        return []
    return [f"Journal {noted.journal} is gone; what it may have held after change {noted.n} is missing."]


def _newest(folder: Path) -> int:
    return max((number for number, _ in journal_files(folder)), default=0)


def _place(folder: Path) -> Path:
    return folder / "reach"
