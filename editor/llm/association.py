"""What a model is asked for its turn in the pad, built from `resources/prompts/associate.md`.

A model that takes a temperature gets a high one and hardly a word about it; one that takes none is asked for wildness in
words. Earlier turns go along as they are, the newest first of all: the model goes on from their last words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from editor.llm.material_tags import Piece, Tagged, filled, prompt
from editor.llm.provider import Message, Request, Role

PURPOSE = "association"
MAX_TOKENS = 4096
"""Of one turn. The turn is some 200 tokens; the newest models think first, and thinking counts."""
TEMPERATURE = 1.3
"""High, and still words: servers that speak OpenAI's format take up to 2, some local models become noise at 1.5."""
MOST_WORDS = 2_000
"""Of earlier turns. What was said long ago leads nowhere, and is paid for."""


@dataclass(frozen=True, slots=True)
class Turn:
    words: str
    by_model: bool = False


@dataclass(frozen=True, slots=True)
class Pad:
    """The pad of one paragraph, as far as a model is told of it. Everything may be empty."""

    point: str = ""
    """What the paragraph is to say, in one line."""
    paragraph: str = ""
    """Its text, where the writer sends it along."""
    turns: tuple[Turn, ...] = ()
    """In the order in which they were written."""


def association_request(pad: Pad, model: str, *, takes_temperature: bool) -> Request:
    """The question for the turn that comes next. `RefusedParameters` knows which models take a temperature."""
    parts = _parts()
    wording = parts["with a temperature" if takes_temperature else "without a temperature"]
    material = Tagged(
        (
            Piece("point", "What the paragraph is to say:", pad.point),
            Piece("paragraph", "The paragraph as it stands:", pad.paragraph.strip("\r\n")),
            Piece("turns", "The turns so far, the newest last:", _told(latest(pad.turns))),
        )
    ).text()
    return Request(
        model=model,
        system=f"{parts['always']}\n\n{wording}",
        messages=(Message(Role.USER, filled(parts["question"], {"material": material})),),
        max_tokens=MAX_TOKENS,
        purpose=PURPOSE,
        temperature=TEMPERATURE if takes_temperature else None,
        needs_temperature=takes_temperature,
    )


def latest(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The newest turns that together have no more than `MOST_WORDS` words; of one that is longer alone, its end."""
    kept: list[Turn] = []
    room = MOST_WORDS
    for turn in reversed(turns):
        places = [found.start() for found in re.finditer(r"\S+", turn.words)]
        if len(places) > room:
            if not kept:
                kept.append(Turn(turn.words[places[-room] :], turn.by_model))
            break
        kept.append(turn)
        room -= len(places)
    return tuple(reversed(kept))


def _told(turns: Sequence[Turn]) -> str:
    return "\n\n".join(f"{'you' if turn.by_model else 'writer'}: {turn.words}" for turn in turns if turn.words.strip())


def _parts() -> dict[str, str]:
    """The texts of the resource by their headings."""
    pieces = re.split(r"^# (.+)\n", f"{prompt('associate')}\n", flags=re.MULTILINE)
    return {name.strip(): text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}
