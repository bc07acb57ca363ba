"""The words of a text as they are compared with those of another: what looks the same to a reader is the same here.

Case, compatibility forms and the way in which an accent is spelled are evened out (NFKC and case folding of Unicode);
characters nobody sees, the marks of Markdown, link targets and calls of notes are passed over. What a word is in a script
without spaces is as it is counted (see `words`). Every word keeps its place in the text as it was.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from typing import Any

import regex

from editor.core.unmarked import LINK_TARGET, NOTE_CALL
from editor.core.unseen import UNSEEN
from editor.core.words import UNSPACED, UNSPACED_WORD

Span = tuple[int, int]
"""From and to, in code points."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SIGNS = "[<&\\*~"
_MARK = rf"{LINK_TARGET}|{NOTE_CALL}|<!--.{{0,5000}}?-->|[*~]+|\\(?=[!-/:-@\[-`{{-~])"
_SPACE = r"<[/?]?[A-Za-z][^<>]{0,2000}>|&(?:nbsp|ensp|emsp|thinsp|shy|#160);"
_PASSED_OVER = re.compile(rf"(?P<space>{_SPACE})|{_MARK}|{UNSEEN}", re.DOTALL)
_CLUSTER = regex.compile(r"\X")


def words_of(text: str) -> list[str]:
    """Costs the length of the text, as does `words_with_places`."""
    even = _with_plain_signs(text)
    if _may_be_marked(even):
        even = _PASSED_OVER.sub(lambda found: " " if found["space"] else "", even)
    plain = _evened(even)
    return _WORD.findall(plain) if plain.isascii() else _wide_word().findall(plain)


def words_with_places(text: str) -> tuple[list[str], list[Span]]:
    shown = _shown(_with_plain_signs(text))
    even = _even(shown.text())
    plain = even.text()
    spans = [found.span() for found in (_WORD if plain.isascii() else _wide_word()).finditer(plain)]
    return [plain[start:stop] for start, stop in spans], [shown.span(even.span(one)) for one in spans]


class _Pieces:
    """A text made of another piece by piece, most of which are as long as they were."""

    def __init__(self) -> None:
        self._made: list[str] = []
        self._starts: list[int] = []
        """Of the pieces in the text that is made."""
        self._spans: list[Span] = []
        """Of what the pieces were made of."""
        self._length = 0

    def text(self) -> str:
        return "".join(self._made)

    def put(self, made: str, span: Span) -> None:
        if made:
            self._made.append(made)
            self._starts.append(self._length)
            self._spans.append(span)
            self._length += len(made)

    def span(self, made: Span) -> Span:
        """From and to in the other text; the whole of a piece whose length is another now."""
        return self._place(made[0])[0], self._place(made[1] - 1)[1]

    def _place(self, at: int) -> Span:
        piece = bisect_right(self._starts, at) - 1
        (start, stop), within = self._spans[piece], at - self._starts[piece]
        same = len(self._made[piece]) == stop - start
        return (start + within, start + within + 1) if same else (start, stop)


def _shown(text: str) -> _Pieces:
    """Without what is passed over."""
    pieces, at = _Pieces(), 0
    for found in _PASSED_OVER.finditer(text) if _may_be_marked(text) else ():
        pieces.put(text[at : found.start()], (at, found.start()))
        pieces.put(" " if found["space"] else "", found.span())
        at = found.end()
    pieces.put(text[at:], (at, len(text)))
    return pieces


def _even(text: str) -> _Pieces:
    pieces, folded = _Pieces(), text.casefold()
    if len(folded) == len(text) and unicodedata.is_normalized("NFKC", folded):
        pieces.put(folded, (0, len(text)))
        return pieces
    for found in _CLUSTER.finditer(text):
        pieces.put(_evened(found[0]), found.span())
    return pieces


def _with_plain_signs(text: str) -> str:
    """Of the same length, without the signs that most texts have and that would make reading them slow."""
    return text if text.isascii() else text.replace("’", "'").replace("\xa0", " ").replace("…", "_")


def _may_be_marked(text: str) -> bool:
    return not text.isascii() or any(sign in text for sign in _SIGNS)


def _evened(text: str) -> str:
    folded = text.casefold()
    if folded.isascii() or unicodedata.is_normalized("NFKC", folded):
        return folded
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


@cache
def _wide_word() -> Any:
    """In `regex`, accents and vowel signs are letters of the word that they stand in."""
    letter = rf"(?![{UNSPACED}])[^\W_]"
    return regex.compile(rf"(?:{UNSPACED_WORD})|(?:{letter})+(?:'(?:{letter})+)*")
