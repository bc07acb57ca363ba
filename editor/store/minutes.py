"""Credited time by paragraph for the first screen, before the worker has sent the ledger.

The ledger itself adds it up, so that both always agree. Only the order of credits and of what moves them matters to the
sums, so the database adds up what lies between two such rows; not so where a paragraph was merged into another that was
merged itself: taking it out again asks which minutes it had.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from editor.core.credits import Credit, Lane, LedgerRow, Removal, Transfer, from_row
from editor.core.ledger import Ledger

_MOVES = "SELECT number, row FROM credit WHERE kind IN ('transfer', 'removal') ORDER BY number"
_SUMS = """
    SELECT paragraph, lane, sum(ms) FROM credit WHERE kind = 'credit' AND number > ? AND number < ?
    GROUP BY paragraph, lane
"""
_ROWS = "SELECT row FROM credit WHERE kind IN ('credit', 'transfer', 'removal') ORDER BY number"
_END = 1 << 62

Move = Transfer | Removal


def credited(connection: sqlite3.Connection) -> dict[int, dict[str, int]]:
    """Milliseconds by paragraph and lane, as `Ledger.sums` gives them. Raises ValueError where a row is none."""
    moves = [(int(number), _move(row)) for number, row in connection.execute(_MOVES)]
    if _minutes_matter([move for _, move in moves]):
        ledger = Ledger(from_row(json.loads(row)) for (row,) in connection.execute(_ROWS))
    else:
        ledger = Ledger(_added_up(connection, moves))
    return {
        paragraph: {lane.value: ms for lane, ms in lanes.items()} for paragraph, lanes in ledger.sums().items() if lanes
    }


def _added_up(connection: sqlite3.Connection, moves: Sequence[tuple[int, Move]]) -> Iterator[LedgerRow]:
    after = 0
    for number, move in (*moves, (_END, None)):
        for paragraph, lane, ms in connection.execute(_SUMS, (after, number)):
            yield Credit(0, paragraph, Lane(lane), ms)
        if move is not None:
            yield move
        after = number


def _minutes_matter(moves: Sequence[Move]) -> bool:
    merged_into: set[int] = set()
    for move in moves:
        if isinstance(move, Transfer) and move.absorbs:
            if move.source in merged_into:
                return True
            merged_into.add(move.target)
    return False


def _move(row: str) -> Move:
    match from_row(json.loads(row)):
        case (Transfer() | Removal()) as move:
            return move
    raise ValueError(f"not what moves time: {row!r}")
