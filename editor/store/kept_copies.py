"""Which safety copies of a draft there are, and how far they reach. Light: the window asks as it opens a draft."""

from __future__ import annotations

import re
from pathlib import Path

from editor.core.errors import FileError
from editor.store.keyframe import reach_in

_PATTERN = re.compile(r"snapshot-(\d{6,12})\.palimpsest")


def snapshots_in(folder: Path) -> list[tuple[int, Path]]:
    """Number and path of each copy, oldest first. Raises OSError where the folder cannot be read."""
    if not folder.is_dir():
        return []
    found = ((_PATTERN.fullmatch(path.name), path) for path in folder.iterdir())
    return sorted((int(match[1]), path) for match, path in found if match and not path.is_symlink())


def copied_upto(folder: Path, draft_id: str) -> int:
    """The last record in the newest copy of this draft that opens, which need not be sound; -1 where there is none, or
    none can be read now: a copy that may be there keeps no draft shut."""
    try:
        path = newest_copy(folder, draft_id)
        return reach_in(path)[1] if path else -1
    except (FileError, OSError):
        return -1


def newest_copy(folder: Path, draft_id: str) -> Path | None:
    """Of this draft, that opens; it need not be sound. Raises OSError where the folder cannot be read."""
    for _, path in reversed(snapshots_in(folder)):
        try:
            if reach_in(path)[0] == draft_id:
                return path
        except (FileError, OSError):
            continue
    return None
