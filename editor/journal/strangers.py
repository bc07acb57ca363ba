"""Journal files of another draft in a draft's folder: put there by hand, or by a tool that brought a backup back.

Their changes would fit by number and be taken for the writer's own. No reader uses them; whoever holds the draft's lock
gives them another name, so that they are told of once and still there for their own draft.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

from editor.journal.atomic import publish, put_under_free_name
from editor.journal.files import journal_files
from editor.journal.reader import content_from, header_in, is_strange


def put_strangers_aside(folder: Path) -> list[str]:
    """A sentence for each that was found. Never raises: what cannot be put aside is passed over by whoever reads."""
    told = []
    with suppress(OSError):
        for number, path in journal_files(folder):
            with suppress(OSError):
                header = header_in(content_from(path))
                if header and is_strange(folder, (header,)):
                    aside = put_under_free_name(partial(_aside, path), partial(publish, path))
                    told.append(f"Journal {number} is another draft's; it was not used and is kept as {aside}.")
    return told


def _aside(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.of-another-draft-{number}")
