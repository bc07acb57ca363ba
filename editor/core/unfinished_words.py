"""Where a text that is still coming can be cut so that its last word is whole."""

from __future__ import annotations

import re

_LONGEST_WORD = 30
"""Code points without white space that may be one unfinished word; scripts that set no spaces go beyond it soon."""


def whole_words(text: str) -> str:
    """The text up to its last word of which more may come, and without white space at either end."""
    last = re.search(r"\S*\Z", text)
    unfinished = len(last[0]) if last else 0
    return text[: len(text) - unfinished].strip() if unfinished <= _LONGEST_WORD else text.strip()
