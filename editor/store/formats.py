"""The formats a draft's file has had: what makes each out of the one before, and what it is made of then.

The number in the header says which one a file has, and a few damaged bits there make it say another; the tables know.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache

from editor.store.migrations import m0001_first, m0002_attachments

Migration = Callable[[sqlite3.Connection], None]
MIGRATIONS: tuple[tuple[int, Migration], ...] = (
    (m0001_first.VERSION, m0001_first.migrate),
    (m0002_attachments.VERSION, m0002_attachments.migrate),
)
"""Each adds a table or a column, by which a file of a later program is told from one whose number is damaged."""

Shape = dict[str, tuple[str, ...]]
"""The columns of each table, by name."""


@cache
def shapes() -> dict[int, Shape]:
    """What a file of each schema is made of."""
    found = {}
    with closing(sqlite3.connect(":memory:")) as connection:
        for number, migrate in MIGRATIONS:
            migrate(connection)
            found[number] = shape_of(connection)
    return found


def shape_of(connection: sqlite3.Connection) -> Shape:
    """What this file is made of, whatever number it carries."""
    rows = connection.execute(
        "SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns "
        "WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY tables.name, columns.cid"
    )
    found: Shape = {}
    for table, column in rows:
        found[table] = (*found.get(table, ()), column)
    return found
