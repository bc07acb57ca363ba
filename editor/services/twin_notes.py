"""What the draft's file notes about its readable twin, so that a change by another program is told from our own.

The digest is noted before the twin is written, and again after: a worker that is killed between writing and noting, or
before it could answer, must not find its own words on the disk and take them for another program's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

WRITTEN = "twin_digest"
COMING = "twin_coming"


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
