"""What all drafts of this user have spent on models, in one small file of their own.

A draft knows its own calls, but a limit a month holds over all drafts, and two programs may be asking at once. So before
anything is sent its highest price is reserved here, in one immediate transaction that looks at both limits and writes:
whoever comes second sees what the first has taken. A reservation is settled when the call has ended. One whose process
died goes on counting in full: nobody knows what it cost, and it is never taken for free.

The file has no write-ahead log, other than drafts. Several programs write it, and two connections that fold one log back
can corrupt it in the SQLite versions that systems ship (see `database`); what is written here is a few rows an hour.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, case, create_engine, delete, event, func, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import col

from editor.core.budget import Budget, Purse, over_limit
from editor.core.clock import Clock, Instant
from editor.core.errors import FileError, FileUnreadable
from editor.journal.lock import DraftLock
from editor.store.hashing import as_json, storable
from editor.store.spending_file import living_owners, open_sound, owner_lock, plain_trouble
from editor.store.spending_tables import SettingRow, SpendingRow, as_kept, billionths, dollars
from editor.store.tables import hashed

_MONTH_LIMIT = "month_limit"
_PRICES = "prices"
_COLUMNS = SpendingRow.metadata.tables["spending"].columns


@dataclass(frozen=True, slots=True)
class Spent:
    """A call as the file keeps it."""

    call: str
    draft: str
    month: str
    provider: str
    model: str
    purpose: str
    reserved: Decimal
    """USD, as are all amounts."""
    settled: Decimal | None
    unsure: bool
    wall_ms: int


@dataclass(frozen=True, slots=True)
class Item:
    """What a call is about, before it is sent."""

    call: str
    draft: str
    provider: str
    model: str
    purpose: str
    most: Decimal
    """USD that it can cost."""


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """By the writer's word; USD for a million tokens."""

    provider: str
    model: str
    input: Decimal
    output: Decimal


class Spending:
    """To be closed. All calls are short; none is for the window's thread."""

    def __init__(self, path: Path, raw: sqlite3.Connection, clock: Clock, owner: str, lock: DraftLock) -> None:
        self.path = path
        self.notice = ""
        """What the writer has to be told, in sentences: that the file was damaged, and what became of it."""
        self._clock = clock
        self._owner = owner
        self._lock = lock
        self._engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        event.listen(self._engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        self._raw = raw

    @classmethod
    def open(cls, path: Path, clock: Clock) -> Spending:
        """Makes the file where there is none. A damaged one is moved aside, and what can be read of it taken over.

        Raises FileUnreadable, DraftNewer for a file of a newer version.
        """
        owner = secrets.token_hex(8)
        raw, rows, notice = open_sound(path)
        try:
            lock = DraftLock.take(owner_lock(path, owner), clock)
        except (OSError, FileError) as error:
            raw.close()
            raise FileUnreadable("What models have cost cannot be kept", f"{path.parent}: {error}") from error
        opened = cls(path, raw, clock, owner, lock)
        try:
            opened.notice = notice
            opened._take_over(rows)
            opened._end_the_dead()
        except BaseException:
            opened.close()
            raise
        return opened

    # Reserving

    def reserve(self, items: Sequence[Item], draft_limit: Decimal | None, likely: Decimal | None = None) -> None:
        """Holds back the most that these calls of one draft can cost, for all of them or for none.

        Raises ModelError(BUDGET), with `likely` in its sentence, and FileError; nothing is held back then.
        """
        now = self._clock.now()
        month, most = month_of(now), sum((as_kept(one.most) for one in items), Decimal(0))
        with self._transaction() as connection:
            budget = self._budget(connection, items[0].draft, month, draft_limit)
            if not budget.has_room_for(most):
                raise over_limit(budget, likely, most)
            rows = [
                hashed(
                    SpendingRow,
                    call=item.call,
                    draft=item.draft,
                    month=month,
                    provider=storable(item.provider),
                    model=storable(item.model),
                    purpose=storable(item.purpose),
                    reserved=billionths(item.most),
                    settled=None,
                    unsure=0,
                    owner=self._owner,
                    wall_ms=now.wall_ms,
                )
                for item in items
            ]
            connection.execute(insert(SpendingRow), rows)

    def reserve_more(self, call: str, more: Decimal, draft_limit: Decimal | None) -> None:
        """Holds back more for a call that is on its way. Raises as `reserve`; what was held back before stays so."""
        with self._transaction() as connection:
            row = self._row(connection, call)
            budget = self._budget(connection, row["draft"], row["month"], draft_limit)
            if not budget.has_room_for(as_kept(more)):
                raise over_limit(budget, None, more)
            self._put(connection, row, reserved=row["reserved"] + billionths(more))

    def settle(self, call: str, cost: Decimal, *, unsure: bool = False) -> None:
        """Puts what the call cost in the place of what was held back for it; nothing where surely nothing was read.

        `unsure` says that nobody knows, and that `cost` is the most it can have been. Raises FileError.
        """
        with self._transaction() as connection:
            self._put(connection, self._row(connection, call), settled=billionths(cost), unsure=int(unsure))

    def give_back(self, call: str) -> None:
        """Takes a call out for which something was held back and that was never sent. Raises FileError."""
        with self._transaction() as connection:
            connection.execute(delete(SpendingRow).where(col(SpendingRow.call) == call))

    def add_known(self, calls: Iterable[Spent]) -> None:
        """Takes in calls that a draft remembers and this file does not: made elsewhere, or before it was damaged."""
        with self._transaction() as connection:
            known = set(connection.execute(select(col(SpendingRow.call))).scalars())
            fresh = {one.call: one for one in calls if one.call not in known}
            rows = [hashed(SpendingRow, **_values(one)) for one in fresh.values()]
            if rows:
                connection.execute(insert(SpendingRow), rows)

    # Looking

    def budget(self, draft: str, draft_limit: Decimal | None) -> Budget:
        with self._transaction() as connection:
            return self._budget(connection, draft, month_of(self._clock.now()), draft_limit)

    def calls(self, draft: str = "", month: str = "") -> tuple[Spent, ...]:
        """Oldest first; of one draft or one month where these are named."""
        wanted = select(*_COLUMNS).order_by(col(SpendingRow.wall_ms), col(SpendingRow.call))
        if draft:
            wanted = wanted.where(col(SpendingRow.draft) == draft)
        if month:
            wanted = wanted.where(col(SpendingRow.month) == month)
        with self._transaction() as connection:
            return tuple(_spent(row) for row in connection.execute(wanted).mappings())

    @property
    def this_month(self) -> str:
        return month_of(self._clock.now())

    def month_limit(self) -> Decimal | None:
        with self._transaction() as connection:
            return _month_limit(connection)

    def limit_month(self, limit: Decimal | None) -> None:
        """Of every month from now on; None is no limit."""
        with self._transaction() as connection:
            _set(connection, _MONTH_LIMIT, None if limit is None else str(limit))

    def prices(self) -> tuple[ModelPrice, ...]:
        """Those that the writer gave."""
        with self._transaction() as connection:
            return tuple(_prices(connection).values())

    def price(self, provider: str, model: str, price: tuple[Decimal, Decimal] | None) -> None:
        """What a model costs by the writer's word: input and output, USD for a million tokens; None forgets it."""
        with self._transaction() as connection:
            known = _prices(connection)
            known.pop((provider, model), None)
            if price is not None:
                known[provider, model] = ModelPrice(provider, model, *price)
            rows = [[one.provider, one.model, str(one.input), str(one.output)] for one in known.values()]
            _set(connection, _PRICES, rows)

    def close(self) -> None:
        """What is on its way goes on counting in full."""
        self._engine.dispose()
        self._raw.close()
        self._lock.release()
        owner_lock(self.path, self._owner).unlink(missing_ok=True)

    # Inside a transaction

    def _budget(self, connection: Connection, draft: str, month: str, draft_limit: Decimal | None) -> Budget:
        ours = _purse(connection, draft_limit, col(SpendingRow.draft) == draft)
        return Budget(ours, _purse(connection, _month_limit(connection), col(SpendingRow.month) == month))

    def _row(self, connection: Connection, call: str) -> dict[str, Any]:
        row = connection.execute(select(*_COLUMNS).where(col(SpendingRow.call) == call)).mappings().one()
        return {name: row[name] for name in row if name != "hash"}

    def _put(self, connection: Connection, row: dict[str, Any], **changed: Any) -> None:
        whole = hashed(SpendingRow, **{**row, **changed})
        connection.execute(update(SpendingRow).where(col(SpendingRow.call) == row["call"]).values(**whole))

    def _take_over(self, rows: list[tuple[str, dict[str, Any]]]) -> None:
        """The sound rows of a damaged file."""
        with self._transaction() as connection:
            for table, values in rows:
                made = SpendingRow if table == "spending" else SettingRow
                connection.execute(insert(made).prefix_with("OR IGNORE"), [values])

    def _end_the_dead(self) -> None:
        """Calls whose process is gone are settled with all that was held back for them."""
        with self._transaction() as connection:
            open_rows = connection.execute(select(*_COLUMNS).where(col(SpendingRow.settled).is_(None))).mappings().all()
            alive = {self._owner, *living_owners(self.path, self._owner, self._clock)}
            for row in open_rows:
                if row["owner"] not in alive:
                    values = {name: row[name] for name in row if name != "hash"}
                    self._put(connection, values, settled=row["reserved"], unsure=1)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise plain_trouble(error.orig or error, self.path) from error


def month_of(instant: Instant) -> str:
    """ "2026-11", where the writer is."""
    return month_at(instant.wall_ms, instant.offset_min)


def month_at(wall_ms: int, offset_min: int) -> str:
    local = datetime.fromtimestamp(wall_ms / 1000, UTC) + timedelta(minutes=offset_min)
    return f"{local:%Y-%m}"


def _purse(connection: Connection, limit: Decimal | None, whose: Any) -> Purse:
    settled, reserved, unsure = col(SpendingRow.settled), col(SpendingRow.reserved), col(SpendingRow.unsure)
    sums = select(
        func.sum(settled), func.sum(case((settled.is_(None), reserved))), func.sum(case((unsure == 1, settled)))
    ).where(whose)
    spent, held, guessed = connection.execute(sums).one()
    return Purse(limit, dollars(spent), dollars(held), dollars(guessed))


def _month_limit(connection: Connection) -> Decimal | None:
    said = _setting(connection, _MONTH_LIMIT)
    return Decimal(said) if said is not None else None


def _prices(connection: Connection) -> dict[tuple[str, str], ModelPrice]:
    rows = _setting(connection, _PRICES) or ()
    return {
        (provider, model): ModelPrice(provider, model, Decimal(read), Decimal(written))
        for provider, model, read, written in rows
    }


def _setting(connection: Connection, key: str) -> Any:
    value = connection.execute(select(col(SettingRow.value)).where(col(SettingRow.key) == key)).scalar()
    return json.loads(value) if value is not None else None


def _set(connection: Connection, key: str, value: object) -> None:
    connection.execute(delete(SettingRow).where(col(SettingRow.key) == key))
    connection.execute(insert(SettingRow), [hashed(SettingRow, key=key, value=as_json(value))])


def _values(one: Spent) -> dict[str, Any]:
    return {
        "call": one.call,
        "draft": one.draft,
        "month": one.month,
        "provider": storable(one.provider),
        "model": storable(one.model),
        "purpose": storable(one.purpose),
        "reserved": billionths(one.reserved),
        "settled": None if one.settled is None else billionths(one.settled),
        "unsure": int(one.unsure),
        "owner": "",
        "wall_ms": one.wall_ms,
    }


def _spent(row: Any) -> Spent:
    return Spent(
        call=row["call"],
        draft=row["draft"],
        month=row["month"],
        provider=row["provider"],
        model=row["model"],
        purpose=row["purpose"],
        reserved=dollars(row["reserved"]),
        settled=None if row["settled"] is None else dollars(row["settled"]),
        unsure=bool(row["unsure"]),
        wall_ms=row["wall_ms"],
    )
