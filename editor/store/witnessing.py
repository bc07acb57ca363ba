"""Draws the witness's rows from the log as the document takes its changes, and holds the text against them later.

Which change gets which rows depends on the changes alone, never on how many are folded at once, so that a draft mended
from a copy and its journal has the ledger it had before.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress

from editor.core.document import Document
from editor.core.edits import Edit
from editor.core.errors import NOT_A_RECORD, EditRefused
from editor.core.rows import edit_from
from editor.core.witness import NOTED, TEXT, Noted, TextDigest, WitnessRow, digest_due, digest_of, happening, witness_from

_LAST_DIGEST = "SELECT row FROM credit WHERE kind = ? ORDER BY number DESC LIMIT 1"
_IS_NOTED = "SELECT 1 FROM credit WHERE kind = ? LIMIT 1"
_DIGESTS = "SELECT n, row FROM credit WHERE kind = ? ORDER BY number"
_EDITS = "SELECT seq, row FROM edit ORDER BY seq"
_BEGINNINGS = "SELECT seq, text, shape FROM keyframe WHERE cause <> 'fold' ORDER BY number"


class Witness:
    """Of one open draft's changes, until their rows are in the file: a write may fail and be tried again."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Goes on where the file's ledger ends. May raise sqlite3.Error."""
        newest = connection.execute(_LAST_DIGEST, (TEXT,)).fetchone()
        known = _digest_in(newest[0]) if newest else None
        self._last_digest_ms = known.wall_ms if known else None
        self._noted = is_noted(connection)
        self._rows: dict[int, list[WitnessRow]] = {}

    def saw(self, edit: Edit, document: Document) -> None:
        """The document is as it is after the change."""
        rows: list[WitnessRow] = []
        if not self._noted:  # the fold that writes this row makes the note
            rows.append(Noted(edit.wall_ms))
            self._noted = True
        if (change := happening(edit)) is not None:
            rows.append(change)
        if digest_due(self._last_digest_ms, edit.wall_ms):
            rows.append(digest_of(document.text(), edit.wall_ms))
            self._last_digest_ms = edit.wall_ms
        if rows:
            self._rows[edit.seq] = rows

    def rows(self, n: int) -> list[list[int | str]]:
        """What is to be written of change `n`."""
        return [row.as_row() for row in self._rows.get(n, ())]

    def written(self, upto_n: int) -> None:
        for n in [n for n in self._rows if n <= upto_n]:
            del self._rows[n]


def is_noted(connection: sqlite3.Connection) -> bool:
    """Whether the ledger says that the file has a note of how far its record reaches (`ends`)."""
    return connection.execute(_IS_NOTED, (NOTED,)).fetchone() is not None


def contradicted_digests(connection: sqlite3.Connection) -> Iterator[str]:
    """One sentence for the first digest of the text that the log does not lead to.

    Folds the whole log, whose edits and keyframes must have been checked before.
    """
    digests = {n: known for n, row in connection.execute(_DIGESTS, (TEXT,)) if (known := _digest_in(row)) is not None}
    beginnings = list(connection.execute(_BEGINNINGS))
    document: Document | None = None
    with suppress(EditRefused, *NOT_A_RECORD):  # told by the check of the log
        for seq, row in connection.execute(_EDITS):
            while beginnings and beginnings[0][0] < seq:
                _, text, shape = beginnings.pop(0)
                document = Document.from_keyframe({"text": text, **json.loads(shape)})
            if document is None:
                continue
            document.apply(edit_from(json.loads(row)))
            noted = digests.get(seq)
            if noted is not None and digest_of(document.text(), noted.wall_ms) != noted:
                yield (
                    f"The log is not what was written: after change {seq} the text was another one, of {noted.length:,} "
                    "characters, as the ledger of time noted then."
                )
                return


def _digest_in(row: object) -> TextDigest | None:
    with suppress(*NOT_A_RECORD):
        known = witness_from(json.loads(str(row)))
        return known if isinstance(known, TextDigest) else None
    return None
