"""Making a draft of a text whose origins are known, without a window."""

from __future__ import annotations

import os
from pathlib import Path

from editor.core.clock import Clock
from editor.core.document import Document
from editor.core.errors import FileUnreadable
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.core.text_format import TextFormat
from editor.core.twins import DRAFT
from editor.journal.places import new_draft_id
from editor.store.drafts import DraftStore


def begin_draft(path: Path, whole: Fragment, clock: Clock) -> None:
    """A new draft at `path`, a .palimpsest file. Raises FileUnreadable, also where something lies there already."""
    if path.suffix != DRAFT:
        raise FileUnreadable(f"{path.name} is no name of a draft", f"It has to end in {DRAFT}. Nothing was made.")
    if os.path.lexists(path):
        raise FileUnreadable("There is a draft of this name already", f"{path.name} was left as it is.")
    meta = {"format": TextFormat().row(), "created_ms": clock.now().wall_ms, "text_file": path.with_suffix(".md").name}
    keyframe = Document.of(whole, MarkdownSplitter()).keyframe()
    DraftStore.create(path.absolute(), new_draft_id(), keyframe, meta).close()
