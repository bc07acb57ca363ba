"""The ledger: what rows add up to, and what becomes of time when paragraphs are split, merged and removed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.credits import (
    Acts,
    ClockStep,
    Credit,
    JsonRow,
    Lane,
    LedgerRow,
    Removal,
    Rule,
    Transfer,
    divided,
    from_row,
    gathered,
)
from editor.core.ledger import Ledger, Minute, Times, minutes_text, tenths, tenths_up


def worked(*cells: tuple[int, int, Lane, int]) -> Ledger:
    return Ledger(Credit(*cell) for cell in cells)


ROWS: list[LedgerRow] = [
    Rule(),
    Credit(29_000_000, 7, Lane.PAD, 1_500),
    Acts(29_000_000, 4, 0),
    Transfer(7, 8, 10, 20, 30, absorbs=True),
    Transfer(7, 8, 0, 0, 0, absorbs=False),
    Removal(8, True),
    Removal(8, False),
    ClockStep(1_780_000_000_000, -3_600_000),
]


@pytest.mark.parametrize("row", ROWS, ids=repr)
def test_that_a_row_comes_back_from_json_as_it_was(row: LedgerRow) -> None:
    assert from_row(json.loads(json.dumps(row.as_row()))) == row


@pytest.mark.parametrize(
    "row",
    [
        [],
        ["credit", 1, 2, "edit"],
        ["credit", 1, 2, "edit", 0],
        ["credit", 1, 2, "edit", 1.5],
        ["credit", 1, 2, "sleep", 5],
        ["acts", 1, -1, 0],
        ["transfer", 1, 1, 0, 0, 0, 1],
        ["transfer", 1, 2, 0, -1, 0, 1],
        ["removal", 1, 2],
        ["rule", 1, 1, 1, 0],
        ["applause", 1],
    ],
    ids=str,
)
def test_that_what_is_no_row_of_a_ledger_is_refused(row: list[object]) -> None:
    with pytest.raises(ValueError, match=r"not a row|not a valid Lane"):
        from_row(row)


def test_that_the_first_row_names_the_numbers_of_the_rule() -> None:
    assert Rule().as_row() == ["rule", 30_000, 180_000, 250, 3]
    assert Ledger([Rule()]).total() == Times()


def test_that_lanes_are_kept_apart_and_the_pad_is_not_counted() -> None:
    ledger = worked((0, 1, Lane.EDIT, 5), (1, 1, Lane.READ, 7), (1, 1, Lane.PAD, 11), (1, 2, Lane.EDIT, 13))
    ledger.add(Acts(0, 3, 0))
    ledger.add(Acts(1, 2, 0))
    assert ledger.times(1) == Times(5, 7, 11, thin_ms=7)
    assert ledger.times(1).counted_ms == 12
    assert ledger.total() == Times(18, 7, 11, thin_ms=20)


@pytest.mark.parametrize(("writes", "thin_ms"), [(0, 50), (2, 50), (3, 0)])
def test_that_a_minute_with_fewer_than_three_acts_of_writing_is_thin(writes: int, thin_ms: int) -> None:
    ledger = worked((4, 1, Lane.EDIT, 30), (4, 1, Lane.READ, 20), (4, 1, Lane.PAD, 10))
    for _ in range(writes):
        ledger.add(Acts(4, 1, 1))
    assert ledger.times(1).thin_ms == thin_ms
    assert [cell.thin for cell in ledger.minutes()] == [thin_ms > 0]


def test_that_a_minute_is_active_from_fifteen_seconds_and_one_act() -> None:
    assert Minute(0, 10_000, 5_000, 0, 0, 1).active
    assert not Minute(0, 10_000, 4_999, 0, 0, 1).active
    assert not Minute(0, 60_000, 0, 0, 0, 0).active
    assert not Minute(0, 0, 0, 0, 1, 0).thin


def test_that_minutes_are_in_order_and_of_the_paragraph_asked_for() -> None:
    ledger = worked((9, 1, Lane.EDIT, 5), (3, 1, Lane.READ, 7), (9, 2, Lane.PAD, 11))
    ledger.add(Acts(9, 6, 1))
    assert ledger.minutes(1) == (Minute(3, 0, 7, 0, 0, 0), Minute(9, 5, 0, 0, 6, 1))
    assert ledger.minutes() == (Minute(3, 0, 7, 0, 0, 0), Minute(9, 5, 0, 11, 6, 1))
    assert ledger.minutes(5) == ()


def test_that_a_split_divides_editing_and_reading_by_words_in_every_minute() -> None:
    ledger = worked((0, 1, Lane.EDIT, 100), (1, 1, Lane.EDIT, 300), (1, 1, Lane.READ, 40), (1, 1, Lane.PAD, 9))
    assert ledger.split(1, 2, 3, 1) == (Transfer(1, 2, 100, 10, 0, absorbs=False),)
    assert ledger.minutes(2) == (Minute(0, 25, 0, 0, 0, 0), Minute(1, 75, 10, 0, 0, 0))
    assert ledger.times(1).pad_ms == 9


def test_that_a_split_at_the_end_or_without_words_hands_over_nothing() -> None:
    ledger = worked((0, 1, Lane.EDIT, 100))
    assert ledger.split(1, 2, 5, 0) == ()
    assert ledger.split(1, 2, 0, 0) == ()
    assert ledger.split(1, 1, 5, 5) == ()
    assert ledger.times(1).edit_ms == 100


def test_that_an_absorbed_id_stands_for_the_survivor() -> None:
    ledger = worked((0, 1, Lane.EDIT, 100), (0, 2, Lane.PAD, 7))
    assert ledger.merge(1, 2) == (Transfer(2, 1, 0, 0, 7, absorbs=True),)
    ledger.add(Credit(3, 2, Lane.EDIT, 50))
    assert ledger.times(2) == ledger.times(1) == Times(150, 0, 7, thin_ms=150)
    assert ledger.total().edit_ms == 150
    assert ledger.merge(1, 2) == ()
    assert ledger.merge(2, 1) == ()


def test_that_undoing_a_merge_gives_each_paragraph_its_own_minutes_back() -> None:
    ledger = worked((0, 1, Lane.EDIT, 100), (5, 2, Lane.READ, 30), (6, 2, Lane.PAD, 4))
    before = ledger.minutes(1), ledger.minutes(2)
    ledger.merge(1, 2)
    ledger.add(Credit(9, 1, Lane.EDIT, 8))
    ledger.split(1, 2, 50, 50)
    assert ledger.minutes(2) == before[1]
    assert ledger.minutes(1) == (*before[0], Minute(9, 8, 0, 0, 0, 0))


def test_that_undoing_a_split_and_doing_it_again_keeps_what_each_part_earned() -> None:
    ledger = worked((0, 1, Lane.EDIT, 100))
    ledger.split(1, 2, 50, 50)
    ledger.add(Credit(1, 2, Lane.EDIT, 7))
    ledger.merge(1, 2)
    assert ledger.times(1).edit_ms == 107
    ledger.split(1, 2, 10, 90)
    assert (ledger.times(1).edit_ms, ledger.times(2).edit_ms) == (50, 57)


def test_that_an_id_without_time_comes_back_from_a_merge_too() -> None:
    ledger = worked((0, 1, Lane.EDIT, 100))
    ledger.merge(1, 2)
    assert ledger.split(1, 2, 1, 1) == (Transfer(1, 2, 0, 0, 0, absorbs=False),)
    assert ledger.times(2) == Times()


def test_that_a_merge_is_undone_with_what_is_left_when_time_was_handed_on_since() -> None:
    ledger = worked((0, 1, Lane.EDIT, 10), (0, 2, Lane.EDIT, 90))
    ledger.merge(1, 2)
    ledger.split(1, 3, 0, 1)
    assert ledger.split(1, 2, 1, 1) == (Transfer(1, 2, 90, 0, 0, absorbs=False),)
    assert [ledger.times(one).edit_ms for one in (1, 2, 3)] == [0, 0, 100]


def test_that_ids_merged_one_into_the_next_come_back_in_turn() -> None:
    ledger = worked((0, 1, Lane.EDIT, 1), (0, 2, Lane.EDIT, 20), (0, 3, Lane.EDIT, 300))
    ledger.merge(2, 3)
    ledger.merge(1, 2)
    assert ledger.times(3).edit_ms == 321
    ledger.split(1, 2, 1, 1)
    ledger.split(2, 3, 1, 1)
    assert [ledger.times(one).edit_ms for one in (1, 2, 3)] == [1, 20, 300]


def test_that_an_id_merged_elsewhere_gets_its_share_by_words() -> None:
    ledger = worked((0, 1, Lane.EDIT, 100), (0, 2, Lane.EDIT, 60), (0, 3, Lane.EDIT, 40))
    ledger.merge(2, 3)
    ledger.split(1, 3, 1, 1)
    assert [ledger.times(one).edit_ms for one in (1, 2, 3)] == [50, 100, 50]


def test_that_an_id_merged_through_another_comes_back_first_and_alone() -> None:
    ledger = worked((0, 1, Lane.EDIT, 1), (0, 2, Lane.EDIT, 20), (0, 3, Lane.EDIT, 300))
    ledger.merge(2, 3)
    ledger.merge(1, 2)
    ledger.split(1, 3, 1, 1)
    assert [ledger.times(one).edit_ms for one in (1, 3)] == [21, 300]
    ledger.split(1, 2, 1, 1)
    assert [ledger.times(one).edit_ms for one in (1, 2, 3)] == [1, 20, 300]


def test_that_time_on_removed_text_is_shown_and_not_counted_until_it_returns() -> None:
    ledger = worked((0, 1, Lane.EDIT, 100), (0, 2, Lane.READ, 5))
    assert ledger.delete(2) == (Removal(2, True),)
    assert (ledger.total().counted_ms, ledger.removed().counted_ms) == (100, 5)
    assert ledger.delete(2) == ()
    assert ledger.restore(2) == (Removal(2, False),)
    assert (ledger.total().counted_ms, ledger.removed().counted_ms) == (105, 0)
    assert ledger.restore(2) == ()


def test_that_an_absorbed_id_cannot_be_removed_behind_the_survivors_back() -> None:
    ledger = worked((0, 1, Lane.EDIT, 100), (0, 2, Lane.EDIT, 5))
    ledger.merge(1, 2)
    assert ledger.delete(2) == ()
    assert ledger.total().edit_ms == 105


def test_that_a_removed_paragraph_that_receives_time_stands_again() -> None:
    ledger = worked((0, 1, Lane.EDIT, 100))
    ledger.delete(2)
    ledger.split(1, 2, 1, 1)
    assert (ledger.total().edit_ms, ledger.removed().edit_ms) == (100, 0)


PAST = (Credit(0, 1, Lane.EDIT, 100), Credit(0, 2, Lane.EDIT, 50))


@pytest.mark.parametrize("gone", [(), (Removal(2, True),), (Transfer(2, 1, 50, 0, 0, True),)])
def test_that_rows_written_before_the_past_was_known_lose_nothing_of_it(gone: tuple[LedgerRow, ...]) -> None:
    sitting = Ledger(past_below=3)
    rows = [*PAST, *gone, *(sitting.restore(2) if gone else ())]
    for _ in range(2):
        assert [Ledger(rows).times(one).edit_ms for one in (1, 2)] == [100, 50]
        assert Ledger(rows).total().edit_ms == 150
        rows += sitting.merge(1, 2)
        assert (Ledger(rows).times(1).edit_ms, Ledger(rows).total().edit_ms) == (150, 150)
        rows += sitting.restore(2)
    assert sitting.restore(3) == ()


def test_that_reading_stops_at_its_cap() -> None:
    ledger = worked((0, 1, Lane.READ, 700))
    assert (ledger.read_room_ms(1, 750), ledger.read_room_ms(1, 600), ledger.read_room_ms(2, 9)) == (50, 0, 9)


def test_that_gathering_adds_up_cells_but_never_across_a_transfer() -> None:
    rows: list[LedgerRow] = [
        Credit(0, 1, Lane.EDIT, 1),
        Acts(0, 1, 0),
        Credit(0, 1, Lane.EDIT, 2),
        Acts(0, 0, 1),
        Transfer(1, 2, 3, 0, 0, absorbs=False),
        Credit(0, 1, Lane.EDIT, 4),
    ]
    assert gathered(rows) == (
        Acts(0, 1, 1),
        Credit(0, 1, Lane.EDIT, 3),
        Transfer(1, 2, 3, 0, 0, absorbs=False),
        Credit(0, 1, Lane.EDIT, 4),
    )


@pytest.mark.parametrize(("ms", "shown"), [(0, "0.0"), (5_999, "0.0"), (7_500, "0.1"), (60_000, "1.0"), (387_000, "6.4")])
def test_that_minutes_are_rounded_down_to_a_tenth(ms: int, shown: str) -> None:
    assert minutes_text(ms) == shown
    assert tenths(ms) == int(shown.replace(".", ""))


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**6), max_size=8))
def test_that_a_divided_time_adds_up_and_no_share_outgrows_its_weight(ms: int, weights: list[int]) -> None:
    shares = divided(ms, weights)
    assert sum(shares) == (ms if weights else 0)
    assert min(shares, default=0) >= 0
    if ms <= sum(weights):
        assert all(share <= weight for share, weight in zip(shares, weights, strict=True))


_ids = st.integers(1, 4)
_step = st.one_of(
    st.tuples(st.just("credit"), st.integers(0, 3), _ids, st.sampled_from(Lane), st.integers(1, 90)),
    st.tuples(st.just("acts"), st.integers(0, 3), st.integers(0, 2)),
    st.tuples(st.just("split"), _ids, _ids, st.integers(0, 50), st.integers(0, 50)),
    st.tuples(st.just("merge"), _ids, _ids),
    st.tuples(st.just("delete"), _ids),
    st.tuples(st.just("restore"), _ids),
)


def _folded(steps: list[tuple[object, ...]]) -> tuple[Ledger, list[LedgerRow]]:
    ledger, rows = Ledger(), list[LedgerRow]()
    for step in steps:
        match step:
            case ("credit", int(minute), int(one), Lane() as lane, int(ms)):
                rows.append(Credit(minute, one, lane, ms))
                ledger.add(rows[-1])
            case ("acts", int(minute), int(writes)):
                rows.append(Acts(minute, writes, 1))
                ledger.add(rows[-1])
            case ("split", int(one), int(other), int(left), int(right)):
                rows += ledger.split(one, other, left, right)
            case ("merge", int(one), int(other)):
                rows += ledger.merge(one, other)
            case ("delete", int(one)):
                rows += ledger.delete(one)
            case ("restore", int(one)):
                rows += ledger.restore(one)
    return ledger, rows


@settings(deadline=None, max_examples=200)
@given(st.lists(_step, max_size=25))
def test_that_no_millisecond_is_made_or_lost_and_the_rows_tell_it_all(steps: list[tuple[object, ...]]) -> None:
    ledger, rows = _folded(steps)
    credited = sum(row.ms for row in rows if isinstance(row, Credit))
    total, removed = ledger.total(), ledger.removed()
    assert total.counted_ms + total.pad_ms + removed.counted_ms + removed.pad_ms == credited
    assert sum(cell.ms for cell in ledger.minutes()) == credited
    written: list[JsonRow] = [row.as_row() for row in rows]
    for again in (Ledger(map(from_row, written)), Ledger(gathered(rows))):
        assert again.minutes() == ledger.minutes()
        assert [again.times(one) for one in range(1, 5)] == [ledger.times(one) for one in range(1, 5)]
        assert (again.total(), again.removed()) == (total, removed)


@pytest.mark.parametrize(("ms", "down", "up"), [(0, 0, 0), (1, 0, 1), (6_000, 1, 1), (79_200, 13, 14)])
def test_that_what_was_spent_is_rounded_down_and_what_is_asked_up(ms: int, down: int, up: int) -> None:
    assert (tenths(ms), tenths_up(ms)) == (down, up)
