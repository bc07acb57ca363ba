"""Finding a critic's quote in the writer's paragraph.

The ladder goes from certain to forgiving and stops at the first step that holds: the exact words; the same
words folded; the first and last words of a quote with an ellipsis. Resemblance is the next step and lives in
`similarity`, which needs a compiled library. What comes back is always the paragraph's own wording.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from editor.core.folding import Folded, folded, occurrences

_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|\.{3,}|…)\s*")
_WRAPPING = " \t\n\"'\u201c\u201d\u2018\u2019\u00ab\u00bb\u201e"
_SHORTEST_PIECE = 3
"""Folded characters a piece beside an ellipsis must have; shorter ones are found anywhere."""


class Exactness(StrEnum):
    EXACT = "exact"
    FOLDED = "folded"
    ELLIPSIS = "ellipsis"
    RESEMBLING = "resembling"


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage of the paragraph: quote == paragraph[start:end], code points, not empty."""

    quote: str
    start: int
    end: int
    exactness: Exactness


def locate(quote: str, paragraph: str, near: int | None = None) -> Placed | None:
    """Where the quote stands in the paragraph, or None.

    Of several places one on word boundaries is preferred, then the one nearest to `near` (code points), then
    the first.
    """
    quote = quote.strip()
    if not quote:
        return None
    start = _nearest(occurrences(quote, paragraph), len(quote), paragraph, near)
    if start is not None:
        return passage(paragraph, start, start + len(quote), Exactness.EXACT)
    source = folded(paragraph)
    found = _folded_span(quote, source, near) or _folded_span(quote.strip(_WRAPPING), source, near)
    if found:
        return passage(paragraph, *found, Exactness.FOLDED)
    found = _ellipsis_span(quote.strip(_WRAPPING), source)
    return passage(paragraph, *found, Exactness.ELLIPSIS) if found else None


def passage(paragraph: str, start: int, end: int, exactness: Exactness) -> Placed:
    return Placed(paragraph[start:end], start, end, exactness)


def _folded_span(quote: str, source: Folded, near: int | None) -> tuple[int, int] | None:
    wanted = folded(quote).text.strip()
    if not wanted:
        return None
    places = [place for place in occurrences(wanted, source.text) if _begins(source, place)]
    folded_near = None if near is None else sum(origin < near for origin in source.origins)
    start = _nearest(tuple(places), len(wanted), source.text, folded_near)
    return None if start is None else source.span(start, start + len(wanted))


def _ellipsis_span(quote: str, source: Folded) -> tuple[int, int] | None:
    pieces = [folded(piece).text.strip() for piece in _ELLIPSIS.split(quote)]
    pieces = [piece for piece in pieces if piece]
    if not _ELLIPSIS.search(quote) or not pieces or any(len(piece) < _SHORTEST_PIECE for piece in pieces):
        return None
    stop = 0
    for piece in pieces:
        place = source.text.find(piece, stop)
        if place < 0:
            return None
        stop = place + len(piece)
    # Back again from the end: of several beginnings the nearest is meant, and not half the paragraph.
    start = stop
    for piece in reversed(pieces):
        start = source.text.rindex(piece, 0, start)
    return source.span(start, stop)


def _nearest(places: tuple[int, ...], length: int, text: str, near: int | None) -> int | None:
    bounded = tuple(place for place in places if _bounded(text, place, place + length))
    candidates = bounded or places
    if not candidates:
        return None
    return candidates[0] if near is None else min(candidates, key=lambda place: abs(place - near))


def _begins(source: Folded, place: int) -> bool:
    """Whether a character of the unfolded text begins here, and not its second half, as the second s of ß."""
    return place == 0 or source.origins[place - 1] != source.origins[place]


def _bounded(text: str, start: int, end: int) -> bool:
    opens = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    closes = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    return opens and closes
