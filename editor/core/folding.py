"""Text as a quoting reader remembers it, with a way back to the exact characters.

A model that quotes a draft straightens quotation marks, joins lines, drops emphasis and soft hyphens.
Comparing folded texts forgives that; the map leads from every folded character to the character it came from,
so that what is shown is always the writer's own spelling.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_PLAIN = (
    dict.fromkeys("*_`~\\\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
    | dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
"""Markdown marks and unseen characters go; quotation marks and dashes become the plain ones."""


@dataclass(frozen=True, slots=True)
class Folded:
    text: str
    origins: tuple[int, ...]
    """For every folded code point the code point offset it came from; never decreasing."""

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """The stretch of the unfolded text behind text[start:stop], which must not be empty; code points."""
        return self.origins[start], self.origins[stop - 1] + 1


@lru_cache(maxsize=64)
def folded(text: str) -> Folded:
    """Case, quotation marks, dashes, spaces, compatibility forms and Markdown marks evened out.

    Of a Markdown link the words stay and the address goes. A run of white space or of dashes becomes one
    character.
    """
    dropped = _link_parts(text)
    out: list[str] = []
    origins: list[int] = []
    for index, char in enumerate(text):
        if index in dropped:
            continue
        for piece in _pieces(char):
            if piece in " -" and out and out[-1] == piece:
                continue
            out.append(piece)
            origins.append(index)
    return Folded("".join(out), tuple(origins))


def occurrences(quote: str, text: str) -> tuple[int, ...]:
    """Every offset at which the quote stands in the text, overlapping ones too; code points."""
    found: list[int] = []
    place = text.find(quote)
    while place >= 0:
        found.append(place)
        place = text.find(quote, place + 1)
    return tuple(found)


def _pieces(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    if char.isspace():
        return " "
    if char.isascii():
        return char.lower()
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())


def _link_parts(text: str) -> frozenset[int]:
    if "](" not in text:
        return frozenset()
    dropped: set[int] = set()
    for link in _LINK.finditer(text):
        dropped.update(range(link.start(), link.start(1)))
        dropped.update(range(link.end(1), link.end()))
    return frozenset(dropped)
