"""Planning paragraphs in the outline, moving planned and written ones, and writing what was planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from editor.core.edits import EditKind
from editor.core.origins import TYPED
from editor.core.plans import KIND, Point
from editor.core.runs import Fragment
from editor.session.draft_session import Act, DraftSession
from editor.session.plan_steps import PlanStep
from editor.ui.change_bus import Change
from editor.ui.flows.moving import move_paragraphs
from editor.ui.flows.outline_flow import OutlineFlow
from editor.ui.flows.planned_entries import key_of, plan_of
from editor.ui.outline import OutlineEntry, OutlineMode
from editor.ui.outline_model import OutlineEdit, OutlineMove, OutlineWish, Wish
from editor.ui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class _Begun:
    """A plan whose paragraph is about to be written: the caret is in its place, and there is no word yet."""

    plan: str
    position: int
    """Where the paragraph begins, in code points."""
    first_new: int
    """The id that the next new paragraph will have, or a later one."""


class PlanFlow(QObject):
    def __init__(self, bench: Workbench, outlining: OutlineFlow) -> None:
        super().__init__(outlining)
        self._bench = bench
        self._outline = outline = outlining.outline
        self._outlining = outlining
        self._begun: _Begun | None = None
        outline.plan_pressed.connect(self._plan_behind)
        outline.wished.connect(self._wished)
        outline.moved.connect(self._moved)
        outline.said.connect(self._said)
        outline.left.connect(self._left)
        bench.bus.changed.connect(self._changed)

    def reset(self) -> None:
        """Another draft is on the screen."""
        self._begun = None

    # What was done to the plans, in the same undo as the text.

    def undo(self) -> bool:
        """Takes back what was done last, if that was done to a plan; False where it was the text that changed."""
        session = self._bench.session
        return session is not None and self._shown(session.plans.steps.undo(session.history), "Undone")

    def redo(self) -> bool:
        session = self._bench.session
        return session is not None and self._shown(session.plans.steps.redo(session.history), "Done again")

    def _shown(self, step: PlanStep | None, what: str) -> bool:
        if step is None:
            return False
        self._outlining.show_planned()
        self._outline.go_to(key_of(step.ident) if step.kind == KIND else int(step.ident))
        self._bench.say(f"{what} in the outline: {step.words}")
        return True

    # Planning.

    def plan_here(self) -> None:
        """Plans a paragraph behind the one with the caret, from wherever the writer is."""
        here = self._bench.view.current()
        self._outline.show()
        if not self._outline.rows:  # the draft has just been opened
            self._outlining.begin()
        self._plan_behind(here[1].id if here else 0)

    def _plan_behind(self, key: int) -> None:
        session = self._bench.session
        if session is None:
            return
        rows = self._outline.rows
        at = next((n + 1 for n, entry in enumerate(rows) if entry.paragraph == key), None)
        if key > 0 and at is None:  # a paragraph that the list of headings does not show
            place, before = session.document.paragraphs.index_of(key) + 1, ""
        else:
            place, before = self._spot(session, len(rows) if at is None else at)
        plan = session.plans.add(session.document, Point(""), place, before)
        self._outlining.show_planned()
        self._outline.edit(key_of(plan.id))

    def _spot(self, session: DraftSession, row: int) -> tuple[int, str]:
        """How many paragraphs stand before a row of the list, and the plan it stands before."""
        rows, planned = self._outline.rows, session.plans.planned(session.document)
        ids = [one.plan.id for one in planned]
        above = rows[row - 1] if row else None
        if above is not None and above.plan in ids:
            at = ids.index(above.plan)
            following = planned[at + 1] if at + 1 < len(planned) else None
            same = following is not None and following.place == planned[at].place
            return planned[at].place, following.plan.id if same and following else ""
        if row < len(rows) and rows[row].plan in ids:
            return planned[ids.index(rows[row].plan)].place, rows[row].plan
        return self._paragraphs_before(session, rows[row:]), ""

    def _paragraphs_before(self, session: DraftSession, rows: Sequence[OutlineEntry]) -> int:
        """How many paragraphs stand before the first written one of these rows."""
        paragraphs = session.document.paragraphs
        behind = (paragraphs.index_of(one.paragraph) for one in rows if not one.plan)
        return next(behind, len(paragraphs))

    def _said(self, edit: OutlineEdit) -> None:
        session = self._bench.session
        if session is None:
            return
        if edit.key < 0:
            session.plans.say(plan_of(edit.key), edit.words)
        else:
            session.plans.set_point(edit.key, edit.words)
        self._outlining.show_planned()

    def _left(self) -> None:
        """A plan without a word is none."""
        session = self._bench.session
        if session is None:
            return
        empty = [one.plan.id for one in session.plans.planned(session.document) if not one.plan.point.words]
        for ident in empty:
            session.plans.remove(ident)
        self._outlining.show_planned()

    # What is done with a row.

    def _wished(self, wish: OutlineWish) -> None:
        match wish.wish:
            case Wish.EDIT:
                self._outline.edit(wish.key)
            case Wish.WRITE:
                self._write(plan_of(wish.key))
            case Wish.REMOVE:
                self._remove(plan_of(wish.key))
            case Wish.UP:
                self._step(wish.key, -1)
            case Wish.DOWN:
                self._step(wish.key, 1)

    def _remove(self, ident: str) -> None:
        session = self._bench.session
        if session is not None:
            session.plans.remove(ident)
            self._outlining.show_planned()
            self._bench.say("The plan was removed; no word of the draft has changed. Undo brings it back.")

    def _step(self, key: int, step: int) -> None:
        """Past the row above, or past the one below."""
        rows = self._outline.rows
        at = next((n for n, entry in enumerate(rows) if entry.paragraph == key), None)
        if at is not None and 0 <= at + step < len(rows):
            self._moved(OutlineMove(key, at - 1 if step < 0 else at + 2))

    def _moved(self, move: OutlineMove) -> None:
        session, rows = self._bench.session, self._outline.rows
        entry = next((one for one in rows if one.paragraph == move.key), None)
        if session is None or entry is None:
            return
        if entry.plan:
            place, before = self._spot(session, move.row)
            session.plans.move(session.document, entry.plan, place, before)
        else:
            taken = self._taken(session, entry)
            move_paragraphs(session, self._bench.view.perform, taken, self._paragraphs_before(session, rows[move.row :]))
            self._outlining.begin()
        self._outlining.show_planned()
        self._outline.go_to(move.key)

    def _taken(self, session: DraftSession, entry: OutlineEntry) -> tuple[int, int]:
        """The paragraph of a row; of a heading in the list of headings, all that stands under it."""
        row = session.document.paragraphs
        start = row.index_of(entry.paragraph)
        if self._outline.mode is OutlineMode.PARAGRAPHS or not entry.level:
            return start, start + 1
        rows = [one for one in self._outline.rows if not one.plan]
        behind = rows[rows.index(entry) + 1 :]
        end = next((row.index_of(one.paragraph) for one in behind if one.level <= entry.level), len(row))
        return start, end

    # Writing.

    def _write(self, ident: str) -> None:
        """Puts the caret where the paragraph is to stand, on an empty line; its first word makes it a paragraph."""
        session, view = self._bench.session, self._bench.view
        planned = session.plans.planned(session.document) if session else ()
        placed = next((one for one in planned if one.plan.id == ident), None)
        if session is None or placed is None:
            return
        row = session.document.paragraphs
        if placed.place:
            above = row[placed.place - 1]
            at = row.start(placed.place - 1) + len(above.text.rstrip("\n"))
        else:
            at = 0
        first_new = session.document.next_id
        view.perform(at, 0, Fragment.of("\n\n", TYPED), Act(EditKind.TYPE))
        position = at + 2 if placed.place else 0
        view.place_caret(view.bridge.to_qt(position))
        view.setFocus()
        self._begun = _Begun(ident, position, first_new)
        self._bench.say(f"Its point: {placed.plan.point.words}")

    def _changed(self, _change: Change) -> None:
        session, begun, here = self._bench.session, self._begun, self._bench.view.current()
        if session is None or begun is None or here is None or self._bench.view.caret == begun.position:
            return
        index, paragraph = here
        if session.document.paragraphs.start(index) != begun.position or paragraph.id < begun.first_new:
            self._begun = None  # the writer went on elsewhere: the plan stays one
        elif paragraph.body.strip():
            self._begun = None
            session.plans.became(begun.plan, paragraph.id)
            self._outlining.show_planned()
