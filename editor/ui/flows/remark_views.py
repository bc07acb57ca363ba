"""Remarks between the wire, the session and the cards that show them."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from editor.core.annotations import WHOLE_DRAFT, Anchor, DismissReason, Remark, RemarkState, Standing, grouped
from editor.core.brought import brought
from editor.core.heirs import heirs
from editor.core.misquoting import parted
from editor.core.origins import Origin, OriginKind
from editor.core.tallies import voices
from editor.protocol.messages import RemarkRow
from editor.protocol.parts import RemarkPlace
from editor.session.draft_session import DraftSession
from editor.ui.desk import remark_values
from editor.ui.desk.remark_values import RemarkView
from editor.ui.flows.remark_threads import turn_views, turns_of, wordings_of

HIDDEN = "A critic"
"""In the place of a critic's name, where the writer wants to judge without knowing it."""


@dataclass(frozen=True, slots=True)
class Showing:
    """How the remarks of a paragraph, or of the draft, are shown."""

    titles: Mapping[str, str]
    """The critics' names by id."""
    models: Container[str] = ()
    """The critics that a model plays."""
    readers: Sequence[str] = ()
    """The critics that have read it."""
    names_hidden: bool = False
    """Until a remark is judged."""
    revising: int | None = None
    """The remark the writer is at."""


def remark_views(
    remarks: Sequence[Remark], text: str, showing: Showing, session: DraftSession | None = None
) -> list[RemarkView]:
    """The cards of a paragraph whose text is `text`, grouped by the words they are about.

    The one that is being revised comes first, then what is still to be decided. `session` knows what was said since.
    """
    groups = []
    for group in grouped(remarks):
        heard = voices(group, showing.readers)
        agreement = heard.words if len(heard.critics) > 1 else ""
        of_group = [_view(remark, text, agreement, showing) for remark in group]
        groups.append([of_group[0], *(replace(view, joined=True) for view in of_group[1:])])
    groups.sort(key=lambda views: (not any(one.revising for one in views), all(one.is_decided for one in views)))
    found = [view for views in groups for view in views]
    return found if session is None else [_with_talk(view, text, session) for view in found]


def _view(remark: Remark, text: str, agreement: str, showing: Showing) -> RemarkView:
    standing = remark.standing(text)
    state = remark_values.RemarkState(remark.state.value)
    note = remark.reason.value if remark.reason else ""
    whole = remark.paragraph == WHOLE_DRAFT
    undecided = remark.state in (RemarkState.OPEN, RemarkState.AGREED)
    if standing is Standing.LOST and undecided:
        state = remark_values.RemarkState.LOST
    why, misquoted = parted(remark.why)
    if misquoted and not whole:
        note = "Its quote is not in this paragraph."
    of_model = remark.critic in showing.models
    hidden = showing.names_hidden and remark.state is RemarkState.OPEN
    return RemarkView(
        remark.id,
        HIDDEN if hidden else showing.titles.get(remark.critic, remark.critic),
        remark.anchor.quote if remark.anchor else "",
        remark.issue,
        why,
        remark.suggestion,
        state,
        agreement,
        note,
        misquoted=misquoted,
        whole=whole,
        revising=remark.id == showing.revising and remark.state is RemarkState.AGREED,
        arguable=of_model and undecided,
        wordable=of_model and undecided and remark.anchor is not None and standing is not Standing.LOST,
    )


def _with_talk(view: RemarkView, text: str, session: DraftSession) -> RemarkView:
    wordings = wordings_of(session, view.remark)
    return replace(
        view,
        thread=turn_views(turns_of(session, view.remark)),
        wordings=wordings,
        brings=tuple(_brings(wording, text) for wording in wordings),
    )


def _brings(wording: str, text: str) -> str:
    new = brought(wording, text)
    if not new:
        return ""
    named = " and ".join(filter(None, (", ".join(f"“{one}”" for one in new[:-1]), f"“{new[-1]}”")))
    return f"Brings {named}, which {'is' if len(new) == 1 else 'are'} not in your text."


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


def holder_of(session: DraftSession, paragraph: int) -> int:
    """The id of the paragraph, or of the first that holds its text since it was merged away; its own where none does."""
    row = session.document.paragraphs
    if paragraph == WHOLE_DRAFT or row.has(paragraph):
        return paragraph
    holding = heirs(row, {paragraph})
    return next((item.id for item in row if item.id in holding), paragraph)


def remark_places(session: DraftSession | None) -> tuple[RemarkPlace, ...]:
    """Where every remark of the draft stands now; none where no draft is open."""
    if session is None:
        return ()
    row = session.document.paragraphs
    return tuple(
        RemarkPlace(
            one.id,
            one.paragraph,
            one.anchor.start if one.anchor else 0,
            lost=row.has(one.paragraph) and one.standing(row.by_id(one.paragraph).text) is Standing.LOST,
        )
        for one in session.remarks.all()
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


def places_with_remarks(session: DraftSession, here: int, *, forward: bool) -> list[int]:
    """The ids of the paragraphs with an open remark in the order of a walk from number `here` (from 0), which comes last.

    `WHOLE_DRAFT` stands behind the last paragraph of the draft where remarks about the whole of it are open.
    """
    row = session.document.paragraphs
    step = 1 if forward else -1
    ring = [*range(len(row)), -1]
    at = ring.index(here)
    places = [ring[(at + step * far) % len(ring)] for far in range(1, len(ring) + 1)]
    idents = (WHOLE_DRAFT if place < 0 else row[place].id for place in places)
    return [ident for ident in idents if session.remarks.open_count(ident)]
