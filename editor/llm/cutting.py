"""Where a long text may be cut: between paragraphs if possible, else between lines, sentences or words."""

from __future__ import annotations

from editor.llm.provider import most_tokens

_BORDERS = ("\n\n", "\n", ". ", " ")


def cuts_in(text: str, start: int, end: int, first: int, later: int) -> tuple[int, ...]:
    """Ends of the parts of `text[start:end]`, the last one at `end`, in code points.

    The first part has at most `first` tokens, counted upwards, the others `later`. Raises ValueError where these leave no
    room for a word.
    """
    if min(first, later) < 16:
        raise ValueError("no room for a part")
    found: list[int] = []
    room = first
    while start < end:
        start = _end_of_part(text, start, end, room)
        found.append(start)
        room = later
    return tuple(found)


def _end_of_part(text: str, start: int, end: int, room: int) -> int:
    if most_tokens(text[start:end]) <= room:
        return end
    low, high = start, end
    while high - low > 1:  # the longest stretch that fits
        middle = (low + high) // 2
        low, high = (middle, high) if most_tokens(text[start:middle]) <= room else (low, middle)
    for border in _BORDERS:
        at = text.rfind(border, start, low)
        if at > start + (low - start) // 2:  # not a crumb for the sake of a better border
            return at + len(border)
    return max(low, start + 1)
