from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from editor.core.clock import StoppedClock
from editor.core.errors import DraftNewer, FileUnreadable, ModelError, ModelFault
from editor.store.spending import Item, Spending, Spent, month_at
from editor.store.spending_file import spending_path

CLOCK = StoppedClock(1_763_726_400_000, 1_000)
"""2025-11-21 12:00 UTC."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return spending_path(tmp_path / "data")


@pytest.fixture
def spending(path: Path) -> Iterator[Spending]:
    opened = Spending.open(path, CLOCK)
    yield opened
    opened.close()


def item(call: str, most: str, draft: str = "d") -> Item:
    return Item(call, draft, "anthropic", "m", "Critique", Decimal(most))


def spent(call: str, settled: str | None, draft: str = "d", *, unsure: bool = False) -> Spent:
    cost = Decimal(settled or 0)
    known = None if settled is None else cost
    return Spent(call, draft, "2025-11", "anthropic", "m", "Critique", cost, known, unsure, CLOCK.now().wall_ms)


def refused(spending: Spending, one: Item, limit: Decimal | None) -> ModelError:
    with pytest.raises(ModelError) as caught:
        spending.reserve([one], limit)
    assert caught.value.fault is ModelFault.BUDGET
    return caught.value


def test_that_what_is_reserved_is_not_left_for_another_call(spending: Spending) -> None:
    spending.reserve([item("a", "0.06")], Decimal("0.10"))
    error = refused(spending, item("b", "0.05"), Decimal("0.10"))
    assert error.title == (
        "This would cost at most 5.0 ct; 4.0 ct are free for this essay now: 6.0 ct are held back for calls on their way"
    )
    spending.reserve([item("c", "0.04")], Decimal("0.10"))
    assert spending.budget("d", Decimal("0.10")).left == 0


def test_that_settling_gives_back_what_a_call_did_not_cost(spending: Spending) -> None:
    spending.reserve([item("a", "0.06")], Decimal("0.10"))
    spending.settle("a", Decimal("0.012345678"))
    purse = spending.budget("d", Decimal("0.10")).draft
    assert (purse.spent, purse.reserved, purse.unsure) == (Decimal("0.012345678"), 0, 0)


def test_that_several_calls_are_reserved_all_or_none(spending: Spending) -> None:
    with pytest.raises(ModelError):
        spending.reserve([item("a", "0.06"), item("b", "0.05")], Decimal("0.10"))
    assert spending.calls() == ()


def test_that_a_further_try_is_refused_where_it_would_pass_the_limit(spending: Spending) -> None:
    spending.reserve([item("a", "0.06")], Decimal("0.10"))
    with pytest.raises(ModelError):
        spending.reserve_more("a", Decimal("0.05"), Decimal("0.10"))
    spending.reserve_more("a", Decimal("0.04"), Decimal("0.10"))
    assert spending.calls()[0].reserved == Decimal("0.10")


def test_that_the_month_counts_all_drafts_and_begins_anew(spending: Spending, path: Path) -> None:
    spending.limit_month(Decimal("0.10"))
    spending.reserve([item("a", "0.06", "one")], None)
    error = refused(spending, item("b", "0.05", "two"), None)
    assert error.title.endswith("; 4.0 ct are free for this month now: 6.0 ct are held back for calls on their way")
    CLOCK.advance(20 * 86_400_000)
    try:
        spending.reserve([item("c", "0.05", "two")], None)
    finally:
        CLOCK.advance(-20 * 86_400_000)
    assert [one.month for one in spending.calls()] == ["2025-11", "2025-12"]
    spending.limit_month(None)
    assert spending.month_limit() is None


def test_that_the_month_is_the_one_where_the_writer_is() -> None:
    last_minute = 1_764_547_140_000  # 2025-11-30 23:59 UTC
    assert month_at(last_minute, 0) == "2025-11"
    assert month_at(last_minute, 60) == "2025-12"


def test_that_amounts_are_rounded_up_to_the_billionth(spending: Spending) -> None:
    spending.reserve([item("a", "0.0000000001")], None)
    assert spending.calls()[0].reserved == Decimal("0.000000001")


def test_that_what_rounding_adds_passes_no_limit(spending: Spending) -> None:
    limit = Decimal("0.0000000015")
    with pytest.raises(ModelError):
        spending.reserve([item("a", "0.0000000007"), item("b", "0.0000000007")], limit)
    spending.reserve([item("c", "0.0000000007")], limit)
    with pytest.raises(ModelError):
        spending.reserve_more("c", Decimal("0.0000000001"), limit)
    assert spending.budget("d", limit).draft.reserved <= limit


def test_that_calls_a_draft_remembers_are_counted_once(spending: Spending) -> None:
    spending.reserve([item("a", "0.06")], None)
    spending.add_known([spent("a", "0.01"), spent("b", "0.02"), spent("b", "0.02")])
    spending.add_known([spent("b", "0.02")])
    purse = spending.budget("d", None).draft
    assert (purse.spent, purse.reserved) == (Decimal("0.02"), Decimal("0.06"))


def test_that_the_file_is_private_and_leaves_no_lock_behind(spending: Spending, path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    spending.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


# Processes that die, and two at once


def _reserve_and_die(path: Path) -> None:
    Spending.open(path, CLOCK).reserve([item("dead", "0.06")], None)
    os.kill(os.getpid(), signal.SIGKILL)


def test_that_a_call_whose_process_was_killed_is_counted_in_full_as_unsure(path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_reserve_and_die, args=(path,))
    process.start()
    process.join(60)
    opened = Spending.open(path, CLOCK)
    purse = opened.budget("d", None).draft
    assert (purse.spent, purse.reserved, purse.unsure) == (Decimal("0.06"), 0, Decimal("0.06"))
    opened.close()
    assert list(path.parent.glob("*.lock")) == []


def test_that_a_call_of_a_living_process_is_left_to_it(spending: Spending, path: Path) -> None:
    spending.reserve([item("a", "0.06")], None)
    other = Spending.open(path, CLOCK)
    assert other.budget("d", None).draft.reserved == Decimal("0.06")
    other.close()
    spending.settle("a", Decimal("0.01"))
    assert spending.budget("d", None).draft.spent == Decimal("0.01")


def _reserve_many(path: Path, name: str, ready: object) -> None:
    opened = Spending.open(path, CLOCK)
    ready.wait()  # type: ignore[attr-defined]
    for number in range(20):
        try:
            opened.reserve([item(f"{name}{number}", "0.07")], Decimal("1.00"))
        except ModelError:
            continue
        opened.settle(f"{name}{number}", Decimal("0.07"))


def test_that_two_programs_at_once_do_not_pass_the_limit_together(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(2)
    both = [context.Process(target=_reserve_many, args=(path, name, ready)) for name in "ab"]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
        assert one.exitcode == 0
    opened = Spending.open(path, CLOCK)
    assert opened.budget("d", Decimal("1.00")).draft.spent == Decimal("0.98")
    opened.close()


# Damage


def test_that_a_damaged_file_is_moved_aside_and_its_sound_rows_are_kept(path: Path) -> None:
    opened = Spending.open(path, CLOCK)
    opened.limit_month(Decimal(5))
    opened.add_known([spent("a", "0.01"), spent("b", "0.02")])
    opened.close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE spending SET settled = 0 WHERE call = 'a'")
    raw.close()
    before = path.read_bytes()
    again = Spending.open(path, CLOCK)
    assert [one.call for one in again.calls()] == ["b"]
    assert again.month_limit() == 5
    assert "damaged" in again.notice
    assert "set it again" not in again.notice
    assert path.with_name(f"{path.name}.damaged-1").read_bytes() == before
    again.close()
    third = Spending.open(path, CLOCK)
    assert third.notice == ""
    third.close()


def test_that_a_file_of_another_kind_is_moved_aside_too(path: Path) -> None:
    Spending.open(path, CLOCK).close()
    path.write_bytes(b"no database at all" * 500)
    opened = Spending.open(path, CLOCK)
    assert opened.calls() == ()
    assert "set it again" in opened.notice
    assert path.with_name(f"{path.name}.damaged-1").read_bytes().startswith(b"no database")
    opened.close()
    path.write_bytes(b"again" * 500)
    Spending.open(path, CLOCK).close()
    assert path.with_name(f"{path.name}.damaged-2").exists()


def test_that_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    Spending.open(path, CLOCK).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(DraftNewer, match="newer version"):
        Spending.open(path, CLOCK)
    assert path.read_bytes() == before


def test_that_a_folder_that_cannot_be_made_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(FileUnreadable, match="Nothing was sent"):
        Spending.open(spending_path(tmp_path / "data"), CLOCK)


def test_that_reservations_of_many_tasks_keep_the_limit(spending: Spending) -> None:
    async def one(number: int) -> None:
        try:
            spending.reserve([item(str(number), "0.3")], Decimal(1))
        except ModelError:
            return
        await asyncio.sleep(0)
        spending.settle(str(number), Decimal("0.3"))

    async def all_of_them() -> None:
        await asyncio.gather(*(one(number) for number in range(12)))

    asyncio.run(all_of_them())
    assert spending.budget("d", Decimal(1)).draft.spent == Decimal("0.9")
