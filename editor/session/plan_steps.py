"""What was done to the plans in this sitting, to be taken back in the same undo as the text.

A plan is no text, so that the log of edits knows nothing of it. Its changes have numbers from the same row as the edits,
though: whatever has the highest number was done last, and undo takes that back first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.core.attachments import Attachment
from editor.core.edits import EditKind
from editor.core.history import History
from editor.core.plans import KIND
from editor.session.attachments import Attachments

Row = Mapping[str, Any] | None
"""None where there is none."""


@dataclass(frozen=True, slots=True)
class PlanStep:
    kind: str
    ident: str
    """`kind` and `ident` name the attachment that was changed."""
    paragraph: int | None
    before: Row
    after: Row
    n: int
    """Of the record that holds the change, or that took it back."""

    @property
    def words(self) -> str:
        """The point it was about."""
        return str((self.after or self.before or {}).get("point", ""))


class PlanSteps:
    def __init__(self, attachments: Attachments) -> None:
        self._attachments = attachments
        self._done: list[PlanStep] = []
        self._undone: list[PlanStep] = []

    def took(self, kind: str, ident: str, before: Attachment | None) -> None:
        """Remembers that an attachment was changed. A point without a word is as good as none."""
        now = self._attachments.get(kind, ident)
        old, new = _said(before), _said(now)
        known = now or before
        if old != new and known is not None:
            self._done.append(PlanStep(kind, ident, known.paragraph, old, new, self._attachments.newest_n))
            self._undone.clear()

    def undo(self, history: History) -> PlanStep | None:
        """Takes the newest step back; None where the text was changed after it, or where there is none."""
        if not self._done or self._done[-1].n < history.undoes_n:
            return None
        step = self._done.pop()
        self._undone.append(self._set(step, step.before))
        return step

    def redo(self, history: History) -> PlanStep | None:
        """The same for the step that was taken back last; none comes back once the writer changed the text."""
        if not self._undone or self._undone[-1].n < history.redoes_n:
            return None
        since = history.edits_after(self._undone[-1].n)
        if any(edit.kind not in (EditKind.UNDO, EditKind.REDO) for edit in since):
            self._undone.clear()
            return None
        step = self._undone.pop()
        self._done.append(self._set(step, step.after))
        return step

    def _set(self, step: PlanStep, row: Row) -> PlanStep:
        known = self._attachments.get(step.kind, step.ident)
        if row is None:
            self._attachments.take_away(step.kind, step.ident)
        else:
            if step.kind == KIND and known is not None and known.row is not None:
                row = {**row, "became": known.row["became"]}  # which paragraph it became is the text's to undo
            self._attachments.put(step.kind, row, paragraph=step.paragraph, ident=step.ident)
        return PlanStep(step.kind, step.ident, step.paragraph, step.before, step.after, self._attachments.newest_n)


def _said(one: Attachment | None) -> Row:
    return one.row if one is not None and one.row is not None and one.row.get("point") else None
