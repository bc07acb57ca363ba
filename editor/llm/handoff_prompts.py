"""What a model is asked for a hand-off note, and how whoever goes on is told it."""

from __future__ import annotations

from collections.abc import Sequence

from editor.llm.material_tags import Piece, Tagged, filled, prompt
from editor.llm.provider import Message, Request, Role

PURPOSE = "hand-off note"
MAX_TOKENS = 4096
"""Of one note. It is some 300 tokens; the newest models think first, and thinking counts."""


def note_piece(note: str) -> Piece:
    """The note as whoever goes on is told it, in the place of what it stands for."""
    return Piece("note", "A note on what was said before, in the place of it:", note)


def handoff_request(about: Sequence[Piece], note: str, said: Sequence[Piece], model: str) -> Request:
    """`about` is what the conversation is about, `note` the one that stands for its older part; it may be empty."""
    tagged = Tagged((*about, note_piece(note), *said))
    slots = {
        "about": tagged.text(*(piece.tag for piece in about)) if about else "",
        "note": tagged.text("note"),
        "said": tagged.text(*(piece.tag for piece in said)) if said else "",
    }
    return Request(
        model=model,
        system=prompt("handoff-rules"),
        messages=(Message(Role.USER, filled(prompt("handoff-question"), slots)),),
        max_tokens=MAX_TOKENS,
        purpose=PURPOSE,
    )
