"""Which draft belongs to which text file: `Essay.palimpsest` to `Essay.md`, `notes.txt.palimpsest` to `notes.txt`.

Only the usual ending is left out of the draft's name, so that `notes.md` and `notes.txt` never share a draft. Names are
those of files in one folder; no folder is ever looked at here.
"""

from __future__ import annotations

DRAFT = ".palimpsest"
WORD_FILE = ".docx"
PAGES = (".html", ".htm", ".xhtml")
_USUAL = ".md"
_OTHERS = (".txt", ".text", ".markdown", ".mkd", ".mdown")


def draft_name(name: str) -> str:
    """The name of a text file's draft; that of a draft is given back."""
    return name if name.endswith(DRAFT) else name.removesuffix(_USUAL) + DRAFT


def text_name(name: str) -> str:
    """The name of a draft's readable twin."""
    bare = name.removesuffix(DRAFT)
    return bare if bare.endswith(_OTHERS) else bare + _USUAL


def is_foreign(name: str) -> bool:
    """Whether a file is none that a draft can lie beside: a text file is made of it first."""
    return name.lower().endswith((WORD_FILE, *PAGES))
