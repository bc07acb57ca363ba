"""How much lies beside the log and the ledger: calls, versions, remarks, turns of the pad, attachments, notes, keyframes.

These rows have no order that a chain could follow, and some are put in the place of older states of the same. So what is
kept of each table is the number of its rows, and a sum over their hashes that does not depend on their order: both can
be brought along with every row that comes or goes, without looking at the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from editor.store.tables import (
    TABLES,
    AttachmentRow,
    CallRow,
    CreditRow,
    DraftRow,
    EditRow,
    KeyframeRow,
    OtherRow,
    PadTurnRow,
    RemarkRow,
    Table,
    VersionRow,
    name_of,
)

BESIDE: tuple[Table, ...] = tuple(table for table in TABLES if table not in (EditRow, CreditRow))
NUMBERED = frozenset({name_of(VersionRow), name_of(RemarkRow)})
"""Their rows are counted from 1 and never removed, so that a number that is not there says which row is not."""
_WORDS = {
    CallRow: ("call to a model", "calls to models"),
    VersionRow: ("version", "versions"),
    RemarkRow: ("remark", "remarks"),
    PadTurnRow: ("turn of the pad", "turns of the pad"),
    AttachmentRow: ("attachment such as a claim or a title", "attachments such as claims and titles"),
    OtherRow: ("record of another version of the program", "records of another version of the program"),
    KeyframeRow: ("copy of the text in the file", "copies of the text in the file"),
    DraftRow: ("note of the draft", "notes of the draft"),
}
_COME_BACK = (VersionRow, RemarkRow, CallRow, PadTurnRow, AttachmentRow, OtherRow)
"""What a mended draft gets back or has lost; notes and keyframes are made anew."""
_MOST_NAMED = 10
_SUMS = 1 << 256


@dataclass(frozen=True, slots=True)
class Amount:
    """Of one table."""

    rows: int = 0
    digest: str = f"{0:064x}"
    """The sum, modulo 2 to the 256, of the SHA-256 of the rows' hashes; hexadecimal."""

    def with_rows(self, hashes: Iterable[object]) -> Amount:
        return self._changed(hashes, 1)

    def without(self, hashes: Iterable[object]) -> Amount:
        return self._changed(hashes, -1)

    def _changed(self, hashes: Iterable[object], sign: int) -> Amount:
        rows, total = self.rows, int(self.digest, 16)
        for one in hashes:
            rows += sign
            total += sign * int.from_bytes(hashlib.sha256(str(one).encode("utf-8", "replace")).digest())
        return Amount(rows, f"{total % _SUMS:064x}")


Amounts = dict[str, Amount]
"""By the name of the table."""


def other_amounts(
    noted: Mapping[str, Amount], found: Mapping[str, Amount], numbers: Mapping[str, Iterable[object]]
) -> Iterator[str]:
    """One sentence for each table that is not what was noted; `numbers` are the keys of the `NUMBERED` ones."""
    for table in BESIDE:
        name = name_of(table)
        was, now = noted.get(name), found.get(name)
        if was is None or now is None or was == now:
            continue
        words = _WORDS[table][1]
        if now.rows < was.rows:
            gaps = _gaps(was.rows, numbers[name]) if name in numbers else []
            yield _missing(table, was.rows, now.rows, gaps)
        elif now.rows > was.rows:
            yield f"{_counted(table, now.rows)} are there and {was.rows:,} were recorded: some were put in afterwards."
        else:
            yield (
                f"The {words} are not what was recorded: one was altered afterwards together with its own hash, or "
                "another one put in its place."
            )


def lost_amounts(noted: Mapping[str, Amount], found: Mapping[str, Amount]) -> list[str]:
    """What of a damaged file's rows its mended one has not."""
    both = [table for table in _COME_BACK if name_of(table) in noted and name_of(table) in found]
    lost = {table: noted[name_of(table)].rows - found[name_of(table)].rows for table in both}
    return [f"{_counted(table, number)} could not be brought back." for table, number in lost.items() if number > 0]


def _missing(table: Table, was: int, now: int, gaps: list[int]) -> str:
    number = was - now
    which = _numbers(gaps) if len(gaps) == number else ""
    if was == 1:
        return f"The one {_WORDS[table][0]} that was recorded is not there any more{which}."
    are = "is" if number == 1 else "are"
    return f"Of {_counted(table, was)} that were recorded, {number:,} {are} not there any more{which}."


def _numbers(gaps: list[int]) -> str:
    *first, last = [str(one) for one in gaps[:_MOST_NAMED]] + (["more"] if len(gaps) > _MOST_NAMED else [])
    return f": numbers {', '.join(first)} and {last}" if first else f": number {last}"


def _gaps(was: int, numbers: Iterable[object]) -> list[int]:
    """The numbers from 1 on that are not there; none where others are, so that it cannot be told."""
    there = set(numbers)
    expected = set(range(1, was + 1))
    return sorted(expected - there) if there <= expected else []


def _counted(table: Table, number: int) -> str:
    return f"{number:,} {_WORDS[table][number != 1]}"
