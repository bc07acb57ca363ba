"""A draft's whole past, out of its file and what its journal holds beyond it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from editor.core.attachments import Attachment
from editor.core.credits import LedgerRow, from_row
from editor.core.errors import NOT_A_RECORD
from editor.core.witness import witness_from
from editor.journal.reader import read_header, read_tail
from editor.services.reading import known_rows, rows_in
from editor.store.past import Past, read_past

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WholePast:
    past: Past
    ledger: tuple[LedgerRow, ...]
    unread: int
    """Rows of the ledger of a sort that this version does not know."""
    notes: tuple[str, ...]
    """One sentence for everything that could not be read."""


def whole_past(database: Path | None, folder: Path | None) -> WholePast:
    """`database` may be missing where the journal in `folder` holds the whole draft. Raises as `read_past` does."""
    past = read_past(database) if database is not None else Past({}, (), (), "", (), ())
    folded_n = int(past.meta["folded_n"]) if database is not None else -1
    records: tuple[Record, ...] = ()
    notes: tuple[str, ...] = ()
    if folder is not None and read_header(folder) is not None:
        tail = read_tail(folder, folded_n)
        records, notes = tail.records, tail.damage
    attached = {one.key: one for one in (*past.attachments, *_attached(records))}
    log = tuple(one for one in records if one["kind"] == "edit" or "keyframe" in one)
    known = known_rows(past.ledger)
    past = replace(past, log=(*past.log, *log), attachments=tuple(attached.values()))
    return WholePast(past, (*known, *rows_in(records)), sum(map(_is_strange, past.ledger)), notes)


def _is_strange(row: Any) -> bool:
    """Neither of time nor of a witness."""
    for read in (from_row, witness_from):
        with suppress(*NOT_A_RECORD):
            read(row)
            return False
    return True


def _attached(records: Iterable[Record]) -> Iterator[Attachment]:
    for record in records:
        if record["kind"] == "attachment":
            with suppress(*NOT_A_RECORD):  # of a version that knows more
                yield Attachment.from_row(record["attachment"])
