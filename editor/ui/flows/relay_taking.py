"""A proposed paragraph goes into the draft, because the writer took it: as the model's words, behind its point."""

from __future__ import annotations

from editor.core.edits import EditKind
from editor.core.origins import TOOL, Origin, OriginKind
from editor.core.relay_rows import TAKEN
from editor.core.runs import Fragment
from editor.core.without_unseen import without_unseen
from editor.protocol.relay_messages import ProposalRow, RelayRow
from editor.session.draft_session import Act, DraftSession
from editor.ui.draft_view import DraftView

IN_DRAFT, LEFT = "In the draft", "Left"


def origin_of(row: ProposalRow) -> Origin:
    return Origin(OriginKind.MODEL, row.model, row.provider, "relay", row.call, row.when_ms)


def state_of(session: DraftSession, relay: str, section: int) -> str:
    """What became of a proposal; empty where that is to be decided, also where it was taken out again."""
    kept = session.attachments.get(TAKEN, f"{relay}-{section}")
    if kept is None or kept.row is None:
        return ""
    if kept.row.get("left"):
        return LEFT
    return IN_DRAFT if _standing(session, kept.paragraph) is not None else ""


def leave(session: DraftSession, relay: str, row: ProposalRow) -> None:
    session.attachments.put(TAKEN, {"left": True, "call": row.call}, ident=f"{relay}-{row.section}")


def take_in(view: DraftView, session: DraftSession, relay: RelayRow, row: ProposalRow) -> None:
    """One edit, which one undo takes back. The program puts it in, so it earns nobody minutes."""
    words = session.closed_words(without_unseen(Fragment.of(row.text.strip(), origin_of(row))))
    paragraphs = session.document.paragraphs
    index = _stands_behind(session, relay, row)
    whole = paragraphs[index].text if index is not None else ""
    position = 0 if index is None else paragraphs.start(index) + len(whole)
    missing = 2 - (len(whole) - len(whole.rstrip("\n"))) if whole.strip() else 0
    before = Fragment.of("\n" * max(0, missing), TOOL)
    is_last = index is None or index + 1 == len(paragraphs)
    after = Fragment.of("\n" if is_last else "\n\n", TOOL)
    view.perform(position, 0, before + words + after, Act(EditKind.PASTE, by_hand=False))
    found, _start = session.document.paragraphs.find(position + len(before.text))
    ident = session.document.paragraphs[found].id
    session.attachments.put(
        TAKEN, {"left": False, "call": row.call}, paragraph=ident, ident=f"{relay.relay}-{row.section}"
    )
    for planned in session.plans.planned(session.document):
        if planned.plan.point.words == row.title:
            session.plans.became(planned.plan.id, ident)
            break
    view.go_to_paragraph(ident)


def _stands_behind(session: DraftSession, relay: RelayRow, row: ProposalRow) -> int | None:
    """The index of the paragraph it goes behind; None where the draft is empty."""
    paragraphs = session.document.paragraphs
    if (after := _standing(session, row.after)) is not None:
        return after
    for section in range(row.section - 1, -1, -1):  # behind what was taken in of the points before
        kept = session.attachments.get(TAKEN, f"{relay.relay}-{section}")
        if kept is not None and (before := _standing(session, kept.paragraph)) is not None:
            return before
    return len(paragraphs) - 1 if len(paragraphs) else None


def _standing(session: DraftSession, ident: int | None) -> int | None:
    """The index of a paragraph, or of the one it was merged into; None where its words are gone."""
    if ident is None:
        return None
    paragraphs = session.document.paragraphs
    home = ident if paragraphs.has(ident) else session.time.ledger.resolve(ident)
    return paragraphs.index_of(home) if paragraphs.has(home) else None
