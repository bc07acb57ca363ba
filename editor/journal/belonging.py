"""Which of two files a draft goes on in, where both carry its id.

A copy made by another program carries the id of its original, and so does the new file of a draft that is just being
given another name. Two files that both took up one journal would each grow by what was written in the other. The newest
header of the journal says where the window has the draft; a pointer, which is changed in one moment, has the first word,
because the window hears of a new name only after the worker gave it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from editor.core.errors import DraftForeign, FileError
from editor.journal.places import Places
from editor.journal.reach import Reach, read_reach
from editor.journal.reader import content_from, read_header

IdIn = Callable[[Path], str]
"""The id a draft's file carries; `store.keyframe.draft_id_in`."""


def going_on_elsewhere(places: Places, draft_id: str, path: Path, id_in: IdIn) -> Path | None:
    """The file that this draft goes on in, where that is another one than the file at `path`; else None.

    Raises FileUnreadable where it cannot be known.
    """
    header = read_header(places.draft(draft_id).folder) or {}
    said = Path(str(header["path"])) if header.get("path") else None

    def claim(one: Path) -> tuple[bool, bool, bool]:
        if not _carries(one, draft_id, id_in):
            return False, False, False
        return True, places.draft_at(one) == draft_id, said is not None and _same(one, said)

    others = {one for one in (said, _named(places.draft(draft_id).named)) if one is not None and not _same(one, path)}
    best = max(others, key=claim, default=None)
    return best if best is not None and claim(best) > claim(path) else None


def copy_begun_at(places: Places, path: Path, original: str, folded_n: int) -> str | None:
    """The id under which the file at `path` was written in already, though it still carries that of the draft it was
    copied from: no worker lived to put the copy's own into it. None where there is no such journal.

    Only a journal that was begun on this very copy is meant: its header says of which draft it was one and how much of it
    had been folded, and no worker ever folded anything of it. Raises FileUnreadable where it cannot be known.
    """
    ident = places.draft_at(path)
    if ident is None or ident == original:
        return None
    folder = places.draft(ident).folder
    header = read_header(folder) or {}
    if (header.get("copy_of"), header.get("copied_n")) != (original, folded_n):
        return None
    return ident if read_reach(folder) == Reach() else None


def draft_last_at(places: Places, path: Path, id_in: IdIn) -> str | None:
    """The draft whose journal says that its file lies at `path`, and that does not go on elsewhere; of several the one
    that was written in last. For where no pointer is left: it reads a journal of every draft. Raises FileUnreadable.
    """
    said = (ident for ident in places.draft_ids() if _last_at(places, ident) == str(path))
    found = [ident for ident in said if going_on_elsewhere(places, ident, path, id_in) is None]
    return max(found, key=lambda ident: places.draft(ident).folder.stat().st_mtime_ns, default=None)


def _last_at(places: Places, ident: str) -> str:
    return str((read_header(places.draft(ident).folder) or {}).get("path", ""))


def _carries(path: Path, draft_id: str, id_in: IdIn) -> bool:
    try:
        return path.exists() and id_in(path) == draft_id
    except DraftForeign:
        return False
    except FileError:
        return True  # damaged, or held by somebody: to be mended, and no reason to leave its journal to another file
    except OSError:
        return False


def _named(note: Path) -> Path | None:
    try:
        said = content_from(note).decode("utf-8", "surrogateescape")
    except OSError:
        return None
    return Path(said) if said and "\0" not in said else None


def _same(one: Path, other: Path) -> bool:
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False
