"""A file of an older version, and a program that is killed at every moment of bringing it up to date."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import older_schema
from kill_points import KillPoint, kill_points, killed_at, why_not
from outcome import Campaign, Outcome
from store_makers import Window, document_of, every_kind, fill_by_services, make_store

from editor.store.migrating import CURRENT
from editor.store.tables import TABLES, OtherRow, tables_of

Essence = dict[str, list[tuple[object, ...]]]


def run(trials: int, folder: Path) -> Outcome:
    failures: list[str] = []
    killed = untouched = found = 0
    starts = [(version, log) for version in range(1, CURRENT + 1) for log in (False, True)]
    for version, with_log in starts:
        state = f"version {version}, {'with its log' if with_log else 'closed'}"
        home = folder / f"{version}-{'log' if with_log else 'closed'}"
        before = _old_file(home, version, killed=with_log)
        command = [older_schema.__file__, str(home / "essay.palimpsest")]
        _put_back(home)
        try:
            points = kill_points(command, folder / "calls.txt")
        except RuntimeError as error:
            failures.append(f"{state}: it fails without a kill: {str(error).strip().splitlines()[-1]}")
            continue
        found += len(points)
        for point in _spread(points, trials // len(starts)):
            _put_back(home)
            if not killed_at(point, command):
                failures.append(f"{state}: it was not killed at {point}")
                continue
            killed += 1
            left, essence = _looked_at(home)
            untouched += left == version
            if essence != before:
                failures.append(f"{state}, killed at {point}: the file is neither the old nor the new one")
                continue
            failures += [f"{state}, killed at {point}: {one}" for one in _next_start(home, before)]
    shows = f"{killed:,} kills at {found:,} possible points, {untouched:,} before the new file took the place"
    return Outcome(f"{shows}; every file whole, every next start went on", tuple(failures))


def _spread(points: list[KillPoint], count: int) -> list[KillPoint]:
    """So many of them, from the first to the last."""
    if count >= len(points):
        return points
    return [points[round(number * (len(points) - 1) / max(1, count - 1))] for number in range(count)]


def _old_file(home: Path, version: int, *, killed: bool) -> Essence:
    """With something in every table it has, so that whatever a migration forgets is missed."""
    home.mkdir()
    window = Window(document_of("Its first paragraph.\n\n", "Second.\n"))
    store = make_store(home / "essay.palimpsest", window.document)
    every_kind(window)
    for number in range(60):
        window.type(0, f"word {number} ")
    store.fold(window.records)
    fill_by_services(store)
    for number in range(CURRENT, version, -1):
        _taken_back(number, store.database.raw)
    if killed:
        shutil.copytree(home, _kept(home))  # with its log, as a kill leaves it
    store.close()
    if not killed:
        shutil.copytree(home, _kept(home))
    _put_back(home)
    essence = _looked_at(home)[1]
    has = {str(table.__tablename__) for table in tables_of(version)}
    assert all(rows for table, rows in essence.items() if table in has), "a table is empty, and could be lost unseen"
    return essence


def _taken_back(version: int, raw: sqlite3.Connection) -> None:
    """What the migration to this version did."""
    match version:
        case 2:
            raw.execute("DROP TABLE attachment")
        case _:
            raise NotImplementedError(f"how to take version {version} back")
    raw.execute(f"PRAGMA user_version = {version - 1}")


def _kept(home: Path) -> Path:
    return home.with_name(f"{home.name}-kept")


def _put_back(home: Path) -> None:
    shutil.rmtree(home)
    shutil.copytree(_kept(home), home)


def _next_start(home: Path, before: Essence) -> list[str]:
    try:
        older_schema.bring_up_to_date(home / "essay.palimpsest")
    except Exception as error:  # noqa: BLE001 - whatever it is, the next start did not go on
        return [f"the next start failed: {error}"]
    version, essence = _looked_at(home)
    if (version, essence) != (older_schema.LATER, before):
        others = ", ".join(table for table in before if essence[table] != before[table])
        return [f"after the next start it has version {version}, and other rows in: {others or 'no table'}"]
    return []


def _looked_at(home: Path) -> tuple[int, Essence]:
    """The version, and every row that a migration has to keep; of a copy, since looking folds a log back."""
    copy = home.with_name("looked-at")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(home, copy)
    with closing(sqlite3.connect(copy / "essay.palimpsest")) as raw:
        (version,) = raw.execute("PRAGMA user_version").fetchone()
        wanted = {table.__tablename__: tuple(table.model_fields) for table in TABLES if table is not OtherRow}
        wanted["omen" if version == older_schema.LATER else "other"] = ("n", "row")
        return version, {"other" if table == "omen" else table: _rows(raw, table, wanted[table]) for table in wanted}


def _rows(raw: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> list[tuple[object, ...]]:
    """In some order; none where there is no such table."""
    try:
        # The names are those of our own tables.
        return sorted(raw.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall(), key=repr)  # noqa: S608
    except sqlite3.OperationalError:
        return []


CAMPAIGN = Campaign(
    name="migration",
    small=10_000,
    full=10_000,
    run=run,
    needs=why_not,
    must_show="killed at any system call, the file is the old or the new one, and the next start goes on",
)
