"""A text that is longer than a minute's allowance, read in parts.

Where a provider counts every token it reads, a prompt beyond the allowance never gets through. So the material is cut
between paragraphs, the model takes notes on each part for the question, and the last request has these notes in the place
of the material. What is sent is another text than before, so the writer is shown every part as it will go; only the notes
themselves cannot be shown before they are written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, pairwise

from editor.llm.cutting import cuts_in
from editor.llm.provider import Message, Request, Role, most_tokens
from editor.resources import resource

_ROOM = 0.8
"""Of the allowance: some providers count the longest answer as well."""
NOTES_TOKENS = 1500
"""The longest notes on one part."""
_NOTES_BYTES = NOTES_TOKENS * 8
"""Of one part that go into the last request. No script has tokens that long on average; without a bound nobody could say
beforehand what that request can cost."""
_PLACEHOLDER = "[Here stand the model's own notes on parts 1 to {count}.]"


@dataclass(frozen=True, slots=True)
class InParts:
    readings: tuple[Request, ...]
    """One a part, in order."""
    last: Request
    """The question, with a line in the place where the notes will stand."""
    place: tuple[int, int]
    """Where that line stands in the last message, in code points."""

    def with_notes(self, notes: Sequence[str]) -> Request:
        """The last request as it goes."""
        kept = [one.encode("utf-8", "ignore")[:_NOTES_BYTES].decode("utf-8", "ignore") for one in notes]
        said = "\n\n".join(f"Your notes on part {number}:\n{one}" for number, one in enumerate(kept, start=1))
        *before, message = self.last.messages
        start, end = self.place
        return replace(
            self.last, messages=(*before, replace(message, text=message.text[:start] + said + message.text[end:]))
        )

    @property
    def longest(self) -> Request:
        """The last request with notes as long as they can get, to be priced."""
        return self.with_notes(["x" * _NOTES_BYTES] * len(self.readings))


def in_parts(request: Request, allowance: int) -> InParts | None:
    """None where the request says of no text that it is material. Raises ValueError where no part would fit."""
    *before, message = request.messages
    if message.material is None:
        return None
    start, end = message.material
    question = f"{message.text[:start].strip()}\n\n[The text]\n\n{message.text[end:].strip()}".strip()
    template = resource("prompts", "part-notes.md").read_text(encoding="utf-8").strip()
    others = (request.system, template, question, *(one.text for one in before))
    room = min(int(allowance * _ROOM), allowance - NOTES_TOKENS) - sum(map(most_tokens, others))
    pieces = [message.text[low:high] for low, high in pairwise((start, *cuts_in(message.text, start, end, room, room)))]
    slots = {"question": question, "count": str(len(pieces)), "tag": _free_tag(message.text)}
    readings = tuple(
        Request(
            request.model,
            request.system,
            (*before, Message(Role.USER, _filled(template, {**slots, "number": str(number), "part": piece}))),
            NOTES_TOKENS,
            purpose=f"{request.purpose} (notes on part {number} of {len(pieces)})",
        )
        for number, piece in enumerate(pieces, start=1)
    )
    line = _PLACEHOLDER.format(count=len(pieces))
    shown = replace(message, text=f"{message.text[:start]}{line}{message.text[end:]}", material=None)
    return InParts(readings, replace(request, messages=(*before, shown)), (start, start + len(line)))


def _filled(template: str, values: Mapping[str, str]) -> str:
    """In one pass, so that a slot inside the writer's text stays what it is."""
    return re.sub(r"\{\{(\w+)\}\}", lambda slot: values[slot[1]], template)


def _free_tag(text: str) -> str:
    """An ending with which no part can end its own tag."""
    endings = chain([""], (f"-{number}" for number in count(2)))
    return next(ending for ending in endings if f"part{ending}>" not in text.casefold())
