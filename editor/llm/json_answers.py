"""JSON out of what a model wrote around it, and the answers that are one object: an argument, a wording, an overlap.

Where an answer is not of the shape that was asked for, its whole text is handed back to be shown, and nothing is guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from editor.core.arguing import Stand

DECODER = json.JSONDecoder(strict=False)  # a line break inside a string is no reason to lose it
MOST_FAILURES = 200
"""Failed attempts to read an object before the rest counts as text; keeps a hostile answer from taking minutes."""

_THOUGHT = re.compile(r"\s*<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
_STRING_OR_COMMA = re.compile(r'("(?:[^"\\]++|\\.)*+"?)|,(\s*+[}\]])', re.DOTALL)
"""A string that nobody closes goes on to the end: to look again behind each of its marks would take the square of it."""


def thought_and_said(text: str) -> tuple[str, str]:
    """What a model thought aloud first, as some do, and what it then said. What it tries out there is not meant."""
    thought = _THOUGHT.match(text)
    return (thought[0], text[thought.end() :]) if thought else ("", text)


def without_last_commas(text: str) -> str:
    """A comma before a closing bracket is the commonest slip; it is one outside of strings only."""
    return _STRING_OR_COMMA.sub(lambda found: found[1] or found[2], text)


@dataclass(frozen=True, slots=True)
class ArgumentReply:
    stand: Stand
    reason: str
    """Of an answer that could not be read, the whole of it."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A thought of the draft; where `reference` is empty, one that the other text does not have."""

    draft: str
    """Quoted, perhaps inexactly."""
    reference: str
    point: str


@dataclass(frozen=True, slots=True)
class OverlapReply:
    likenesses: tuple[Likeness, ...]
    """What is the same, then what is new, as they came."""
    verdict: str
    leftover: str
    """The whole answer, where it was not as asked."""


def parse_argument(text: str) -> ArgumentReply:
    _, said = thought_and_said(text)
    for value in objects_in(said):
        decision, reason = value.get("decision"), value.get("reason")
        if isinstance(decision, str) and isinstance(reason, str) and decision.strip().casefold() in ("hold", "concede"):
            return ArgumentReply(Stand(decision.strip().casefold()), reason.strip())
    return ArgumentReply(Stand.UNREAD, text.strip())


def parse_wording(text: str) -> str | None:
    """The wording, empty where the model had none; None where the answer cannot be read."""
    _, said = thought_and_said(text)
    found = (value["wording"] for value in objects_in(said) if isinstance(value.get("wording"), str))
    wording = next(found, None)
    return wording.strip() if isinstance(wording, str) else None


def parse_overlap(text: str) -> OverlapReply:
    _, said = thought_and_said(text)
    for value in objects_in(said):
        same, new, verdict = value.get("same"), value.get("new"), value.get("verdict")
        if isinstance(same, list) and isinstance(new, list):
            read = [_likeness(item) for item in (*same, *new)]
            likenesses = tuple(one for one in read if one is not None)
            words = verdict.strip() if isinstance(verdict, str) else ""
            return OverlapReply(likenesses, words, "" if len(likenesses) == len(read) else text)
    broken = [_likeness(value) for value in objects_in(said)]
    return OverlapReply(tuple(one for one in broken if one is not None), "", text.strip())


def _likeness(item: object) -> Likeness | None:
    if not isinstance(item, dict):
        return None
    draft, reference, point = (item.get(name, "") for name in ("draft", "reference", "point"))
    if not (isinstance(draft, str) and isinstance(reference, str) and isinstance(point, str)):
        return None
    return Likeness(draft.strip(), reference.strip(), point.strip()) if draft.strip() and point.strip() else None


def objects_in(text: str) -> Iterator[dict[str, object]]:
    """The objects that can be read, outer ones before and instead of what is in them."""
    text = without_last_commas(text)
    at = failures = 0
    while failures < MOST_FAILURES and (at := text.find("{", at)) >= 0:
        try:
            value, at = DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            failures += 1
            at += 1
            continue
        if isinstance(value, dict):
            yield value
