"""The numbers of the items of Word's lists on the clipboard, where each is written out as Word shows it.

A letter may be a Roman number too: "i." is the ninth of one list and the first of another. The items before and behind it
in the same list say which.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

_WRITTEN = re.compile(
    r"\(?\s*(?:\d{1,4}[.)])*(?:(?P<figures>\d{1,4})(?:[.)]|$)|(?P<letters>([a-z])\3{0,19}|[ivxlcdm]{1,15})[.)])",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_WORTH = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_FIRST_ROMAN = "ivx"
"""Letters that rather begin a list in Roman numbers than one in letters."""

Place = tuple[Hashable, int]
"""A list, and a level of it."""
_Numbers = tuple[int, ...]
_Known = TypeVar("_Known")


def numbers_of(items: Iterable[tuple[Place, str]]) -> list[int | None]:
    """Of each item the number, from what is written before it; None where that is a bullet."""
    readings = [(place, _readings(written)) for place, written in items]
    made: list[int | None] = []
    counted: dict[Hashable, dict[int, int]] = {}
    """The number that is due next, by list and level."""
    for ((name, level), numbers), behind in zip(readings, _following(readings), strict=True):
        due = counted[name] = _without_deeper(counted.get(name, {}), level)
        number = _chosen(numbers, due.get(level), behind)
        if number is not None:
            due[level] = number + 1
        made.append(number)
    return made


def _following(readings: Sequence[tuple[Place, _Numbers]]) -> list[_Numbers]:
    """How the next item beside each may be read; nothing where it is the last."""
    met: dict[Hashable, dict[int, _Numbers]] = {}
    found: list[_Numbers] = []
    for (name, level), numbers in reversed(readings):
        behind = met[name] = _without_deeper(met.get(name, {}), level)
        found.append(behind.get(level, ()))
        behind[level] = numbers
    return found[::-1]


def _without_deeper(by_level: Mapping[int, _Known], level: int) -> dict[int, _Known]:
    """What lies deeper begins anew on the other side of an item."""
    return {one: known for one, known in by_level.items() if one <= level}


def _readings(written: str) -> _Numbers:
    """The likeliest first."""
    found = _WRITTEN.match(written)
    if found is None:
        return ()
    if found["figures"]:
        return (int(found["figures"]),)
    letters = found["letters"].lower()
    by_letter = (ord(letters[0]) - ord("a") + 1 + 26 * (len(letters) - 1),) if len(set(letters)) == 1 else ()
    roman = (_worth(letters),) if _ROMAN.fullmatch(letters) else ()
    return roman + by_letter if len(letters) > 1 or letters in _FIRST_ROMAN else by_letter + roman


def _worth(roman: str) -> int:
    worths = [_WORTH[letter] for letter in roman]
    return sum(-one if one < behind else one for one, behind in zip(worths, [*worths[1:], 0], strict=True))


def _chosen(numbers: _Numbers, due: int | None, behind: _Numbers) -> int | None:
    if due in numbers:
        return due
    going_on = (number for number in numbers if number + 1 in behind)
    return next(going_on, numbers[0] if numbers else None)
