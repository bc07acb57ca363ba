"""What is attached to the draft and its paragraphs: the writer's by way of the journal, the models' by the worker.

Each kind has one of the two for its writer, so that neither overwrites what the other does not know yet.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from editor.core.attachments import Attachment
from editor.store.database import Database
from editor.store.draft_file import parsed
from editor.store.hashing import as_json, storable
from editor.store.keeping import Keeping, keeping
from editor.store.tables import AttachmentRow, hashed

_COLUMNS = AttachmentRow.metadata.tables["attachment"].columns


def put_attachment(kept: Keeping, row: dict[str, Any]) -> None:
    """The attachment of a record of the journal, in the place of an older state of the same.

    Raises KeyError, ValueError or TypeError where the record is none.
    """
    one = Attachment.from_row(row)
    values = hashed(
        AttachmentRow,
        key=storable(one.key),
        paragraph=one.paragraph,
        row=None if one.row is None else as_json(one.row),
        changed_ms=one.changed_ms,
    )
    kept.put(AttachmentRow, [values])


class StoredAttachments:
    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Attachment, ...]:
        """Those taken away too, in the order of their keys."""
        with self._database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).order_by(col(AttachmentRow.key)))
            return tuple(self._value(row) for row in rows.mappings())

    def of(self, kind: str) -> tuple[Attachment, ...]:
        """Those that are there."""
        chosen = col(AttachmentRow.key).startswith(f"{kind}/", autoescape=True)
        with self._database.reading() as connection:
            rows = connection.execute(select(*_COLUMNS).where(chosen).order_by(col(AttachmentRow.key)))
            return tuple(one for one in map(self._value, rows.mappings()) if one.row is not None)

    def put(self, attachment: Attachment) -> None:
        """Durably, in the place of an older state of the same."""
        with keeping(self._database) as kept:
            put_attachment(kept, attachment.as_row())

    def _value(self, row: Any) -> Attachment:
        kind, _, ident = row["key"].partition("/")
        said = None if row["row"] is None else parsed(row["row"], self._database.path)
        return Attachment(kind, ident, row["paragraph"], said, row["changed_ms"])
