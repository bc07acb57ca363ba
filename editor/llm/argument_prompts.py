"""What a critic is asked about one of its remarks: whether it stands after an objection, and how words could meet it.

Neither says who wrote what, the passage, the remark or the objection: a critic that knows whom it contradicts is lenient
or stubborn for the wrong reasons.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from editor.core.annotations import Remark
from editor.core.arguing import Turn
from editor.core.context_room import ContextRoom
from editor.llm.handoff_prompts import handoff_request, note_piece
from editor.llm.material_tags import Piece, Tagged, filled, prompt
from editor.llm.personas import Critic
from editor.llm.prompts import object_schema
from editor.llm.provider import Message, Request, Role, most_tokens

MAX_TOKENS = 4096
"""A few sentences, and what is thought before them."""

ARGUMENT_SCHEMA = json.dumps(
    object_schema(
        {
            "reason": {"type": "string", "description": "what decides it, one to three sentences"},
            "decision": {"type": "string", "enum": ["hold", "concede"]},
        }
    ),
    indent=2,
)
"""The reason comes first: what is decided before the reasons are written is only defended by them."""
WORDING_SCHEMA = json.dumps(
    object_schema({"wording": {"type": "string", "description": "the passage in other words, or empty"}}), indent=2
)


@dataclass(frozen=True, slots=True)
class Argument:
    """What is told of the argument about a remark."""

    critic: Critic
    passage: str
    """The paragraph as it is now."""
    remark: Remark
    turns: tuple[Turn, ...] = ()
    """What was said since the note, or since the beginning."""
    note: str = ""
    """The hand-off note that stands for what was said before; may be empty."""


def argument_request(argument: Argument, line: str, model: str) -> Request:
    """`line` is what is said now against the remark."""
    critic, said = argument.critic, _said(argument.turns)
    line_tag = f"objection-{len(argument.turns) + 1}"
    now = Piece(line_tag, "What is said against it now:", line)
    pieces = (*_about(argument), note_piece(argument.note), *said, now)
    tagged = Tagged(pieces, critic.persona)
    slots = {
        "persona": critic.persona,
        "passage": tagged.text("passage"),
        "remark": tagged.text("remark"),
        "note": tagged.text("note"),
        "thread": tagged.text(*(piece.tag for piece in said)) if said else "",
        "line": tagged.text(line_tag),
        "tag": tagged.tag(line_tag),
    }
    return _request(model, "argument", slots, ARGUMENT_SCHEMA, f"Argument: {critic.name}")


def argument_room(argument: Argument, window: int | None) -> ContextRoom:
    """How much more can be said about the remark; `window` is the model's, in tokens, None where it is not known."""
    bare, whole = (argument_request(one, "…", "") for one in (replace(argument, turns=(), note=""), argument))
    fixed, everything = (sum(map(most_tokens, one.texts)) for one in (bare, whole))
    return ContextRoom(window, fixed, everything - fixed, MAX_TOKENS)


def argument_handoff_request(argument: Argument, model: str) -> Request:
    """For the note that is to stand for all that was said about the remark."""
    return handoff_request(_about(argument), argument.note, _said(argument.turns), model)


def wording_request(critic: Critic, passage: str, quote: str, remark: Remark, model: str) -> Request:
    """For one possible wording of the quoted words. A request of its own, because a critique offers no words."""
    tagged = Tagged((_passage(passage), Piece("quote", "The words that the remark is about:", quote), _remark(remark)))
    slots = {name: tagged.text(name) for name in ("passage", "quote", "remark")}
    slots["tag"] = tagged.tag("quote")
    return _request(model, "wording", slots, WORDING_SCHEMA, f"Wording: {critic.name}")


def _said(turns: Sequence[Turn]) -> list[Piece]:
    return [
        piece
        for number, turn in enumerate(turns, 1)
        for piece in (
            Piece(f"objection-{number}", "What was said against it:", turn.line),
            Piece(f"answer-{number}", f"What was answered ({turn.stand.value}):", turn.reason),
        )
    ]


def _about(argument: Argument) -> tuple[Piece, ...]:
    return _passage(argument.passage), _remark(argument.remark)


def _passage(text: str) -> Piece:
    return Piece("passage", "The text:", text)


def _remark(remark: Remark) -> Piece:
    about = (f"On: “{remark.anchor.quote}”",) if remark.anchor else ()
    return Piece("remark", "The remark:", "\n".join((*about, remark.issue, remark.why, remark.suggestion)).strip())


def _request(model: str, name: str, slots: dict[str, str], schema: str, purpose: str) -> Request:
    return Request(
        model=model,
        system=prompt(f"{name}-rules"),
        messages=(Message(Role.USER, filled(prompt(f"{name}-question"), slots)),),
        max_tokens=MAX_TOKENS,
        schema=schema,
        purpose=purpose,
    )
