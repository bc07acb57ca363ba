"""Bringing a file of an older version up to date, on a copy that takes the original's place only when it is whole.

Each migration is a frozen module, run inside one transaction together with its version number, so that a kill at any
moment leaves either the old file or the new one. A link at the copy's name is refused.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from editor.core.errors import DraftDamaged, DraftLocked
from editor.journal.atomic import create_private, discard, make_durable, replace, sync_folder
from editor.journal.temporaries import temporary_beside
from editor.store.connecting import connect_writing
from editor.store.draft_file import SCHEMA
from editor.store.formats import MIGRATIONS, Migration
from editor.store.keyframe import newest_keyframe, read_meta

CURRENT = SCHEMA


def run_migrations(raw: sqlite3.Connection, migrations: Sequence[tuple[int, Migration]] = MIGRATIONS) -> None:
    """Runs those that the file lacks, all in one transaction. Raises sqlite3.Error; the file is then as it was."""
    raw.execute("BEGIN IMMEDIATE")
    try:
        (version,) = raw.execute("PRAGMA user_version").fetchone()
        for number, migrate in migrations:
            if number > version:
                migrate(raw)
        raw.execute("COMMIT")
    except BaseException:
        if raw.in_transaction:  # a full disk has rolled it back already
            raw.execute("ROLLBACK")
        raise


def brought_up_to_date(
    path: Path,
    raw: sqlite3.Connection,
    migrations: Sequence[tuple[int, Migration]] = MIGRATIONS,
    *,
    owner: str = "",
) -> sqlite3.Connection:
    """Closes `raw`, and gives a connection to the migrated file that now lies at `path`. `owner` is as in
    `temporary_beside`."""
    copy = temporary_beside(path, owner)
    os.close(create_private(copy))
    try:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        raw.execute("VACUUM INTO ?", (str(copy),))
        with closing(connect_writing(copy)) as fresh:
            before = _essence(fresh, path)
            run_migrations(fresh, migrations)
            if _essence(fresh, path) != before or fresh.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise DraftDamaged("The draft could not be brought up to date", f"{path.name} is left as it is.")
        make_durable(copy)
        raw.execute("PRAGMA journal_mode = DELETE").fetchall()
        raw.close()
        if path.with_name(path.name + "-wal").exists():
            # The log of the old file would be taken for the log of the new one.
            raise DraftLocked("The draft is in use by another program", f"{path.name} is left as it is.")
        copy.chmod(path.stat().st_mode & 0o777)
        replace(copy, path)
        sync_folder(path.parent)
    except BaseException:
        discard(copy)
        raise
    return connect_writing(path)


def _essence(raw: sqlite3.Connection, path: Path) -> tuple[object, ...]:
    """What no migration may change: whose draft it is, its text, and how many edits it has."""
    (edits,) = raw.execute("SELECT count(*) FROM edit").fetchone()
    return read_meta(raw, path)["id"], newest_keyframe(raw, path).document["text"], edits
