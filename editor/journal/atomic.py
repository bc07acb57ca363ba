"""Small files that are either old or new, never half: written beside, synced, renamed.

Opening a good file for writing is how other programs lose it: a full disk or a power cut leaves nothing. A temporary
neighbour is made with O_EXCL and O_NOFOLLOW, so that a link planted at its name is refused, never followed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from editor.journal.temporaries import temporary_beside

if sys.platform == "darwin":
    import fcntl

NO_FOLLOW = (
    getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)
"""For every file of our own: no link at its name is followed and no pipe waited for, no child inherits it, and Windows
changes no line ends."""
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
_REPLACE_TRIES = 10
_TAKEN = frozenset({errno.EEXIST, errno.ENOTEMPTY})


def write_atomically(path: Path, data: bytes, mode: int = PRIVATE_FILE, *, durable: bool = True, owner: str = "") -> None:
    """Puts `data` at `path`, whole or not at all, and returns when it would survive a power cut, if `durable`.

    An existing file keeps its mode; a new one gets `mode`. A link at `path` is replaced, and what it leads to left
    alone. `owner` is as in `temporary_beside`. Raises OSError; the old file is then as it was.
    """
    with contextlib.suppress(FileNotFoundError):
        before = path.lstat().st_mode
        mode = mode if stat.S_ISLNK(before) else stat.S_IMODE(before)
    temporary = temporary_beside(path, owner)
    descriptor = create_private(temporary)
    try:
        try:
            _write_all(descriptor, data)
            if sys.platform != "win32":
                with contextlib.suppress(PermissionError):  # a stick's file system has no rights to set
                    os.fchmod(descriptor, mode)
            if durable:
                flush_to_disk(descriptor)
        finally:
            os.close(descriptor)
        replace(temporary, path)
    except BaseException:
        discard(temporary)
        raise
    if durable:
        sync_folder(path.parent)


def write_through(path: Path, data: bytes, *, owner: str = "") -> None:
    """As `write_atomically`, for a file the writer named: where it is a link, that stays, and its file is replaced."""
    write_atomically(Path(os.path.realpath(path)), data, owner=owner)


def create_private(path: Path, flags: int = 0) -> int:
    """A descriptor of a file that did not exist before, 0600, for writing. Raises FileExistsError also for a link."""
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | NO_FOLLOW | flags, PRIVATE_FILE)


def discard(path: Path) -> None:
    """Removes a file that nobody needs any more; where the disk does not let it go, it lies there and does no harm."""
    with contextlib.suppress(OSError):
        path.unlink()


def make_private_folder(path: Path) -> None:
    """Makes the folder and the parents it lacks, 0700; `path` becomes 0700 if it had wider rights."""
    if not path.parent.is_dir():
        make_private_folder(path.parent)
    path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(PRIVATE_FOLDER)


def flush_to_disk(descriptor: int) -> None:
    """Returns when the file's data is on the medium. After an OSError the file must not be trusted any more.

    Linux: fdatasync(2). macOS: fsync leaves the data in the drive's cache, F_FULLFSYNC does not (fcntl(2)).
    """
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    elif sys.platform == "win32":
        os.fsync(descriptor)
    else:
        os.fdatasync(descriptor)


def sync_folder(folder: Path) -> None:
    """Makes the names in `folder` durable. Does nothing where the system cannot sync a folder, or lets us not open it."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:
        return  # above our own folders; they were there before us
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Renames over `target`; on Windows a virus scanner may hold it for some milliseconds, so it is tried again."""
    for _ in range(_REPLACE_TRIES):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(0.02)
    os.replace(source, target)


def publish(source: Path, target: Path, *, durable: bool = True) -> None:
    """Gives a finished file its name, but never in the place of another. Raises OSError."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        # No hard links on this file system; the rename would take the other's place, so it is looked for.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        os.rename(source, target)
    else:
        source.unlink()
    if durable:
        sync_folder(target.parent)


def put_under_free_name(name_of: Callable[[int], Path], put: Callable[[Path], None]) -> Path:
    """The first of the names for 1, 2, 3... that `put` could give something, never in the place of another.

    `put` does so in one step that fails where the name is taken, as `publish`, a link and the renaming of a folder do:
    who looks first and then writes takes the place of what came in between. Raises whatever else it raises.
    """
    for number in count(1):
        try:
            put(name_of(number))
        except OSError as error:
            if error.errno not in _TAKEN:
                raise
        else:
            break
    return name_of(number)


def write_under_free_name(name_of: Callable[[int], Path], data: bytes, owner: str = "") -> Path:
    """Puts `data` durably into a new file, as `put_under_free_name` does; `owner` is as in `temporary_beside`."""
    temporary = temporary_beside(name_of(1), owner)
    try:
        write_atomically(temporary, data)
        return put_under_free_name(name_of, partial(publish, temporary))
    finally:
        discard(temporary)


def make_durable(path: Path) -> None:
    """Returns when a file that was written earlier, and its name, are on the medium. Raises OSError."""
    # Elsewhere reading is right enough, which a file that was made read-only still gives.
    descriptor = os.open(path, (os.O_RDWR if sys.platform == "win32" else os.O_RDONLY) | NO_FOLLOW)
    try:
        flush_to_disk(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
