"""The tables of a draft's file. Rows never leave this package; everything else sees values.

The last column of each table is a hash over the others, in their order here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import REAL, Index, Text
from sqlmodel import Field, SQLModel

from editor.store.hashing import row_hash


class DraftRow(SQLModel, table=True):
    """What there is once a draft: id, folded_n, created_ms, text_file, format, profile, caret; values are JSON."""

    __tablename__ = "draft"
    key: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class EditRow(SQLModel, table=True):
    """The log: appended, never altered."""

    __tablename__ = "edit"
    seq: int = Field(primary_key=True)
    row: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class KeyframeRow(SQLModel, table=True):
    """The whole document after a record, so that opening folds few edits; the text lies bare, for those who come
    without this program."""

    __tablename__ = "keyframe"
    number: int = Field(primary_key=True)
    seq: int
    cause: str = Field(sa_type=Text)
    """start, fold, or healed: the edits before it cannot be folded into it."""
    text: str = Field(sa_type=Text)
    shape: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class CreditRow(SQLModel, table=True):
    """The ledger: appended, never altered, each row naming the hash of the one before it."""

    __tablename__ = "credit"
    __table_args__ = (Index("credit_sums", "kind", "paragraph", "lane", "ms"),)
    number: int = Field(primary_key=True)
    n: int
    kind: str = Field(sa_type=Text)
    paragraph: int | None
    lane: str | None = Field(sa_type=Text)
    ms: int | None
    row: str = Field(sa_type=Text)
    previous: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class VersionRow(SQLModel, table=True):
    __tablename__ = "version"
    id: int = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    paragraph: int | None
    seq: int
    wall_ms: int
    text: str = Field(sa_type=Text)
    runs: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class RemarkRow(SQLModel, table=True):
    __tablename__ = "remark"
    __table_args__ = (Index("remark_paragraph", "paragraph", "state"),)
    id: int = Field(primary_key=True)
    paragraph: int
    critic: str = Field(sa_type=Text)
    quote: str | None = Field(sa_type=Text)
    start: int | None
    stop: int | None
    issue: str = Field(sa_type=Text)
    why: str = Field(sa_type=Text)
    suggestion: str = Field(sa_type=Text)
    confidence: float | None = Field(sa_type=REAL)
    state: str = Field(sa_type=Text)
    reason: str | None = Field(sa_type=Text)
    created_ms: int
    origin_call: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class CallRow(SQLModel, table=True):
    __tablename__ = "call"
    id: str = Field(primary_key=True, sa_type=Text)
    wall_ms: int
    provider: str = Field(sa_type=Text)
    model: str = Field(sa_type=Text)
    purpose: str = Field(sa_type=Text)
    sent: str = Field(sa_type=Text)
    reply: str = Field(sa_type=Text)
    tokens: str = Field(sa_type=Text)
    cost: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    duration_ms: int
    hash: str = Field(sa_type=Text)


class PadTurnRow(SQLModel, table=True):
    __tablename__ = "pad_turn"
    __table_args__ = (Index("pad_turn_paragraph", "paragraph", "started_ms"),)
    id: str = Field(primary_key=True, sa_type=Text)
    paragraph: int
    author: str = Field(sa_type=Text)
    origin: str = Field(sa_type=Text)
    started_ms: int
    ended_ms: int | None
    words: int
    text: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class AttachmentRow(SQLModel, table=True):
    """What is attached to the draft beside its text (`core.attachments`), in its latest state."""

    __tablename__ = "attachment"
    key: str = Field(primary_key=True, sa_type=Text)
    paragraph: int | None
    row: str | None = Field(sa_type=Text)
    changed_ms: int
    hash: str = Field(sa_type=Text)


class OtherRow(SQLModel, table=True):
    """Records of the journal of a kind this version does not know, kept for one that does."""

    __tablename__ = "other"
    n: int = Field(primary_key=True)
    kind: str = Field(sa_type=Text)
    row: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


Table = type[SQLModel]

TABLES: tuple[Table, ...] = (
    DraftRow,
    EditRow,
    KeyframeRow,
    CreditRow,
    VersionRow,
    RemarkRow,
    CallRow,
    PadTurnRow,
    AttachmentRow,
    OtherRow,
)

_SINCE: Mapping[Table, int] = {AttachmentRow: 2}
"""The schema a table came with, where that is not the first."""


def tables_of(schema: int) -> tuple[Table, ...]:
    """Those that a file of this schema has."""
    return tuple(table for table in TABLES if _SINCE.get(table, 1) <= schema)


def name_of(table: Table) -> str:
    return str(table.__tablename__)


def hashed(table: Table, **values: Any) -> dict[str, Any]:
    """The values of a row with its hash, complete and in the order of the columns."""
    names = [name for name in table.model_fields if name != "hash"]
    row = {name: values[name] for name in names}
    row["hash"] = row_hash(name_of(table), *row.values())
    return row
