"""What SQLite says went wrong, in the program's own errors.

The words of the database library are for those who wrote it; a writer needs to know whether the text is safe.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from editor.core.errors import (
    DraftDamaged,
    DraftForeign,
    DraftLocked,
    DraftReadOnly,
    FileError,
    FileUnreadable,
)

_MARK = b"CREATE TABLE keyframe"
_PIECE = 1 << 20


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Raises a FileError in place of what sqlite3 raises."""
    try:
        yield
    except sqlite3.Error as error:
        raise plain_error(error, path) from error
    except UnicodeError as error:
        raise DraftDamaged("The draft is damaged", f"A text in {path.name} cannot be read.") from error


def plain_error(error: BaseException, path: Path) -> FileError:
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    name = path.name
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DraftLocked(
                "The draft is in use by another program",
                f"{name} will be written as soon as it is free; until then the newest text is in the journal.",
            )
        case sqlite3.SQLITE_READONLY:
            return DraftReadOnly(
                "The draft cannot be written", f"{name} or its folder is read-only; its text can be read and exported."
            )
        case sqlite3.SQLITE_FULL:
            return FileUnreadable(
                "The disk is full", f"{name} is as it was; the newest text is in the journal. Free some space."
            )
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return FileUnreadable("The draft cannot be opened", f"The system refuses to open {name}.")
        case sqlite3.SQLITE_IOERR:
            return FileUnreadable("The draft cannot be read", f"The disk reports an error while reading {name}.")
        case sqlite3.SQLITE_NOTADB if not _has_our_mark(path):
            return DraftForeign("This is not a draft of Palimpsest", f"{name} is a file of another kind.")
    return DraftDamaged("The draft is damaged", f"Parts of {name} cannot be read ({error}). It is left as it is.")


def _has_our_mark(path: Path) -> bool:
    """Whether a file that SQLite does not take for a database holds, or can have held, a draft of ours."""
    try:
        with path.open("rb") as file:
            rest, empty = b"", True
            while piece := file.read(_PIECE):
                empty = False
                if _MARK in rest + piece:
                    return True
                rest = piece[-len(_MARK) :]
            return empty
    except OSError:
        return False


def must_be_file(path: Path) -> None:
    """Raises FileUnreadable where there is no such file, DraftDamaged where it is empty."""
    try:
        status = os.stat(path)
    except OSError as error:
        raise FileUnreadable("The draft cannot be opened", f"{path.name}: {error.strerror}.") from error
    if not os.path.isfile(path):
        raise FileUnreadable("The draft cannot be opened", f"{path.name} is not a file.")
    if status.st_size == 0:
        raise DraftDamaged("The draft is empty", f"{path.name} has no content at all. It is left as it is.")
