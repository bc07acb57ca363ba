"""Which draft belongs to which text file: `Essay.palimpsest` to `Essay.md`, `notes.txt.palimpsest` to `notes.txt`.

Only the usual ending is left out of the draft's name, so that `notes.md` and `notes.txt` never share a draft.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TypeVar

DRAFT = ".palimpsest"
_USUAL = ".md"
_OTHERS = frozenset({".txt", ".text", ".markdown", ".mkd", ".mdown"})

_Path = TypeVar("_Path", bound=PurePath)


def draft_of(text_path: _Path) -> _Path:
    """Where the draft of a text file lies. A draft's own path is given back."""
    if text_path.suffix in (DRAFT, _USUAL):
        return text_path.with_suffix(DRAFT)
    return text_path.with_name(text_path.name + DRAFT)


def text_of(draft_path: _Path) -> _Path:
    """The readable twin of a draft."""
    bare = draft_path.with_suffix("")
    return bare if bare.suffix in _OTHERS else draft_path.with_suffix(_USUAL)
