"""What there is once a draft, and the records of the journal that this version cannot read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert
from sqlmodel import col

from editor.store.hashing import as_json, storable
from editor.store.tables import DraftRow, OtherRow, hashed


def put_notes(connection: Connection, notes: Mapping[str, Any]) -> None:
    """Each value is anything JSON can say, in the place of an older one of the same key."""
    connection.execute(delete(DraftRow).where(col(DraftRow.key).in_(list(notes))))
    rows = [hashed(DraftRow, key=key, value=as_json(value)) for key, value in notes.items()]
    connection.execute(insert(DraftRow), rows)


def put_other(connection: Connection, record: dict[str, Any]) -> None:
    row = hashed(OtherRow, n=record["n"], kind=storable(str(record["kind"])), row=as_json(record))
    connection.execute(delete(OtherRow).where(col(OtherRow.n) == record["n"]))
    connection.execute(insert(OtherRow), [row])
