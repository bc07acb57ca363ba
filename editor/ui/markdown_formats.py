"""Where Markdown as typed wants another colour or weight: one line of text in, spans out.

The letters themselves are never changed or hidden; signs become fainter and what they mark takes its
look. One regular expression finds everything that can begin something, so that a key press costs one
pass over one paragraph; emphasis is then paired by the flanking rules of CommonMark 6.2. What reaches
over lines (fences, display formulas, front matter) is told from outside as a `LineKind`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from enum import IntEnum, auto

LONG_BLOCK_WORDS = 2_000
"""Above this no inline look: Qt shapes a whole block at every key, and formats cut it into more pieces."""

_LONG_BLOCK_CHARACTERS = 8_000


class LineKind(IntEnum):
    """What a line is in its Markdown surroundings."""

    TEXT = 0
    HEADING1 = 1
    HEADING2 = 2
    HEADING3 = 3
    HEADING4 = 4
    HEADING5 = 5
    HEADING6 = 6
    CODE = auto()
    MATH = auto()
    HTML = auto()
    FRONT_MATTER = auto()
    TABLE = auto()
    QUOTE = auto()
    FOOTNOTE = auto()
    LIST = auto()

    @classmethod
    def heading(cls, level: int) -> LineKind:
        """The kind of a heading of level 1 to 6."""
        return cls(level)


class Role(IntEnum):
    """What a span of a line is; a style sheet knows how it looks."""

    HEADING1 = 1
    HEADING2 = 2
    HEADING3 = 3
    HEADING4 = 4
    HEADING5 = 5
    HEADING6 = 6
    MARK = auto()
    STRONG = auto()
    EMPHASIS = auto()
    STRIKE = auto()
    CODE = auto()
    CODE_LINE = auto()
    MATH = auto()
    MATH_LINE = auto()
    HTML = auto()
    PLAIN_MONO = auto()
    FRONT_MATTER = auto()
    LINK = auto()
    ADDRESS = auto()
    FOOTNOTE = auto()
    QUOTE = auto()

    @classmethod
    def heading(cls, level: int) -> Role:
        """The role of the text of a heading of level 1 to 6."""
        return cls(level)


Span = tuple[int, int, Role]
"""Start and length in UTF-16 units, and the role. Later spans lie over earlier ones."""

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_PREFIX = re.compile(
    r"(?P<quote> {0,3}(?:>[ \t]?)+)"
    r"|(?P<list>[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)"
    r"|(?P<footnote> {0,3}\[\^[^\]\s]+\]:[ \t]*)"
)
_RULE = re.compile(r" {0,3}([-*_=])[ \t]*(?:\1[ \t]*){2,}$")
_FENCE = re.compile(r" {0,3}(?:`{3,}[^`]*|~{3,}.*|\$\$)$")
_PREFIX_KINDS = {"quote": LineKind.QUOTE, "list": LineKind.LIST, "footnote": LineKind.FOOTNOTE}

_WHOLE_LINE = {
    LineKind.CODE: Role.CODE_LINE,
    LineKind.MATH: Role.MATH_LINE,
    LineKind.HTML: Role.HTML,
    LineKind.FRONT_MATTER: Role.FRONT_MATTER,
}

_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<ticks_alone>`+)"
    r"|(?P<math>\$\$[^$]+\$\$|\$(?=[^\s$])(?:[^$\\]|\\.)*(?<=[^\s])\$(?!\d))"
    r"|(?P<footnote>\[\^[^\[\]\s]+\])"
    r"|(?P<auto><(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w.-]+)>)"
    r"|(?P<html></?[a-zA-Z][^<>]*>|<!--(?:(?!<!--).)*?-->)"
    r"|(?P<bare>(?:(?<=\bhttp)|(?<=\bhttps))://[^\s<>)\]]*[^\s<>)\].,;:!?'\"*_])"
    r"|(?P<open>\[)"
    r"|(?P<close>\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+\"[^\"]*\")?\)|\[[^\[\]]*\])?)"
    r"|(?P<run>\*+|_+|~~)"
)
_WHOLE_TOKEN = {
    "code": Role.CODE,
    "math": Role.MATH,
    "footnote": Role.FOOTNOTE,
    "html": Role.HTML,
    "auto": Role.LINK,
}
# Almost all letters begin nothing. A set alone is searched many times faster than the alternatives above.
_MAY_BEGIN = re.compile(r"[\\`$\[\]<*_~:]")
_SPACE = " \t\u00a0\u2028"


def line_kind(text: str) -> LineKind:
    """What a line is when nothing is known about its neighbours."""
    heading = _HEADING.match(text)
    if heading:
        return LineKind.heading(len(heading.group(1)))
    prefix = _PREFIX.match(text)
    if prefix and prefix.lastgroup and not _RULE.match(text):
        return _PREFIX_KINDS[prefix.lastgroup]
    return LineKind.TEXT


def hanging_prefix(text: str) -> str:
    """The sign a list item, a quotation or a footnote begins with: further lines are set under what follows it."""
    prefix = _PREFIX.match(text)
    return prefix.group() if prefix and not _RULE.match(text) else ""


def line_spans(text: str, kind: LineKind) -> list[Span]:
    """The spans of one line.

    `text` is one line without its line end. Offsets in the result count UTF-16 units, as Qt does.
    """
    if not text:
        return []
    spans = _code_point_spans(text, kind)
    if spans and not text.isascii() and max(text) > "\uffff":
        return _in_utf16(text, spans)
    return spans


def is_long(text: str) -> bool:
    """Whether a line is too long to be given an inline look while it is typed in."""
    return len(text) > _LONG_BLOCK_CHARACTERS and text.count(" ") >= LONG_BLOCK_WORDS


def _code_point_spans(text: str, kind: LineKind) -> list[Span]:
    whole = _WHOLE_LINE.get(kind)
    if whole is not None:
        spans: list[Span] = [(0, len(text), whole)]
        if _FENCE.match(text) or (kind is LineKind.FRONT_MATTER and text.startswith("---")):
            spans.append((0, len(text), Role.MARK))
        return spans
    spans = []
    if LineKind.HEADING1 <= kind <= LineKind.HEADING6:
        spans.append((0, len(text), Role.heading(kind)))
        sign = _HEADING.match(text)
        if sign:
            spans.append((0, sign.end(1), Role.MARK))
    elif kind is LineKind.TABLE:
        spans.append((0, len(text), Role.PLAIN_MONO))
        spans += [(bar.start(), 1, Role.MARK) for bar in re.finditer(r"\|", text)]
    elif text[0] in "-*_= " and _RULE.match(text):
        return [(0, len(text), Role.MARK)]
    else:
        spans += _prefix_spans(text, kind)
    if not is_long(text):
        spans += _inline_spans(text, len(hanging_prefix(text)))
    return spans


def _prefix_spans(text: str, kind: LineKind) -> list[Span]:
    sign = _PREFIX.match(text)
    spans: list[Span] = []
    if kind is LineKind.QUOTE:
        spans.append((0, len(text), Role.QUOTE))
    if sign:
        role = Role.FOOTNOTE if sign.lastgroup == "footnote" else Role.MARK
        spans.append((0, len(sign.group().rstrip()), role))
    return spans


def _inline_spans(text: str, begin: int) -> list[Span]:
    looks: list[Span] = []
    marks: list[Span] = []
    brackets: list[int] = []
    runs: list[_Run] = []
    for token in _tokens(text, begin):
        name = token.lastgroup or ""
        start, end = token.span()
        if name == "run":
            runs.append(_Run(text, start, end))
        elif name == "open":
            brackets.append(start)
        elif name == "close":
            _close_bracket(text, (start, end), brackets, looks, marks)
        elif name == "escape":
            marks.append((start, 1, Role.MARK))
        elif name == "bare":
            start = text.rindex("http", 0, start)
            looks.append((start, end - start, Role.LINK))
        elif name in _WHOLE_TOKEN:
            looks.append((start, end - start, _WHOLE_TOKEN[name]))
        if name == "code":
            ticks = len(token.group("ticks"))
            marks += [(start, ticks, Role.MARK), (end - ticks, ticks, Role.MARK)]
    _pair(runs, looks, marks)
    return looks + marks


def _tokens(text: str, begin: int) -> Iterator[re.Match[str]]:
    end = begin
    for sign in _MAY_BEGIN.finditer(text, begin):
        if sign.start() >= end:
            token = _TOKEN.match(text, sign.start())
            if token:
                end = token.end()
                yield token


def _close_bracket(text: str, close: tuple[int, int], brackets: list[int], looks: list[Span], marks: list[Span]) -> None:
    if not brackets:
        return
    start, end = close
    opened = brackets.pop()
    if end - start == 1:
        return
    inner = opened + 1
    opened -= text[opened - 1 : opened] == "!"
    looks.append((inner, start - inner, Role.LINK))
    marks.append((opened, inner - opened, Role.MARK))
    marks.append((start, end - start, Role.ADDRESS))


class _Run:
    """A run of emphasis signs and what it may do (CommonMark 6.2)."""

    __slots__ = ("at", "closes", "end", "opens", "sign")

    def __init__(self, text: str, start: int, end: int) -> None:
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        space_after, space_before = after in _SPACE, before in _SPACE
        punct_after, punct_before = not (space_after or after.isalnum()), not (space_before or before.isalnum())
        left = not space_after and (not punct_after or space_before or punct_before)
        right = not space_before and (not punct_before or space_after or punct_after)
        self.sign = text[start]
        self.at = start
        self.end = end
        self.opens = left and (self.sign != "_" or not right or punct_before)
        self.closes = right and (self.sign != "_" or not left or punct_after)


def _pair(runs: list[_Run], looks: list[Span], marks: list[Span]) -> None:
    """Match closing runs with the nearest opening ones; inner pairs are found before outer ones."""
    opened: list[_Run] = []
    for run in runs:
        while run.closes and run.at < run.end:
            index = _opener(opened, run)
            if index < 0:
                break
            opener = opened[index]
            del opened[index + 1 :]
            used = 2 if min(opener.end - opener.at, run.end - run.at) >= 2 else 1
            opener.end -= used
            role = Role.STRIKE if run.sign == "~" else Role.STRONG if used == 2 else Role.EMPHASIS
            looks.append((opener.end + used, run.at - opener.end - used, role))
            marks += [(opener.end, used, Role.MARK), (run.at, used, Role.MARK)]
            run.at += used
            if opener.at == opener.end:
                del opened[index]
        if run.opens and run.at < run.end:
            opened.append(run)


def _opener(opened: list[_Run], closer: _Run) -> int:
    for index in range(len(opened) - 1, -1, -1):
        if opened[index].sign == closer.sign:
            return index
    return -1


def _in_utf16(text: str, spans: list[Span]) -> list[Span]:
    astral = [index for index, letter in enumerate(text) if letter > "\uffff"]
    moved = []
    for start, length, role in spans:
        begin = start + bisect_left(astral, start)
        end = start + length
        moved.append((begin, end + bisect_left(astral, end) - begin, role))
    return moved
