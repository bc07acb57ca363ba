"""What a model is asked for its turn in the pad, built from `resources/prompts/associate.md`.

A model that takes a temperature gets a high one and hardly a word about it; one that takes none is asked for wildness in
words. Earlier turns go along as they are, the newest first of all: the model goes on from their last words. Where the
writer has a hand-off note, it stands for the turns before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from editor.core.context_room import ContextRoom
from editor.llm.handoff_prompts import handoff_request, note_piece
from editor.llm.material_tags import Piece, Tagged, filled, prompt
from editor.llm.provider import Message, Request, Role, most_tokens

PURPOSE = "association"
MAX_TOKENS = 4096
"""Of one turn. The turn is some 200 tokens; the newest models think first, and thinking counts."""
TEMPERATURE = 1.3
"""High, and still words: servers that speak OpenAI's format take up to 2, some local models become noise at 1.5."""
MOST_SAID = 4_000
"""Tokens of earlier turns, counted upwards: some 2,000 words. What was said long ago leads nowhere, and is paid for."""
MOST_FOR_A_NOTE = 4 * MOST_SAID
"""Of earlier turns that a hand-off note is written about: more than a turn is told, so that what fell out is in it."""


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
    """In the order in which they were written; those that the note stands for are not among them."""
    note: str = ""


def association_request(pad: Pad, model: str, *, takes_temperature: bool, window: int | None = None) -> Request:
    """The question for the turn that comes next, with as many of the turns as fit.

    `RefusedParameters` knows which models take a temperature; `window` is in tokens, None where it is not known.
    """
    parts = _parts()
    wording = parts["with a temperature" if takes_temperature else "without a temperature"]
    room = association_room(pad, takes_temperature=takes_temperature, window=window).room or 0
    turns = latest(pad.turns, max(0, room - most_tokens(pad.note)))
    material = Tagged((*_about(pad), note_piece(pad.note), Piece("turns", _TURNS, _told(turns, "you")))).text()
    return Request(
        model=model,
        system=f"{parts['always']}\n\n{wording}",
        messages=(Message(Role.USER, filled(parts["question"], {"material": material})),),
        max_tokens=MAX_TOKENS,
        purpose=PURPOSE,
        temperature=TEMPERATURE if takes_temperature else None,
        needs_temperature=takes_temperature,
    )


def association_room(pad: Pad, *, takes_temperature: bool, window: int | None) -> ContextRoom:
    """How much more can be said in this pad until its oldest turns are told no more."""
    parts = _parts()
    wording = parts["with a temperature" if takes_temperature else "without a temperature"]
    fixed = sum(map(most_tokens, (parts["always"], wording, parts["question"], Tagged(_about(pad)).text())))
    said = most_tokens(pad.note) + sum(most_tokens(turn.words) for turn in pad.turns)
    return ContextRoom(window, fixed, said, MAX_TOKENS, MOST_SAID)


def pad_handoff_request(pad: Pad, model: str, window: int | None = None) -> Request:
    """For the note that is to stand for all turns of the pad."""

    def asked(turns: Sequence[Turn]) -> Request:
        said = (Piece("turns", _TURNS, _told(turns, "model")),) if turns else ()
        return handoff_request(_about(pad), pad.note, said, model)

    empty = asked(())
    room = ContextRoom(window, sum(map(most_tokens, empty.texts)), 0, empty.max_tokens, MOST_FOR_A_NOTE).room or 0
    return asked(latest(pad.turns, room))


def latest(turns: Sequence[Turn], room: int = MOST_SAID) -> tuple[Turn, ...]:
    """The newest turns that together have no more than so many tokens; of one that is longer alone, its end."""
    kept: list[Turn] = []
    for turn in reversed(turns):
        cost = most_tokens(turn.words)
        if cost > room:
            if not kept:
                kept.append(replace(turn, words=_end_of(turn.words, room)))
            break
        kept.append(turn)
        room -= cost
    return tuple(reversed(kept))


def _end_of(words: str, room: int) -> str:
    """As much of the end as fits, from the beginning of a word on."""
    starts = [found.start() for found in re.finditer(r"\S+", words)]
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if most_tokens(words[starts[middle] :]) <= room else (middle + 1, high)
    return words[starts[low] :] if low < len(starts) else ""


_TURNS = "The turns so far, the newest last:"


def _about(pad: Pad) -> tuple[Piece, ...]:
    return (
        Piece("point", "What the paragraph is to say:", pad.point),
        Piece("paragraph", "The paragraph as it stands:", pad.paragraph.strip("\r\n")),
    )


def _told(turns: Sequence[Turn], model: str) -> str:
    """`model` is what the model is called."""
    return "\n\n".join(f"{model if turn.by_model else 'writer'}: {turn.words}" for turn in turns if turn.words.strip())


def _parts() -> dict[str, str]:
    """The texts of the resource by their headings."""
    pieces = re.split(r"^# (.+)\n", f"{prompt('associate')}\n", flags=re.MULTILINE)
    return {name.strip(): text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}
