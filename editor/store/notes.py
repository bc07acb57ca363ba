"""What there is once a draft, and the records of the journal that this version cannot read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editor.store.hashing import as_json, storable
from editor.store.keeping import Keeping
from editor.store.tables import DraftRow, OtherRow, hashed

WRITTEN = "twin_digest"
"""SHA-256 of what the program last wrote to the readable twin."""
COMING = "twin_coming"
"""The same of what it was about to write; a kill may have come before it was written, or after."""


def of_saved(digest: str) -> dict[str, str]:
    """The notes of a twin that was written."""
    return {WRITTEN: digest, COMING: digest}


def put_notes(kept: Keeping, notes: Mapping[str, Any]) -> None:
    """Each value is anything JSON can say, in the place of an older one of the same key."""
    kept.put(DraftRow, [hashed(DraftRow, key=key, value=as_json(value)) for key, value in notes.items()])


def put_other(kept: Keeping, record: dict[str, Any]) -> None:
    kept.put(OtherRow, [hashed(OtherRow, n=record["n"], kind=storable(str(record["kind"])), row=as_json(record))])
