"""How far the log and the ledger reach, and how much lies beside them: noted in the transaction that writes, and never
worked out anew.

A row can be taken off the end of a chain, or altered together with its own hash, and nothing in the rows that are left
says so. The note does: how many rows there are, the hash of the ledger's newest one, a digest that runs over the
hashes of all changes in the log, and of every other table what `beside` counts. Whoever has the program can make the
note anew as well: it shows a later hand, and proves nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from editor.core.errors import NOT_A_RECORD
from editor.store.activity import GENESIS
from editor.store.beside import Amount, Amounts
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
    beside: Amounts | None = None
    """Of every other table; None where a version wrote the note that did not know of it."""

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


def noted_ends(notes: Mapping[str, str]) -> Ends | None:
    """What is noted, where something is that this version can read; `notes` are JSON by key."""
    try:
        said = json.loads(notes[NOTE])
        beside = said.pop("beside", None)
        amounts = None if beside is None else {str(name): _amount(one) for name, one in beside.items()}
        ends = Ends(**said, beside=amounts)
    except NOT_A_RECORD:
        return None
    sound = all(type(one) is int for one in (ends.n, ends.changes, ends.ledger_rows))
    return ends if sound and isinstance(ends.log, str) and isinstance(ends.ledger, str) else None


def noted_amounts(notes: Mapping[str, str]) -> Amounts | None:
    """What lies beside the log and the ledger, where that is noted of the file as it is: a version that does not know
    the note may have written since."""
    ends = noted_ends(notes)
    return ends.beside if ends is not None and _is_of(notes, ends) else None


def _is_of(notes: Mapping[str, str], ends: Ends) -> bool:
    """Whether every row of the log and the ledger was there when the ends were noted."""
    return notes.get("folded_n") == str(ends.n)


def _amount(said: Mapping[str, Any]) -> Amount:
    """Raises ValueError or TypeError where it is none."""
    amount = Amount(**said)
    if type(amount.rows) is not int or not isinstance(amount.digest, str):
        raise ValueError(f"not an amount: {said!r}")
    int(amount.digest, 16)
    return amount


def ends_after(connection: Connection, before: Ends, n: int) -> Ends:
    """The ends after record `n`, whose rows were appended in the same transaction.

    Costs the number of rows since those before, so that what was altered earlier stays to be seen.
    """
    edits = select(col(EditRow.hash)).where(col(EditRow.seq) > before.n).order_by(col(EditRow.seq))
    newest_first = select(col(CreditRow.n), col(CreditRow.hash)).order_by(col(CreditRow.number).desc())
    credits = []
    with connection.execution_options(yield_per=100).execute(newest_first) as rows:
        for row_n, digest in rows:
            if row_n <= before.n:
                break
            credits.append(digest)
    after = before.with_changes(connection.execute(edits).scalars()).with_ledger(reversed(credits))
    return replace(after, n=n)


def contradictions(
    notes: Mapping[str, str], edits: Iterable[tuple[int, object]], credits: Iterable[tuple[int, object]]
) -> Iterable[str]:
    """What the rows (number of the record and hash, in order) are against the note; `notes` are JSON by key."""
    noted = noted_ends(notes)
    if noted is None:  # where it was altered, the hash of its own row tells of it
        return
    all_of_them = _is_of(notes, noted)  # else a version that did not know the note has written since
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
