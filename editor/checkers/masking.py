"""Which parts of a paragraph are not the writer's prose: code, formulas, addresses, mark-up, block
quotations.

Every mask keeps the length, so that an offset in the masked text is an offset in the paragraph. Two masks are
needed: blanks for checkers that know nothing of Markdown, and inline code for one that reads Markdown and
would take a row of blanks for a slip of its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    CODE = "code"
    MATH = "math"
    ADDRESS = "address"
    MARKUP = "markup"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Hidden:
    """paragraph[start:stop] is not prose; code points, not empty."""

    start: int
    stop: int
    kind: Kind


_SIGN = r"\s?[-+−*/^=<>≤≥]\s?"
_FUNCTION = r"(?:exp|log|ln|sin|cos|tan|max|min|sum)"
_TERM = rf"[-−]?(?:{_FUNCTION}\s)?[A-Za-z0-9_.()]{{1,5}}(?<![.])(?![A-Za-z])"
_FENCE = re.compile(r"[ ]{0,3}(```+|~~~+)")
_QUOTED_LINE = re.compile(r"[ ]{0,3}>")
_INDENTED = re.compile(r"(?:[ ]{4}|\t)(?!\s*(?:[-*+]|\d+[.)])\s)")
_TICKS = re.compile(r"`+")
_PAIRS = (("\\[", "\\]", ".."), ("\\(", "\\)", ".."), ("<!--", "-->", "<..."))
"""What opens and what closes it, wherever that is, and what stands for an opening that nothing closes."""
_OPENED = (
    re.compile(r"\$\$.+?\$\$|\\\[.+?\\\]|\\\(.+?\\\)", re.DOTALL),
    re.compile(r"<!--.*?-->|</?[A-Za-z][^<>\n]*>|\[\^[^\]\s]{1,999}\]", re.DOTALL),
)
"""Formulas, and tags with comments and notes, whose labels have 999 characters at most (CommonMark 0.31, 4.7)."""
# Below, what stands before the @ of an address has 64 characters at most (RFC 5321, 4.5.3.1.1).
_INLINE: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (_OPENED[0], Kind.MATH),
    (re.compile(r"(?<![\\$])\$(?=[^\s$])[^$\n]*(?<=[^\s\\$])\$(?![\d$])"), Kind.MATH),
    (_OPENED[1], Kind.MARKUP),
    (re.compile(r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)"), Kind.ADDRESS),
    (re.compile(r"(?<=\])\[[^\[\]\n]*\]"), Kind.ADDRESS),
    (re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S+.*$", re.MULTILINE), Kind.ADDRESS),
    (
        re.compile(r"\b(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)\"'\]]|\b[\w.+-]{1,64}+@[\w-]+\.[\w.]*\w"),
        Kind.ADDRESS,
    ),
    (re.compile(r"^[ ]{0,3}\|.*$", re.MULTILINE), Kind.MARKUP),
    (re.compile(r"^[ ]{0,3}#{1,6}[ \t]|^[^\S\n]*+(?:[-*+]|\d{1,3}[.)])[ \t]+", re.MULTILINE), Kind.MARKUP),
    (
        re.compile(rf"(?<![\w-])[A-Za-z]\w?\s?=\s?{_TERM}(?:{_SIGN}{_TERM}|\s{_FUNCTION}\s{_TERM})*"),
        Kind.MATH,
    ),
)


def hidden(paragraph: str) -> tuple[Hidden, ...]:
    """What a checker of prose must leave alone, in the order of the text, without overlaps."""
    found = list(_blocks(paragraph))
    left = _blanked(paragraph, found)
    code = list(_code_spans(left))
    found += code
    left = _blanked(left, code)
    for pattern, kind in _INLINE:
        searched = _closed(left) if pattern in _OPENED else left
        starts = sorted(one.start for one in found)
        here = [_clear(Hidden(one.start(), one.end(), kind), starts) for one in pattern.finditer(searched)]
        found += here
        left = _blanked(left, here)
    return tuple(sorted(found, key=lambda stretch: stretch.start))


def _clear(stretch: Hidden, starts: list[int]) -> Hidden:
    """The stretch up to where another one begins: the blanks a pattern ran over may stand for something hidden.

    `starts` of the others are in order.
    """
    after = bisect_right(starts, stretch.start)
    stop = min(starts[after], stretch.stop) if after < len(starts) else stretch.stop
    return Hidden(stretch.start, stop, stretch.kind)


def _closed(text: str) -> str:
    """As long as the text, without openings that nothing closes: after each a pattern would look to the end in vain."""
    for opening, closing, harmless in _PAIRS:
        last = text.rfind(closing) + 1
        text = text[:last] + text[last:].replace(opening, harmless)
    return text


def blanked(paragraph: str) -> str:
    """The paragraph with everything hidden, and every unpaired surrogate, turned into blanks; lines are kept."""
    return _blanked(paragraph, hidden(paragraph))


def as_code(paragraph: str) -> str:
    """The paragraph for a reader of Markdown: formulas, tags and quotations look like inline code.

    Code, addresses and the marks of lists and headings are left as they are; such a reader knows them.
    """
    chars = list(_blanked(paragraph, ()))
    for stretch in hidden(paragraph):
        length = stretch.stop - stretch.start
        if stretch.kind not in (Kind.MATH, Kind.QUOTATION) or length < 3:
            continue
        for index in range(stretch.start, stretch.stop):
            chars[index] = "\n" if chars[index] == "\n" else "x"
        chars[stretch.start] = chars[stretch.stop - 1] = "`"
    return "".join(chars)


def touches(stretches: tuple[Hidden, ...], start: int, end: int) -> bool:
    return any(stretch.start < end and start < stretch.stop for stretch in stretches)


def _blanked(text: str, stretches: tuple[Hidden, ...] | list[Hidden]) -> str:
    chars = [" " if "\ud800" <= char <= "\udfff" else char for char in text]
    for stretch in stretches:
        for index in range(stretch.start, stretch.stop):
            if chars[index] != "\n":
                chars[index] = " "
    return "".join(chars)


def _blocks(paragraph: str) -> list[Hidden]:
    """Fenced and indented code, and a quotation, which lasts to the end of the block once it has begun."""
    if all(_INDENTED.match(line) or not line.strip() for line in paragraph.split("\n")):
        return [Hidden(0, len(paragraph), Kind.CODE)] if paragraph.strip() else []
    found: list[Hidden] = []
    fence, opened, place = "", 0, 0
    for line in paragraph.split("\n"):
        mark = _FENCE.match(line)
        if fence and mark and mark[1].startswith(fence):
            found.append(Hidden(opened, place + len(line), Kind.CODE))
            fence = ""
        elif not fence and mark:
            fence, opened = mark[1], place
        elif not fence and _QUOTED_LINE.match(line):
            return [*found, Hidden(place, len(paragraph.rstrip("\n")), Kind.QUOTATION)]
        place += len(line) + 1
    return [*found, Hidden(opened, len(paragraph), Kind.CODE)] if fence else found


def _code_spans(text: str) -> list[Hidden]:
    runs = [(run.start(), run.end()) for run in _TICKS.finditer(text)]
    found: list[Hidden] = []
    number = 0
    while number < len(runs):
        start, end = runs[number]
        later = range(number + 1, len(runs))
        closing = next((n for n in later if runs[n][1] - runs[n][0] == end - start), None)
        if closing is not None:
            found.append(Hidden(start, runs[closing][1], Kind.CODE))
            number = closing
        number += 1
    return found
