"""What another program did to the readable twin, taken in as edits of unknown origin.

The difference is found line by line, so that what was not touched keeps its origins, ids and minutes, and all of it is
one step to undo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from editor.core.changes import Changes
from editor.core.edits import EditKind
from editor.core.origins import UNKNOWN
from editor.core.runs import Fragment
from editor.session.draft_session import Act, DraftSession

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
"""A line with its end; set end to end they are the text."""

_WORDS = re.compile(r"\S+\s*|\s+")
_MOST_PAIRS = 250_000
"""Of words old and new, beyond which a stretch counts as changed as a whole: the window waits for this."""
_LEAST_KEPT = 3


@dataclass(frozen=True, slots=True)
class Difference:
    position: int
    """Code points in the old text."""
    removed: int
    inserted: str


def differences(old: str, new: str) -> list[Difference]:
    """What turns `old` into `new`, from the start to the end."""
    before, after = _LINES.findall(old), _LINES.findall(new)
    starts = [0, *accumulate(map(len, before))]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        one
        for tag, low, high, other_low, other_high in matcher.get_opcodes()
        if tag != "equal"
        for one in _finer(starts[low], before[low:high], after[other_low:other_high])
    ]


def _finer(start: int, gone: list[str], came: list[str]) -> list[Difference]:
    """Word by word within changed lines, so that what was not touched in them keeps its origins, too.

    Fewer than three words between two changes go with them: a sentence that was written anew is not the old one for the
    "the" and the "of" in it.
    """
    old, new = _WORDS.findall("".join(gone)), _WORDS.findall("".join(came))
    if not old or not new or len(old) * len(new) > _MOST_PAIRS:
        return [_trimmed(start, "".join(gone), "".join(came))]
    places = [0, *accumulate(map(len, old))]
    found: list[tuple[int, int, int, int]] = []
    for tag, low, high, other_low, other_high in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if found and low - found[-1][1] < _LEAST_KEPT:
            found[-1] = (found[-1][0], high, found[-1][2], other_high)
        else:
            found.append((low, high, other_low, other_high))
    return [
        _trimmed(start + places[low], "".join(old[low:high]), "".join(new[other_low:other_high]))
        for low, high, other_low, other_high in found
    ]


def _trimmed(start: int, gone: str, came: str) -> Difference:
    """Only what differs within the changed lines."""
    limit = min(len(gone), len(came))
    low = next((at for at in range(limit) if gone[at] != came[at]), limit)
    high = next((at for at in range(limit - low) if gone[-1 - at] != came[-1 - at]), limit - low)
    return Difference(start + low, len(gone) - low - high, came[low : len(came) - high])


def take_in(session: DraftSession, text: str) -> Iterator[Changes]:
    """Brings the draft to `text`; each `Changes` is to be shown before the next is asked for."""
    group: int | None = None
    for one in reversed(differences(session.document.text(), text)):
        group = session.recorder.next_n if group is None else group
        act = Act(EditKind.EXTERNAL, by_hand=False, group=group)
        yield session.change(one.position, one.removed, Fragment.of(one.inserted, UNKNOWN), act)
