"""A text that a draft does not show, saved as a file of its own for its writer to see."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from editor.journal.atomic import make_private_folder, write_under_free_name
from editor.journal.places import Places

log = logging.getLogger(__name__)


def put_beside(database: Path, label: str, text: str, places: Places) -> Path:
    """Saves `text` as "essay LABEL.md" beside the draft's file, or in the data folder where nothing can be written there.

    Under a name that was free, which is given. Raises OSError where it could be put nowhere.
    """
    data = text.encode("utf-8", "surrogatepass")
    try:
        return write_under_free_name(partial(_named, database.with_name(f"{database.stem} {label}")), data)
    except OSError as error:
        log.warning("the text could not be put beside the draft: %s", error)
    folder = places.root / "rescued"
    make_private_folder(folder)
    return write_under_free_name(partial(_named, folder / f"{database.stem} {label}"), data)


def _named(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}{f' {number}' if number > 1 else ''}.md")
