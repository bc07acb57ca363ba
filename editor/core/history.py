"""Undo and redo, as a fold of the log.

Undo appends the inverse of an edit, with the removed runs and the ids as they were. The two stacks are nothing but a
reading of the log, so that undo goes on after a restart. Edits of one group go together: what was typed in one breath, a
replace-all, a moved paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from editor.core.clock import Instant
from editor.core.edits import Edit, EditKind, inverse

BREATH_MS = 1_500
"""A longer pause than this starts a new group of typing."""
BREATH_LENGTH = 60
"""Characters after which the next word starts a new group, so that one undo never takes back a whole page."""
MOST_IN_MEMORY, KEPT_IN_MEMORY = 4_000, 2_000
"""Edits; half a kilobyte each, and a day's writing has a hundred thousand."""


class History:
    def __init__(
        self, edits: Iterable[Edit] = (), older: Callable[[int], Sequence[Edit]] | None = None, hole_n: int = -1
    ) -> None:
        """`older(seq)` fetches edits before `seq` from the log when undo goes past what is in memory.

        Edits up to `hole_n` are out of reach: they do not fit the text behind a hole in the log.
        """
        self._older = older
        self._hole_n = hole_n
        self._at_start = False
        """Whether the log was asked and had nothing earlier."""
        self._fill(edits)

    def _fill(self, edits: Iterable[Edit]) -> None:
        self._edits: list[Edit] = []
        self._undo: list[list[Edit]] = []
        self._redo: list[list[Edit]] = []
        for edit in edits:
            self.record(edit)

    def record(self, edit: Edit) -> None:
        """Takes in an edit that was applied, whatever its kind."""
        self._edits.append(edit)
        if edit.kind is EditKind.UNDO:
            _take_top(self._undo, edit.reverses)
            _put(self._redo, edit)
        elif edit.kind is EditKind.REDO:
            _take_top(self._redo, edit.reverses)
            _put(self._undo, edit)
        else:
            _put(self._undo, edit)
            self._redo.clear()

    def forget(self, folded_n: int) -> None:
        """Lets the oldest edits go when there are many, as far as the log has them: those up to number `folded_n`.

        Not while the writer goes back and forth: the next step would only fetch them again.
        """
        if self._older is None or len(self._edits) <= MOST_IN_MEMORY or self._edits[-1].reverses is not None:
            return
        spare = len(self._edits) - KEPT_IN_MEMORY
        folded = bisect_right(self._edits, folded_n, key=attrgetter("seq"))
        if folded:
            self._fill(self._edits[min(spare, folded) :])
            self._at_start = False

    def reach_no_further(self, n: int) -> None:
        """Edits up to number `n` are not asked of the log any more, because it lost some; those in memory stay."""
        self._hole_n = max(self._hole_n, n)

    def edits_after(self, seq: int) -> tuple[Edit, ...]:
        """Those in memory that came after number `seq`, in order."""
        return tuple(edit for edit in self._edits if edit.seq > seq)

    @property
    def undoes_n(self) -> int:
        """The number of the newest edit that undo would take back; below all where it stands in the log only."""
        return self._undo[-1][-1].seq if self._undo else -1

    @property
    def redoes_n(self) -> int:
        """The same of what redo would bring back."""
        return self._redo[-1][-1].seq if self._redo else -1

    def undo(self, next_seq: int, now: Instant) -> tuple[Edit, ...]:
        """The edits that take back the last group, to be applied in order; empty where nothing is left."""
        while (not self._undo or _begins_earlier(self._undo[-1])) and self._fetch():
            pass
        return _reversed(self._undo, next_seq, now, EditKind.UNDO)

    def redo(self, next_seq: int, now: Instant) -> tuple[Edit, ...]:
        while (_begins_earlier(self._redo[-1]) if self._redo else self._only_reversals()) and self._fetch():
            pass
        return _reversed(self._redo, next_seq, now, EditKind.REDO)

    def group_for(self, edit: Edit) -> int:
        """The group a new edit belongs to: that of the edit before it, or its own."""
        last = self._undo[-1][-1] if self._undo else None
        if last is None or self._redo or not _same_breath(last, edit, self._undo[-1]):
            return edit.seq
        return last.group

    def _only_reversals(self) -> bool:
        """Whether what could be redone is still in the log only."""
        return all(edit.kind in (EditKind.UNDO, EditKind.REDO) for edit in self._edits)

    def _fetch(self) -> bool:
        """Reads on in the log; False where there is no more of it."""
        if self._older is None or self._at_start:
            return False
        first = self._edits[0].seq if self._edits else 2**62
        earlier = [edit for edit in self._older(first) if edit.seq > self._hole_n]
        self._at_start = not earlier
        if earlier:
            self._fill(earlier + self._edits)
        return bool(earlier)


def _reversed(stack: list[list[Edit]], next_seq: int, now: Instant, kind: EditKind) -> tuple[Edit, ...]:
    if not stack:
        return ()
    return tuple(inverse(edit, next_seq + number, now, kind, next_seq) for number, edit in enumerate(reversed(stack[-1])))


def _begins_earlier(group: Sequence[Edit]) -> bool:
    """Whether the first edits of the group are still in the log only."""
    return group[0].seq != group[0].group


def _put(stack: list[list[Edit]], edit: Edit) -> None:
    if stack and stack[-1][0].group == edit.group:
        stack[-1].append(edit)
    else:
        stack.append([edit])


def _take_top(stack: list[list[Edit]], seq: int | None) -> None:
    # An edit from before the part of the log that is in memory is not on the stack.
    if stack and stack[-1][-1].seq == seq:
        stack[-1].pop()
        if not stack[-1]:
            stack.pop()


def _same_breath(last: Edit, edit: Edit, group: Sequence[Edit]) -> bool:
    if not (last.kind is edit.kind is EditKind.TYPE):
        return False
    if not 0 <= edit.wall_ms - last.wall_ms <= BREATH_MS:
        return False
    if "\n" in last.inserted.text or "\n" in edit.inserted.text:
        return False
    if last.inserted.text and edit.inserted.text and not last.removed.text and not edit.removed.text:
        goes_on = edit.position == last.position + len(last.inserted.text)
        word_ended = last.inserted.text[-1].isspace() and not edit.inserted.text.isspace()
        return goes_on and not (word_ended and len(group) >= BREATH_LENGTH)
    if last.removed.text and edit.removed.text and not last.inserted.text and not edit.inserted.text:
        return edit.position in (last.position, last.position - len(edit.removed.text))
    return False
