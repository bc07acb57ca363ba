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
        _trimmed(starts[low], "".join(before[low:high]), "".join(after[other_low:other_high]))
        for tag, low, high, other_low, other_high in matcher.get_opcodes()
        if tag != "equal"
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
