"""All that a draft's file remembers, read at once and never written: for the report and the replay.

It may be read while another connection writes, so that a window can go on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from editor.core.attachments import Attachment
from editor.core.errors import NOT_A_RECORD
from editor.store.calls import Call
from editor.store.connecting import connect_reading
from editor.store.draft_file import check_identity, damaged, parsed
from editor.store.faults import must_be_file, told_plainly
from editor.store.keyframe import read_meta
from editor.store.log import FOLD

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class VersionMoment:
    name: str
    paragraph: int | None
    """None: the whole draft."""
    wall_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Past:
    meta: dict[str, Any]
    log: tuple[Record, ...]
    """In order: {"n", "keyframe"} where the text began, or began anew behind a loss; every other one is an edit
    (`core.rows.edit_from`)."""
    ledger: tuple[list[Any], ...]
    """Rows for `core.credits.from_row`, in order."""
    ledger_head: str
    """The hash of the newest row of the ledger; empty where there is none."""
    calls: tuple[Call, ...]
    versions: tuple[VersionMoment, ...]
    attachments: tuple[Attachment, ...] = ()
    """Those taken away too."""


def read_past(path: Path) -> Past:
    """Raises FileUnreadable, DraftForeign, DraftNewer, DraftDamaged, DraftLocked."""
    must_be_file(path)
    with told_plainly(path), closing(connect_reading(path)) as connection:
        check_identity(connection, path)
        connection.execute("BEGIN")  # one state of the file, whoever writes meanwhile
        try:
            return _past(connection, path)
        except NOT_A_RECORD as error:
            raise damaged(path, "a row of the record") from error


def _past(connection: sqlite3.Connection, path: Path) -> Past:
    edits = [parsed(row, path) for (row,) in connection.execute("SELECT row FROM edit ORDER BY seq")]
    rows = connection.execute("SELECT row, hash FROM credit ORDER BY number").fetchall()
    return Past(
        read_meta(connection, path),
        tuple(_merged(_beginnings(connection), edits)),
        tuple(parsed(row, path) for row, _ in rows),
        rows[-1][1] if rows else "",
        tuple(_calls(connection)),
        tuple(
            VersionMoment(*row)
            for row in connection.execute("SELECT name, paragraph, wall_ms, text FROM version ORDER BY id")
        ),
        tuple(_attachments(connection, path)),
    )


def _attachments(connection: sqlite3.Connection, path: Path) -> Iterator[Attachment]:
    """None in a file that an older version of the program wrote last."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'attachment'").fetchone() is None:
        return
    for key, paragraph, row, changed_ms in connection.execute("SELECT key, paragraph, row, changed_ms FROM attachment"):
        kind, _, ident = key.partition("/")
        yield Attachment(kind, ident, paragraph, None if row is None else parsed(row, path), changed_ms)


def _beginnings(connection: sqlite3.Connection) -> list[Record]:
    wanted = "SELECT seq, text, shape FROM keyframe WHERE cause != ? ORDER BY number"
    return [
        {"n": seq, "keyframe": {"text": text, **json.loads(shape)}}
        for seq, text, shape in connection.execute(wanted, (FOLD,))
    ]


def _merged(beginnings: list[Record], edits: list[Record]) -> list[Record]:
    """By number; a keyframe comes after the edit whose number it shares."""
    return sorted((*edits, *beginnings), key=lambda one: (int(one["n"]), "keyframe" in one))


def _calls(connection: sqlite3.Connection) -> Iterator[Call]:
    names = tuple(field.name for field in fields(Call))
    columns = SQLModel.metadata.tables["call"].columns
    wanted = str(select(*(columns[name] for name in names)).order_by(columns["wall_ms"], columns["id"]))
    for row in connection.execute(wanted):
        values = dict(zip(names, row, strict=True))
        yield Call(**{**values, "tokens": json.loads(values["tokens"])})
