"""Which lines of a block look different after an edit, so that a key repaints a line and not a paragraph.

A line is the same if it begins and ends with the same text at the same height, before or after the edit;
and nothing is the same if a span elsewhere in the block changed its extent or its role (a sign typed here
can turn a whole sentence bold).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Look = tuple[int, int, int]
"""Start and length of a span and a number for what it looks like."""


class BlockSetting(NamedTuple):
    """How a block was set."""

    number: int
    lines: list[tuple[int, int]]
    """For each line the offset of its first letter (UTF-16) and its top in the block (pixels)."""
    looks: Sequence[Look]
    height: int
    bidi: bool = False
    """Holds letters read from the right: where signs stand may then depend on letters in another line."""


class TextChange(NamedTuple):
    """Removed and added letters at an offset in a block, UTF-16."""

    at: int
    removed: int
    added: int


def changed_band(before: BlockSetting, after: BlockSetting, change: TextChange) -> tuple[int, int]:
    """Top and bottom (pixels in the block) of what has to be painted again."""
    whole = 0, after.height
    if before.bidi or after.bidi:
        return whole
    if before.number != after.number or before.height != after.height or len(before.lines) != len(after.lines):
        return whole
    if [_moved(look, change) for look in before.looks] != list(after.looks):
        return whole
    return _band(before.lines, after, change)


def _band(before: list[tuple[int, int]], after: BlockSetting, change: TextChange) -> tuple[int, int]:
    lines = after.lines
    first = 0
    while first + 1 < len(lines) and lines[first + 1] == before[first + 1] and lines[first + 1][0] <= change.at:
        first += 1
    # The word at the caret may have come from the line before or have left it.
    end = len(lines)
    moved = change.added - change.removed
    while (
        end - 1 > first
        and lines[end - 1] == (before[end - 1][0] + moved, before[end - 1][1])
        and lines[end - 1][0] >= change.at + change.added
    ):
        end -= 1
    return lines[first][1], after.height if end == len(lines) else lines[end][1]


def _moved(look: Look, change: TextChange) -> Look:
    start, length, what = look
    end = start + length
    if start > change.at:
        start = max(change.at, start - change.removed) + change.added
    if end > change.at:
        end = max(change.at, end - change.removed) + change.added
    return start, end - start, what
