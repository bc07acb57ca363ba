"""A draft's file against its own safety copies: what is only ever appended must stand in both alike.

A chain of hashes can be made anew from any row on by whoever alters the file. The copies made before know better.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from editor.core.errors import FileError
from editor.store.connecting import connect_reading
from editor.store.row_words import row_words
from editor.store.tables import CreditRow, EditRow

_APPENDED = ((EditRow, "seq"), (CreditRow, "number"))
_MOST_TOLD = 3
Row = dict[str, Any]


def differences(path: Path, copy: Path) -> list[str]:
    """Rows of the log and the ledger in a copy that the file has not, or has otherwise; three sentences at most.

    Both files must have been verified; what cannot be read, of which that told, is no difference.
    """
    found: list[str] = []
    try:
        with closing(connect_reading(path)) as present, closing(connect_reading(copy)) as earlier:
            for table, key in _APPENDED:
                for sentence in _of_table(present, earlier, (str(table.__tablename__), key), copy.name):
                    found.append(sentence)
                    if len(found) >= _MOST_TOLD:
                        return found
    except (FileError, sqlite3.Error, OSError, UnicodeError):
        pass
    return found


def _of_table(
    present: sqlite3.Connection, earlier: sqlite3.Connection, where: tuple[str, str], copy: str
) -> Iterator[str]:
    table, key = where
    columns = SQLModel.metadata.tables[table].columns
    hashes = str(select(columns[key], columns["hash"]).order_by(columns[key]))
    now = dict(present.execute(hashes))
    for number, digest in earlier.execute(hashes):
        if now.get(number) == digest:
            continue
        before = row_words(table, _row(earlier, where, number))
        if number not in now:
            yield f"The safety copy {copy} holds {before}, which is missing from the file."
        else:
            after = row_words(table, _row(present, where, number))
            yield f"The safety copy {copy} holds {before}; in the file it is {after}."


def _row(connection: sqlite3.Connection, where: tuple[str, str], number: int) -> Row:
    table, key = where
    columns = SQLModel.metadata.tables[table].columns
    one = str(select(*columns).where(columns[key] == bindparam("number")))
    cursor = connection.execute(one, {"number": number})
    names = [column[0] for column in cursor.description]
    return dict(zip(names, cursor.fetchone(), strict=True))
