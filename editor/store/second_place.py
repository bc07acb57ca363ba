"""The newest safety copy once more, in a folder of the writer's choice: a stick, or a disk that another program carries
away. Nothing depends on it, and it may be gone at any moment.
"""

from __future__ import annotations

from pathlib import Path

from editor.core.errors import FileError, FileUnreadable
from editor.journal.atomic import write_atomically
from editor.journal.temporaries import remove_left
from editor.store.drafts import DraftStore
from editor.store.keyframe import read_opening

_ID_SHOWN = 8
"""Characters of the draft's id in the name: two drafts called Essay must not take each other's place, and no copy that
of a draft that lies in this folder itself."""


def must_be_there(folder: Path) -> None:
    """Raises FileUnreadable. The folder is never made: its place belongs to the stick that was pulled."""
    if not folder.is_dir():
        raise _refused(folder, "The folder is not there")


def copy_to_second_place(snapshot: Path, store: DraftStore, folder: Path, *, owner: str = "") -> Path:
    """Puts a finished copy and its text into `folder`, each whole or not at all. `owner` is as in `temporary_beside`;
    what a killed one left there is removed first. Raises FileUnreadable."""
    must_be_there(folder)
    remove_left(folder, owner)
    target = _target(store, folder)
    try:
        for suffix in (".palimpsest", ".md"):
            write_atomically(target.with_suffix(suffix), snapshot.with_suffix(suffix).read_bytes(), owner=owner)
    except OSError as error:
        raise _refused(folder, str(error.strerror)) from error
    return target


def is_behind(snapshot: Path, store: DraftStore, folder: Path) -> bool:
    """Whether `folder` lacks what this finished copy has: its last change, or its text. True where it cannot be read."""
    there = _target(store, folder)
    try:
        reached, newest = read_opening(there).folded_n, read_opening(snapshot).folded_n
        texts = [one.with_suffix(".md").read_bytes() for one in (there, snapshot)]
    except (FileError, OSError):
        return True
    return reached < newest or (reached == newest and texts[0] != texts[1])


def _target(store: DraftStore, folder: Path) -> Path:
    named = Path(str(store.meta.get("text_file") or store.path.name)).stem
    return folder / f"{named} {store.draft_id[:_ID_SHOWN]}.palimpsest"


def _refused(folder: Path, why: str) -> FileUnreadable:
    return FileUnreadable(f"No copies can be kept in {folder}", f"{why}. The copies on this computer go on as always.")
