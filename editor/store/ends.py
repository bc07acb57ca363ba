"""How far the log and the ledger reach: noted in the transaction that appends to them, and never worked out anew.

A row can be taken off the end of a chain, or altered together with its own hash, and nothing in the rows that are left
says so. The note does: how many rows there are, the hash of the ledger's newest one, and a digest that runs over the
hashes of all changes in the log. Whoever has the program can make the note anew as well: it shows a later hand, and
proves nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from editor.store.activity import GENESIS
from editor.store.tables import CreditRow, EditRow

NOTE = "ends"
"""Its key among what is noted once a draft. A file that an older version made has none before it is folded into."""


@dataclass(frozen=True, slots=True)
class Ends:
    n: int = -1
    """The last record of the journal that it speaks of; later rows are of a version that did not know the note."""
    changes: int = 0
    log: str = GENESIS
    """The digest over the hashes of the changes, in order."""
    ledger_rows: int = 0
    ledger: str = GENESIS
    """The hash of the newest row."""

    def with_changes(self, hashes: Iterable[object]) -> Ends:
        changes, digest = self.changes, self.log
        for one in hashes:
            digest = hashlib.sha256(f"{digest} {one}".encode("utf-8", "replace")).hexdigest()
            changes += 1
        return replace(self, changes=changes, log=digest)

    def with_ledger(self, hashes: Iterable[object]) -> Ends:
        rows, newest = self.ledger_rows, self.ledger
        for one in hashes:
            rows, newest = rows + 1, str(one)
        return replace(self, ledger_rows=rows, ledger=newest)


def noted_ends(notes: Mapping[str, Any]) -> Ends | None:
    """What is noted, where something is that this version can read."""
    try:
        ends = Ends(**notes[NOTE])
    except (KeyError, TypeError):
        return None
    sound = all(type(one) is int for one in (ends.n, ends.changes, ends.ledger_rows))
    return ends if sound and isinstance(ends.log, str) and isinstance(ends.ledger, str) else None


def ends_note(connection: Connection, notes: Mapping[str, Any], n: int) -> dict[str, Any]:
    """The note after record `n`, whose rows were appended in the same transaction. `notes` are those before it.

    Costs the number of rows since the last note, so that what was altered before it stays to be seen.
    """
    before = noted_ends(notes) or Ends()
    edits = select(col(EditRow.hash)).where(col(EditRow.seq) > before.n).order_by(col(EditRow.seq))
    newest_first = select(col(CreditRow.n), col(CreditRow.hash)).order_by(col(CreditRow.number).desc())
    credits = []
    with connection.execution_options(yield_per=100).execute(newest_first) as rows:
        for row_n, digest in rows:
            if row_n <= before.n:
                break
            credits.append(digest)
    after = before.with_changes(connection.execute(edits).scalars()).with_ledger(reversed(credits))
    return {NOTE: asdict(replace(after, n=n))}


def contradictions(
    notes: Mapping[str, str], edits: Iterable[tuple[int, object]], credits: Iterable[tuple[int, object]]
) -> Iterable[str]:
    """What the rows (number of the record and hash, in order) are against the note; `notes` are JSON by key."""
    try:
        noted = noted_ends({NOTE: json.loads(notes[NOTE])} if NOTE in notes else {})
    except (ValueError, RecursionError):  # the hash of the note's own row tells of it
        return
    if noted is None:
        return
    all_of_them = notes.get("folded_n") == str(noted.n)  # else a version that did not know the note has written since
    found = Ends(noted.n).with_changes(digest for n, digest in edits if all_of_them or n <= noted.n)
    found = found.with_ledger(digest for n, digest in credits if all_of_them or n <= noted.n)
    if found.changes != noted.changes:
        yield _other_number("log", "changes", noted.changes, found.changes)
    elif found.log != noted.log:
        yield "The log is not what was written: a change in it was altered afterwards, together with its own hash."
    if found.ledger_rows != noted.ledger_rows:
        yield _other_number("ledger of time", "rows", noted.ledger_rows, found.ledger_rows)
    elif found.ledger != noted.ledger:
        yield "The ledger of time is not what was written: its newest row was altered afterwards, and maybe others."


def _other_number(name: str, rows: str, noted: int, found: int) -> str:
    what = "were removed" if found < noted else "were put in"
    return f"The {name} is not what was written: it had {noted:,} {rows} and has {found:,}; some {what} afterwards."
