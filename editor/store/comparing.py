"""A draft's file against its own safety copies: what is never altered must stand in both alike, and what is never
removed must be in both.

A chain of hashes can be made anew from any row on by whoever alters the file, and so can a note of how many rows there
are. The copies made before know better.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from editor.core.errors import FileError
from editor.journal.lines import HIGHEST_N
from editor.store.connecting import connect_reading
from editor.store.row_words import row_words
from editor.store.tables import (
    AttachmentRow,
    CallRow,
    CreditRow,
    EditRow,
    PadTurnRow,
    RemarkRow,
    Table,
    VersionRow,
    name_of,
)

_NEVER_ALTERED = (EditRow, CreditRow, VersionRow)
_NEVER_REMOVED = (CallRow, RemarkRow, PadTurnRow, AttachmentRow)
"""Put in the place of older states, such as a call whose text the writer took away."""
_RECORD: Mapping[Table, str] = {EditRow: "seq", CreditRow: "n"}
"""The column that names the record of the journal a row came from."""
_MOST_TOLD = 3
Row = dict[str, Any]


def differences(path: Path, copy: Path, upto_n: int = HIGHEST_N) -> list[str]:
    """Rows in a copy that the file has not, or has otherwise where they are never altered; three sentences at most. Of
    the log and the ledger only those of records up to `upto_n`.

    Both files must have been verified; what cannot be read, of which that told, is no difference.
    """
    found: list[str] = []
    try:
        with closing(connect_reading(path)) as present, closing(connect_reading(copy)) as earlier:
            for table in (*_NEVER_ALTERED, *_NEVER_REMOVED):
                if not _has(earlier, table):
                    continue  # a copy made before there was such a table
                for sentence in _of_table(present, earlier, table, copy.name, upto_n):
                    found.append(sentence)
                    if len(found) >= _MOST_TOLD:
                        return found
    except (FileError, sqlite3.Error, OSError, UnicodeError):
        pass
    return found


def _has(connection: sqlite3.Connection, table: Table) -> bool:
    there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(there, (name_of(table),)).fetchone() is not None


def _of_table(
    present: sqlite3.Connection, earlier: sqlite3.Connection, table: Table, copy: str, upto_n: int
) -> Iterator[str]:
    name = name_of(table)
    columns = SQLModel.metadata.tables[name].columns
    key = next(iter(columns))
    wanted = select(key, columns["hash"]).order_by(key)
    if table in _RECORD:
        wanted = wanted.where(columns[_RECORD[table]] <= bindparam("upto"))
    hashes, upto = str(wanted), {"upto": upto_n}
    now = dict(present.execute(hashes, upto))
    for ident, digest in earlier.execute(hashes, upto):
        if now.get(ident) == digest or (ident in now and table in _NEVER_REMOVED):
            continue
        before = row_words(name, _row(earlier, table, ident))
        if ident not in now:
            yield f"The safety copy {copy} holds {before}, which is missing from the file."
        else:
            after = row_words(name, _row(present, table, ident))
            yield f"The safety copy {copy} holds {before}; in the file it is {after}."


def _row(connection: sqlite3.Connection, table: Table, ident: object) -> Row:
    columns = SQLModel.metadata.tables[name_of(table)].columns
    one = str(select(*columns).where(next(iter(columns)) == bindparam("ident")))
    cursor = connection.execute(one, {"ident": ident})
    names = [column[0] for column in cursor.description]
    return dict(zip(names, cursor.fetchone(), strict=True))
