"""The first look at a draft, for the first picture of the window: its text and its caret, and nothing else.

Nothing is checked and nothing locked, and what only the journal holds is not read: `opening.Opener` does all that a
moment later, and has the last word.
"""

from __future__ import annotations

from pathlib import Path

from editor.core.errors import FileError
from editor.core.text_format import decoded
from editor.core.twins import draft_name, is_foreign
from editor.store.first_picture import first_picture

_NOTHING = "", 0


def glance(path: Path) -> tuple[str, int]:
    """The text of a draft or a text file, and the caret in it, code points, as they were left.

    Empty where there is any trouble: whoever opens the draft has the sentence for it.
    """
    try:
        path = path.absolute()
        if is_foreign(path.name):
            return _NOTHING
        database = path.with_name(draft_name(path.name))
        if database.exists():
            return first_picture(database)
        data = path.read_bytes() if path.is_file() else b""  # a pipe would keep the window waiting
    except (FileError, OSError, ValueError, TypeError, LookupError):
        return _NOTHING
    return _NOTHING if b"\0" in data else (decoded(data)[0], 0)
