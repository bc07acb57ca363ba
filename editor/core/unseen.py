"""Characters nobody sees: they come along with pastes, join words, turn lines round, or mark a text as somebody's.

Some of them are needed. Joiners hold letters of Arabic and Indic scripts and pictures together, direction marks stand
beside letters read from the right, and selectors choose the look of a picture; in such places they are left alone.
Categories are those of Unicode (Cf, and the variation selectors of Mn).
"""

from __future__ import annotations

import re
import unicodedata

from editor.core.runs import Fragment, joined, parted

ALWAYS_ODD = (
    "\u200b\u2060\ufeff\u180e\u2061\u2062\u2063\u2064\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    "\u206a\u206b\u206c\u206d\u206e\u206f"
)
"""Zero-width spaces and joiners of words, unseen operators, and what turns the direction of a line."""
_ODD_BY_PLACE = "\u00ad\u200c\u200d\u200e\u200f\u061c\ufe00-\ufe0f\U000e0001-\U000e007f\U000e0100-\U000e01ef"
UNSEEN = f"[{ALWAYS_ODD}{_ODD_BY_PLACE}]"
"""All of them, needed or not, as a regular expression."""
_UNSEEN = re.compile(UNSEEN)
_ALWAYS_ODD = re.compile(f"[{ALWAYS_ODD}]")
SIGN = "▯"
"""Stands for each of `ALWAYS_ODD` wherever a text is shown."""
_MARKS = "\u200e\u200f\u061c"
_NEAR = 12
"""Characters on either side, among which a direction mark has its letter."""
_TAGS = "".join(map(chr, range(0xE0020, 0xE0080)))
_FROM_THE_RIGHT = frozenset(("R", "AL", "AN"))
_JOINED = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ua840-\ua87f\ufb50-\ufdff\ufe70-\ufefc]")
"""Scripts whose letters joiners hold together or part."""


def unseen(text: str) -> tuple[int, ...]:
    """The places, in code points, of the characters that nobody sees and nothing needs."""
    return tuple(found.start() for found in _UNSEEN.finditer(text) if not _is_needed(text, found.start()))


def seen(text: str) -> str:
    """With a sign in the place of what nobody sees or what turns a line round; as many characters."""
    return text if text.isascii() else _ALWAYS_ODD.sub(SIGN, text)


def without_unseen(fragment: Fragment) -> Fragment:
    """The same words without them; every other character keeps its origin."""
    places = unseen(fragment.text)
    kept = [(low + 1, high) for low, high in zip((-1, *places), (*places, len(fragment.text)), strict=True)]
    lengths = [length for start, stop in kept for length in (stop - start, 1)][:-1]
    runs = [piece for number, piece in enumerate(parted(fragment.runs, lengths)) if number % 2 == 0]
    return Fragment("".join(fragment.text[start:stop] for start, stop in kept), joined(runs))


def _is_needed(text: str, place: int) -> bool:
    char, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if char in _MARKS:
        near = text[max(0, place - _NEAR) : place + 1 + _NEAR]
        return any(unicodedata.bidirectional(one) in _FROM_THE_RIGHT for one in near if one not in _MARKS)
    if char in "\u200c\u200d":
        joined = bool(before and after and _JOINED.match(before))
        return joined or (char == "\u200d" and _is_picture(before) and _is_picture(after))
    if "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0100":
        return bool(before) and (unicodedata.category(before) in ("So", "Sm", "Lo", "Po", "Nd"))
    if char >= "\U000e0001":
        return text[:place].rstrip(_TAGS).endswith("\U0001f3f4")  # the flags of Scotland and others
    return False


def _is_picture(char: str) -> bool:
    return bool(char) and (unicodedata.category(char) in ("So", "Sk") or "\ufe00" <= char <= "\ufe0f")
