"""A window that is gone without a word: the kernel takes its lock and its files back, and nothing else happens."""

from __future__ import annotations

import os

from editor.journal.lock import DraftLock
from editor.session.open_draft import OpenDraft


def drop(draft: OpenDraft) -> None:
    if draft.syncer:
        draft.syncer.stop()
    if draft.journal:
        os.close(draft.journal._descriptor)
        draft.journal._closed = True
    if draft.lock is not None:
        drop_lock(draft.lock)


def drop_lock(lock: DraftLock) -> None:
    """Its holder's name stays in the file, as after a kill."""
    if lock._descriptor is not None:
        os.close(lock._descriptor)
        lock._descriptor = None
