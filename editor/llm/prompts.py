"""The question a critic is asked, built from the texts in `resources/prompts`.

The draft goes in as material between tags. A draft may contain such tags itself, by chance or because somebody wants
the model to take the rest for an order, so the tag is numbered until it does not occur in the draft. What is built here
is plain text throughout, so that the writer can be shown exactly what leaves the machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from editor.core.errors import FileError, FileUnreadable
from editor.llm.provider import Message, Request, Role
from editor.resources import resource

MAX_TOKENS = 8192
"""Of one critique. The newest models think first, and thinking counts: with a thousand there may be no word left."""

DEFAULT_CRITIC = "balanced-editor"

_TAGS = ("outline", "before", "paragraph", "after")

_FIELDS = {
    "quote": {"type": "string", "description": "copied exactly from the paragraph, 5 to 25 words"},
    "issue": {"type": "string", "description": "what is wrong, one sentence"},
    "why": {"type": "string", "description": "what it does to the reader"},
    "suggestion": {"type": "string", "description": "what the writer could do, as a task, not as a text"},
    "confidence": {"type": "string", "enum": ["high", "medium", "low"]},
}
_REMARK = {
    "type": "object",
    "properties": _FIELDS,
    "required": list(_FIELDS),
    "additionalProperties": False,
}
CRITIQUE_SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {"remarks": {"type": "array", "items": _REMARK}},
        "required": ["remarks"],
        "additionalProperties": False,
    },
    indent=2,
)
"""What a critique has to look like. Every field required and nothing else allowed, which all vendors take."""


@dataclass(frozen=True, slots=True)
class Critic:
    """A persona a model takes on."""

    id: str
    name: str
    line: str
    """What it does, in one line for the list of critics."""
    persona: str


def critics() -> tuple[Critic, ...]:
    """The critics that come with the program, by name. Raises FileError for a file that is not one."""
    return tuple(sorted(map(_read_critic, resource("prompts", "critics").glob("*.md")), key=_by_name))


def critic_named(critic_id: str = DEFAULT_CRITIC) -> Critic:
    """Raises FileUnreadable if there is none with this id."""
    for known in critics():
        if known.id == critic_id:
            return known
    names = ", ".join(known.id for known in critics())
    raise FileUnreadable(f"There is no critic named {critic_id}", f"There are: {names}.")


def parse_critic(critic_id: str, text: str) -> Critic:
    """A critic's file: `name: …`, `line: …`, a blank line, and the persona, which is all the model is given of it.

    Raises FileError for any other beginning, rather than to send a broken persona.
    """
    parts = text.replace("\r\n", "\n").split("\n", 3)
    if len(parts) == 4 and parts[0].startswith("name: ") and parts[1].startswith("line: ") and not parts[2]:
        name, line, persona = parts[0][6:].strip(), parts[1][6:].strip(), parts[3].strip()
        if name and line and persona:
            return Critic(critic_id, name, line, persona)
    raise FileError(
        f"The critic {critic_id} cannot be used",
        "Its file should begin with the lines “name: …” and “line: …”, then a blank line, then its text.",
    )


def critique_request(
    critic: Critic, paragraph_text: str, context_before: str, context_after: str, outline: Sequence[str], model: str
) -> Request:
    """The question for a critique of one paragraph. `outline` is the headings of the draft, in order.

    Empty contexts are left out.
    """
    tag = _free_tag((paragraph_text, context_before, context_after, *outline))
    sections = (
        _section("The headings of the draft:", f"outline{tag}", "\n".join(outline)),
        _section("What stands before it:", f"before{tag}", context_before),
        _section("The paragraph:", f"paragraph{tag}", paragraph_text),
        _section("What follows it:", f"after{tag}", context_after),
    )
    material = "\n\n".join(section for section in sections if section)
    question = _filled(_prompt("critique-question.md"), {"material": material, "tag": f"paragraph{tag}"})
    return Request(
        model=model,
        system=f"{critic.persona}\n\n{_prompt('critique-rules.md').strip()}",
        messages=(Message(Role.USER, question),),
        max_tokens=MAX_TOKENS,
        schema=CRITIQUE_SCHEMA,
        purpose=f"Critique: {critic.name}",
    )


def shown_text(request: Request) -> str:
    """All text that goes to the provider, in the order in which it goes: nothing is added on the way."""
    return "\n\n".join(request.texts)


def _by_name(known: Critic) -> str:
    return known.name.casefold()


def _read_critic(path: Path) -> Critic:
    try:
        return parse_critic(path.stem, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        failed = FileUnreadable(f"The critic {path.stem} cannot be read")
    raise failed


def _prompt(name: str) -> str:
    return resource("prompts", name).read_text(encoding="utf-8")


def _free_tag(texts: Sequence[str]) -> str:
    """An ending for our tags with which none of them occurs in the texts, however it is spaced or capitalised."""
    squeezed = "".join("\n".join(texts).casefold().split())
    endings = chain([""], (f"-{number}" for number in count(2)))
    return next(
        ending
        for ending in endings
        if not any(f"<{slash}{name}{ending}" in squeezed for name in _TAGS for slash in ("", "/"))
    )


def _section(heading: str, tag: str, text: str) -> str:
    return f"{heading}\n<{tag}>\n{text}\n</{tag}>" if text.strip() else ""


def _filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its slots filled in one pass, so that a slot inside a value stays what it is."""
    return re.sub(r"\{\{(\w+)\}\}", lambda slot: values[slot[1]], template.strip())
