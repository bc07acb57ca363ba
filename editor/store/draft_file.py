"""What every reader of a draft's file has to know: whether it is one of ours, what a row is, and how damage is told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from editor.core.errors import NOT_A_RECORD, DraftDamaged, DraftForeign, DraftNewer
from editor.store.connecting import connect_reading
from editor.store.faults import must_be_file, told_plainly
from editor.store.formats import shape_of, shapes

APPLICATION_ID = 0x50414C49
"""PALI, in the header of every draft."""
SCHEMA = 2


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, which is not changed. Raises FileUnreadable, DraftForeign, DraftDamaged, DraftLocked."""
    must_be_file(path)
    with told_plainly(path), closing(connect_reading(path)) as connection:
        try:
            yield connection
        except NOT_A_RECORD as error:
            raise damaged(path, "a row") from error


def check_identity(connection: sqlite3.Connection, path: Path) -> int:
    """The schema's number. Raises DraftForeign, DraftNewer, DraftDamaged."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    entries = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
    ours = {("table", "draft"), ("table", "edit"), ("table", "keyframe")} <= set(entries)
    if application != APPLICATION_ID:
        if ours:
            raise DraftDamaged("The draft is damaged", f"The beginning of {path.name} is not what it was.")
        raise DraftForeign("This is not a draft of Palimpsest", f"{path.name} is a database of another program.")
    if schema > SCHEMA and shape_of(connection) != shapes()[SCHEMA]:
        raise DraftNewer(
            "The draft was made by a newer Palimpsest",
            f"{path.name} has format {schema}, this program reads up to {SCHEMA}. It is left as it is.",
        )
    if not ours:
        raise DraftDamaged("The draft is damaged", f"Tables are missing from {path.name}. It is left as it is.")
    if schema != (there := _newest_within({name for kind, name in entries if kind == "table"})):
        raise DraftDamaged(
            "The draft is damaged",
            f"The number of its format in {path.name} is {schema}, and the tables are those of format {there}.",
        )
    planted = next((name for kind, name in entries if kind not in ("table", "index")), None)
    if planted is not None:
        # A trigger or a view would run with what we write and read.
        raise DraftDamaged("The draft is damaged", f"{planted!r} does not belong into {path.name}.")
    return int(schema)


def _newest_within(tables: set[str]) -> int:
    """The newest schema whose tables are all there; 0 where those of none are."""
    return max((schema for schema, shape in shapes().items() if shape.keys() <= tables), default=0)


def parsed(text: str, path: Path) -> Any:
    """The JSON value in a column. Raises DraftDamaged."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise damaged(path, "a row") from error


def damaged(path: Path, what: str) -> DraftDamaged:
    return DraftDamaged("The draft is damaged", f"In {path.name}, {what} is not what was written. It is left as it is.")
