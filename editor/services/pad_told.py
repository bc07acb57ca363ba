"""A pad as a model is told of it, from what the window says of it."""

from __future__ import annotations

from editor.llm.association import Pad, Turn
from editor.protocol.pad_messages import PadSoFar


def pad_told(so_far: PadSoFar, text: str) -> Pad:
    """`text` is that of the paragraph, which goes along where the window says so."""
    turns = tuple(Turn(one.words, one.by_model) for one in so_far.turns)
    return Pad(so_far.point, text if so_far.with_text else "", turns, so_far.note)
