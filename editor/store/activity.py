"""The ledger of human time, and of what was witnessed beside it: rows in order, each naming the hash of the one before.

The chain shows that rows were altered, removed or put in between after they were written. It does not show that the
writing happened. A row's meaning belongs to `editor.core.credits` and `editor.core.witness`; sort, paragraph, lane and
time are kept beside it for sums.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from editor.core.credits import Credit, LedgerRow, from_row
from editor.core.witness import CHANGE, NOTED, TEXT, WitnessRow, witness_from
from editor.store.database import Database
from editor.store.draft_file import parsed
from editor.store.hashing import as_json
from editor.store.tables import CreditRow, hashed

GENESIS = "start"
UNKNOWN = "unknown"
"""The sort of a row that this version cannot read; it is kept, and counts nothing."""
_NOT_OF_TIME = (UNKNOWN, CHANGE, TEXT, NOTED)


def append_credits(connection: Connection, rows: Iterable[tuple[int, list[Any]]]) -> None:
    """Each with the number of the record of the journal that it is from."""
    newest = select(col(CreditRow.number), col(CreditRow.hash)).order_by(col(CreditRow.number).desc()).limit(1)
    number, previous = connection.execute(newest).one_or_none() or (0, GENESIS)
    values = []
    for place, (n, row) in enumerate(rows, number + 1):
        values.append(_row_values(place, n, row, previous))
        previous = values[-1]["hash"]
    if values:
        connection.execute(insert(CreditRow), values)


def _row_values(number: int, n: int, row: list[Any], previous: str) -> dict[str, Any]:
    meaning = _meaning(row)
    kind = UNKNOWN if meaning is None else str(row[0])
    mine = (meaning.paragraph, meaning.lane.value, meaning.ms) if isinstance(meaning, Credit) else (None, None, None)
    return hashed(
        CreditRow,
        number=number,
        n=n,
        kind=kind,
        paragraph=mine[0],
        lane=mine[1],
        ms=mine[2],
        row=as_json(row),
        previous=previous,
    )


def _meaning(row: list[Any]) -> LedgerRow | WitnessRow | None:
    for read in (from_row, witness_from):
        with suppress(ValueError):
            return read(row)
    return None


class Activity:
    """What the ledger says of time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(self, before_n: int | None = None) -> tuple[LedgerRow, ...]:
        """In order, for `editor.core.ledger.Ledger`: all of it, or what came before record `before_n` of the journal.

        Raises DraftDamaged.
        """
        known = select(col(CreditRow.row)).where(col(CreditRow.kind).not_in(_NOT_OF_TIME)).order_by(col(CreditRow.number))
        if before_n is not None:
            known = known.where(col(CreditRow.n) < before_n)
        with self._database.reading() as connection:
            texts = connection.execute(known).scalars()
            return tuple(from_row(parsed(text, self._database.path)) for text in texts)
