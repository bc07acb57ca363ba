"""A file of an older version, and a program that is killed at every moment of bringing it up to date."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import older_schema
from kill_points import KillPoint, kill_points, killed_at, why_not
from live_draft import LiveDraft
from outcome import Campaign, Outcome

from editor.store.keyframe import newest_keyframe

Essence = tuple[object, ...]


def run(trials: int, folder: Path) -> Outcome:
    failures: list[str] = []
    killed = untouched = found = 0
    for state in ("closed", "with its log"):
        home = folder / state.replace(" ", "-")
        before = _old_file(home, killed=state != "closed")
        command = [older_schema.__file__, str(home / "essay.palimpsest")]
        _put_back(home)
        points = kill_points(command, folder / "calls.txt")
        found += len(points)
        for point in _spread(points, trials // 2):
            _put_back(home)
            if not killed_at(point, command):
                failures.append(f"{state}: it was not killed at {point}")
                continue
            killed += 1
            version, essence = _looked_at(home)
            untouched += version == 1
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


def _old_file(home: Path, *, killed: bool) -> Essence:
    live = LiveDraft(home, "# An old draft\n\nIts first paragraph.\n")
    for number in range(60):
        live.write(len(live.document), f"word {number} ")
    live.fold()
    if killed:
        live.kill()
    else:
        live.close()
    shutil.copytree(home, _kept(home))
    return _looked_at(home)[1]


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
        return [
            f"after the next start it has version {version} and {'the same' if essence == before else 'another'} text"
        ]
    return []


def _looked_at(home: Path) -> tuple[int, Essence]:
    """The version, and what no migration may change; of a copy, since looking folds a log back."""
    copy = home.with_name("looked-at")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(home, copy)
    path = copy / "essay.palimpsest"
    with closing(sqlite3.connect(path)) as raw:
        (version,) = raw.execute("PRAGMA user_version").fetchone()
        log = raw.execute("SELECT seq, row, hash FROM edit ORDER BY seq").fetchall()
        minutes = raw.execute("SELECT * FROM credit ORDER BY number").fetchall()
        return version, (newest_keyframe(raw, path).document, log, minutes)


CAMPAIGN = Campaign(
    name="migration",
    small=20,
    full=10_000,
    run=run,
    needs=why_not,
    must_show="killed at any system call, the file is the old or the new one, and the next start goes on",
)
