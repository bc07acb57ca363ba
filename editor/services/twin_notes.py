"""What the draft's file notes about its readable twin, so that a change by another program is told from our own.

The digest is noted before the twin is written, and again after: a worker that is killed between writing and noting, or
before it could answer, must not find its own words on the disk and take them for another program's. The window records it
in the journal besides, from where it comes into a file that was locked then, or was restored since. And a twin that holds
the draft's very text was changed by nobody, whatever is noted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from editor.core.document import Document
from editor.core.errors import EditRefused, FileError
from editor.core.text_format import TextFormat, encoded
from editor.store.drafts import DraftStore
from editor.store.notes import COMING, WRITTEN, of_saved


def our_digests(meta: Mapping[str, Any]) -> frozenset[str]:
    """SHA-256 of what this program may have written to the twin last; none where it never wrote it."""
    return frozenset(str(meta[key]) for key in (WRITTEN, COMING) if meta.get(key))


def written_digest(meta: Mapping[str, Any], twin: Path | None) -> str:
    """SHA-256 of what was last written to the twin, empty where nothing was; the file tells where a kill left it open."""
    written, coming = str(meta.get(WRITTEN) or ""), str(meta.get(COMING) or "")
    if coming in ("", written) or twin is None:
        return written
    try:
        found = hashlib.sha256(twin.read_bytes()).hexdigest() if twin.is_file() else ""
    except OSError:
        return written
    return coming if found == coming else written


def saved_digests(records: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The same that the journal knows of."""
    return frozenset(str(one.get("digest")) for one in records if one["kind"] == "saved")


def digest_of(document: Document, text_format: dict[str, Any]) -> str:
    """SHA-256 of the twin, were it written now."""
    return hashlib.sha256(encoded(document.text(), TextFormat.from_row(text_format))).hexdigest()


def note_twin(store: DraftStore, twin: Path | None) -> None:
    """Notes that the twin is ours where it holds the draft's text as it is folded, and the note of that was lost."""
    known = our_digests(store.meta)
    if twin is None or not known:
        return
    with suppress(FileError, EditRefused, OSError):
        found = hashlib.sha256(twin.read_bytes()).hexdigest() if twin.is_file() else ""
        if found and found not in known and found == digest_of(store.document, store.meta.get("format") or {}):
            store.note(**of_saved(found))
