"""A migration as a later version may bring it, and a program that runs it: `python older_schema.py FILE`."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from kill_points import wait_for_a_word

from editor.store.connecting import connect_writing
from editor.store.migrating import CURRENT, MIGRATIONS, brought_up_to_date

LATER = CURRENT + 1


def _later(raw: sqlite3.Connection) -> None:
    """A column with a value in every row, an index, and a table that is another one now."""
    raw.execute("ALTER TABLE edit ADD COLUMN length INTEGER")
    raw.execute("UPDATE edit SET length = length(row)")
    raw.execute("CREATE INDEX edit_length ON edit (length)")
    raw.execute("CREATE TABLE omen (n INTEGER PRIMARY KEY, row TEXT NOT NULL)")
    raw.execute("INSERT INTO omen SELECT n, row FROM other")
    raw.execute("DROP TABLE other")
    raw.execute(f"PRAGMA user_version = {LATER}")


def bring_up_to_date(path: Path) -> None:
    """What opening does with a file of before."""
    raw = connect_writing(path)
    try:
        if raw.execute("PRAGMA user_version").fetchone() != (LATER,):
            raw = brought_up_to_date(path, raw, (*MIGRATIONS, (LATER, _later)))
    finally:
        raw.close()


if __name__ == "__main__":
    wait_for_a_word()
    bring_up_to_date(Path(sys.argv[1]))
