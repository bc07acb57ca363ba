"""The numbered files of a journal folder, and space kept in advance for the one being written.

A file is never taken up again by a later program: each start, and each fault, begins a new one, so that what an earlier
one left behind, a torn line included, is never touched.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import sys
from pathlib import Path

from editor.journal.atomic import create_private
from editor.journal.lines import NAME, PATTERN

RESERVE = 1 << 20
"""Bytes kept free behind the end of the journal: more than ten thousand keys on a full disk."""

_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ESTALE})
_KEEP_SIZE = 1  # FALLOC_FL_KEEP_SIZE of fallocate(2): room without a longer file, so a reader sees no NULs
_fallocate = getattr(ctypes.CDLL(None), "fallocate", None) if sys.platform == "linux" else None


def journal_files(folder: Path) -> list[tuple[int, Path]]:
    """Number and path of every journal file, in order. A missing folder has none; links are left out."""
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
    found = []
    for entry in entries:
        match = re.fullmatch(PATTERN, entry.name)
        if match and entry.is_file(follow_symlinks=False):
            found.append((int(match[1]), Path(entry.path)))
    return sorted(found)


def next_journal(folder: Path, above: int = 0) -> tuple[int, int, Path]:
    """Number, descriptor and path of a new file, opened for appending. Raises OSError.

    Its number is above all others and `above`: whoever reads along knows a file by its number, also one that is gone.
    """
    number = max([above, *(one for one, _ in journal_files(folder))]) + 1
    path = folder / NAME.format(number)
    return number, create_private(path, os.O_APPEND), path


def is_nameless(descriptor: int, path: Path) -> bool:
    """Whether nobody would find the open file at `path` any more: it was removed or moved, or another lies there.

    False where that cannot be known.
    """
    try:
        return not os.path.samestat(os.stat(path, follow_symlinks=False), os.fstat(descriptor))
    except OSError as error:
        return error.errno in _GONE


def reserve(descriptor: int, start: int) -> bool:
    """Keeps RESERVE bytes from `start` for this file without changing its length.

    False where the system or the file system has no such thing, or the disk has no room; nothing else changes then.
    """
    if _fallocate is None:
        return False
    keep, offset, length = ctypes.c_int(_KEEP_SIZE), ctypes.c_longlong(start), ctypes.c_longlong(RESERVE)
    return bool(_fallocate(ctypes.c_int(descriptor), keep, offset, length) == 0)
