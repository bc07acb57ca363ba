"""The question for titles of a draft, and the answer to it: candidates of one line each."""

from __future__ import annotations

import json
from dataclasses import dataclass

from editor.llm.json_answers import objects_in, thought_and_said
from editor.llm.material_tags import Piece, Tagged, filled, prompt
from editor.llm.prompts import MAX_TOKENS, object_schema
from editor.llm.provider import Message, Request, Role

MOST_TITLES = 12
"""More than were asked for are not taken."""
LONGEST_TITLE = 300
"""Characters; what is longer is no title, and is shown with the rest."""
_ITEM = {"type": "string", "description": "one line, at most 14 words, without quotation marks around it"}
TITLES_SCHEMA = json.dumps(object_schema({"titles": {"type": "array", "items": _ITEM}}), indent=2)
_MARKS = "\"“”„«»'‘’ \t"


@dataclass(frozen=True, slots=True)
class TitlesReply:
    titles: tuple[str, ...]
    leftover: str
    """The whole answer, where it was not as asked."""


def titles_request(draft: str, model: str) -> Request:
    tagged = Tagged((Piece("draft", "The draft:", draft.strip()),))
    return Request(
        model=model,
        system=prompt("titles"),
        messages=(Message(Role.USER, filled(prompt("titles-question"), {"draft": tagged.text("draft")})),),
        max_tokens=MAX_TOKENS,
        schema=TITLES_SCHEMA,
        purpose="Title candidates",
    )


def parse_titles(text: str) -> TitlesReply:
    """Every title that can be read, each once, at most `MOST_TITLES`."""
    _, said = thought_and_said(text)
    for value in objects_in(said):
        listed = value.get("titles")
        if isinstance(listed, list):
            read = [_title(item) for item in listed]
            return TitlesReply(_each_once(read), "" if all(read) else text.strip())
    return TitlesReply(_each_once([_title(item) for item in _whole_texts(said)]), text.strip())


def _whole_texts(said: str) -> list[object]:
    """The texts of a list that broke off, as far as they are whole."""
    _, found, rest = said.partition('"titles"')
    _, opened, rest = rest.partition("[")
    texts: list[object] = []
    decoder = json.JSONDecoder(strict=False)
    while found and opened and (rest := rest.lstrip(" \t\r\n,")).startswith('"'):
        try:
            value, end = decoder.raw_decode(rest)
        except ValueError:
            break
        texts.append(value)
        rest = rest[end:]
    return texts


def _title(item: object) -> str:
    """In one line, without the quotation marks that some set around it; empty where it is none."""
    words = " ".join(item.split()) if isinstance(item, str) else ""
    if len(words) > 1 and words[0] in _MARKS and words[-1] in _MARKS and not _has_inner(words):
        words = words[1:-1].strip()
    return words if 0 < len(words) <= LONGEST_TITLE else ""


def _has_inner(words: str) -> bool:
    """Whether the marks at both ends belong to two different quotations."""
    return any(mark in words[1:-1] for mark in (words[0], words[-1]))


def _each_once(titles: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in titles if one))[:MOST_TITLES]
