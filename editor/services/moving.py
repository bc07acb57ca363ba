"""Giving a draft another name: its file at the new place, and the journal that goes with it.

The window writes on into the same journal meanwhile, and hears of the new name only after it is given. So everything that
leads to the new file is durable before one single change lets the old file go: killed before it, the draft is where it
was, and the new file is a copy of it; killed after it, whoever opens either finds every word in the new one, and a worker
that is sent to the old place goes on in the new one (`journal.belonging`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from editor.core.errors import EditRefused, FileError, FileUnreadable
from editor.journal.atomic import discard, make_durable, write_atomically
from editor.journal.places import Places, new_draft_id
from editor.services.drafting import AttachedDraft
from editor.store.drafts import DraftStore
from editor.store.snapshots import restore_snapshot, take_snapshot


def move(draft: AttachedDraft, path: Path, text_path: Path, places: Places) -> None:
    """The draft goes on in a new file at `path`; the one of before stays behind as a draft of its own, or is removed
    where it had no name. Raises a FileError, and EditRefused; the draft is then where it was.
    """
    if os.path.lexists(path):
        raise FileUnreadable(
            "There is a draft of this name already", f"{path.name} was left as it is. Choose another name."
        )
    before, own = draft.address, new_draft_id()
    unnamed = before.path == before.places.unnamed
    try:
        old: DraftStore | None = draft.store
    except (FileError, EditRefused):
        old = None
    with ExitStack() as undone:
        fresh = draft.rescued_to(path) if old is None else _copied(draft, old, path)
        undone.callback(discard, path)
        undone.callback(fresh.close)
        with _told_plainly(path):
            for one in (path, text_path):
                undone.callback(_led_back, places, one, places.draft_at(one))
                make_durable(places.remember(one, before.draft_id))
            undone.callback(_named_back(before.places.named))
            write_atomically(before.places.named, os.fsencode(path))
            if old is not None and not unnamed:
                old.become(own)  # the one change: from here on the journal is not that file's any more
            else:
                # Nothing can be written into it, or it is about to be removed: what leads to it says the same.
                undone.callback(_led_back, places, before.path, places.draft_at(before.path))
                make_durable(places.remember(before.path, own))
        undone.pop_all()
    draft.moved(fresh, path, text_path)
    if unnamed:
        discard(before.path)
        return
    with suppress(OSError):  # the file says so itself; this is for the day when it is gone and its text is not
        for left in (before.path, before.text_path):
            if left is not None:
                places.remember(left, own)


def _copied(draft: AttachedDraft, store: DraftStore, path: Path) -> DraftStore:
    return restore_snapshot(take_snapshot(store, draft.address.places.snapshots, owner=draft.owner), path)


@contextmanager
def _told_plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileUnreadable(
            f"{path.name} cannot become the draft's name",
            f"{error.strerror}. Nothing was moved; the draft goes on where it was. Make room on the disk and try again.",
        ) from error


def _led_back(places: Places, path: Path, draft_id: str | None) -> None:
    with suppress(OSError):
        if draft_id is None:
            places.forget(path)
        else:
            make_durable(places.remember(path, draft_id))


def _named_back(named: Path) -> Callable[[], None]:
    try:
        return partial(_written_back, named, named.read_bytes())
    except FileNotFoundError:
        return partial(discard, named)


def _written_back(named: Path, data: bytes) -> None:
    with suppress(OSError):
        write_atomically(named, data)
