"""The journal read while it grows: only what is new since the last look, so that looking often costs nothing.

A day of writing is tens of thousands of lines. Reading all of them every two seconds would keep a core busy, so the end
of the last whole line of each file is remembered. A line without its end is left for the next look: its writer may still
be at it.
"""

from __future__ import annotations

import os
from pathlib import Path

from editor.journal.atomic import NO_FOLLOW
from editor.journal.files import journal_files
from editor.journal.lines import Record, record_of

_PIECE = 1 << 20


class JournalFollower:
    """The journal of one draft, as another process writes it. `pending` is what was read and not yet folded."""

    def __init__(self, folder: Path, after_n: int) -> None:
        self._folder = folder
        self._after_n = after_n
        self._read_to: dict[int, int] = {}
        self.pending: list[Record] = []

    @property
    def last_n(self) -> int:
        """The highest number seen."""
        return max((one["n"] for one in self.pending), default=self._after_n)

    def look(self) -> bool:
        """Takes in what was written since the last look; True where there was anything. Raises OSError."""
        found: list[Record] = []
        for number, path in journal_files(self._folder):
            data = _from(path, self._read_to.get(number, 0))
            whole = data.rfind(b"\n") + 1
            if whole:
                self._read_to[number] = self._read_to.get(number, 0) + whole
                found += _records(data[:whole])
        self.pending += (one for one in found if one["n"] > self._after_n)
        return bool(found)

    def folded(self, upto_n: int) -> None:
        """The records up to this one are in the database and need not be kept here."""
        self._after_n = max(self._after_n, upto_n)
        self.pending = [one for one in self.pending if one["n"] > upto_n]


def _records(data: bytes) -> list[Record]:
    """Damaged lines are passed over; the window tells of them when it opens the draft."""
    found = (record_of(line.strip(b"\0")) for line in data.split(b"\n"))
    return [one for one in found if one is not None]


def _from(path: Path, offset: int) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | NO_FOLLOW)
    except FileNotFoundError:
        return b""  # it was no longer needed, and the window removed it
    try:
        if os.fstat(descriptor).st_size <= offset:
            return b""
        os.lseek(descriptor, offset, os.SEEK_SET)
        pieces = []
        while piece := os.read(descriptor, _PIECE):
            pieces.append(piece)
        return b"".join(pieces)
    finally:
        os.close(descriptor)
