"""The digest by which a text is known again without being kept."""

from __future__ import annotations

import hashlib


def text_digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, 64 hex digits; halves of characters, which UTF-8 does not have, count as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
