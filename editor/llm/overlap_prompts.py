"""The question whether a draft says what another text has already said."""

from __future__ import annotations

import json

from editor.llm.material_tags import Piece, Reference, Tagged, filled, prompt
from editor.llm.prompts import MAX_TOKENS, object_schema
from editor.llm.provider import Message, Request, Role

_ITEM = object_schema(
    {
        "draft": {"type": "string", "description": "copied exactly from the draft, 5 to 30 words"},
        "reference": {"type": "string", "description": "copied exactly from the other text; empty for what is new"},
        "point": {"type": "string", "description": "the thought, one sentence"},
    }
)
OVERLAP_SCHEMA = json.dumps(
    object_schema(
        {
            "same": {"type": "array", "items": _ITEM},
            "new": {"type": "array", "items": _ITEM},
            "verdict": {"type": "string", "description": "what a reader of the other text would learn, one sentence"},
        }
    ),
    indent=2,
)


def overlap_request(draft_text: str, reference: Reference, model: str) -> Request:
    """The other text comes first, since it stays the same while the draft is worked on."""
    titled = f"{reference.title}\n\n{reference.text}" if reference.title.strip() else reference.text
    cut = ", of which only the beginning is given" if reference.cut else ""
    tagged = Tagged(
        (
            Piece("reference", f"The text that was published before{cut}:", titled),
            Piece("draft", "The draft:", draft_text),
        )
    )
    slots = {"draft": tagged.text("draft"), "tag": tagged.tag("draft")}
    other = tagged.text("reference")
    return Request(
        model=model,
        system=prompt("overlap-rules"),
        messages=(Message(Role.USER, f"{other}\n\n{filled(prompt('overlap-question'), slots)}", (0, len(other))),),
        max_tokens=MAX_TOKENS,
        schema=OVERLAP_SCHEMA,
        purpose="Overlap with another text",
    )
