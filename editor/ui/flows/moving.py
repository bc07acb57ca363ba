"""Moving a paragraph past its neighbour, as one edit in which both keep their runs, and their ids follow the text."""

from __future__ import annotations

from dataclasses import dataclass

from editor.core.document import Document
from editor.core.origins import TOOL
from editor.core.runs import Fragment


@dataclass(frozen=True, slots=True)
class Move:
    start: int
    """Code points from the start of the draft."""
    length: int
    text: Fragment
    """What stands there afterwards."""


def moved_paragraph(document: Document, index: int, step: int) -> Move | None:
    """The two neighbours exchanged; None at either end of the draft. `step` is -1 for up and 1 for down."""
    row = document.paragraphs
    low = index if step > 0 else index - 1
    if low < 0 or low + 1 >= len(row):
        return None
    first, second = row[low].fragment, row[low + 1].fragment
    first_gap, second_gap = _gap(first.text), _gap(second.text)
    blank = Fragment.of("\n\n", TOOL)
    upper = second.slice(0, len(second.text) - second_gap)
    between = first.slice(len(first.text) - first_gap, len(first.text)) if first_gap else blank
    lower = first.slice(0, len(first.text) - first_gap)
    tail = second.slice(len(second.text) - second_gap, len(second.text))
    return Move(row.start(low), len(first.text) + len(second.text), upper + between + lower + tail)


def _gap(text: str) -> int:
    return len(text) - len(text.rstrip("\n"))
