"""The one way rows beside the log come into a draft's file, go from it, or are put in the place of older states.

What is there afterwards is noted in the same transaction (`ends`), so that a row that goes any other way is missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, col

from editor.store.beside import BESIDE, Amount, Amounts
from editor.store.database import Database
from editor.store.ends import NOTE, Ends, ends_after, noted_amounts, noted_ends
from editor.store.hashing import as_json
from editor.store.tables import DraftRow, Table, hashed, name_of


class Keeping:
    """Of one transaction, which `keeping` begins and ends."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        wanted = select(col(DraftRow.key), col(DraftRow.value)).where(col(DraftRow.key).in_((NOTE, "folded_n")))
        notes = {key: value for key, value in connection.execute(wanted)}
        self._before = noted_ends(notes)
        self._reaches: int | None = None
        known = noted_amounts(notes)
        whole = known is not None and known.keys() == _NAMES  # else what was there before is taken as it is found
        self._amounts = dict(known) if known is not None and whole else _amounts_in(connection)

    def put(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Complete rows (`tables.hashed`), in the place of those of the same keys."""
        if not rows:
            return
        key = _key(table).name
        self.take(table, [row[key] for row in rows])
        self.connection.execute(insert(table), rows)
        if self._amounts is not None:
            name = name_of(table)
            self._amounts[name] = self._amounts[name].with_rows(row["hash"] for row in rows)

    def take(self, table: Table, keys: Sequence[Any]) -> None:
        """Removes rows, where they are."""
        name, chosen = name_of(table), _key(table).in_(keys)
        hashes = self.connection.execute(select(_columns(table)["hash"]).where(chosen)).scalars().all()
        if hashes:
            self.connection.execute(delete(table).where(chosen))
            if self._amounts is not None:
                self._amounts[name] = self._amounts[name].without(hashes)

    @property
    def amounts(self) -> Amounts:
        """What is there now, as far as that is known."""
        return dict(self._amounts or {})

    def reach(self, n: int) -> None:
        """What this transaction appended to the log and the ledger goes up to record `n`."""
        self._reaches = n

    def ends(self) -> Ends:
        """As they are noted when the transaction ends."""
        before = self._before or Ends()
        ends = before if self._reaches is None else ends_after(self.connection, before, self._reaches)
        return replace(ends, beside=self._amounts)

    def note(self) -> None:
        if (ends := self.ends()) == self._before:
            return
        row = hashed(DraftRow, key=NOTE, value=as_json(asdict(ends)))
        self.connection.execute(delete(DraftRow).where(col(DraftRow.key) == NOTE))
        self.connection.execute(insert(DraftRow), [row])


@contextmanager
def keeping(database: Database) -> Iterator[Keeping]:
    """All or nothing, durable when it returns. Raises as `Database.transaction` does."""
    with database.transaction() as connection:
        kept = Keeping(connection)
        yield kept
        kept.note()


def _amounts_in(connection: Connection) -> Amounts | None:
    """Costs a look at every row. None where one cannot be read: what can be written is written all the same."""
    try:
        return {name_of(table): Amount().with_rows(_hashes(connection, table)) for table in BESIDE}
    except DBAPIError:
        return None


def _hashes(connection: Connection, table: Table) -> Iterable[object]:
    wanted = select(_columns(table)["hash"])
    if table is DraftRow:
        wanted = wanted.where(col(DraftRow.key) != NOTE)  # which cannot speak of itself
    return connection.execute(wanted).scalars()


def _columns(table: Table) -> Any:
    return SQLModel.metadata.tables[name_of(table)].columns


def _key(table: Table) -> Any:
    """The first column of each table."""
    return next(iter(_columns(table)))


_NAMES = frozenset(map(name_of, BESIDE))
