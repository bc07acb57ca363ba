"""The road from an act to the journal: every record numbered and written before anything is painted.

The journal of a draft begins with its first record, so that looking at a file leaves no trace. Minutes are gathered for a
second before they are written, because a row a key would tell no more; text is never gathered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from editor.core.clock import Instant
from editor.core.credits import LedgerRow, gathered
from editor.core.errors import FileError
from editor.journal.troubles import only_in_memory

GATHER_MS = 1_000
_NO_WORDS = frozenset({"caret", "credit", "saved"})
"""Kinds of records that nobody would miss who has the words."""


class Journal(Protocol):
    """`journal.writer.JournalWriter`, or a list in a test."""

    @property
    def next_n(self) -> int: ...

    def append(self, record: dict[str, Any]) -> None: ...


class Recorder:
    def __init__(self, first_n: int, begin: Callable[[int], Journal]) -> None:
        """`begin(n)` opens the journal whose first record will carry the number n; it may raise OSError or FileError."""
        self.first_n = first_n
        """The number of the first record of this sitting, whether it is written already or not."""
        self._begin = begin
        self._journal: Journal | None = None
        self._waiting: list[dict[str, Any]] = []
        self._rows: list[LedgerRow] = []
        self._rows_since: int | None = None
        self.trouble = ""
        """Why the journal cannot be begun, in sentences; what was written meanwhile is kept and tried again."""
        self.newest_words_n = first_n - 1
        """The number of the newest record that holds something the writer did."""

    @property
    def next_n(self) -> int:
        return self._journal.next_n if self._journal else self.first_n + len(self._waiting)

    @property
    def begun(self) -> bool:
        return self._journal is not None

    def prepare(self) -> None:
        """Begins the journal, if it is not begun, while the document still is as it was before the first change."""
        if self._journal is not None:
            return
        try:
            self._journal = self._begin(self.first_n)
        except (OSError, FileError) as error:
            self.trouble = only_in_memory(error) if isinstance(error, OSError) else str(error)
            return
        self.trouble = ""
        for record in self._waiting:
            self._journal.append(record)
        self._waiting.clear()

    def record(self, kind: str, content: dict[str, Any]) -> int:
        """Writes one record and returns its number. A fault of the disk does not raise; the journal tells of it."""
        number = self.next_n
        record = {**content, "kind": kind, "n": number}
        if kind not in _NO_WORDS:
            self.newest_words_n = number
        if self._journal is None:
            self._waiting.append(record)
        else:
            self._journal.append(record)
        return number

    def minutes(self, rows: Iterable[LedgerRow], now: Instant) -> None:
        self._rows += rows
        if self._rows and self._rows_since is None:
            self._rows_since = now.mono_ms
        if self._rows_since is not None and now.mono_ms - self._rows_since >= GATHER_MS:
            self.flush()

    def flush(self) -> None:
        """Writes the minutes gathered so far. A draft in which nothing was written keeps none of its reading."""
        if self._rows and self._journal is not None:
            rows = [list(row.as_row()) for row in gathered(self._rows)]
            self._rows, self._rows_since = [], None
            self.record("credit", {"rows": rows})
