"""Remarks out of what a model wrote.

It was asked for JSON of a given shape and mostly sends it. When an answer was cut short, wrapped in talk or slightly
wrong, the whole remarks in it are used, and the rest is handed back as text: it was paid for, and the writer decides
what it is worth. No remark is ever dropped, and nothing is made up to complete one; only fields that nobody asked for
are passed over.

Whether a quote is in the paragraph is not decided here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from editor.llm.json_answers import DECODER, MOST_FAILURES, thought_and_said, without_last_commas


class Confidence(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class RawRemark:
    """A remark as the model gave it; its quote may be inexact."""

    quote: str
    issue: str
    why: str
    suggestion: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class CritiqueReply:
    remarks: tuple[RawRemark, ...]
    leftover: str
    """What could not be read as remarks, in the model's words; empty for an answer that was as asked."""
    understood: bool = True
    """False where nothing of it was as asked: that it has no remarks does not say that the model had none."""


_NAMES = "quote|issue|why|suggestion|confidence"
_FIELD_AS_FAR_AS_THE_NEXT = re.compile(
    rf'\s*+(?:,\s*+)?"({_NAMES})"\s*+:\s*+"(.*?)"(?=\s*+(?:,\s*+"(?:{_NAMES})"\s*+:|(?:,\s*+)?\}}))', re.DOTALL
)
"""A field whose text may hold quotation marks of its own that were not escaped."""
_BARE_MARK = re.compile(r'(?<!\\)((?:\\\\)*)"')
_CLOSING = re.compile(r"\s*+(?:,\s*+)?\}")
_SCAFFOLD = re.compile(r"```(?:json)?|\{\s*\"remarks\"\s*:|[\s\[\]{},]")
_WHOLE_FIELDS = re.compile(r'\{(?:\s*"\w+"\s*:\s*"(?:[^"\\]|\\.)*"(?:\s*,)?)+', re.DOTALL)
"""An object as far as its fields are whole texts."""


def parse_critique(text: str) -> CritiqueReply:
    """The remarks of an answer. One that quotes nothing is about no words in particular."""
    remarks: list[RawRemark] = []
    says_none = False
    thought, said = thought_and_said(text)
    rest: list[str] = []
    for piece in _pieces(said):
        if isinstance(piece, str):
            rest.append(piece)
            continue
        says_none = says_none or piece.get("remarks") == []
        for item in _items(piece):
            remark = _remark(item)
            if remark is not None:
                remarks.append(remark)
            else:
                rest.append(json.dumps(item, ensure_ascii=False))
    has_answered = bool(remarks) or says_none
    shown = rest if has_answered else [thought, *rest]  # what was thought on the way to an answer is not one
    leftover = "\n".join(part.strip(", \t\r\n") for part in shown if _SCAFFOLD.sub("", part))
    return CritiqueReply(tuple(remarks), leftover, understood=has_answered or not leftover)


def _pieces(text: str) -> Iterator[str | dict[str, object]]:
    """The text as stretches of prose and the objects between them that are remarks or hold some."""
    text = without_last_commas(text)
    done = at = failures = 0
    while failures < MOST_FAILURES and (at := text.find("{", at)) >= 0:
        found = _object_at(text, at)
        if found is None:
            failures += 1
            at += 1
            continue
        if done < at:
            yield text[done:at]
        value, done = found
        at = done
        yield value
    if done < len(text):
        yield text[done:]


def _object_at(text: str, at: int) -> tuple[dict[str, object], int] | None:
    """The object that begins there and its end, if it is one of ours."""
    try:
        value, end = DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return _misquoted_object_at(text, at) or _cut_object_at(text, at)
    ours = isinstance(value, dict) and (isinstance(value.get("remarks"), list) or "quote" in value)
    return (value, end) if ours else None


def _misquoted_object_at(text: str, at: int) -> tuple[dict[str, object], int] | None:
    """A remark with quotation marks in its words that were not escaped: each text goes on until the next of our fields.

    Nothing is taken from it: where what is found does not end in a bracket, or says a field twice as two remarks do that
    run into each other, it is left to be shown as text.
    """
    fields: dict[str, object] = {}
    end = at + 1
    while field := _FIELD_AS_FAR_AS_THE_NEXT.match(text, end):
        if field[1] in fields:
            return None
        try:
            fields[field[1]] = DECODER.decode('"' + _BARE_MARK.sub(r'\1\\"', field[2]) + '"')
        except ValueError:
            return None
        end = field.end()
    closing = _CLOSING.match(text, end)
    return (fields, closing.end()) if closing and _remark(fields) is not None else None


def _cut_object_at(text: str, at: int) -> tuple[dict[str, object], int] | None:
    """A remark that broke off after it had said what is wrong, as far as its fields are whole."""
    whole = _WHOLE_FIELDS.match(text, at)
    if whole is None:
        return None
    try:
        value = DECODER.decode(whole[0].rstrip(", \t\r\n") + "}")
    except ValueError:
        return None
    return (value, whole.end()) if "quote" in value and _remark(value) is not None else None


def _items(value: dict[str, object]) -> list[object]:
    """The remarks of an object: its list, or itself; with what else it says, if anything."""
    listed = value.get("remarks")
    if not isinstance(listed, list):
        return [value]
    others = {name: other for name, other in value.items() if name != "remarks"}
    return [*listed, others] if others else [*listed]


def _remark(item: object) -> RawRemark | None:
    if not isinstance(item, dict):
        return None
    given = {name: item.get(name) for name in ("quote", "issue", "why", "suggestion")}
    texts = {name: "" if text is None else text for name, text in given.items()}  # some write null for none
    if not all(isinstance(text, str) for text in texts.values()):
        return None
    quote, issue, why, suggestion = (str(text).strip() for text in texts.values())
    if not issue:
        return None
    return RawRemark(quote, issue, why, suggestion, _confidence(item.get("confidence")))


def _confidence(value: object) -> Confidence:
    """Words as asked for; figures from 0 to 1 as some models give them; anything else is the middle."""
    if isinstance(value, str) and value.strip().casefold() in tuple(Confidence):
        return Confidence(value.strip().casefold())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Confidence.LOW if value < 0.4 else Confidence.MEDIUM if value < 0.75 else Confidence.HIGH
    return Confidence.MEDIUM
