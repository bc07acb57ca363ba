"""What a row says, and of which minute it is, in words: to tell where a file was altered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from editor.core.credits import Acts, ClockStep, Credit, Focus, Lane, LedgerRow, Removal, Stream, Transfer, from_row
from editor.core.errors import NOT_A_RECORD
from editor.core.witness import Happening, Noted, TextDigest, WitnessRow, witness_from
from editor.store.tables import CallRow, CreditRow, EditRow, VersionRow, name_of

LEDGER, LOG = name_of(CreditRow), name_of(EditRow)
_CALL, _VERSION = name_of(CallRow), name_of(VersionRow)
_LANES = {Lane.EDIT: "editing", Lane.READ: "reading", Lane.PAD: "the pad"}
_KINDS = {"type": "typing", "paste": "a paste", "cut": "a cut", "tool": "a replacement", "import": "an import"}


def row_words(table: str, row: Mapping[str, Any]) -> str:
    """ "row 5 of the ledger of time (30.0 s of editing in paragraph 2, 2025-11-21 12:03 UTC)"; what it says is not
    believed, only told."""
    if table == LEDGER:
        return f"row {row['number']} of the ledger of time ({ledger_words(row['row'])})"
    if table == LOG:
        return f"change {row['seq']} of the log ({_edit_words(row['row'])})"
    with suppress(*NOT_A_RECORD):
        if table == _CALL:
            return (
                f"row {row['id']!r} of table {table} (a call to {row['model']} for {row['purpose']}, "
                f"{_moment(int(row['wall_ms']), 0)})"
            )
        if table == _VERSION:
            return f"row {row['id']!r} of table {table} (version {row['name']!r}, {_moment(int(row['wall_ms']), 0)})"
    return f"row {next(iter(row.values()))!r} of table {table}"


def ledger_words(text: object) -> str:
    """What a row of the ledger says, from its JSON."""
    with suppress(*NOT_A_RECORD):
        return _said(from_row(json.loads(str(text))))
    with suppress(*NOT_A_RECORD):
        return _witnessed(witness_from(json.loads(str(text))))
    return "what it says cannot be read"


def _said(row: LedgerRow) -> str:
    match row:
        case Credit(minute, paragraph, lane, ms):
            return f"{ms / 1000:.1f} s of {_LANES[lane]} in paragraph id {paragraph}, {minute_words(minute)}"
        case Acts(minute, writes, reads):
            return f"{writes} acts of writing and {reads} of reading, {minute_words(minute)}"
        case Transfer(source, target, edit_ms, read_ms, pad_ms):
            ms = edit_ms + read_ms + pad_ms
            return f"{ms / 1000:.1f} s handed from paragraph id {source} to {target}"
        case Removal(paragraph, removed):
            return f"paragraph id {paragraph} was {'removed' if removed else 'brought back'}"
        case ClockStep(wall_ms, shift_ms):
            return f"the clock was moved by {shift_ms / 1000:.0f} s, {_moment(wall_ms, 0)}"
        case Focus(wall_ms, gained):
            return f"the window {'came to the front' if gained else 'left the front'}, {_moment(wall_ms, 0)}"
        case Stream(wall_ms, paragraph, begun):
            return (
                f"a model {'began' if begun else 'ended'} writing beside paragraph id {paragraph}, {_moment(wall_ms, 0)}"
            )
        case _:
            return "the rule that time was counted by"


def _witnessed(row: WitnessRow) -> str:
    match row:
        case Happening(wall_ms, kind, removed, inserted):
            came = sum(length for _, length in inserted)
            what = _KINDS.get(kind.value, kind.value)
            return f"{what}: {came:,} characters came and {removed:,} went, {_moment(wall_ms, 0)}"
        case TextDigest(wall_ms, length):
            return f"the text had {length:,} characters, {_moment(wall_ms, 0)}"
        case Noted(wall_ms):
            return f"how far the record reaches is noted from here on, {_moment(wall_ms, 0)}"


def minute_words(minute: int) -> str:
    """Whole minutes since 1970 UTC as "2025-11-21 12:03 UTC"."""
    return _moment(minute * 60_000, 0)


def _edit_words(text: object) -> str:
    try:
        row = json.loads(str(text))
        return f"{_KINDS.get(row['k'], str(row['k']))}, {_moment(int(row['t']), int(row['z']))}"
    except NOT_A_RECORD:
        return "what it says cannot be read"


def _moment(wall_ms: int, offset_min: int) -> str:
    try:
        then = datetime.fromtimestamp(wall_ms / 1000, UTC) + timedelta(minutes=offset_min)
    except (OverflowError, ValueError, OSError):
        return "at no time that there is"
    return f"{then:%Y-%m-%d %H:%M}" + ("" if offset_min else " UTC")
