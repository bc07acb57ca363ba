"""What a damaged draft still holds: every row whose hash says that it is what was written.

Through SQLite as far as its pages let it, else out of the bare pages. A row on a page that is no longer used may be an
older state of one that is; it is only looked at where SQLite gives nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, select
from sqlmodel import SQLModel

from editor.core.errors import FileError
from editor.store.beside import lost_amounts
from editor.store.connecting import connect_reading
from editor.store.database import Database, with_its_log
from editor.store.ends import NOTE, noted_amounts
from editor.store.hashing import row_hash
from editor.store.keeping import keeping
from editor.store.keyframe import REQUIRED_NOTES
from editor.store.notes import COMING, WRITTEN
from editor.store.pagescan import rows_in
from editor.store.tables import AttachmentRow, CallRow, DraftRow, OtherRow, PadTurnRow, RemarkRow, Table, VersionRow

Row = dict[str, Any]

_BESIDE: tuple[Table, ...] = (VersionRow, RemarkRow, CallRow, PadTurnRow, AttachmentRow, OtherRow, DraftRow)
"""What lies beside the log. The log itself comes back from a safety copy and the journal."""
_IN_JOURNAL = (PadTurnRow, OtherRow)
"""Of these the journal has the newest state."""
_OF_THE_FILE = frozenset({*REQUIRED_NOTES, "caret", NOTE})


def sound_rows(path: Path, tables: Iterable[Table] = _BESIDE) -> dict[Table, list[Row]]:
    """Never raises for what is in the file."""
    tables = tuple(tables)
    try:
        path = with_its_log(path)
        with closing(connect_reading(path)) as connection:
            found = {table: list(_by_database(connection, table)) for table in tables}
    except (FileError, sqlite3.Error, OSError, ValueError):
        found = {}
    return found if any(found.values()) else _by_pages(path, tables)


def carry_over(found: dict[Table, list[Row]], database: Database) -> list[str]:
    """Puts the rows into a sound draft, in the place of older states of the same.

    Gives a sentence for what the damaged file had noted to be there, and is in neither. Raises a FileError; nothing is
    changed then.
    """
    notes = {row["key"]: row["value"] for row in found.get(DraftRow, ())}
    with keeping(database) as kept:
        for table, rows in found.items():
            columns = SQLModel.metadata.tables[str(table.__tablename__)]
            (key,) = columns.primary_key.columns
            there = {row._mapping[key.name]: dict(row._mapping) for row in kept.connection.execute(select(columns))}
            for row in rows:
                known = there.get(row[key.name])
                if known == row or row[key.name] in _OF_THE_FILE or (known and _is_newer(table, known, row)):
                    continue
                kept.put(table, [row])
        return lost_amounts(noted_amounts(notes) or {}, kept.amounts)


def _is_newer(table: Table, known: Row, row: Row) -> bool:
    """Whether what the sound draft has is to stay. Some attachments pass the journal by: of them the later one stays."""
    if table is AttachmentRow:
        return bool(known["changed_ms"] >= row["changed_ms"])
    if table is DraftRow:
        return row["key"] in (WRITTEN, COMING)  # a save that the damaged file does not know of is in the journal
    return table in _IN_JOURNAL


def _by_database(connection: sqlite3.Connection, table: Table) -> Iterator[Row]:
    every_row = str(select(SQLModel.metadata.tables[str(table.__tablename__)]))
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        cursor = connection.execute(every_row)
        while (values := cursor.fetchone()) is not None:
            if (row := _sound(table, values)) is not None:
                yield row
    except sqlite3.Error:
        return  # the rest of the table lies on pages that are gone


def _by_pages(path: Path, tables: tuple[Table, ...]) -> dict[Table, list[Row]]:
    found: dict[Table, dict[Any, Row]] = {table: {} for table in tables}
    try:
        for one in rows_in(path):
            for table in tables:
                values = (one.rowid if _is_rowid(table) else one.values[0], *one.values[1:])
                if (row := _sound(table, values)) is not None:
                    found[table][values[0]] = row
                    break
    except OSError:
        pass
    return {table: list(rows.values()) for table, rows in found.items()}


def _sound(table: Table, values: tuple[Any, ...]) -> Row | None:
    """The row where its hash agrees and every value is of its column's kind.

    The name of the table is part of the hash, so no other table's row ever agrees.
    """
    columns = SQLModel.metadata.tables[str(table.__tablename__)].columns
    if len(values) != len(columns) or row_hash(str(table.__tablename__), *values[:-1]) != values[-1]:
        return None
    if not all(_fits(column, value) for column, value in zip(columns, values, strict=True)):
        return None
    return dict(zip(columns.keys(), values, strict=True))


def _fits(column: Column[Any], value: Any) -> bool:
    """SQLite keeps anything in any column, and a hash can be made for anything."""
    return isinstance(value, column.type.python_type) or (value is None and bool(column.nullable))


def _is_rowid(table: Table) -> bool:
    (key,) = SQLModel.metadata.tables[str(table.__tablename__)].primary_key.columns
    return isinstance(key.type, Integer)
