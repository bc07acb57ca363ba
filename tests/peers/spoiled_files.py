"""Files at the place of a draft that are none, or not any more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from editor.core.document import Document
from editor.store.drafts import DraftStore

KINDS = {"foreign": "DraftForeign", "newer": "DraftNewer", "damaged": "DraftDamaged"}
"""Each with the error that is told."""


def spoil(path: Path, kind: str) -> None:
    """Puts a file of this kind at the path."""
    if kind == "foreign":
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE songs (title TEXT)")
        return
    DraftStore.create(path, "d1", Document().keyframe(), {}).close()
    with closing(sqlite3.connect(path)) as raw:
        if kind == "newer":
            raw.executescript("CREATE TABLE omen (n INTEGER); PRAGMA user_version = 99")
        else:
            raw.execute("UPDATE keyframe SET text = 'other'")
        raw.commit()
