"""The last step of placing a quote: a passage that resembles it.

Kept apart from `placing` because the measuring is done by a compiled library that the window never loads; the
worker does. A resemblance can clip a character, so the passage is widened to whole words and measured again.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from editor.core.folding import folded
from editor.core.placing import Exactness, Placed, locate, passage

ENOUGH = 0.90
"""Share of characters in common from which two passages count as the same words, misquoted."""
_LADDER = tuple(Exactness)
"""From certain to forgiving."""
_SHORTEST = 8
"""Folded characters; anything shorter resembles too much by chance."""


def place(quote: str, paragraph: str, near: int | None = None) -> Placed | None:
    """`placing.locate`, and where that finds nothing a passage that resembles the quote by nine tenths."""
    return locate(quote, paragraph, near) or resembling(quote, paragraph)


def place_among(quote: str, texts: Sequence[str]) -> tuple[int, Placed] | None:
    """The number of the text that a quote stands in, and where; an exact place goes before a forgiving one.

    Of several equally good ones the first. None also for an empty quote.
    """
    found = [(number, locate(quote, text)) for number, text in enumerate(texts)]
    placed = [(number, one) for number, one in found if one is not None]
    if placed:
        return min(placed, key=lambda one: _LADDER.index(one[1].exactness))
    alike = ((number, resembling(quote, text)) for number, text in enumerate(texts))
    return next(((number, one) for number, one in alike if one is not None), None)


def resembling(quote: str, paragraph: str, at_least: float = ENOUGH) -> Placed | None:
    """The passage most like the quote, in whole words, or None when none comes up to `at_least` (0 to 1).

    With a lower measure it answers "what stands there now" for a remark whose words are gone.
    """
    wanted, source = folded(quote).text.strip(), folded(paragraph)
    if len(wanted) < _SHORTEST or not source.text:
        return None
    if len(wanted) >= len(source.text):
        start, stop = 0, len(source.text)
    else:
        match = fuzz.partial_ratio_alignment(wanted, source.text, score_cutoff=at_least * 100)
        if match is None or match.dest_start == match.dest_end:
            return None
        start, stop = _widened(source.text, match.dest_start, match.dest_end)
    if fuzz.ratio(wanted, source.text[start:stop]) < at_least * 100:
        return None
    return passage(paragraph, *source.span(start, stop), Exactness.RESEMBLING)


def _widened(text: str, start: int, stop: int) -> tuple[int, int]:
    """The stretch in whole words: a clipped word is taken in, blanks at the ends are left out."""
    match = text[start:stop]
    start, stop = start + len(match) - len(match.lstrip()), stop - len(match) + len(match.rstrip())
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while stop < len(text) and text[stop - 1].isalnum() and text[stop].isalnum():
        stop += 1
    return start, stop
