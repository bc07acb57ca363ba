"""What is planned as entries of the outline, between what is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from editor.session.draft_session import DraftSession
from editor.session.plan_book import Placed
from editor.ui.outline import OutlineEntry


def key_of(plan: str) -> int:
    """Of a planned entry, which no paragraph's id ever is."""
    return -int(plan)


def plan_of(key: int) -> str:
    return str(-key)


def with_plans(written: Sequence[OutlineEntry], session: DraftSession) -> tuple[OutlineEntry, ...]:
    """The entries with their points, and the planned ones before the first that stands behind them."""
    points = session.plans.points()
    if points:
        written = [_with_point(one, points[one.paragraph].words) if one.paragraph in points else one for one in written]
    planned = session.plans.planned(session.document)
    return tuple(_merged(written, planned, session)) if planned else tuple(written)


def _merged(written: Sequence[OutlineEntry], planned: Sequence[Placed], session: DraftSession) -> Iterator[OutlineEntry]:
    row, next_ = session.document.paragraphs, 0
    for entry in written:
        index = row.index_of(entry.paragraph) if row.has(entry.paragraph) else -1
        while next_ < len(planned) and planned[next_].place <= index:
            yield _planned(planned[next_])
            next_ += 1
        yield entry
    yield from map(_planned, planned[next_:])


def _planned(one: Placed) -> OutlineEntry:
    point = one.plan.point
    return OutlineEntry(
        paragraph=key_of(one.plan.id),
        level=0,
        title="",
        words=0,
        own_share=None,
        sentence=f"Planned, proposed by {point.model}" if point.model else "Planned",
        point=point.words,
        plan=one.plan.id,
        by_model=point.model,
    )


def _with_point(entry: OutlineEntry, point: str) -> OutlineEntry:
    return replace(entry, point=point)
