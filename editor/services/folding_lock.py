"""The lock of whoever writes a draft's file: a worker, the command line, or what mends it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from editor.core.clock import Clock
from editor.journal.lock import FOLDING_LOCK, DraftLock
from editor.journal.places import DraftPlaces
from editor.journal.temporaries import remove_left


def take_folding_lock(
    places: DraftPlaces, clock: Clock, paths: Iterable[Path | None], *, take_over: bool = False
) -> DraftLock:
    """As `DraftLock.take`; `paths` are those of the draft's file and its text.

    What a killed holder of before was writing there is removed: nobody else can be writing it, and it is in the journal.
    """
    lock = DraftLock.take(places.folder / FOLDING_LOCK, clock, take_over=take_over)
    # A link is replaced in one folder, and what it leads to in another.
    beside = {folder for path in paths if path for folder in (path.parent, Path(os.path.realpath(path)).parent)}
    for folder in (*beside, places.folder, places.snapshots):
        remove_left(folder, lock.owner)
    return lock
