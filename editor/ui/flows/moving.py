"""Moving paragraphs to another place of the draft: their runs go with them, and their ids follow the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from editor.core.document import Document
from editor.core.edits import EditKind
from editor.core.origins import TOOL
from editor.core.paragraph_row import Paragraph
from editor.core.runs import Fragment
from editor.session.draft_session import Act, DraftSession

Perform = Callable[[int, int, Fragment, Act], None]
"""Changes the draft and shows it: place, code points removed, what comes in, and how it came about."""
_BLANK = Fragment.of("\n\n", TOOL)


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
    upper = second.slice(0, len(second.text) - second_gap)
    between = first.slice(len(first.text) - first_gap, len(first.text)) if first_gap else _BLANK
    lower = first.slice(0, len(first.text) - first_gap)
    tail = second.slice(len(second.text) - second_gap, len(second.text))
    return Move(row.start(low), len(first.text) + len(second.text), upper + between + lower + tail)


def move_paragraphs(session: DraftSession, perform: Perform, taken: tuple[int, int], to: int) -> None:
    """Moves paragraphs `taken[0]` to `taken[1]`, exclusive, before paragraph `to`, or to the end; one step to undo.

    The blank lines behind a paragraph go with it, and what ends the draft stays at its end.
    """
    row, (start, stop) = session.document.paragraphs, taken
    if start <= to <= stop:
        return
    first, last, count = row.start(start), row[stop - 1], len(row)
    end = row.start(stop - 1) + len(last.text)
    body = session.document.fragment(first, end - _gap(last.text))
    if to >= count:
        bottom = row[count - 1]
        at = row.start(count - 1) + len(bottom.text) - _gap(bottom.text)
        text, cut = _blank(last) + body, (first, end)
    elif stop < count:
        at, text, cut = row.start(to), body + _blank(last), (first, end)
    else:
        above = row[start - 1]
        at, text, cut = row.start(to), body + _blank(above), (first - _gap(above.text), first + len(body.text))
    act = Act(EditKind.TOOL, group=session.recorder.next_n)
    perform(cut[0], cut[1] - cut[0], Fragment(), act)  # first: the ids come back to words that are put back elsewhere
    perform(at if at < first else at - (cut[1] - cut[0]), 0, text, act)


def _blank(paragraph: Paragraph) -> Fragment:
    """The blank lines behind a paragraph, as many as part two paragraphs."""
    text = paragraph.fragment
    gap = _gap(text.text)
    return text.slice(len(text.text) - gap, len(text.text)) if gap > 1 else _BLANK


def _gap(text: str) -> int:
    return len(text) - len(text.rstrip("\n"))
