"""What changed between two texts, in words.

Whole drafts are laid side by side by their paragraphs first: words of far-off paragraphs are then never paired, and a
draft of a hundred thousand words takes no longer than its changed paragraphs. White space is part of every piece, so
that the pieces give both texts back to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import Indel

SAME, REMOVED, ADDED = "same", "removed", "added"
Piece = tuple[str, str]
"""(same, removed or added; text)."""

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_MOST_CELLS = 200_000_000
"""Words times words; the comparison keeps a bit for each."""


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """Pieces that are in both, in `old` only, and in `new` only, in order; between two, what went stands first."""
    pieces: list[Piece] = []
    for before, after in _compared(_paragraphs(old), _paragraphs(new)):
        if before == after:
            pieces.append((SAME, "".join(before)))
        else:
            pieces += _words("".join(before), "".join(after))
    return tuple(_joined(pieces))


def _paragraphs(text: str) -> list[str]:
    """Stretches between blank lines, each with the blank lines after it."""
    stretches: list[list[str]] = [[]]
    after_blank = False
    for line in _LINE.findall(text):
        blank = line.isspace()
        if after_blank and not blank:
            stretches.append([])
        after_blank = blank
        stretches[-1].append(line)
    return ["".join(stretch) for stretch in stretches]


def _words(old: str, new: str) -> Iterator[Piece]:
    for before, after in _compared(_TOKEN.findall(old), _TOKEN.findall(new)):
        if before == after:
            yield SAME, "".join(before)
        else:
            yield REMOVED, "".join(before)
            yield ADDED, "".join(after)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Stretches of both in order, equal ones and different ones in turn."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    yield old[:start], new[:start]
    yield from _aligned(old[start : len(old) - end], new[start : len(new) - end])
    yield old[len(old) - end :], new[len(new) - end :]


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    if len(old) * len(new) > _MOST_CELLS:
        yield old, new
        return
    at_old = at_new = 0
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            yield old[at_old : code.src_start], new[at_new : code.dest_start]
            yield old[code.src_start : code.src_end], new[code.dest_start : code.dest_end]
            at_old, at_new = code.src_end, code.dest_end
    yield old[at_old:], new[at_new:]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Without empty pieces and neighbours alike; a blank between two changes is in both, so they are one change."""
    same = removed = added = ""
    for kind, text in pieces:
        if kind == SAME:
            same += text
        elif text:
            if same and (not (removed or added) or not same.isspace() or "\n" in same):
                yield from _change(removed, added)
                yield SAME, same
                removed = added = same = ""
            removed, added, same = removed + same, added + same, ""
            removed, added = (removed + text, added) if kind == REMOVED else (removed, added + text)
    yield from _change(removed, added)
    if same:
        yield SAME, same


def _change(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield REMOVED, removed
    if added:
        yield ADDED, added
