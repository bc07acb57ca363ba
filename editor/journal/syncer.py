"""The thread that makes written changes survive a power cut, so that no key waits for the disk.

While nothing is new it only looks every two seconds whether the journal is still there; when something is, it wakes once
and syncs half a second later, or at once when asked.
After a failed sync it waits longer and longer, because every failure costs a new file with the whole document.
"""

from __future__ import annotations

import threading

from editor.journal.writer import JournalWriter

EVERY_S = 0.5
LOOK_S = 2.0
_LONGEST_S = 60.0


class Syncer:
    """Runs from `start` to `stop`; a daemon, so that it never keeps a dying program alive."""

    def __init__(self, writer: JournalWriter, every_s: float = EVERY_S) -> None:
        self._writer = writer
        self._every_s = every_s
        self._dirty, self._soon = threading.Event(), threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="journal-sync", daemon=True)

    def start(self) -> None:
        self._writer.on_dirty = self._dirty.set
        self._dirty.set()
        self._thread.start()

    def sync_soon(self) -> None:
        """Asks for a sync now, without waiting for it: on loss of focus, suspend, a large paste, a model's insert."""
        self._soon.set()
        self._dirty.set()

    def stop(self) -> None:
        """Returns when the thread is gone. What is still unsynced is left to `JournalWriter.close`."""
        self._stopping = True
        self.sync_soon()
        self._thread.join()
        self._writer.on_dirty = None

    def _run(self) -> None:
        wait_s = self._every_s
        while True:
            self._dirty.wait(LOOK_S)
            self._soon.wait(wait_s)
            if self._stopping:
                return
            self._soon.clear()
            self._dirty.clear()
            state = self._writer.sync()
            if state.trouble:
                wait_s = min(wait_s * 2, _LONGEST_S)
                self._dirty.set()
            else:
                wait_s = self._every_s
