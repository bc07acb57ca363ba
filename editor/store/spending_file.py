"""The file of spending as a file: made, looked through, and moved aside where it is damaged.

Nothing of a damaged file is deleted. What can still be read of it, row by row and hash by hash, is handed to the new one;
the draft that is open adds its own calls. A lock keeps two programs from moving the file at once.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from editor.core.clock import Clock, SystemClock
from editor.core.errors import DraftLocked, DraftNewer, FileError, FileUnreadable
from editor.journal.atomic import create_private, make_private_folder, replace, sync_folder
from editor.journal.lock import DraftLock
from editor.store.connecting import connect_reading
from editor.store.hashing import row_hash
from editor.store.spending_tables import APPLICATION_ID, VERSION, SettingRow, SpendingRow, make_tables

FOLDER = "spending"
NAME = "spending.sqlite"
_BUSY_MS = 5_000
"""Another program's transaction takes some milliseconds; a limit is not passed because one was in a hurry."""
_MOVING = "moving.lock"
_MOVING_TRIES, _MOVING_S = 100, 0.05
_TABLES = (SpendingRow, SettingRow)

Rows = list[tuple[str, dict[str, Any]]]
"""By table, rows with the hash they had."""


class _Damaged(Exception):
    """Something in the file is not what was written."""


def spending_path(root: Path) -> Path:
    """`root` is the program's data folder."""
    return root / FOLDER / NAME


def owner_lock(path: Path, owner: str) -> Path:
    return path.with_name(f"asking-{owner}.lock")


def living_owners(path: Path, ours: str, clock: Clock) -> set[str]:
    """Who signs calls besides us and still runs; the locks of those that do not are taken away."""
    owners = {one.stem.removeprefix("asking-") for one in path.parent.glob("asking-*.lock")} - {ours}
    return {owner for owner in owners if _lives(owner_lock(path, owner), clock)}


def _lives(lock: Path, clock: Clock) -> bool:
    try:
        DraftLock.take(lock, clock, take_over=True).release()
    except (DraftLocked, OSError):
        return True  # or it cannot be told; its calls go on counting in full either way
    lock.unlink(missing_ok=True)
    return False


def open_sound(path: Path) -> tuple[sqlite3.Connection, Rows, str]:
    """A connection to a sound file, the rows of a damaged one that lay there, and what is to be said about it.

    Raises FileUnreadable, DraftNewer.
    """
    try:
        make_private_folder(path.parent.parent)
        make_private_folder(path.parent)
        with suppress(FileExistsError):
            os.close(create_private(path))
        try:
            return _opened(path), [], ""
        except _Damaged:
            return _opened_anew(path)
    except (OSError, sqlite3.Error) as error:
        raise plain_trouble(error, path) from error


def _opened_anew(path: Path) -> tuple[sqlite3.Connection, Rows, str]:
    lock = _moving_lock(path)
    try:
        try:
            return _opened(path), [], ""  # another program was faster
        except _Damaged:
            rows = list(_sound_rows(path))
            aside = _moved_aside(path)
            os.close(create_private(path))
            return _opened(path), rows, _said(aside, rows)
    except _Damaged as error:
        raise FileUnreadable("What models have cost cannot be kept", f"The new {path.name} is damaged too.") from error
    finally:
        lock.release()


def _moving_lock(path: Path) -> DraftLock:
    for _ in range(_MOVING_TRIES):
        with suppress(DraftLocked):
            return DraftLock.take(path.with_name(_MOVING), SystemClock(), take_over=True)
        time.sleep(_MOVING_S)
    raise FileUnreadable("What models have cost cannot be kept", f"Another program is mending {path.name}.")


def _opened(path: Path) -> sqlite3.Connection:
    """Raises _Damaged, DraftNewer, sqlite3.Error."""
    raw = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_BUSY_MS / 1000, isolation_level=None,
        check_same_thread=False,
    )  # fmt: skip
    try:
        raw.execute("PRAGMA trusted_schema = OFF")
        # With the rollback journal, EXTRA is what makes a commit survive a power cut: it syncs the folder as well.
        raw.execute("PRAGMA synchronous = EXTRA")
        _look_through(raw, path)
    except sqlite3.DatabaseError as error:
        raw.close()
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise _Damaged from error
        raise
    except BaseException:
        raw.close()
        raise
    return raw


def _look_through(raw: sqlite3.Connection, path: Path) -> None:
    (version,) = raw.execute("PRAGMA user_version").fetchone()
    (mark,) = raw.execute("PRAGMA application_id").fetchone()
    if (mark, version) == (0, 0) and not raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        make_tables(raw)
        return
    if mark == APPLICATION_ID and version > VERSION:
        raise DraftNewer(
            "What models have cost is kept by a newer version of the program",
            f"{path.name} is left as it is, and no model is asked. Use the newer version.",
        )
    if mark != APPLICATION_ID or raw.execute("PRAGMA quick_check").fetchone() != ("ok",):
        raise _Damaged
    for table in _TABLES:
        for values in _rows(raw, table):
            if not _is_sound(str(table.__tablename__), values):
                raise _Damaged


def _sound_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for table in _TABLES:
        name = str(table.__tablename__)
        with suppress(sqlite3.Error, UnicodeError), closing(connect_reading(path)) as raw:
            for values in _rows(raw, table):
                if _is_sound(name, values):
                    yield name, values


def _rows(raw: sqlite3.Connection, table: type[SQLModel]) -> Iterator[dict[str, Any]]:
    columns = SQLModel.metadata.tables[str(table.__tablename__)].columns
    every_row = str(select(*columns))
    for row in raw.execute(every_row):
        yield dict(zip(columns.keys(), row, strict=True))


def _is_sound(table: str, values: dict[str, Any]) -> bool:
    *rest, said = values.values()
    return bool(said == row_hash(table, *rest))


def _moved_aside(path: Path) -> Path:
    for number in count(1):
        aside = path.with_name(f"{path.name}.damaged-{number}")
        if not os.path.lexists(aside):
            break
    log = path.with_name(f"{path.name}-journal")
    if log.exists():  # half a transaction belongs to the file that it is half of
        replace(log, aside.with_name(f"{aside.name}-journal"))
    replace(path, aside)
    sync_folder(path.parent)
    return aside


def _said(aside: Path, rows: Rows) -> str:
    limit = any(table != "spending" for table, _ in rows)
    words = (
        f"The list of what models have cost was damaged. It lies in {aside.name} now, and nothing of it was deleted. "
        "What could be read was kept, and the calls of this essay are counted again."
    )
    return words if limit else f"{words} If there was a limit for the month, set it again."


def plain_trouble(error: BaseException, path: Path) -> FileError:
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            why = f"{path.name} is in use by another program; try again in a moment."
        case sqlite3.SQLITE_FULL:
            why = "The disk is full; free some space."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            why = f"The system refuses to write {path}."
        case _:
            why = f"{path.name}: {error}."
    return FileUnreadable("What models have cost cannot be kept, so none is asked", f"{why} Nothing was sent.")
