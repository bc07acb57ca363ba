"""Putting the draft's text into the writer's file, without taking the place of what another program put there."""

from __future__ import annotations

import hashlib
from collections.abc import Set as AbstractSet
from pathlib import Path

from editor.core.errors import FileUnreadable
from editor.journal.atomic import write_through, write_under_free_name

SAFE = "the draft is safe"
ONLY_SHOWN = "your words are in the window, and only there: save them at another place"


def write_twin(path: Path, data: bytes, owner: str = "", safe: str = SAFE) -> None:
    """Whole or not at all; `safe` is a clause on what holds the words otherwise. Raises FileUnreadable.

    `owner` is as in `temporary_beside`.
    """
    try:
        write_through(path, data, owner=owner)
    except FileNotFoundError as error:
        raise FileUnreadable(
            f"{path.name} cannot be written",
            f"Its folder is not there any more; {safe}. Put the folder back, or choose another place.",
        ) from error
    except OSError as error:
        so_far = "The file is as it was" if path.exists() else "Nothing was written"
        raise FileUnreadable(f"{path.name} cannot be written", f"{error.strerror}. {so_far}, and {safe}.") from error


def kept_aside(path: Path, known: AbstractSet[str], owner: str = "", safe: str = SAFE) -> str:
    """The name of a copy of the file at `path`, where another program made it something else than what is known by
    SHA-256; empty where it is known, or none. `owner` and `safe` are as in `write_twin`. Raises FileUnreadable.
    """
    try:
        if not path.is_file():  # a pipe would be waited for without end
            return ""
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(
            f"{path.name} cannot be read", f"{error.strerror}. Nothing was saved over it; {safe}."
        ) from error
    if hashlib.sha256(data).hexdigest() in known:
        return ""

    def named(number: int) -> Path:
        return path.with_name(f"{path.stem} (changed elsewhere{f' {number}' if number > 1 else ''}){path.suffix}")

    try:
        copy = write_under_free_name(named, data, owner)
    except OSError as error:
        raise FileUnreadable(
            f"{path.name} was changed by another program and cannot be copied",
            f"{error.strerror}. Nothing was saved over it; {safe}. Save it under another name.",
        ) from error
    return copy.name
