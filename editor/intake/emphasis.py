"""Emphasis as Markdown can say it: no mark beside its like, none around a block, none where it would not be read.

Word processors cut emphasis as they please: half a word in two elements, paragraphs within one. Markdown's marks are read
as such only where the letters beside them allow it (CommonMark 0.31, section 6.2), so that they are set anew here: the
emphasis of each stretch of words is noted, and its elements are made again around the longest stretches.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PreformattedString, Tag

from editor.intake.blocks import BLOCKS
from editor.intake.cleaning import ALSO, UNSEEN, refill

_NAMES = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "del": "del", "s": "del", "strike": "del"}
_ORDER = ("del", "strong", "em")
"""Which is outside of which, where both reach as far."""
_WHOLE = frozenset(
    ("a", "br", "button", "code", "kbd", "samp", "img", "q", "sub", "sup", "video", "x-formula", "x-note-mark")
)
"""Elements within a line that are written in a way of their own. All others are only their words."""
_AS_IT_IS = frozenset(("pre", "code", "kbd", "samp", "x-formula", "x-note-mark", UNSEEN))
_PARTS = re.compile(r"\s+|\S+")

_Marks = frozenset[str]
_NONE: _Marks = frozenset()


@dataclass(slots=True)
class _Piece:
    """Words, or an element within a line, and how they are emphasised."""

    content: Tag | str
    marks: _Marks

    @property
    def words(self) -> str:
        """Letters that stand for it at its ends, to tell what a mark beside it would touch."""
        if not isinstance(self.content, Tag):
            return self.content
        return "\n" if self.content.name == "br" else "[]"


def settle_emphasis(soup: BeautifulSoup) -> None:
    if soup.find(list(_NAMES)) is not None or soup.select_one(f"[{ALSO}]") is not None:
        _settle(soup, soup, _NONE)


def _settle(soup: BeautifulSoup, node: Tag, marks: _Marks) -> None:
    """Sets the emphasis within a block, or within an element of a line, that itself stands in these marks."""
    found: list[_Piece] = []
    if not _gather(node, marks, found) and not marks:
        for child in found:
            _settle_within(soup, child)
        return
    made: list[NavigableString | Tag] = []
    line: list[_Piece] = []
    for piece in [*found, None]:
        if piece is not None and not _is_block(piece):
            line.append(piece)
            continue
        made += _nested(soup, _freed(_freed(_plain_within_words(line), 1), -1))
        line = []
        if piece is not None and isinstance(piece.content, Tag):
            made.append(piece.content)
    for piece in found:
        _settle_within(soup, piece)
    refill(node, made)


def _settle_within(soup: BeautifulSoup, piece: _Piece) -> None:
    if isinstance(piece.content, Tag) and piece.content.name not in _AS_IT_IS:
        also = frozenset(str(piece.content.attrs.get(ALSO, "")).split())
        _settle(soup, piece.content, piece.marks if _is_block(piece) else also)


def _is_block(piece: _Piece) -> bool:
    content = piece.content
    return isinstance(content, Tag) and (content.name in BLOCKS or content.attrs.get("display") == "block")


def _gather(node: Tag, marks: _Marks, found: list[_Piece]) -> bool:
    """The pieces of an element in their order; whether there was any emphasis."""
    any_marks = False
    for child in node.children:
        if not isinstance(child, Tag):
            if str(child) and (isinstance(child, CData) or not isinstance(child, PreformattedString)):
                found.append(_Piece(str(child), marks))
        elif child.name == UNSEEN:
            continue
        elif child.name in _NAMES:
            _gather(child, marks | {_NAMES[child.name], *str(child.attrs.get(ALSO, "")).split()}, found)
            any_marks = True
        elif child.name in BLOCKS or child.name in _WHOLE:
            found.append(_Piece(child, marks))
        else:
            any_marks |= _gather(child, marks, found)
    return any_marks


def _plain_within_words(line: list[_Piece]) -> list[_Piece]:
    """One kind of emphasis only within a word that changes it again and again: of more, Markdown's marks run together."""
    if len(frozenset[str]().union(*(piece.marks for piece in line))) < 2:
        return line
    parts: list[_Piece] = []
    for piece in line:
        contents = [piece.content] if isinstance(piece.content, Tag) else _PARTS.findall(piece.content)
        parts += [_Piece(content, piece.marks) for content in contents]
    for _, group in groupby(parts, lambda part: part.words.isspace() or not part.marks):
        word = list(group)
        kinds = frozenset[str]().union(*(part.marks for part in word))
        stretches = len(
            list(groupby(part.marks for part in word if any(map(_is_letter, part.words)) or part.words == "[]"))
        )
        if len(kinds) > 1 and stretches > (1 if "del" in kinds else 2):
            for part in word:
                part.marks &= {next(mark for mark in _ORDER if mark in kinds)}
    return _joined(parts)


def _joined(parts: list[_Piece]) -> list[_Piece]:
    made: list[_Piece] = []
    for (marks, is_text), group in groupby(parts, lambda part: (part.marks, isinstance(part.content, str))):
        same = list(group)
        made += [_Piece("".join(part.words for part in same), marks)] if is_text else same
    return made


def _freed(line: list[_Piece], step: int) -> list[_Piece]:
    """Takes out of emphasis what stands at its beginning (step 1) or end (-1) and would keep its mark from being read.

    That is a blank, and a sign that lies between the mark and a letter outside: in Markdown `**Note:**so` is none, and
    `**Note**:so` is.
    """
    made: list[_Piece] = []
    beside, around = " ", _NONE
    for piece in line[::step]:
        words, kept = piece.words[::step], piece.marks & around
        if kept != piece.marks:
            loose = _first(words, lambda letter: not letter.isspace())
            if loose == 0 and _is_letter(beside):
                loose = _first(words, _is_letter)
            if loose and isinstance(piece.content, Tag):
                piece.marks = kept
            elif loose:
                made.append(_Piece(words[:loose][::step], kept))
                piece.content = words[loose:][::step]
        if piece.content:
            made.append(piece)
        beside, around = words[-1], made[-1].marks
    return made[::step]


def _first(words: str, wanted: Callable[[str], bool]) -> int:
    return next((place for place, letter in enumerate(words) if wanted(letter)), len(words))


def _is_letter(sign: str) -> bool:
    """As CommonMark tells them: neither white space nor punctuation nor a symbol."""
    return not sign.isspace() and unicodedata.category(sign)[0] not in "PS"


def _nested(soup: BeautifulSoup, line: list[_Piece]) -> list[NavigableString | Tag]:
    made: list[NavigableString | Tag] = []
    place = 0
    while place < len(line):
        piece = line[place]
        reaches = [(_reach(line, place, mark), mark) for mark in _ORDER if mark in piece.marks]
        if not reaches:
            made.append(piece.content if isinstance(piece.content, Tag) else NavigableString(piece.content))
            place += 1
            continue
        end, mark = max(reaches, key=lambda reach: reach[0])
        end = _without_overlap(line, place, end)
        within = [_Piece(one.content, one.marks - {mark}) for one in line[place:end]]
        outer = soup.new_tag(mark)
        refill(outer, _nested(soup, within))
        made.append(outer)
        place = end
    return made


def _reach(line: list[_Piece], place: int, mark: str) -> int:
    while place < len(line) and mark in line[place].marks:
        place += 1
    return place


def _without_overlap(line: list[_Piece], start: int, end: int) -> int:
    """Where a stretch is to end, into which another one reaches from behind: at a blank, else that one begins later."""
    if end == len(line):
        return end
    for mark in line[end - 1].marks & line[end].marks:
        begin = end - 1
        while mark in line[begin - 1].marks:
            begin -= 1
        if _is_blank_between(line, begin):
            return begin
        if not _is_blank_between(line, end):
            for piece in line[begin:end]:
                piece.marks -= {mark}
    return end


def _is_blank_between(line: list[_Piece], place: int) -> bool:
    return line[place - 1].words[-1].isspace() or line[place].words[0].isspace()
