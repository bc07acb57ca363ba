"""A stretch of the draft, followed through the edits made since: what takes time can be done to it later."""

from __future__ import annotations

from dataclasses import dataclass

from editor.core.edits import Edit
from editor.session.draft_session import DraftSession


@dataclass(frozen=True, slots=True)
class Stretch:
    start: int
    stop: int
    """Code points from the start of the draft, after the edit number `seq`."""
    seq: int

    def followed(self, session: DraftSession) -> Stretch:
        """The same stretch in the draft as it is now; what was put in at either end does not belong to it."""
        start, stop, seq = self.start, self.stop, self.seq
        for edit in session.history.edits_after(self.seq):
            start, stop, seq = *_moved(start, stop, edit), edit.seq
        return Stretch(start, stop, seq)


def _moved(start: int, stop: int, edit: Edit) -> tuple[int, int]:
    low, high = edit.position, edit.position + len(edit.removed.text)
    if low == start and high == stop and edit.removed.text:
        return start, start + len(edit.inserted.text)
    by = len(edit.inserted.text) - len(edit.removed.text)
    if high <= start:
        return start + by, stop + by
    if low >= stop:
        return start, stop
    if edit.removed.text == edit.inserted.text:
        return start, stop
    if low < start:
        return low + len(edit.inserted.text), max(low + len(edit.inserted.text), stop + by)
    return start, stop + by if high <= stop else low
