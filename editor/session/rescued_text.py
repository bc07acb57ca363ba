"""The text of a draft whose newest words are only in memory, put into a file where there is room."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from functools import partial
from pathlib import Path

from editor.core.text_format import encoded
from editor.journal.atomic import write_under_free_name
from editor.session.open_draft import OpenDraft

log = logging.getLogger(__name__)


def text_of(draft: OpenDraft) -> bytes:
    """As it would be saved."""
    return encoded(draft.session.document.text(), draft.text_format)


def folders_for(draft: OpenDraft) -> tuple[Path, ...]:
    """Where such a text may go: beside the draft, the home folder, the folder for temporary files."""
    beside = () if draft.text_path is None else (draft.text_path.parent,)
    return (*beside, Path.home(), Path(tempfile.gettempdir()))


def likely_folder(draft: OpenDraft) -> Path:
    """The first of them that can be written to and has room for the text twice, as far as the system says."""
    size = 2 * len(text_of(draft))
    folders = folders_for(draft)
    return next((one for one in folders if os.access(one, os.W_OK) and _free(one) > size), folders[-1])


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def rescue(draft: OpenDraft) -> Path | None:
    """Writes the text into a new file in the first of these folders that takes it; None where none does."""
    data = text_of(draft)
    stem = draft.text_path.stem if draft.text_path is not None else "Unnamed draft"
    for folder in folders_for(draft):
        try:
            return write_under_free_name(partial(_named, folder, stem), data)
        except OSError as error:
            log.warning("the text could not be put into %s: %s", folder, error.strerror)
    return None


def _named(folder: Path, stem: str, number: int) -> Path:
    return folder / f"{stem} rescued{f' {number}' if number > 1 else ''}.md"
