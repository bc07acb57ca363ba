"""Everything that was sent for this draft, to the letter."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path

from editor.core.clock import Clock, Instant
from editor.core.errors import PolicyError
from editor.core.money import cost_of_call
from editor.core.paragraph_row import Paragraph
from editor.core.runs import model_origins
from editor.protocol.messages import Calls, Done, ListCalls
from editor.protocol.record_messages import ForgetSent, ListSent, SentOf, WriteSent
from editor.services.calls_aside import take_in
from editor.services.local_times import moment
from editor.services.opening import Opening
from editor.services.posts import write_files
from editor.services.sent_record import sent_record
from editor.store.calls import Call
from editor.store.drafts import DraftStore

_SURE_LENGTH = 24
"""Characters of a paragraph that are not in a request by chance."""


_ON_ITS_WAY_MS = 30 * 60 * 1000
"""No request takes longer; one that has no end by then was cut off with its program."""


class Listing:
    def __init__(self, opening: Opening, clock: Clock) -> None:
        self._opening = opening
        self._clock = clock

    def calls(self, request: ListCalls) -> Calls:
        """Oldest first."""
        kept = self._kept() if self._opening.draft.begin() else ()
        return Calls(request.id, tuple(asdict(call) for call in kept))

    def _kept(self) -> tuple[Call, ...]:
        """With those that another program could not write into the draft while this one had it."""
        calls = self._opening.draft.store.calls
        take_in(self._opening.places, self._opening.draft.address.draft_id, calls)
        return calls.all()

    def forget(self, request: ForgetSent) -> Done:
        """Raises PolicyError where there is no such request or it is on its way, FileError."""
        store = self._opening.draft.store
        known = next((call for call in self._kept() if call.id == request.call), None)
        if known is None or (known.status == "sent" and self._clock.now().wall_ms - known.wall_ms < _ON_ITS_WAY_MS):
            raise PolicyError("This request is not there or has not ended yet", "Nothing was changed.")
        store.calls.forget_texts(request.call)
        return Done(request.id, "The text of this request was removed. That it was sent, and its cost, stay.")

    async def write(self, request: WriteSent) -> Done:
        """Raises FileUnreadable where it cannot be written."""
        calls, path = self._kept(), Path(request.path)
        text = sent_record(calls, as_json=path.suffix == ".json")
        return Done(request.id, await asyncio.to_thread(write_files, {path: text}))

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
        calls = (call for call in self._kept() if call.id in known or (len(body) >= _SURE_LENGTH and body in call.sent))
        return SentOf(request.id, request.paragraph, tuple(_line(call, self._clock.now()) for call in calls))


def _known_calls(store: DraftStore, item: Paragraph) -> set[str]:
    remarks = {remark.origin_call for remark in store.remarks.of_paragraph(item.id)}
    words = {origin.prompt for origin in (*model_origins(item.text, item.runs), *item.mark.lineage)}
    return (remarks | words) - {""}


def _line(call: Call, now: Instant) -> str:
    ended = "" if call.status == "done" else f" · {call.status}"
    cost = cost_of_call(call.cost, call.status, guessed=bool(call.tokens.get("estimated")))
    return f"{moment(call.wall_ms, now)} · {call.model} · {call.purpose}{ended} · {cost}"
