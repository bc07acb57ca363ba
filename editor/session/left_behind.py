"""The text of a draft that nothing opens any more, because another one's file lies where it was."""

from __future__ import annotations

from pathlib import Path

from editor.core.document import Document
from editor.journal.reach import missing_after
from editor.journal.reader import read_tail
from editor.session.resuming import holds_document, resumed
from editor.store.keyframe import Opening


def text_left_behind(folder: Path, copy: Opening | None) -> tuple[str, bool]:
    """What its journal in `folder` says, after its newest safety copy where there is one, and whether that is all of it;
    empty where neither says what the text was. Raises a FileError."""
    tail = read_tail(folder, copy.folded_n if copy else -1)
    if copy is None and not holds_document(tail):
        return "", not tail.records
    found = resumed(copy, tail, Document())
    return found.document.text(), not found.must_heal and not missing_after(folder, tail.last_n)
