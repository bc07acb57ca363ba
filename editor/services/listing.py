"""Everything that was sent for this draft, to the letter."""

from __future__ import annotations

from dataclasses import asdict

from editor.core.clock import Clock, Instant
from editor.core.paragraph_row import Paragraph
from editor.core.runs import model_origins
from editor.protocol.messages import Calls, ListCalls
from editor.protocol.record_messages import ListSent, SentOf
from editor.services.local_times import moment
from editor.services.opening import Opening
from editor.store.calls import Call
from editor.store.drafts import DraftStore

_SURE_LENGTH = 24
"""Characters of a paragraph that are not in a request by chance."""


class Listing:
    def __init__(self, opening: Opening, clock: Clock) -> None:
        self._opening = opening
        self._clock = clock

    def calls(self, request: ListCalls) -> Calls:
        """Oldest first."""
        draft = self._opening.draft
        kept = draft.store.calls.all() if draft.begin() else ()
        return Calls(request.id, tuple(asdict(call) for call in kept))

    def sent_of(self, request: ListSent) -> SentOf:
        """The requests that a paragraph went with, as far as that is known: those that its remarks and its words came
        from, and those that hold the words it has now."""
        draft = self._opening.draft
        if not draft.begin():
            return SentOf(request.id, request.paragraph, ())
        row = draft.document(request.upto).paragraphs
        if not row.has(request.paragraph):
            return SentOf(request.id, request.paragraph, ())
        item = row.by_id(request.paragraph)
        known = _known_calls(draft.store, item)
        body = item.body.strip()
        calls = (
            call
            for call in draft.store.calls.all()
            if call.id in known or (len(body) >= _SURE_LENGTH and body in call.sent)
        )
        return SentOf(request.id, request.paragraph, tuple(_line(call, self._clock.now()) for call in calls))


def _known_calls(store: DraftStore, item: Paragraph) -> set[str]:
    remarks = {remark.origin_call for remark in store.remarks.of_paragraph(item.id)}
    words = {origin.prompt for origin in (*model_origins(item.text, item.runs), *item.mark.lineage)}
    return (remarks | words) - {""}


def _line(call: Call, now: Instant) -> str:
    ended = "" if call.status == "done" else f" · {call.status}"
    return f"{moment(call.wall_ms, now)} · {call.model} · {call.purpose}{ended} · {call.cost or 'price not known'}"
