"""Raised and lowered words as Markdown's dialects have them: between carets or tildes, and with no bare blank within."""

from __future__ import annotations

import re

from bs4.element import Tag

from editor.intake.footnotes import MARK
from editor.intake.formulas import FORMULA

_MOST_WORDS = 5
"""A page that raises more of them only sets them small."""
_OF_THEIR_OWN = ("a", "img", "code", "del", FORMULA, MARK)
"""Elements whose own marks are not read between such signs."""
_BLANKS = re.compile(r"\s+")


def raised(node: Tag, text: str, sign: str) -> str:
    """`text` is the Markdown of what is in the element. Where it cannot be said, only the words are there."""
    words = text.strip()
    if not words or len(words.split()) > _MOST_WORDS or node.find(_OF_THEIR_OWN) is not None:
        return text
    words = re.sub(rf"(?<!\\){re.escape(sign)}", rf"\\{sign}", words)
    words = _BLANKS.sub(r"\\ ", words)
    return f"{' ' * text[0].isspace()}{sign}{words}{sign}{' ' * text[-1].isspace()}"
