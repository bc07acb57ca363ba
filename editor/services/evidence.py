"""What models said beside the draft that is open, told to the window as evidence of whose words are pasted.

Each thing is told once while a draft is open. A reply that is an object of JSON is told as it came and as it reads.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator

from editor.core.borrowing import Output, Outputs
from editor.protocol.record_messages import ListSaid, SaidRow, SaidSince
from editor.services.drafting import AttachedDraft
from editor.services.opening import Opening
from editor.store.said import Saying

_ESCAPED = re.compile(r'\\[nrtbf"\\/]')


class Evidence:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._draft: AttachedDraft | None = None
        self._told: set[str] = set()
        self._amount: tuple[int, ...] = ()

    async def said(self, request: ListSaid) -> SaidSince:
        """Raises a FileError where the draft's file cannot be read."""
        draft = self._opening.draft
        if draft is not self._draft:
            self._draft, self._told, self._amount = draft, set(), ()
        if not draft.begin():
            return SaidSince(request.id, ())
        said = draft.store.said
        amount = said.amount()
        if amount == self._amount:
            return SaidSince(request.id, ())
        fresh = [one for one in said.beside() if one.text.strip() and one.text not in self._told]
        self._told.update(one.text for one in fresh)
        self._amount = amount
        sent = {one.call: said.sent(one.call) for one in fresh if one.call}
        rows = await asyncio.to_thread(lambda: tuple(row for one in fresh for row in _rows(one, sent.get(one.call, ""))))
        return SaidSince(request.id, rows)


def _rows(saying: Saying, sent: str) -> Iterator[SaidRow]:
    heard = Outputs()
    heard.add(Output(sent, ""))
    for text in filter(None, (saying.text, _as_it_reads(saying.text))):
        plain = _ESCAPED.sub("  ", text)  # as long as before: a sign for a line end would stick to the next word
        quoted = tuple(text[one.start : one.stop] for one in heard.borrowed(plain))
        yield SaidRow(text, quoted, saying.model, saying.provider, saying.purpose, saying.call, saying.when_ms)


def _as_it_reads(reply: str) -> str:
    """The words in a reply of JSON, as they are shown; empty where it is none."""
    try:
        value = json.loads(reply, strict=False)
    except (ValueError, RecursionError):
        return ""
    return "\n".join(_strings(value)) if isinstance(value, dict | list) else ""


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
