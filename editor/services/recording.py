"""Writing down what the command line sent, in the draft that it was sent for.

The draft may be open in a window at the same time, whose worker is then the only one that writes to it. So the file is
opened for the moment of writing only, and left alone where somebody else has it.
"""

from __future__ import annotations

from collections.abc import Callable

from editor.core.clock import Clock
from editor.core.errors import FileError
from editor.journal.lock import DraftLock
from editor.journal.places import Places
from editor.services.asking import Record
from editor.services.drafting import FOLDING_LOCK
from editor.services.reading import OpenedText
from editor.store.calls import Call
from editor.store.drafts import DraftStore


def record_in(opened: OpenedText, places: Places, clock: Clock, tell: Callable[[str], None]) -> Record:
    """What writes calls into the draft. `tell` takes the sentence why it could not, where it could not."""

    def record(call: Call) -> None:
        if opened.database is None or opened.draft_id is None:
            return  # a text file without a draft has no list of what was sent
        place = places.draft(opened.draft_id)
        try:
            place.prepare()
            lock = DraftLock.take(place.folder / FOLDING_LOCK, clock)
            try:
                store = DraftStore.open(opened.database)
                try:
                    store.calls.put(call)
                finally:
                    store.close()
            finally:
                lock.release()
        except (FileError, OSError):
            tell("The draft could not be written now, so this request is not in its list of what was sent.")

    return record
