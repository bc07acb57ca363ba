"""The journal read while it grows: only what is new since the last look, so that looking often costs nothing.

A day of writing is tens of thousands of lines. Reading all of them every two seconds would keep a core busy, so the end
of the last whole line of each file is remembered. A line without its end is left for the next look: its writer may still
be at it.
"""

from __future__ import annotations

import os
from pathlib import Path

from editor.journal.files import journal_files
from editor.journal.lines import Record, record_of
from editor.journal.reader import content_from, is_strange


class JournalFollower:
    """The journal of one draft, as another process writes it. `pending` is what was read and not yet folded."""

    def __init__(self, folder: Path, after_n: int) -> None:
        self._folder = folder
        self._after_n = after_n
        self._read_to: dict[int, tuple[int, int]] = {}
        """For each journal which file it was, and how many bytes of it were read."""
        self._strange: dict[int, str] = {}
        self.pending: list[Record] = []
        self.unread = ""
        """Which journals could not be used at the last look, a sentence for each; empty where all could."""

    def look(self) -> bool:
        """Takes in what was written since the last look; True where there was anything.

        A file that cannot be read is passed over, as it is at opening, and looked at again the next time: what it holds
        may have been folded long ago. Raises OSError where it cannot be known which files there are.
        """
        found: list[Record] = []
        unread: list[str] = []
        files = journal_files(self._folder)
        self._strange = {number: told for number, told in self._strange.items() if number in dict(files)}
        for number, path in files:
            if number in self._strange:
                continue
            try:
                file = os.stat(path, follow_symlinks=False).st_ino
                before, read = self._read_to.get(number, (file, 0))
                offset = read if file == before else 0  # else another file was put in its place
                data = content_from(path, offset)
            except FileNotFoundError:
                continue  # it was no longer needed; or it was, and then the window begins another with all it held
            except OSError as error:
                unread.append(f"Journal {number} cannot be read ({error.strerror}).")
                continue
            whole = data.rfind(b"\n") + 1
            if whole:
                records = _records(data[:whole])
                if not offset and is_strange(self._folder, records):
                    self._strange[number] = f"Journal {number} is another draft's and was passed over."
                    continue
                self._read_to[number] = file, offset + whole
                found += records
        self.unread = " ".join((*unread, *self._strange.values()))
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
