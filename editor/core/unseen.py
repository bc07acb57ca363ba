"""Characters nobody sees: they come along with pastes, join words, turn lines round, or mark a text as somebody's.

Some of them are needed. Joiners hold letters of Arabic and Indic scripts and pictures together, direction marks stand
beside letters read from the right, and selectors choose the look of a picture; in such places they are left alone. They
are what Unicode calls Default_Ignorable_Code_Point (DerivedCoreProperties.txt), with the marks of annotations.
"""

from __future__ import annotations

import re
import unicodedata

ALWAYS_ODD = (
    "\u200b\u2060\ufeff\u180e\u2061\u2062\u2063\u2064\u2065\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    "\u206a\u206b\u206c\u206d\u206e\u206f\u17b4\u17b5\u3164\uffa0\ufff0\ufff1\ufff2\ufff3\ufff4\ufff5\ufff6\ufff7\ufff8"
    "\ufff9\ufffa\ufffb"
)
"""Zero-width spaces and joiners of words, unseen operators, letters without a shape, marks of annotations, and what turns
the direction of a line. All of them are one UTF-16 unit."""
_ODD_BY_PLACE = (
    "\u00ad\u034f\u061c\u115f\u1160\u180b-\u180d\u180f\u200c\u200d\u200e\u200f\ufe00-\ufe0f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
UNSEEN = f"[{ALWAYS_ODD}{_ODD_BY_PLACE}]"
"""All of them, needed or not, as a regular expression."""
_UNSEEN = re.compile(UNSEEN)
_ALWAYS_ODD = re.compile(f"[{ALWAYS_ODD}]")
SIGN = "▯"
"""Stands for each of `ALWAYS_ODD` wherever a text is shown."""
CONTROL_SIGNS = {
    **{chr(code): chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"},
    "\x7f": "␡",
    **dict.fromkeys(map(chr, range(0x80, 0xA0)), SIGN),
}
"""Of what speaks to a terminal or to a program and is no writing, each with its picture of Unicode's block for them."""
_CONTROL = re.compile(f"[{''.join(map(re.escape, CONTROL_SIGNS))}]")
_MARKS = "\u200e\u200f\u061c"
REACH = 12
"""Characters on either side that say whether one is needed: among as many a direction mark has its letter."""
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
"""England, Scotland, Wales and others: a black flag, the region in tags, and their end. More than that hides words."""
_LONGEST_FLAG = 8
_FROM_THE_RIGHT = frozenset(("R", "AL", "AN"))
_JOINED = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ua840-\ua87f\ufb50-\ufdff\ufe70-\ufefc]")
"""Scripts whose letters joiners hold together or part."""
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")
_MONGOLIAN = re.compile("[\u1820-\u18aa]")
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def unseen(text: str) -> tuple[int, ...]:
    """The places, in code points, of the characters that nobody sees and nothing needs."""
    return tuple(found.start() for found in _UNSEEN.finditer(text) if not _is_needed(text, found.start()))


def unseen_within(text: str, start: int, stop: int) -> tuple[int, ...]:
    """Those from `start` to `stop`, in code points from `start`, judged by what stands around them as well."""
    low = max(0, start - REACH)
    places = unseen(text[low : stop + REACH])
    return tuple(place + low - start for place in places if start <= place + low < stop)


def seen(text: str) -> str:
    """With a sign in the place of what hides or turns a line round whatever stands beside it; as many characters."""
    return text if text.isascii() else _ALWAYS_ODD.sub(SIGN, text)


def for_a_terminal(text: str) -> str:
    """As many characters, with nothing in it that a terminal would take for an order, such as to fill the clipboard."""
    return seen(_CONTROL.sub(lambda one: CONTROL_SIGNS[one[0]], text))


def _is_needed(text: str, place: int) -> bool:
    char, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if char in _MARKS:
        left, right = text[max(0, place - REACH) : place], text[place + 1 : place + 1 + REACH]
        near = left.rpartition("\n")[2] + right.partition("\n")[0]  # a line's direction is its own
        return any(unicodedata.bidirectional(one) in _FROM_THE_RIGHT for one in near if one not in _MARKS)
    if char in "\u200c\u200d":
        return bool(_JOINED.match(before)) or (char == "\u200d" and _is_picture(before) and _is_picture(after))
    if (script := _SELECTED.get(char)) is not None:
        return bool(script.match(before))
    if "\ufe00" <= char <= "\ufe0f":
        return bool(before) and (unicodedata.category(before) in ("So", "Sm", "Lo", "Po", "Nd"))
    if "\U000e0100" <= char <= "\U000e01ef":
        return bool(_IDEOGRAPH.match(before))
    if char == "\u034f":
        return any(one and unicodedata.combining(one) for one in (before, after))
    if char in "\u115f\u1160":
        return bool(_JAMO.match(before) or _JAMO.match(after))
    return "\U000e0001" <= char <= "\U000e007f" and _is_in_a_flag(text, place)


_SELECTED = dict.fromkeys("\u180b\u180c\u180d\u180f", _MONGOLIAN)
"""What chooses the shape of the letter before it."""


def _is_in_a_flag(text: str, place: int) -> bool:
    start = text.rfind("\U0001f3f4", max(0, place - _LONGEST_FLAG), place)
    flag = _FLAG.match(text, start) if start >= 0 else None
    return flag is not None and place < flag.end()


def _is_picture(char: str) -> bool:
    return bool(char) and (unicodedata.category(char) in ("So", "Sk") or "\ufe00" <= char <= "\ufe0f")
