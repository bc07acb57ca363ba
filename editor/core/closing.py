"""Closes what words from elsewhere leave open, so that they take nothing in that comes to stand behind them.

A model's answer may break off within a code block, a comment or a formula, and to Markdown all that follows would be a
part of it. Where one sign closes it, that sign is put behind the words. Otherwise every sign that opens something is made
plain, with a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from editor.core.origins import TOOL
from editor.core.reshaping import Splitter
from editor.core.runs import Fragment, joined

_LINE = r"(?<![^\r\n])[ ]{0,3}(?:(?:[-*+>]|\d{1,9}[.)]|\[\^[^\]\n]+\]:)[ \t]+)*"
_OPENER = re.compile(rf"{_LINE}(?P<sign>`{{3,}}|~{{3,}}|\$\$|\+{{3,}}|%%%|<)")
_CLOSERS = {"<": ("-->", "</pre>", "?>", "]]>", ">"), "%%%": ("%%% /llm-output",)}
"""Of what does not close as it opens."""
_MOST_TRIED = 12
"""So that a text of nothing but such signs is soon done with."""


def closed(words: Fragment, splitter: Splitter) -> Fragment:
    """The words, with what is missing as the program's."""
    if _is_closed(words.text, splitter):
        return words
    for closer in islice(_closers(words.text), _MOST_TRIED):
        if _is_closed(f"{words.text}\n{closer}", splitter):
            return words + Fragment.of(f"\n{closer}", TOOL)
    return _made_plain(words)


def _is_closed(text: str, splitter: Splitter) -> bool:
    """Whether a paragraph behind it is one of its own, also where further down there is something to close."""
    whole = "\n\n".join((text, "x", *_closers(text)))
    return any(block.start == len(text) + 2 for block in splitter.split(whole, at_top=False).blocks)


def _closers(text: str) -> Iterator[str]:
    """Of everything that is opened in a text, the last first: mostly that is what is open."""
    for sign in dict.fromkeys(found["sign"] for found in reversed(list(_OPENER.finditer(text)))):
        yield from _CLOSERS.get(sign, (sign,))
        if sign[0] == "+":
            yield sign[1:]  # to the rules, signs alone are a section with the last of them for its title


def _made_plain(words: Fragment) -> Fragment:
    places = [0, *(found.start("sign") for found in _OPENER.finditer(words.text)), len(words.text)]
    pieces = [words.slice(low, high) for low, high in pairwise(places)]
    parts = [part for piece in pieces for part in (piece, Fragment.of("\\", TOOL))][:-1]
    return Fragment("".join(part.text for part in parts), joined(part.runs for part in parts))
