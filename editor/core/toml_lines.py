"""In which line of a TOML file a table or a field is written, which a parser does not tell.

https://toml.io/en/v1.0.0; only names are read here, so that a file which `tomllib` took is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAME = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_NAMES = rf"(?:{_NAME.pattern})(?:\s*\.\s*(?:{_NAME.pattern}))*"
_HEADER = re.compile(rf"\s*\[\[?\s*({_NAMES})\s*\]")
_FIELD = re.compile(rf"\s*({_NAMES})\s*=")
_LONG = ('"' * 3, "'" * 3)
"""Marks of a text of several lines."""
_QUOTED = re.compile(r"""\"{3}|'{3}|"(?:[^"\\]|\\.)*"|'[^']*'|#.*""")
"""Such a mark, a whole text of one line, or a comment."""


def fields_in(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The number of each line, from 1, in which a table or a field begins, and the names that lead to it."""
    table: tuple[str, ...] = ()
    inside = ""
    for number, line in enumerate(text.split("\n"), start=1):
        was_inside, inside = inside, _left_open(line, inside)
        if was_inside:
            continue
        if header := _HEADER.match(line):
            table = _names(header[1])
            yield number, table
        elif field := _FIELD.match(line):
            yield number, (*table, *_names(field[1]))


def _left_open(line: str, mark: str) -> str:
    """The mark of the text that goes on behind this line, or nothing; `mark` is that of one which goes on in it."""
    place = 0
    while True:
        if mark:
            end = line.find(mark, place)
            if end < 0:
                return mark
            place, mark = end + len(mark), ""
        else:
            found = _QUOTED.search(line, place)
            if found is None:
                return ""
            place, mark = found.end(), found[0] if found[0] in _LONG else ""


def _names(written: str) -> tuple[str, ...]:
    return tuple(one.strip("\"'") for one in _NAME.findall(written))
