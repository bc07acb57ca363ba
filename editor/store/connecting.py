"""How a draft's file is connected to: to read, which never changes it, or to write, which never makes it.

One thing is done even for a reader: a program that was killed while it changed the file leaves half a transaction, and
what was before it beside the file. SQLite lets nobody read such a file until one who may write has undone the half.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

BUSY_MS = 50
"""The longest wait for another program's lock. The journal has the text meanwhile, so waiting longer gains nothing."""


def connect_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write. A file in a folder where nothing can be written is read as it lies."""
    try:
        return _reading(path)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise
    with closing(connect_writing(path)) as connection:
        connection.execute("PRAGMA user_version").fetchone()
    return _reading(path)


def _reading(path: Path) -> sqlite3.Connection:
    address = path.absolute().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=BUSY_MS / 1000, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if (error.sqlite_errorcode & 0xFF) != sqlite3.SQLITE_CANTOPEN or _has_log(path):
            raise
        return sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_writing(path: Path) -> sqlite3.Connection:
    """A connection to an existing file; it begins and commits only when told."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0
