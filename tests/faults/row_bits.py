"""Single flipped bits in a small draft that has something in every table: whatever alters a row, `verify` must notice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

from store_makers import Window, document_of, every_kind, fill_by_services, make_store

from editor.store.tables import TABLES
from editor.store.verifying import verify_file

Rows = list[list[tuple[object, ...]]]

_NEAR = 4
"""Bytes of zero so near to others are in use: numbers, and values that are missing."""


class SmallDraft:
    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.path = folder / "essay.palimpsest"
        window = Window(document_of("Hello world.\n\n", "Second.\n"))
        store = make_store(self.path, window.document)
        every_kind(window)
        store.fold(window.records)
        fill_by_services(store)
        store.close()
        self._good = self.path.read_bytes()
        self._rows = _rows_of(self.path)
        self._used = [at for at in range(len(self._good)) if any(self._good[max(0, at - _NEAR) : at + _NEAR + 1])]

    def unnoticed(self, flips: int, chance: Random) -> tuple[int, list[str]]:
        """How many of so many flipped bits altered a row, and those that `verify` did not see."""
        altered, silent = 0, []
        for _ in range(flips):
            at, bit = chance.choice(self._used), chance.randrange(8)
            data = bytearray(self._good)
            data[at] ^= 1 << bit
            self.path.write_bytes(data)
            if _rows_of(self.path) != self._rows:
                altered += 1
                if not verify_file(self.path):
                    silent.append(f"bit {bit} of byte {at} alters a row, and verify says nothing")
        return altered, silent


def _rows_of(path: Path) -> Rows | str:
    """Every row of every table; what SQLite says where they cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
            raw.text_factory = bytes
            # The names are those of our own tables.
            return [raw.execute(f"SELECT * FROM {table.__tablename__}").fetchall() for table in TABLES]  # noqa: S608
    except (sqlite3.Error, UnicodeError) as error:
        return str(error)
