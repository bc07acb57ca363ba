"""Reading on where one left off, for the process that folds the journal every few seconds.

What was read of a file is not read again; records stay here until they are folded, because a fold may fail and a hole
may be filled or healed by what comes later.
"""

from __future__ import annotations

from pathlib import Path

from editor.journal.files import journal_files
from editor.journal.lines import Record
from editor.journal.reader import Tail, content_from, records_in, without_holes


class JournalFollower:
    def __init__(self, folder: Path, after_n: int) -> None:
        """Follows from the record after number `after_n`."""
        self._folder = folder
        self._after_n = after_n
        self._last_n = after_n
        self._offsets: dict[int, int] = {}
        self._found: list[Record] = []
        self._damage: list[str] = []

    def read(self) -> Tail:
        """As `read_tail`, with everything not yet told to be folded. Damage is told again with each reading."""
        unreadable = []
        for number, path in journal_files(self._folder):
            offset = self._offsets.get(number, 0)
            try:
                data = content_from(path, offset)
            except OSError as error:
                unreadable.append(f"Journal {number} cannot be read ({error.strerror}).")
                continue
            whole = data.rfind(b"\n") + 1
            self._offsets[number] = offset + whole
            records, bad = records_in(data[:whole])
            self._found += (one for one in records if one["n"] > self._after_n)
            if bad:
                self._damage.append(f"{bad} damaged {'line' if bad == 1 else 'lines'} in journal {number}.")
        usable, holes = without_holes(self._found, self._after_n)
        self._last_n = max((one["n"] for one in self._found), default=self._last_n)
        return Tail(usable, (*unreadable, *self._damage, *holes), max(self._last_n, self._after_n))

    def folded(self, upto_n: int) -> None:
        """What goes up to record `upto_n` need not be given again."""
        self._after_n = max(self._after_n, upto_n)
        self._found = [one for one in self._found if one["n"] > self._after_n]
