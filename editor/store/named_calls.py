"""Calls to models that a draft's file names and does not have: in a remark, a turn of the pad, an attachment, or words.

What lies beside the text is always of a call of this draft. Words are not: copied from another draft they keep the id of
a call there. So words alone accuse nobody, unless the file is known to lack calls that were recorded.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from editor.core.errors import NOT_A_RECORD
from editor.core.rows import origin_from
from editor.core.words import words_by_origin
from editor.store.draft_file import check_identity, reading
from editor.store.ends import noted_amounts
from editor.store.fitting import folded_document
from editor.store.keyframe import edits_after, newest_keyframe
from editor.store.tables import CallRow, name_of

_MOST_TOLD = 5
_MOST_PARAGRAPHS = 3
_CALLS = name_of(CallRow)


@dataclass(slots=True)
class _Traces:
    """Of one call."""

    beside: Counter[str] = field(default_factory=Counter)
    words: int = 0
    paragraphs: list[int] = field(default_factory=list)
    """Counted from 1."""

    def told(self) -> str:
        parts = [f"{count:,} {what}{'' if count == 1 else 's'}" for what, count in self.beside.items()]
        if self.words:
            some = ", ".join(map(str, self.paragraphs[:_MOST_PARAGRAPHS]))
            more = " and more" if len(self.paragraphs) > _MOST_PARAGRAPHS else ""
            parts.append(f"{self.words:,} word{'' if self.words == 1 else 's'} of the text (in paragraph {some}{more})")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class NamedCalls:
    missing: tuple[str, ...]
    """One sentence for each call of this draft that is not in the file."""
    unsure: tuple[str, ...]
    """One for each that was of this draft or of another one, which the file cannot tell."""


def named_calls(path: Path) -> NamedCalls:
    """Costs the length of the text. Raises a FileError where the file cannot be read."""
    with reading(path) as connection:
        check_identity(connection, path)
        connection.execute("BEGIN")  # one state of the file, whoever writes meanwhile
        there = {ident for (ident,) in connection.execute("SELECT id FROM call")}
        traces: dict[str, _Traces] = {}
        for call, what in _named_beside(connection):
            if call not in there:
                traces.setdefault(call, _Traces()).beside[what] += 1
        document = newest_keyframe(connection, path)
        folded = folded_document(document, edits_after(connection, path, document.seq), path)
        for number, item in enumerate(folded.paragraphs, 1):
            if all(run.origin.prompt in there or not run.origin.prompt for run in item.runs):
                continue
            for origin, words in words_by_origin(item.text, item.runs).items():
                if origin.prompt and origin.prompt not in there:
                    trace = traces.setdefault(origin.prompt, _Traces())
                    trace.words += words
                    trace.paragraphs += [] if trace.paragraphs[-1:] == [number] else [number]
        known = noted_amounts(dict(connection.execute("SELECT key, value FROM draft")))
        recorded = known[_CALLS].rows if known is not None and _CALLS in known else None
    return _sorted_out(traces, len(there), recorded)


def _sorted_out(traces: dict[str, _Traces], there: int, recorded: int | None) -> NamedCalls:
    lacking = recorded is not None and there < recorded
    missing = [(call, trace) for call, trace in traces.items() if trace.beside or lacking]
    unsure = [] if recorded is not None else [(call, trace) for call, trace in traces.items() if not trace.beside]
    return NamedCalls(
        tuple(f"Call {call} to a model is not in the file; it is named by {one.told()}." for call, one in missing)[
            :_MOST_TOLD
        ],
        tuple(
            f"Call {call} to a model is not in the file; it is named by {one.told()}. These came from another draft, or "
            "the record of the call was removed."
            for call, one in unsure
        )[:_MOST_TOLD],
    )


def _named_beside(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Each with what names it."""
    for (call,) in connection.execute("SELECT origin_call FROM remark WHERE origin_call <> '' ORDER BY id"):
        yield str(call), "remark"
    for (origin,) in connection.execute("SELECT origin FROM pad_turn ORDER BY started_ms, id"):
        with suppress(*NOT_A_RECORD):  # told by the check of the rows
            if call := origin_from(json.loads(origin)).prompt:
                yield call, "turn in a pad"
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'attachment'").fetchone() is None:
        return  # in a file that an older version of the program wrote last
    for (row,) in connection.execute("""SELECT row FROM attachment WHERE row LIKE '%"call"%' ORDER BY key"""):
        with suppress(*NOT_A_RECORD):
            for call in dict.fromkeys(_calls_in(json.loads(row))):
                yield call, "attachment"


def _calls_in(said: Any) -> Iterator[str]:
    """What a row of an attachment says under the name "call", however deep."""
    if isinstance(said, dict):
        for name, value in said.items():
            if name == "call" and isinstance(value, str) and value:
                yield value
            else:
                yield from _calls_in(value)
    elif isinstance(said, list):
        for value in said:
            yield from _calls_in(value)
