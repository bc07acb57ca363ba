"""The append-only file of the newest changes: what was written here outlives the program, whatever kills it.

A finished write lies in the system's cache and survives `kill -9`; a sync, made by another thread, lets it survive
a power cut. Nothing on the way of a key waits for a disk. Lines stay in memory until they were synced, so that a fault
is answered without asking anybody: what a full disk refused is written when there is room, and when a sync fails, that
file is never trusted again and a new one begins with those lines and the whole document. The same is done where a file
was removed, renamed or replaced by another program, of which no write and no sync says a word; so lines stay in memory
until they are in the draft's own file too.

One thread owns the writer and calls everything but `sync`.
"""

from __future__ import annotations

import errno
import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.core.errors import FileError
from editor.journal.atomic import discard, flush_to_disk, make_durable, sync_folder
from editor.journal.files import RESERVE, is_nameless, journal_files, next_journal, reserve
from editor.journal.lines import Record, line_of
from editor.journal.troubles import NO_SPACE, REMOVED, not_kept, only_in_memory

KeyframeSource = Callable[[], dict[str, Any]]

_CATCH_UP = 256
"""Lines written in one go after a fault, so that the key that finds room again does not pay for all the others."""
_PATIENCE = 64
"""Records between two tries of an ailing disk, because each costs a file with the whole document."""
_RESERVE_AGAIN = RESERVE // 8


@dataclass(frozen=True, slots=True)
class JournalState:
    written_n: int
    """Everything up to this record survives the death of the program."""
    synced_n: int
    """Everything up to this record survives a power cut."""
    trouble: str | None
    """One sentence on what is wrong, or None."""
    older_trouble: str | None = None
    """The same of the journals of before, which are no reason to distrust this one."""
    distrusted: bool = False
    """The disk failed at what was written: of that, only what was synced before can be counted on."""

    @property
    def kept_n(self) -> int:
        """Everything up to this record is on the disk, as far as the disk can be believed."""
        return min(self.written_n, self.synced_n) if self.distrusted else self.written_n


class JournalWriter:
    def __init__(
        self,
        folder: Path,
        first_n: int,
        header: dict[str, Any],
        keyframe: KeyframeSource | None = None,
        pointers: Sequence[Path] = (),
        prepare: Callable[[], Sequence[Path]] = tuple,
    ) -> None:
        """Begins a new file, `first_n` being the number of the next record. Raises OSError where it cannot be made.

        The first line of every file is the header, with the number before its first record; a header that holds a
        "keyframe" says what the document was after that record. `keyframe` gives the document after all records
        appended so far; it is called on the owner's thread only, inside `append`, `mend` and `rotate`. `pointers` are
        files that lead to this journal: without them it would not be found, so the first sync makes them durable too.
        `prepare` makes all that the folder needs, and gives the pointers, where the journal was removed; it is called as
        `keyframe` is, and may raise OSError or a FileError.
        """
        self._folder = folder
        self._header = {key: value for key, value in header.items() if key != "keyframe"}
        self._keyframe = keyframe
        self._prepare = prepare
        self._lock = threading.Lock()
        self._sync_lock = threading.Lock()
        self._last_n = self._written_n = first_n - 1
        self._synced_n = 0
        self._lines: deque[tuple[int, bytes]] = deque()  # not synced yet, in order of n
        self._unwritten: deque[tuple[int, bytes]] = deque()  # the tail of _lines that is not in the file either
        self._unfolded: deque[tuple[int, bytes]] = deque()  # synced, and not in the draft's own file, as far as is known
        self._first_n, self._folded_n, self._apart_n = first_n, first_n - 2, first_n - 1
        self._lost_number = 0  # of the last file that was removed while it was written
        self._older = [(path, first_n - 1) for _, path in journal_files(folder)]
        self._pointers = list(pointers)
        self._left_unsynced = [path for path, _ in self._older]  # by a program that was killed
        self._older_trouble: str | None = None
        self._retired: list[int] = []  # closed by `sync`, which may be using one of them now
        self._trouble: str | None = None
        self._distrusted = self._torn = self._closed = self._gone = False
        self._patient_until_n = 0
        self._fresh = True  # the name of the file is not durable yet
        self.on_dirty: Callable[[], None] | None = None
        self._number, self._descriptor, self._path = next_journal(folder)
        self._begin_file()
        self._take(first_n - 1, line_of({"kind": "header", "n": first_n - 1, **header}))
        self._begun_n, self._begun_size = first_n - 1, self._size

    @property
    def next_n(self) -> int:
        """The number the next record must carry."""
        return self._last_n + 1

    @property
    def size(self) -> int:
        """Bytes in the file being written."""
        return self._size

    @property
    def grown(self) -> int:
        """Bytes in the file being written besides the document that it began with."""
        return self._size - self._begun_size

    @property
    def state(self) -> JournalState:
        with self._lock:
            return self._state()

    def append(self, record: Record) -> None:
        """Writes one record, with one system call, before it returns.

        Call it after the document took the edit. A fault of the disk is not raised but told by `state`: the record is
        kept in memory and tried again. Raises ValueError where the number is not the next one, or the journal was closed:
        its descriptor may be that of another file by now.
        """
        if self._closed:
            raise ValueError(f"record {record['n']} after the journal was closed")
        number = record["n"]
        if number != self._last_n + 1:
            raise ValueError(f"record {number} after record {self._last_n}")
        line = line_of(record)
        with self._lock:
            self._last_n = number
            first = not self._lines
            self._take(number, line)
        if first and self.on_dirty:
            self.on_dirty()
        if self._trouble and (not self._distrusted or number >= self._patient_until_n):
            self.mend()

    def mend(self) -> JournalState:
        """Tries to get out of a trouble; call it from a timer while `state` tells of one. Nothing once it is closed."""
        if self._closed:
            return self.state
        if self._distrusted:
            self._begin_anew(self._keyframe)
        else:
            with self._lock:
                self._catch_up()
        return self.state

    def rotate(self, keyframe: dict[str, Any], header: dict[str, Any] | None = None) -> bool:
        """Begins a new file that stands alone: `keyframe` is the document after the newest record. `header` is that of
        all files from now on, where it is another one.

        The old files stay until `forget`. False where no new file can be made; the old one then goes on.
        """
        if header is not None:
            self._header = {key: value for key, value in header.items() if key != "keyframe"}
        if self._closed:
            return False
        return self._begin_anew(lambda: keyframe)

    def folded(self, upto_n: int, *, apart: bool) -> None:
        """The draft's own file holds all records up to this one; 0 where there is none.

        `apart` says that it lies in a place of its own, and so is still there when the journal's folder is not.
        """
        if upto_n <= max(self._folded_n, 0):
            return
        with self._lock:
            self._folded_n = upto_n
            self._apart_n = max(self._apart_n, upto_n) if apart else self._apart_n
            self._let_go_folded()

    def forget(self, upto_n: int) -> int:
        """Removes older files that hold nothing after `upto_n`, and says how many went.

        Only for records that lie in the database and in verified snapshots.
        """
        with self._lock:
            gone = [path for path, last_n in self._older if last_n <= min(upto_n, self._synced_n)]
            self._older = [(path, last_n) for path, last_n in self._older if path not in gone]
        for path in gone:
            discard(path)
        return len(gone)

    def sync(self) -> JournalState:
        """Returns when everything written is on the medium, or when `state` says why not. May take long."""
        with self._sync_lock:
            if self._closed:
                return self.state
            self._look_for_files()
            with self._lock:
                self._catch_up()
                while self._retired:
                    os.close(self._retired.pop())
                if self._distrusted or (not self._lines and not self._fresh):
                    return self._state()
                descriptor, number, upto_n = self._descriptor, self._number, self._written_n
                fresh, self._fresh = self._fresh, False
            try:
                flush_to_disk(descriptor)
                if fresh:
                    # The names of the draft's folder, and of the folders it lies in, may be as new as the file's.
                    for folder in (self._folder, *self._folder.parents[:3]):
                        sync_folder(folder)
                while self._pointers:  # nothing is safe that would not be found
                    with suppress(FileNotFoundError):
                        make_durable(self._pointers[0])
                    self._pointers.pop(0)
            except OSError as error:
                with self._lock:
                    # Asking again would be told "done" although the pages are gone: the kernel reports a loss once.
                    self._distrusted, self._fresh = True, True
                    self._trouble = not_kept(error)
            else:
                self._flush_older()
                self._mark_synced(number, upto_n)
        return self.state

    def close(self) -> JournalState:
        """Writes what still waits, syncs, gives the reserved space back, and closes; a second call does nothing.

        The state tells what could not be kept. The writer cannot be used afterwards. Stop the `Syncer` first.
        """
        if self._closed:
            return self.state
        waiting = len(self._unwritten) + 1
        while self._trouble and len(self._unwritten) < waiting:
            waiting = len(self._unwritten)
            self.mend()
        if self.sync().trouble and self._gone:
            self.mend()
        state = self.sync()
        with self._sync_lock, self._lock:
            self._closed = True
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._size)
            for one in (*self._retired, self._descriptor):
                os.close(one)
            self._retired = []
        return state

    def _look_for_files(self) -> None:
        """Notes where words that were written lie in no file that anybody would find."""
        with self._lock:
            descriptor, path = self._descriptor, self._path
            before = self._folded_n < self._begun_n >= self._first_n  # holds what the file begun last does not
            needed = [older for older, last_n in self._older if before and last_n > self._folded_n]
        if not is_nameless(descriptor, path) and all(map(os.path.lexists, needed)):
            return
        with self._lock:
            if self._gone or self._path != path:
                return
            self._gone = self._distrusted = True
            self._lost_number = self._number
            self._trouble = REMOVED
            self._synced_n = min(self._synced_n, self._apart_n)
            # Not by the next key, which would pay for it, but by whoever tells the writer of it.
            self._patient_until_n = self._last_n + _PATIENCE
            lines = {number: line for number, line in reversed((*self._unfolded, *self._lines))}
            self._lines, self._unfolded = deque(sorted(lines.items())), deque()  # keyframes come anew

    def _flush_older(self) -> None:
        """Each is tried once: asked again, the system may say "done" of what it lost."""
        while self._left_unsynced:
            path = self._left_unsynced.pop(0)
            try:
                with suppress(FileNotFoundError):
                    make_durable(path)
            except OSError as error:
                with self._lock:
                    self._older_trouble = (
                        f"An older journal may not survive a power cut ({path.name}: {error.strerror}); "
                        "what is written now does."
                    )

    def _mark_synced(self, number: int, upto_n: int) -> None:
        with self._lock:
            if number <= self._lost_number:
                return  # it was removed meanwhile, and another begun with the same lines
            self._synced_n = max(self._synced_n, upto_n)
            while self._lines and self._lines[0][0] <= upto_n:
                self._unfolded.append(self._lines.popleft())
            self._let_go_folded()
            if self._reserved - self._size < RESERVE - _RESERVE_AGAIN:
                self._reserve()
            if self._lines and self.on_dirty:
                # They came while the disk was busy, when `append` saw others before them and told nobody.
                self.on_dirty()

    def _let_go_folded(self) -> None:
        while self._unfolded and self._unfolded[0][0] <= self._folded_n:
            self._unfolded.popleft()

    def _state(self) -> JournalState:
        return JournalState(self._written_n, self._synced_n, self._trouble, self._older_trouble, self._distrusted)

    def _begin_file(self) -> None:
        self._size, self._reserved, self._fresh = 0, 0, True
        self._reserve()

    def _reserve(self) -> None:
        if reserve(self._descriptor, self._size):
            self._reserved = self._size + RESERVE

    def _begin_anew(self, keyframe: KeyframeSource | None) -> bool:
        """A new file: header, then what was not synced, then the document, so that a reader misses nothing."""
        self._look_for_files()
        try:
            pointers = self._prepare() if self._gone else ()
            number, descriptor, path = next_journal(self._folder, self._number)
        except (OSError, FileError) as error:
            with self._lock:
                self._trouble = only_in_memory(error) if isinstance(error, OSError) else str(error)
                self._patient_until_n = self._last_n + _PATIENCE
                self._catch_up()
            return False
        document = keyframe() if keyframe else None
        with self._lock:
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._size)  # its reserve is wanted for the new file
            if not is_nameless(self._descriptor, self._path):  # what lies there is nothing of ours to be removed
                self._older.append((self._path, self._written_n))
            if self._gone:
                self._pointers = list(pointers)
                self._older = [one for one in self._older if os.path.lexists(one[0])]
                self._written_n = self._synced_n
            self._retired.append(self._descriptor)
            self._number, self._descriptor, self._path = number, descriptor, path
            self._distrusted = self._torn = self._gone = False
            self._trouble = None
            self._begin_file()
            lines, self._lines, self._unwritten = self._lines, deque(), deque()
            self._begun_n = before = max(0, (lines[0][0] if lines else self._last_n + 1) - 1)
            self._take(before, line_of({"kind": "header", "n": before, **self._header}))
            for number, line in lines:
                self._take(number, line)
            if document is not None:
                self._take(self._last_n, line_of({"kind": "keyframe", "n": self._last_n, "keyframe": document}))
            self._begun_size = self._size
            if self._unwritten:
                self._patient_until_n = self._last_n + _PATIENCE
        if self.on_dirty:
            self.on_dirty()
        return True

    def _take(self, number: int, line: bytes) -> None:
        """The line is written now, or waits behind those that could not be."""
        self._lines.append((number, line))
        if not self._unwritten and self._put(line):
            self._written_n = max(self._written_n, number)
        else:
            self._unwritten.append((number, line))

    def _catch_up(self) -> None:
        for _ in range(_CATCH_UP):
            if not self._unwritten or not self._put(self._unwritten[0][1]):
                break
            self._written_n = max(self._written_n, self._unwritten.popleft()[0])
        if not self._unwritten and not self._distrusted:
            self._trouble = None

    def _put(self, line: bytes) -> bool:
        """One write; False, with the file as it was, where the line is not wholly in it."""
        if self._torn:
            line = b"\n" + line
        try:
            count = os.write(self._descriptor, line)
        except OSError as error:
            self._failed(error)
            return False
        if count == len(line):
            self._size += count
            self._torn = False
            return True
        try:
            os.ftruncate(self._descriptor, self._size)
        except OSError:
            self._size += count
            self._torn = True  # the next line starts with a line feed, which makes the torn one a bad line of its own
        self._failed(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
        return False

    def _failed(self, error: OSError) -> None:
        self._trouble = only_in_memory(error)
        if error.errno not in NO_SPACE:
            self._distrusted = True
