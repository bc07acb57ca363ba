"""The one connection that writes a draft's file.

Exactly one connection writes and folds the write-ahead log back, because two of them could corrupt the file in the
SQLite versions that systems ship (the WAL-reset fault, mended in 3.51.3). A commit is durable (synchronous FULL); a
lock held by another program is waited for 50 ms and no longer. At rest the file is a plain database without a log
beside it, so that it can be copied, synced and read from a folder that cannot be written.
"""

from __future__ import annotations

import errno
import filecmp
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from editor.core.errors import DraftReadOnly
from editor.journal.atomic import (
    create_private,
    discard,
    publish,
    put_under_free_name,
    replace,
    sync_folder,
    write_atomically,
)
from editor.journal.temporaries import temporary_beside
from editor.store.connecting import connect_reading, connect_writing
from editor.store.draft_file import check_identity
from editor.store.faults import must_be_file, plain_error, told_plainly
from editor.store.migrating import CURRENT, brought_up_to_date

DAMAGED, OLDER = "damaged", "older"
_LOGS = ("-wal", "-journal")


class Database:
    """An open draft file. `raw` is the same connection as the engine's, for what SQLAlchemy has no words for."""

    def __init__(self, path: Path, raw: sqlite3.Connection) -> None:
        self.path = path
        self.raw = raw
        self._engine = _engine(raw)

    @classmethod
    def open(cls, path: Path, owner: str = "") -> Database:
        """Opens for writing, bringing an older file up to date first; `owner` is as in `temporary_beside`.

        Raises FileUnreadable, DraftForeign, DraftNewer, DraftDamaged, DraftLocked, DraftReadOnly.
        """
        path = Path(os.path.realpath(path))
        must_be_file(path)
        if not os.access(path, os.W_OK):
            raise DraftReadOnly(
                "The draft cannot be written", f"{path.name} is read-only; its text can be read and exported."
            )
        with told_plainly(path):
            raw = connect_writing(path)
            try:
                schema = check_identity(raw, path)
                if schema < CURRENT:
                    raw = brought_up_to_date(path, raw, owner=owner)
                prepare(raw)
            except BaseException:
                raw.close()
                raise
        return cls(path, raw)

    @classmethod
    @contextmanager
    def to_read(cls, path: Path) -> Iterator[Database]:
        """Opens so that nothing can be changed, whoever writes meanwhile. Raises as `open`, but never DraftReadOnly."""
        path = Path(os.path.realpath(path))
        must_be_file(path)
        with told_plainly(path), closing(connect_reading(path)) as raw:
            check_identity(raw, path)
            database = cls(path, raw)
            try:
                yield database
            finally:
                database._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing, durable when it returns. Raises a FileError in place of what the library raises."""
        try:
            with self._engine.begin() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
        except DBAPIError as error:
            raise plain_error(error.orig or error, self.path) from error
        except sqlite3.Error as error:
            raise plain_error(error, self.path) from error

    @contextmanager
    def overwriting(self) -> Iterator[None]:
        """What is deleted meanwhile is gone from the file when this ends, and from its log. Raises as `transaction`."""
        try:
            self.raw.execute("PRAGMA secure_delete = ON").fetchall()
            yield
            self.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error as error:
            raise plain_error(error, self.path) from error
        finally:
            with suppress(sqlite3.Error):
                self.raw.execute("PRAGMA secure_delete = OFF").fetchall()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent state of the file. Raises as `transaction` does."""
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                yield connection
        except DBAPIError as error:
            raise plain_error(error.orig or error, self.path) from error

    def close(self) -> None:
        """Folds the log back into the file and closes; what cannot be folded now is folded at the next start."""
        with suppress(sqlite3.Error):
            self.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        with suppress(sqlite3.Error):
            self.raw.execute("PRAGMA journal_mode = DELETE").fetchall()
        self._engine.dispose()
        self.raw.close()


def _engine(raw: sqlite3.Connection) -> Engine:
    """Over this one connection. What the library finds out about SQLite, and the SQL it makes of our statements, is kept
    for the next file: worked out anew it takes longer than folding a draft."""
    model = _model()
    creator: Any = lambda: raw  # noqa: E731 - the library's own type knows no connection of sqlite3
    pool = StaticPool(creator, dialect=model.dialect)
    return Engine(pool, model.dialect, model.url, execution_options={"compiled_cache": _STATEMENTS})


@cache
def _model() -> Engine:
    engine = create_engine("sqlite://")
    engine.connect().close()  # looks at the library's version, once
    return engine


_STATEMENTS: dict[Any, Any] = {}
"""SQLAlchemy's own keys and what it compiled. As many as the program has statements: values are no part of them."""


def prepare(raw: sqlite3.Connection, *, log: bool = True) -> None:
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA synchronous = FULL")
    if log:
        raw.execute("PRAGMA journal_mode = WAL").fetchall()


def make_file(path: Path) -> sqlite3.Connection:
    """A connection to a new, empty, private file. Raises FileExistsError, also where a link lies at the name."""
    os.close(create_private(path))
    raw = connect_writing(path)
    raw.execute("PRAGMA page_size = 4096")
    return raw


def exchange(path: Path, fresh: Path, ending: str = DAMAGED) -> Path | None:
    """Puts a sound file in the place of a damaged one, which gets another name, never over another; that name, or None
    where there was no file. `ending` and a number are put behind its name.

    There is a file at `path` throughout, so that a kill leaves one or the other; and the damaged one keeps its log under
    one name or the other, since that may hold rows that are nowhere else. Raises OSError.
    """
    there = path.exists()
    aside = put_under_free_name(partial(_aside, path, ending), partial(_keep_also_as, path, temporary_beside(fresh)))
    sync_folder(path.parent)
    for log in (*_LOGS, "-shm"):  # the log of the damaged file would be taken for the sound one's
        path.with_name(path.name + log).unlink(missing_ok=True)
    if there:
        fresh.chmod(path.stat().st_mode & 0o777)
    replace(fresh, path)
    sync_folder(path.parent)
    return aside if there else None


def with_its_log(path: Path) -> Path:
    """Where a damaged file lies beside its log: under another name where a kill stopped `exchange`. Raises OSError."""
    if path.is_file() and not path.with_name(f"{path.name}-wal").exists():
        aside = next(one for one in map(partial(_aside, path, DAMAGED), count(1)) if _is_free(path, one))
        if aside.with_name(f"{aside.name}-wal").exists():
            return aside
    return path


def _aside(path: Path, ending: str, number: int) -> Path:
    return path.with_name(f"{path.name}.{ending}-{number}")


def _is_free(path: Path, aside: Path) -> bool:
    """Whether nobody has this name, or a killed `exchange` began to give it to this very file."""
    names = _names(path, aside)
    if not any(os.path.lexists(kept) for _, kept in names):
        return True
    return _same(path, aside) and all(_same(part, kept) for part, kept in names if part.exists() and kept.exists())


def _names(path: Path, aside: Path) -> list[tuple[Path, Path]]:
    """The file and its logs as they are called now, and as they are to be."""
    return [(path.with_name(path.name + one), aside.with_name(aside.name + one)) for one in ("", *_LOGS)]


def _same(part: Path, kept: Path) -> bool:
    return part.is_file() and kept.is_file() and (part.samefile(kept) or filecmp.cmp(part, kept, shallow=False))


def _keep_also_as(path: Path, made: Path, aside: Path) -> None:
    """`made` is a name for what is not finished yet. Raises FileExistsError where somebody has the other one, also since
    this moment."""
    if not _is_free(path, aside):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(aside))
    for part, kept in _names(path, aside):
        if part.exists() and not kept.exists():
            _link_or_copy(part, made, kept)


def _link_or_copy(part: Path, made: Path, kept: Path) -> None:
    try:
        os.link(part, kept)
    except FileExistsError:
        raise
    except OSError:  # no hard links on this file system
        try:
            write_atomically(made, part.read_bytes())
            publish(made, kept)
        finally:
            discard(made)
