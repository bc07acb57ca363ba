"""The minutes of the first screen are those of the ledger, whatever was split, merged, undone and removed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor.core.credits import Credit, Lane, LedgerRow, Transfer
from editor.core.ledger import Ledger
from editor.store.activity import append_credits
from editor.store.database import Database
from editor.store.migrating import run_migrations
from editor.store.minutes import credited

_ids = st.integers(1, 4)
_step = st.one_of(
    st.tuples(st.just("credit"), st.integers(0, 3), _ids, st.sampled_from(Lane), st.integers(1, 90)),
    st.tuples(st.just("split"), _ids, _ids, st.integers(0, 50), st.integers(0, 50)),
    st.tuples(st.just("merge"), _ids, _ids),
    st.tuples(st.just("delete"), _ids),
    st.tuples(st.just("restore"), _ids),
)
_TAKEN_OUT_OF_TWO = [
    ("credit", 0, 1, Lane.EDIT, 60),
    ("merge", 2, 1),
    ("credit", 1, 3, Lane.EDIT, 60),
    ("merge", 3, 2),
    ("split", 3, 4, 1, 1),
    ("split", 3, 1, 1, 1),
    ("credit", 2, 3, Lane.EDIT, 90),
    ("split", 3, 2, 1, 1),
]
"""What the minutes decide: 4 took a part of what 1 had brought."""


def _rows(steps: list[tuple[object, ...]]) -> list[LedgerRow]:
    ledger, rows = Ledger(), list[LedgerRow]()
    for step in steps:
        match step:
            case ("credit", int(minute), int(one), Lane() as lane, int(ms)):
                rows.append(Credit(minute, one, lane, ms))
                ledger.add(rows[-1])
            case ("split", int(one), int(other), int(left), int(right)):
                rows += ledger.split(one, other, left, right)
            case ("merge", int(one), int(other)):
                rows += ledger.merge(one, other)
            case ("delete", int(one)):
                rows += ledger.delete(one)
            case ("restore", int(one)):
                rows += ledger.restore(one)
    return rows


def _both(rows: list[LedgerRow]) -> tuple[dict[int, dict[str, int]], dict[int, dict[str, int]]]:
    """What the first screen shows, and what the ledger knows."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        run_migrations(raw)
        with Database(Path(":memory:"), raw).transaction() as connection:
            append_credits(connection, [(1, row.as_row()) for row in rows])
        shown = credited(raw)
    known = Ledger(rows).sums().items()
    return shown, {paragraph: {lane.value: ms for lane, ms in lanes.items()} for paragraph, lanes in known}


@settings(deadline=None, max_examples=200)
@given(st.lists(_step, max_size=25))
@example(_TAKEN_OUT_OF_TWO)
def test_that_the_first_screen_shows_the_minutes_of_the_ledger(steps: list[tuple[object, ...]]) -> None:
    shown, known = _both(_rows(steps))
    assert shown == known


@pytest.mark.parametrize("told_ms", [0, 40])
def test_that_a_merged_paragraph_brings_all_it_has_whatever_its_row_says(told_ms: int) -> None:
    shown, known = _both([Credit(1, 1, Lane.EDIT, 100), Transfer(1, 2, told_ms, 0, 0, absorbs=True)])
    assert shown == known == {2: {"edit": 100}}


def test_that_time_credited_to_a_merged_paragraph_is_the_survivors() -> None:
    merged = Transfer(1, 2, 100, 0, 0, absorbs=True)
    shown, known = _both([Credit(1, 1, Lane.EDIT, 100), merged, Credit(2, 1, Lane.READ, 7)])
    assert shown == known == {2: {"edit": 100, "read": 7}}
