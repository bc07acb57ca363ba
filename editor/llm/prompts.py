"""What a critic is asked, built from the texts in `resources/prompts`.

The order is that in which calls differ: the instructions, which are the same for every critic; then the references and
the outline, the same for every paragraph; then who reads; then the paragraph and the question. A provider that keeps the
beginning of a prompt is paid for the references once.

Who wrote the words, and with what help, is never told, nor what the writer thinks of them: critics find what they are
led to find (Sharma et al. 2023, arXiv 2310.13548).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.llm.material_tags import Piece, Reference, Tagged, filled, prompt, reference_pieces
from editor.llm.personas import Critic
from editor.llm.provider import Message, Request, Role

MAX_TOKENS = 8192
"""Of one critique. The newest models think first, and thinking counts: with a thousand there may be no word left."""


@dataclass(frozen=True, slots=True)
class Context:
    """What goes with a paragraph so that its place can be seen. Everything may be empty and is left out then."""

    before: str = ""
    after: str = ""
    outline: tuple[str, ...] = ()
    """The headings of the draft, in order."""
    references: tuple[Reference, ...] = ()
    audience: str = ""
    """Whom the writer wants to reach, in one line of theirs."""


def object_schema(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Every field required and nothing else allowed, which all vendors take."""
    return {"type": "object", "properties": dict(fields), "required": list(fields), "additionalProperties": False}


def _remarks_schema(quote: str) -> str:
    fields = {
        "quote": {"type": "string", "description": quote},
        "issue": {"type": "string", "description": "what is wrong, one sentence"},
        "why": {"type": "string", "description": "what it does to the reader"},
        "suggestion": {"type": "string", "description": "what the writer could do, as a task, not as a text"},
        "confidence": {"type": "string", "enum": ["high", "medium", "low"]},
    }
    remarks = {"type": "array", "items": object_schema(fields)}
    return json.dumps(object_schema({"remarks": remarks}), indent=2)


CRITIQUE_SCHEMA = _remarks_schema("copied exactly from the paragraph, 5 to 25 words")
"""What a critique has to look like."""
DRAFT_SCHEMA = _remarks_schema("copied exactly from one paragraph of the draft, 5 to 25 words, or empty")


def critique_request(critic: Critic, paragraph_text: str, context: Context, model: str) -> Request:
    """The question for a critique of one paragraph."""
    around = (
        Piece("before", "What stands before it:", context.before),
        Piece("paragraph", "The paragraph:", paragraph_text),
        Piece("after", "What follows it:", context.after),
    )
    tagged = Tagged((*_background(context), *around), critic.persona)
    slots = {
        "persona": critic.persona,
        "audience": tagged.text("audience"),
        "passage": tagged.text("before", "paragraph", "after"),
        "tag": tagged.tag("paragraph"),
    }
    question = filled(prompt("critique-question"), slots)
    return Request(
        model=model,
        system=prompt("critique-rules"),
        messages=(_message(tagged.text(*_references(context), "outline"), question),),
        max_tokens=MAX_TOKENS,
        schema=CRITIQUE_SCHEMA,
        purpose=f"Critique: {critic.name}",
    )


def draft_critique_request(critic: Critic, draft_text: str, context: Context, model: str) -> Request:
    """The question for a critique of the whole draft: structure, order, what is missing, what repeats.

    Of the context only references and audience go with it; the rest is in the draft.
    """
    context = Context(references=context.references, audience=context.audience)
    tagged = Tagged((*_background(context), Piece("draft", "The draft:", draft_text)), critic.persona)
    slots = {
        "persona": critic.persona,
        "audience": tagged.text("audience"),
        "tag": tagged.tag("draft"),
    }
    return Request(
        model=model,
        system=prompt("draft-rules"),
        messages=(_message(tagged.text(*_references(context), "draft"), filled(prompt("draft-question"), slots)),),
        max_tokens=MAX_TOKENS,
        schema=DRAFT_SCHEMA,
        purpose=f"Critique of the draft: {critic.name}",
    )


def shown_text(request: Request) -> str:
    """All text that goes to the provider, in the order in which it goes: nothing is added on the way."""
    return "\n\n".join(request.texts)


def _background(context: Context) -> list[Piece]:
    return [
        *reference_pieces(context.references),
        Piece("outline", "The headings of the draft:", "\n".join(context.outline)),
        Piece("audience", "Whom the writer wants to reach, in their words:", " ".join(context.audience.split())),
    ]


def _references(context: Context) -> list[str]:
    return [f"reference-{number}" for number, _ in enumerate(context.references, 1)]


def _message(background: str, question: str) -> Message:
    """What is the same for every such question, marked as the material for a provider to keep, and then the question."""
    if not background:
        return Message(Role.USER, question)
    return Message(Role.USER, f"{background}\n\n{question}", (0, len(background)))
