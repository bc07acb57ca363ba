"""Remarks between the wire, the session and the cards that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from editor.core.annotations import Anchor, DismissReason, Remark, RemarkState, Standing, grouped
from editor.core.origins import Origin, OriginKind
from editor.protocol.messages import RemarkRow
from editor.session.draft_session import DraftSession
from editor.ui.desk import remark_card
from editor.ui.desk.remark_card import RemarkView

_FIRST = (remark_card.RemarkState.OPEN, remark_card.RemarkState.AGREED)


def remark_views(remarks: Sequence[Remark], text: str, titles: Mapping[str, str]) -> list[RemarkView]:
    """The cards of a paragraph whose text is `text`; what is still to be decided comes first."""
    views = []
    for group in grouped(remarks):
        critics = {remark.critic for remark in group}
        agreement = f"{len(critics)} critics" if len(critics) > 1 else ""
        views += [_view(remark, text, agreement, titles) for remark in group]
    return sorted(views, key=lambda view: view.state not in _FIRST)


def _view(remark: Remark, text: str, agreement: str, titles: Mapping[str, str]) -> RemarkView:
    standing = remark.standing(text)
    state = remark_card.RemarkState(remark.state.value)
    note = remark.reason.value if remark.reason else ""
    if standing is Standing.LOST and state in _FIRST:
        state = remark_card.RemarkState.LOST
    if standing is Standing.UNPLACED:
        note = "Its quote is not in this paragraph."
    return RemarkView(
        remark.id,
        titles.get(remark.critic, remark.critic),
        remark.anchor.quote if remark.anchor else "",
        remark.issue,
        remark.why,
        remark.suggestion,
        state,
        agreement,
        note,
    )


def remark_from(row: RemarkRow) -> Remark:
    """A remark as the worker sent it."""
    anchor = None if row.quote is None else Anchor(row.quote, row.start, row.end)
    return Remark(
        row.id,
        row.paragraph,
        row.critic,
        anchor,
        row.issue,
        row.why,
        row.suggestion,
        row.confidence,
        RemarkState(row.state),
        DismissReason(row.reason) if row.reason else None,
        row.created_ms,
        row.call,
    )


def origin_of(row: RemarkRow) -> Origin:
    """Whose the words of a model's remark are: of the model that was asked then, whichever is connected now."""
    return Origin(
        OriginKind.MODEL,
        actor=row.model,
        provider=row.provider,
        purpose="critique",
        prompt=row.call,
        when_ms=row.created_ms,
    )


def paragraph_with_remarks(session: DraftSession, here: int, *, forward: bool) -> int | None:
    """The id of the next paragraph with an open remark after number `here` (from 0); `here` itself comes last."""
    row = session.document.paragraphs
    step = 1 if forward else -1
    places = ((here + step * far) % len(row) for far in range(1, len(row) + 1))
    return next((row[place].id for place in places if session.remarks.open_count(row[place].id)), None)
