"""Names of files that are not finished, and the end of those whose maker was killed.

They lie where the finished file will lie, often in the writer's own folder, where other drafts and other computers may be
making theirs. So the name says which lock its maker held. Whoever holds that lock now knows that the maker is gone; a
name that tells of no lock, or of another, is left alone. A folder that only the program writes to can be locked itself.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_NAME = re.compile(r"\.palimpsest-(?:([0-9a-f]{16})-)?[0-9a-f]{16}\.tmp(?:-journal|-wal|-shm)?")
"""SQLite puts files of its own beside an unfinished draft."""


def temporary_beside(path: Path, owner: str = "") -> Path:
    """A name in the folder of `path` that nothing has. `owner` is `DraftLock.owner` of a lock that is held until the
    file is finished; where `path` is unfinished itself, its owner is this one's too."""
    if not owner and (found := _NAME.fullmatch(path.name)):
        owner = found[1] or ""
    return path.with_name(f".palimpsest-{f'{owner}-' if owner else ''}{os.urandom(8).hex()}.tmp")


def remove_left(folder: Path, owner: str) -> None:
    """Removes what holders of this lock left unfinished in `folder`; for who holds it and has begun nothing yet.

    What cannot be removed lies there and does no harm.
    """
    _remove(folder, lambda found: found[1] == owner)


if sys.platform == "win32":

    @contextmanager
    def making_in(folder: Path) -> Iterator[None]:
        """Folders cannot be locked here, so that nothing is ever known to be left."""
        yield

    def remove_all_left(folder: Path) -> None:
        """Does nothing."""

else:

    @contextmanager
    def making_in(folder: Path) -> Iterator[None]:
        """For as long as there may be something unfinished of ours in a folder of the program's. Raises OSError.

        Waits for `remove_all_left`, and for nothing else.
        """
        descriptor = os.open(folder, _FOLDER)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            yield
        finally:
            _let_go(descriptor)

    def remove_all_left(folder: Path) -> None:
        """Removes whatever is unfinished, unless somebody is making something there now: the next one will remove it."""
        with suppress(OSError):
            descriptor = os.open(folder, _FOLDER)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder, lambda _: True)
            finally:
                _let_go(descriptor)

    def _let_go(descriptor: int) -> None:
        # As in `journal.lock`: a process begun at this moment would else hold the lock until it becomes its program.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)

    _FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


def _remove(folder: Path, ours: Callable[[re.Match[str]], bool]) -> None:
    with suppress(OSError):
        for name in os.listdir(folder):
            if (found := _NAME.fullmatch(name)) and ours(found):
                with suppress(OSError):
                    os.unlink(folder / name)
