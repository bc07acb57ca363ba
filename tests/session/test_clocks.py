"""The computer's clock set back, a night asleep and two time zones in a day: no word and no minute is lost."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from session_makers import NOON_MS, Sitting

from editor.core.clock_notes import clock_notes
from editor.core.credits import ClockStep, LedgerRow, from_row
from editor.core.document import Document
from editor.core.ledger import Ledger, Times

KEYS_S = 20
HOUR_MS = 3_600_000
WORDS = "twenty letters long."


def writing(sitting: Sitting, words: str = WORDS) -> None:
    """A key every second."""
    for letter in words:
        sitting.clock.advance(1_000)
        sitting.type(len(sitting.text), letter)


def rows(sitting: Sitting) -> list[LedgerRow]:
    sitting.session.time.flush()
    return [from_row(row) for record in sitting.journal.of("credit") for row in record["rows"]]


def read_back(sitting: Sitting) -> tuple[str, Times]:
    """Text and minutes out of the journal alone."""
    ledger = Ledger(rows(sitting))
    document = Document.from_keyframe(json.loads(json.dumps(sitting.start)))
    for edit in sitting.journal.edits:
        document.apply(edit)
    return document.text(), ledger.total()


@pytest.mark.parametrize("by_ms", [HOUR_MS, 30_000, 40 * 365 * 24 * HOUR_MS], ids=["an-hour", "half-a-minute", "decades"])
def test_that_a_clock_set_back_loses_nothing_and_is_told(by_ms: int) -> None:
    sitting = Sitting()
    writing(sitting)
    sitting.clock.set_wall(sitting.clock.now().wall_ms - by_ms)
    writing(sitting)
    text, total = read_back(sitting)
    assert text == sitting.text == WORDS * 2
    assert total.edit_ms == 2 * KEYS_S * 1_000
    steps = [row for row in rows(sitting) if isinstance(row, ClockStep)]
    assert [row.shift_ms for row in steps] == [-by_ms]
    [note] = clock_notes(steps)
    assert note.startswith("The computer's clock was set back by ")
    seqs = [edit.seq for edit in sitting.journal.edits]
    assert all(one < other for one, other in pairwise(seqs))
    sitting.session.undo()
    assert sitting.text != WORDS * 2


@pytest.mark.parametrize("told", [True, False], ids=["announced", "unannounced"])
def test_that_a_suspend_overnight_earns_nothing_and_what_was_earned_before_stays(told: bool) -> None:
    sitting = Sitting()
    writing(sitting)
    if told:
        sitting.session.time.suspended()
    sitting.clock.set_wall(sitting.clock.now().wall_ms + 8 * HOUR_MS)  # the other clock stood still
    if told:
        sitting.session.time.resumed()
    writing(sitting)
    text, total = read_back(sitting)
    assert text == WORDS * 2
    first_after = 0 if not told else 1_000
    assert total.edit_ms == (KEYS_S * 2 - 1) * 1_000 + first_after
    assert "slept" in clock_notes(row for row in rows(sitting) if isinstance(row, ClockStep))[0]


def test_that_two_time_zones_in_a_day_are_in_the_log_and_make_no_minute_more_or_less() -> None:
    sitting = Sitting()
    zones = (120, -480, 120)
    for zone in zones:
        sitting.clock.set_offset(zone)
        writing(sitting)
    text, total = read_back(sitting)
    assert text == WORDS * 3
    assert total.edit_ms == 3 * KEYS_S * 1_000
    assert [edit.offset_min for edit in sitting.journal.edits][:: len(WORDS)] == list(zones)
    assert all(edit.wall_ms > NOON_MS for edit in sitting.journal.edits)
    assert not [row for row in rows(sitting) if isinstance(row, ClockStep)]
