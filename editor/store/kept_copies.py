"""Which safety copies of a draft there are, and how far they reach. Light: the window asks as it opens a draft."""

from __future__ import annotations

import re
from pathlib import Path

from editor.core.errors import FileError
from editor.store.keyframe import reach_in

_PATTERN = re.compile(r"snapshot-(\d{6,12})\.palimpsest")


def snapshots_in(folder: Path) -> list[tuple[int, Path]]:
    """Number and path of each copy, oldest first."""
    if not folder.is_dir():
        return []
    found = ((_PATTERN.fullmatch(path.name), path) for path in folder.iterdir())
    return sorted((int(match[1]), path) for match, path in found if match and not path.is_symlink())


def copied_upto(folder: Path, draft_id: str) -> int:
    """The last record in the newest copy of this draft that opens, which need not be sound; -1 where there is none."""
    for _, path in reversed(snapshots_in(folder)):
        try:
            ident, folded_n = reach_in(path)
        except (FileError, OSError):
            continue
        if ident == draft_id:
            return folded_n
    return -1
