"""The tables of the file of spending, and how it came to have them.

The file is not a draft: it has an identity and a number of its own. Amounts are whole billionths of a US dollar, rounded
up, so that SQL adds them up exactly. The last column of each table is a hash over the others, in their order here.
"""

from __future__ import annotations

import sqlite3
from decimal import ROUND_CEILING, Decimal

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

APPLICATION_ID = 0x50414C24
"""PAL$."""
VERSION = 1
_BILLION = Decimal(10) ** 9
_MOST = 2**62


class SpendingRow(SQLModel, table=True):
    """A call and what it cost, or what is held back for it."""

    __tablename__ = "spending"
    __table_args__ = (Index("spending_draft", "draft"), Index("spending_month", "month"))
    call: str = Field(primary_key=True, sa_type=Text)
    draft: str = Field(sa_type=Text)
    month: str = Field(sa_type=Text)
    """Where the writer was, as in 2026-11."""
    provider: str = Field(sa_type=Text)
    model: str = Field(sa_type=Text)
    purpose: str = Field(sa_type=Text)
    reserved: int
    settled: int | None
    """None while the call is on its way."""
    unsure: int
    """1 where `settled` is not what it cost but the most it can have cost."""
    owner: str = Field(sa_type=Text)
    """The process that asked; its lock tells whether it still lives."""
    wall_ms: int
    hash: str = Field(sa_type=Text)


class SettingRow(SQLModel, table=True):
    """What holds for all drafts; values are JSON."""

    __tablename__ = "spending_setting"
    key: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


_FIRST = (
    """CREATE TABLE spending (
        call TEXT NOT NULL, draft TEXT NOT NULL, month TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,
        purpose TEXT NOT NULL, reserved INTEGER NOT NULL, settled INTEGER, unsure INTEGER NOT NULL, owner TEXT NOT NULL,
        wall_ms INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (call))""",
    "CREATE INDEX spending_draft ON spending (draft)",
    "CREATE INDEX spending_month ON spending (month)",
    "CREATE TABLE spending_setting (key TEXT NOT NULL, value TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (key))",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {VERSION}",
)


def make_tables(raw: sqlite3.Connection) -> None:
    """Once, also when two programs come to an empty file at the same time. Raises sqlite3.Error."""
    raw.execute("BEGIN IMMEDIATE")
    try:
        if raw.execute("PRAGMA user_version").fetchone() == (0,):
            for statement in _FIRST:
                raw.execute(statement)
        raw.execute("COMMIT")
    except BaseException:
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raise


def billionths(usd: Decimal) -> int:
    """Rounded up: what is held back is never less than what may be spent."""
    return min(_MOST, int((usd * _BILLION).to_integral_value(ROUND_CEILING)))


def dollars(amount: int | None) -> Decimal:
    return Decimal(amount or 0) / _BILLION


def as_kept(usd: Decimal) -> Decimal:
    """The amount that will be counted for it."""
    return dollars(billionths(usd))
