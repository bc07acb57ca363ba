"""The question which paragraphs a draft still lacks, and the answer to it: points in one line, and no prose."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from editor.llm.json_answers import objects_in, thought_and_said
from editor.llm.material_tags import Piece, Reference, Tagged, filled, prompt, reference_pieces
from editor.llm.prompts import MAX_TOKENS, object_schema
from editor.llm.provider import Message, Request, Role

MOST_ENTRIES = 30
_ENTRY = object_schema(
    {
        "after": {"type": "integer", "description": "number of the paragraph it is to stand behind; 0 for the beginning"},
        "point": {"type": "string", "description": "what the paragraph is to say, one line, at most 20 words"},
    }
)
OUTLINE_SCHEMA = json.dumps(object_schema({"entries": {"type": "array", "items": _ENTRY}}), indent=2)


@dataclass(frozen=True, slots=True)
class ProposedEntry:
    after: int
    """How many paragraphs stand before it."""
    point: str


@dataclass(frozen=True, slots=True)
class OutlineReply:
    entries: tuple[ProposedEntry, ...]
    leftover: str
    """The whole answer, where it was not as asked."""


def outline_request(
    passages: Sequence[str], planned: Sequence[tuple[int, str]], references: Sequence[Reference], model: str
) -> Request:
    """`planned` are the writer's own plans: how many of the passages stand before each, and its point."""
    numbered = "\n\n".join(f"[{number}] {text.strip()}" for number, text in enumerate(passages, 1))
    plans = "\n".join(f"after [{place}]: {point}" for place, point in planned)
    tagged = Tagged(
        (
            *reference_pieces(references),
            Piece("draft", "The draft, with its paragraphs numbered:", numbered),
            Piece("plans", "What the writer plans already:", plans),
        )
    )
    names = [f"reference-{number}" for number, _ in enumerate(references, 1)]
    slots = {"draft": tagged.text("draft"), "plans": tagged.text("plans")}
    question = Message(Role.USER, filled(prompt("outline-question"), slots))
    background = tagged.text(*names) if names else ""
    return Request(
        model=model,
        system=prompt("outline"),
        messages=(Message(Role.USER, background), question) if background else (question,),
        max_tokens=MAX_TOKENS,
        schema=OUTLINE_SCHEMA,
        purpose="Proposed outline",
    )


def parse_outline(text: str) -> OutlineReply:
    """Every entry that can be read, at most `MOST_ENTRIES`."""
    _, said = thought_and_said(text)
    for value in objects_in(said):
        entries = value.get("entries")
        if isinstance(entries, list):
            read = [_entry(item) for item in entries]
            whole = tuple(one for one in read if one is not None)[:MOST_ENTRIES]
            return OutlineReply(whole, "" if len(whole) == len(read) else text.strip())
    broken = [_entry(value) for value in objects_in(said)]
    return OutlineReply(tuple(one for one in broken if one is not None)[:MOST_ENTRIES], text.strip())


def _entry(item: object) -> ProposedEntry | None:
    if not isinstance(item, dict):
        return None
    after, point = item.get("after"), item.get("point")
    if not isinstance(point, str) or not point.strip() or type(after) is not int or after < 0:
        return None
    return ProposedEntry(after, " ".join(point.split()))
