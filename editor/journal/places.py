"""Where things lie: journals, locks, snapshots and drafts without a name, in the application's local data folder.

They lie by draft id and not beside the writer's file, because that file may lie in a synced or network folder, where
a journal is copied half-written and a lock means nothing.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from editor.core.errors import FileUnreadable
from editor.journal.atomic import NO_FOLLOW, make_private_folder, publish, write_atomically
from editor.journal.temporaries import making_in, remove_all_left, temporary_beside

DATA_VARIABLE = "PALIMPSEST_DATA"
_DRAFTS = "drafts"
_POINTERS = "by-path"
_NO_POINTER = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
"""Nothing lies there; or a link, which is none of ours."""
_DRAFT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def new_draft_id() -> str:
    """128 random bits as 32 hexadecimal digits."""
    return os.urandom(16).hex()


def is_draft_id(text: str) -> bool:
    """Whether `text` may become part of a path."""
    return _DRAFT_ID.fullmatch(text) is not None


def draft_of(folder: Path) -> str | None:
    """The id of the draft whose folder this is; None for one that is not among the program's data."""
    return folder.name if folder.parent.name == _DRAFTS and is_draft_id(folder.name) else None


@dataclass(frozen=True, slots=True)
class DraftPlaces:
    """What belongs to one draft, in a folder of its own that also holds `journal-000001.jsonl` and its followers."""

    folder: Path

    @property
    def all(self) -> Places:
        """Those of every draft."""
        return Places(self.folder.parents[1])

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def snapshots(self) -> Path:
        return self.folder / "snapshots"

    @property
    def unnamed(self) -> Path:
        """The database of a draft that has no name yet."""
        return self.folder / "draft.palimpsest"

    @property
    def named(self) -> Path:
        """Holds the path of the draft's file since it was given a name, or another one, by the worker."""
        return self.folder / "named"

    def prepare(self) -> None:
        """Makes the folders, 0700. Raises OSError."""
        make_private_folder(self.folder)
        make_private_folder(self.snapshots)


@dataclass(frozen=True, slots=True)
class Places:
    root: Path

    @classmethod
    def standard(cls) -> Places:
        """The folder the system names for local application data; PALIMPSEST_DATA overrides it."""
        chosen = os.environ.get(DATA_VARIABLE)
        return cls(Path(chosen) if chosen else Path(platformdirs.user_data_dir("palimpsest", appauthor=False)))

    def draft(self, draft_id: str) -> DraftPlaces:
        """Raises ValueError for an id that could lead out of the folder."""
        if not is_draft_id(draft_id):
            raise ValueError(f"not a draft id: {draft_id[:80]!r}")
        return DraftPlaces(self.root / _DRAFTS / draft_id)

    def draft_ids(self) -> tuple[str, ...]:
        """Every draft that has a folder here, in no meaningful order."""
        folder = self.root / _DRAFTS
        if not folder.is_dir():
            return ()
        return tuple(sorted(one.name for one in folder.iterdir() if one.is_dir() and is_draft_id(one.name)))

    def draft_at(self, path: Path) -> str | None:
        """The id of the draft whose text or database lies at `path`, if one was ever opened there.

        Raises FileUnreadable where that cannot be known: who took such a draft for a new one would leave its journal
        behind.
        """
        pointer = self._pointer(path)
        try:
            descriptor = os.open(pointer, os.O_RDONLY | NO_FOLLOW)
            try:
                found = os.read(descriptor, 65).decode("ascii", "replace").strip()
            finally:
                os.close(descriptor)
        except OSError as error:
            if error.errno in _NO_POINTER:
                return None
            raise FileUnreadable(
                "The draft cannot be looked for", f"{pointer}: {error.strerror}. Nothing was changed."
            ) from error
        return found if is_draft_id(found) else None

    def claim(self, path: Path, draft_id: str) -> str:
        """The id of the draft at `path`: this one from now on, unless there was one. Of two who ask at once, one gets it.

        As little durable as what `remember` writes, and raises the same.
        """
        self.draft(draft_id)
        pointer = self._prepared_pointer(path)
        fresh = temporary_beside(pointer)
        with making_in(pointer.parent):
            write_atomically(fresh, draft_id.encode("ascii"), durable=False)
            try:
                publish(fresh, pointer, durable=False)
            except FileExistsError:
                found = self.draft_at(path)
                if found is not None:
                    return found
                self.remember(path, draft_id)  # what stands there names no draft
            finally:
                fresh.unlink(missing_ok=True)
        return draft_id

    def remember(self, path: Path, draft_id: str) -> Path:
        """`draft_at(path)` gives this id from now on. Raises OSError, or ValueError for a bad id.

        Gives the file that says so. It survives a power cut only after `make_durable`: the window must not wait for it.
        """
        self.draft(draft_id)
        pointer = self._prepared_pointer(path)
        with making_in(pointer.parent):
            write_atomically(pointer, draft_id.encode("ascii"), durable=False)
        return pointer

    def forget(self, path: Path) -> None:
        """`draft_at(path)` gives None from now on. Raises OSError."""
        self._pointer(path).unlink(missing_ok=True)

    def text_id(self, path: Path) -> str:
        """Under which a text file goes that has no draft."""
        return self._pointer(path).name

    def tidy(self) -> None:
        """Removes what programs that were killed in `claim` or `remember` left there. Never raises."""
        remove_all_left(self.root / _POINTERS)

    def _prepared_pointer(self, path: Path) -> Path:
        pointer = self._pointer(path)
        make_private_folder(self.root)
        make_private_folder(pointer.parent)
        return pointer

    def _pointer(self, path: Path) -> Path:
        # Not the file itself but its folder is resolved: a link that is replaced by a file keeps its journal.
        absolute = os.path.join(os.path.realpath(os.path.dirname(os.path.abspath(path))), os.path.basename(path))
        digest = hashlib.sha256(os.fsencode(absolute)).hexdigest()
        return self.root / _POINTERS / digest[:32]
