"""What the writer plans: paragraphs that are not written yet, in their places, and the points of those that are.

A plan counts as written while the paragraph that it became is in the draft. Where that goes, by undo or by the writer's
hand, the plan is there again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from editor.core.attachments import Attachment
from editor.core.document import Document
from editor.core.plans import KIND, KNOWN_ABOVE, POINT_KIND, Plan, Point, one_line, rank_between
from editor.session.attachments import Attachments
from editor.session.plan_steps import PlanSteps


@dataclass(frozen=True, slots=True)
class Placed:
    plan: Plan
    place: int
    """How many paragraphs of the draft stand before it."""


class PlanBook:
    def __init__(self, attachments: Attachments) -> None:
        self._attachments = attachments
        self.steps = PlanSteps(attachments)

    def planned(self, document: Document) -> tuple[Placed, ...]:
        """Those that are not written, in their order."""
        row = document.paragraphs

        def index_of(ident: int) -> int | None:
            return row.index_of(ident) if row.has(ident) else None

        waiting = (plan for plan in self._plans() if plan.paragraph is None or not row.has(plan.paragraph))
        placed = (Placed(plan, plan.place(index_of)) for plan in waiting)
        return tuple(sorted(placed, key=lambda one: (one.place, one.plan.rank, one.plan.id)))

    def get(self, ident: str) -> Plan | None:
        return _plan(self._attachments.get(KIND, ident))

    def add(self, document: Document, point: Point, place: int, before: str = "") -> Plan:
        """A new one behind `place` paragraphs, before another plan or behind all that stand there."""
        return self._change(self._spot(document, Plan("", point), place, before))

    def move(self, document: Document, ident: str, place: int, before: str = "") -> None:
        """Nothing where there is none."""
        plan = self.get(ident)
        if plan is not None and before != ident:
            self._change(self._spot(document, plan, place, before))

    def say(self, ident: str, words: str) -> None:
        """Another point. A model's, once the writer put it otherwise, is still of a model's making."""
        plan = self.get(ident)
        if plan is not None and one_line(words) != plan.point.words:
            self._change(replace(plan, point=replace(plan.point, words=one_line(words))))

    def became(self, ident: str, paragraph: int) -> None:
        """It was written: the paragraph has its point from now on."""
        plan = self.get(ident)
        if plan is not None:
            self._put(replace(plan, paragraph=paragraph))
            self._attachments.put(POINT_KIND, plan.point.as_row(), paragraph=paragraph, ident=str(paragraph))

    def remove(self, ident: str) -> None:
        before = self._attachments.get(KIND, ident)
        self._attachments.take_away(KIND, ident)
        self.steps.took(KIND, ident, before)

    # The points of written paragraphs.

    def points(self) -> dict[int, Point]:
        """By paragraph, also of such as are gone."""
        found = {}
        for one in self._attachments.of(POINT_KIND):
            try:
                found[int(one.id)] = Point.from_row(one.row or {})
            except (KeyError, ValueError):
                continue
        return found

    def point_of(self, paragraph: int) -> str:
        """Empty where it has none."""
        point = self.points().get(paragraph)
        return point.words if point else ""

    def set_point(self, paragraph: int, words: str) -> None:
        """No words: it has no point any more."""
        words, ident = one_line(words), str(paragraph)
        before = self._attachments.get(POINT_KIND, ident)
        if not words:
            self._attachments.take_away(POINT_KIND, ident)
        elif words != self.point_of(paragraph):
            known = self.points().get(paragraph, Point(""))
            self._attachments.put(POINT_KIND, replace(known, words=words).as_row(), paragraph=paragraph, ident=ident)
        self.steps.took(POINT_KIND, ident, before)

    # What both are kept as.

    def _plans(self) -> tuple[Plan, ...]:
        """One that a later version wrote in another shape is passed over."""
        found = (_plan(one) for one in self._attachments.of(KIND))
        return tuple(plan for plan in found if plan is not None)

    def _spot(self, document: Document, plan: Plan, place: int, before: str) -> Plan:
        others = [one for one in self.planned(document) if one.plan.id != plan.id]
        at = next((n for n, one in enumerate(others) if one.plan.id == before), None)
        if at is None:
            at = sum(one.place <= place for one in others)
        ranks = [None, *(one.plan.rank for one in others), None]
        above = tuple(item.id for item in document.paragraphs[max(0, place - KNOWN_ABOVE) : place][::-1])
        return replace(plan, above=above, rank=rank_between(ranks[at], ranks[at + 1]))

    def _change(self, plan: Plan) -> Plan:
        """At the writer's hand, so that undo takes it back."""
        before = self._attachments.get(KIND, plan.id) if plan.id else None
        changed = self._put(plan)
        self.steps.took(KIND, changed.id, before)
        return changed

    def _put(self, plan: Plan) -> Plan:
        kept = self._attachments.put(KIND, plan.as_row(), ident=plan.id)
        return replace(plan, id=kept.id)


def _plan(one: Attachment | None) -> Plan | None:
    try:
        return Plan.from_row(one.id, one.row or {}) if one is not None else None
    except (KeyError, TypeError, ValueError):
        return None
