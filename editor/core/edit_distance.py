"""How many characters have to be put in, taken out or exchanged to make one text of another.

Our own, because it is asked when something is pasted, in the window, which loads no compiled library for it. A column of
the table is held as the bits of two whole numbers (G. Myers, 1999; H. Hyyrö, 2001), so that a paragraph costs as many
steps as it has characters.
"""

from __future__ import annotations


def edit_distance(one: str, other: str) -> int:
    """Levenshtein's distance in code points; an exchange counts 1, two characters swapped count 2."""
    one, other = _without_common_ends(one, other)
    if not one or not other:
        return len(one) + len(other)
    where: dict[str, int] = {}
    for place, char in enumerate(one):
        where[char] = where.get(char, 0) | 1 << place
    every, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    up, down, score = every, 0, len(one)
    for char in other:
        match = where.get(char, 0)
        level = (((match & up) + up) ^ up) | match | down
        more = down | ~(level | up) & every
        less = up & level
        score += bool(more & last) - bool(less & last)
        more = more << 1 | 1
        up = (less << 1 | ~(level | more)) & every
        down = more & level & every
    return score


def _without_common_ends(one: str, other: str) -> tuple[str, str]:
    shorter = min(len(one), len(other))
    start = next((place for place in range(shorter) if one[place] != other[place]), shorter)
    one, other = one[start:], other[start:]
    shorter -= start
    stop = next((place for place in range(shorter) if one[-1 - place] != other[-1 - place]), shorter)
    return one[: len(one) - stop], other[: len(other) - stop]
