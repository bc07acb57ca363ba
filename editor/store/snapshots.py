"""Verified copies of a draft: the third way back to the text, beside the file and the journal.

A copy counts only after it was read back and found to hold the text in memory. Copies are thinned out by their number
and never by the clock, which has wiped other programs' histories when it jumped. Beside each lies its text as a plain
file, for a time that no longer has this program.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from editor.core.errors import DraftDamaged, FileUnreadable
from editor.core.text_format import TextFormat, encoded
from editor.journal.atomic import (
    create_private,
    discard,
    make_durable,
    make_private_folder,
    publish,
    replace,
    sync_folder,
    write_atomically,
)
from editor.journal.temporaries import temporary_beside
from editor.store.connecting import connect_reading
from editor.store.drafts import DraftStore
from editor.store.faults import plain_error, told_plainly
from editor.store.fitting import folded_document
from editor.store.kept_copies import snapshots_in
from editor.store.keyframe import Keyframe, draft_id_in, read_opening
from editor.store.log import stays
from editor.store.verifying import verify_file

_NAME = "snapshot-{:06d}.palimpsest"


def take_snapshot(store: DraftStore, folder: Path, *, owner: str = "") -> Path:
    """Copies the draft as it is folded now into `folder`.

    Returns when the copy is verified and durable. `owner` is as in `temporary_beside`. Raises a FileError; nothing is
    removed then.
    """
    temporary = temporary_beside(folder / "snapshot", owner)
    try:
        make_private_folder(folder)
        os.close(create_private(temporary))
        store.database.raw.execute("VACUUM INTO ?", (str(temporary),))
        _check(temporary, store)
        make_durable(temporary)
        numbers = [number for number, _ in snapshots_in(folder)]
        final = folder / _NAME.format(max(numbers, default=0) + 1)
        replace(temporary, final)
        text = encoded(store.document.text(), TextFormat.from_row(store.meta.get("format") or {}))
        write_atomically(final.with_suffix(".md"), text, owner=owner)
        sync_folder(folder)
        _thin_out(folder)
    except sqlite3.Error as error:
        raise plain_error(error, store.path) from error
    except OSError as error:
        raise FileUnreadable("The safety copy could not be made", f"{error.strerror}; the draft is safe.") from error
    finally:
        discard(temporary)
    return final


def sound_snapshots(folder: Path, draft_id: str) -> Iterator[Path]:
    """Those of this draft that verify, newest first; each is verified when it is asked for."""
    for _, path in reversed(snapshots_in(folder)):
        if not verify_file(path) and draft_id_in(path) == draft_id:
            yield path


def restore_snapshot(snapshot: Path, path: Path) -> DraftStore:
    """Puts a copy at `path`, where nothing may lie, and opens it; the journal can be folded
    on from there. Raises a FileError; nothing lies at `path` then."""
    if os.path.lexists(path):
        raise FileUnreadable("The safety copy was not put back", f"{path.name} is still there.")
    try:
        write_atomically(path, snapshot.read_bytes())
    except OSError as error:
        raise FileUnreadable("The safety copy could not be put back", f"{error.strerror}.") from error
    return opened_or_discarded(path)


def copied_to(source: Path, path: Path) -> DraftStore:
    """A copy of a draft that need not be writable, at `path`, where nothing may lie, and opened.

    It is read as SQLite reads it: what a killed worker left in the log beside the file belongs to the draft. Raises a
    FileError; nothing lies at `path` then.
    """
    with a_new_copy(path, source), told_plainly(source), closing(connect_reading(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(path),))
    return opened_or_discarded(path)


def put_back(store: DraftStore, *, owner: str = "") -> None:
    """Writes the file of an open draft once more, where it was removed; `store` still speaks of the one that is gone.

    `owner` is as in `temporary_beside`. Raises a FileError; never takes the place of another file.
    """
    path = store.path
    made = temporary_beside(path, owner)
    try:
        with a_new_copy(made, path), told_plainly(path):
            store.database.raw.execute("VACUUM INTO ?", (str(made),))
        publish(made, path)
    except OSError as error:
        raise FileUnreadable("The draft's file was removed and cannot be put back", f"{error.strerror}.") from error
    finally:
        discard(made)


@contextmanager
def a_new_copy(path: Path, source: Path) -> Iterator[None]:
    """Around what writes a copy of `source` into the empty file that is made at `path`; it is on the disk afterwards.

    Raises FileUnreadable where files cannot be written; then, as after any error, nothing lies at `path`.
    """
    try:
        os.close(create_private(path))
        try:
            yield
            make_durable(path)
        except BaseException:
            discard(path)
            raise
    except OSError as error:
        raise FileUnreadable("The draft could not be copied", f"{source.name}: {error.strerror}.") from error


def opened_or_discarded(path: Path) -> DraftStore:
    """Opens a file that was just made. Raises a FileError; it is removed then, not to be in the way of the next try."""
    try:
        return DraftStore.open(path)
    except BaseException:
        discard(path)
        raise


def _check(copy: Path, store: DraftStore) -> None:
    problems = verify_file(copy)
    if problems:
        raise DraftDamaged("The safety copy came out damaged", problems[0])
    found = read_opening(copy)
    text = folded_document(Keyframe(0, found.keyframe_n, found.document_keyframe), found.edits, copy).text()
    if found.folded_n != store.folded_n or text != store.document.text():
        raise DraftDamaged("The safety copy came out different", "It was not kept; the draft is as it was.")


def _thin_out(folder: Path) -> None:
    copies = snapshots_in(folder)
    last = copies[-1][0]
    for number, path in copies:
        if not stays(number, last):
            path.unlink()
            path.with_suffix(".md").unlink(missing_ok=True)
