"""Files that somebody made to do harm, or that a broken program left: drafts, journals, texts and what lies beside them.

Each way is a function of the home of a good draft and of chance, and spoils something in it. Rows and lines get sound
hashes and sums, so that what is in them is really read.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from damages import damage

from editor.journal.lines import line_of
from editor.store.hashing import row_hash

CANARY = "canary"
"""A table that only planted code writes to."""
_DEEP = 100_000


@dataclass(frozen=True, slots=True)
class Home:
    database: Path
    text: Path
    draft: Path
    """The folder of the draft's journals, locks and safety copies."""
    pointers: tuple[Path, ...]


Spoil = Callable[[Home, Random], None]


def _odd(chance: Random) -> Any:
    """A value of a kind that is not expected."""
    return chance.choice(
        [
            None, True, -1, 0, 1, 2**31, 2**62, 2**63 - 1, -(2**63), 10**30, 1.5, 1e308, "", "x", "\0", "\ud800",
            "../../x", "9" * 5_000, [], {}, [[]], [None], {"n": 1}, [1, 2, 3, 4, 5, 6], [[1, "typed"]], [[-1, "typed"]],
            [[2**62, "typed"]], {"kind": "model", "when_ms": "now"}, "x" * 100_000,
        ]
    )  # fmt: skip


def _twisted(value: Any, chance: Random) -> Any:
    """The same with one thing in it, at any depth, that does not belong there."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(list(value))
        if chance.random() < 0.1:
            return {name: one for name, one in value.items() if name != key}
        return {**value, key: _twisted(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.85:
        at = chance.randrange(len(value))
        return [*value[:at], _twisted(value[at], chance), *value[at + 1 :]]
    return _odd(chance)


def _deep(chance: Random) -> str:
    opening, closing_ = chance.choice([("[", "]"), ('{"a":', "}")])
    return opening * _DEEP + "1" + closing_ * _DEEP


# The draft's file.


def random_bytes(home: Home, chance: Random) -> None:
    start = chance.choice([b"", b"SQLite format 3\0", home.database.read_bytes()[:100], b"CREATE TABLE keyframe"])
    home.database.write_bytes(start + chance.randbytes(chance.choice([0, 1, 100, 5_000, 60_000])))


def many_flips(home: Home, chance: Random) -> None:
    damage(home.database, "forty flipped bits", chance)


def lost_pages(home: Home, chance: Random) -> None:
    for _ in range(3):
        damage(home.database, "a lost page", chance)


def foreign_log(home: Home, chance: Random) -> None:
    home.database.with_name(home.database.name + "-wal").write_bytes(chance.randbytes(chance.choice([0, 31, 9_000])))


def planted(home: Home, chance: Random) -> None:
    """Code that would run with what the program reads and writes."""
    canary = f"INSERT INTO {CANARY} VALUES (1); END"  # noqa: S608 - a constant
    statements = [
        f"CREATE TRIGGER t1 AFTER INSERT ON edit BEGIN {canary}",
        f"CREATE TRIGGER t2 BEFORE UPDATE ON draft BEGIN {canary}",
        f"CREATE TRIGGER t3 AFTER DELETE ON draft BEGIN {canary}",
        "CREATE VIEW zoo AS SELECT load_extension('/tmp/none.so')",
        "CREATE TRIGGER t4 AFTER INSERT ON draft BEGIN SELECT load_extension('/tmp/none.so'); END",
        "DROP TABLE version; CREATE VIEW version AS SELECT 1 AS paragraph, load_extension('/tmp/none.so') AS id",
        "CREATE VIRTUAL TABLE v USING fts5(a)",
        "DROP TABLE remark; CREATE VIRTUAL TABLE remark USING fts5(paragraph, state)",
        "CREATE INDEX i ON edit (abs(seq))",
        "ALTER TABLE draft ADD COLUMN g GENERATED ALWAYS AS (abs(-9223372036854775808))",
        "ALTER TABLE edit RENAME TO edit2; CREATE VIEW edit AS SELECT * FROM edit2",
    ]
    with closing(sqlite3.connect(home.database)) as raw:
        raw.executescript(f"CREATE TABLE {CANARY} (n); {chance.choice(statements)}")


def odd_schema(home: Home, chance: Random) -> None:
    with closing(sqlite3.connect(home.database, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA user_version = {chance.choice([-5, 0, 2000, 2**31 - 1])}")
        if chance.random() < 0.5:
            raw.execute("PRAGMA application_id = 7")
        if chance.random() < 0.5:
            table = chance.choice(["draft", "edit", "keyframe", "credit", "version", "call"])
            raw.execute(f"ALTER TABLE {table} RENAME COLUMN hash TO hush")


def odd_rows(home: Home, chance: Random) -> None:
    """Some rows hold what no version of the program ever wrote, under hashes that fit."""
    with closing(sqlite3.connect(home.database)) as raw:
        for _ in range(chance.choice([1, 1, 5])):
            table = chance.choice(["draft", "draft", "edit", "edit", "keyframe", "keyframe", "credit"])
            names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
            rows = raw.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - names of our own tables
            if not rows:
                continue
            row = list(chance.choice(rows))
            at = chance.randrange(len(row) - 1)
            key, row[at] = row[0], _odd_cell(row[at], chance)
            row[-1] = row_hash(table, *row[:-1])
            columns = ", ".join(f"{name} = ?" for name in names)
            with suppress(sqlite3.IntegrityError):  # a key that SQLite itself refuses
                raw.execute(f"UPDATE OR IGNORE {table} SET {columns} WHERE {names[0]} = ?", (*row, key))  # noqa: S608
        raw.commit()


def _odd_cell(cell: Any, chance: Random) -> Any:
    try:
        content = json.loads(cell)
    except (ValueError, TypeError):
        content = cell
    draw = chance.random()
    if draw < 0.1:
        return _deep(chance)
    if draw < 0.75:
        return json.dumps(_twisted(content, chance))
    return chance.choice([None, -1, 2**62, 1.5, b"\xff\0", "", "x" * 1_000_000, "NaN", "1e999", '"\\ud800"'])


# The journal and what lies beside it.


def odd_records(home: Home, chance: Random) -> None:
    """Sound lines that say nonsense, behind the others or in a file of their own."""
    path = sorted(home.draft.glob("journal-*.jsonl"))[-1]
    good = [json.loads(line.rpartition(b"\t")[0]) for line in path.read_bytes().split(b"\n") if line]
    number = good[-1]["n"]
    lines = []
    for _ in range(chance.choice([1, 3, 20])):
        record = _twisted(chance.choice(good), chance)
        if isinstance(record, dict) and chance.random() < 0.9:
            number += 1
            record = {**record, "n": number, "kind": record.get("kind", chance.choice(["edit", "keyframe", "pad"]))}
        lines.append(line_of(record))
    fresh = path.with_name(f"journal-{int(path.stem[-6:]) + chance.randrange(2):06d}.jsonl")
    with fresh.open("ab") as file:
        file.write(b"".join(lines))


def deep_record(home: Home, chance: Random) -> None:
    body = f'{{"kind":"edit","n":{chance.choice([1, 99])},"p":{_deep(chance)}}}'.encode()
    crc = line_of({}).rpartition(b"\t")[2]
    with (home.draft / "journal-000009.jsonl").open("wb") as file:
        file.write(body + b"\t" + crc)


def random_journal(home: Home, chance: Random) -> None:
    for path in home.draft.glob("journal-*.jsonl"):
        path.write_bytes(chance.randbytes(chance.choice([0, 10, 10_000])))


def no_database(home: Home, chance: Random) -> None:
    home.database.unlink()
    chance.choice([odd_records, random_journal, deep_record])(home, chance)


def links(home: Home, chance: Random) -> None:
    """Links where a name of ours is looked for, to a file that is not to be touched, to themselves, or to nowhere."""
    path = chance.choice(
        [
            home.draft / "journal-000001.jsonl", home.draft / "journal-000050.jsonl", home.draft / "lock",
            home.draft / "folding", home.draft / "snapshots", home.database, home.text, *home.pointers,
        ]
    )  # fmt: skip
    if path.is_dir():
        path.rename(path.with_name("elsewhere"))
    path.unlink(missing_ok=True)
    victim = home.text.with_name("victim")
    path.symlink_to(chance.choice([victim, path, Path("/nowhere/at/all"), home.text.parent]))


def pipes(home: Home, chance: Random) -> None:
    path = chance.choice([home.database, home.text, home.draft / "journal-000050.jsonl"])
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def odd_neighbours(home: Home, chance: Random) -> None:
    """Nonsense in the small files that say whose the draft is and who has it."""
    path = chance.choice([home.draft / "lock", home.draft / "folding", *home.pointers])
    words = [
        b"../../../etc",
        b"{}",
        b"[" * 5_000,
        b'{"pid": 1e999, "host": 3, "started_ms": "x"}',
        b"\0" * 64,
        b"",
        b"x" * 64,
    ]
    path.write_bytes(chance.choice(words))


def random_copies(home: Home, chance: Random) -> None:
    for path in (home.draft / "snapshots").iterdir():
        path.write_bytes(chance.randbytes(chance.choice([0, 10, 10_000])))
    many_flips(home, chance)


# The text.


def odd_text(home: Home, chance: Random) -> None:
    texts = [
        chance.randbytes(5_000),
        b"\0" * 100,
        b"\xff\xfe" + "text".encode("utf-16-le"),
        b"[" * 20_000,
        b"> " * 5_000 + b"x",
        b"*_" * 10_000,
        b"# " + b"x" * 500_000,
        b"\r\r\n\n\r" * 1_000,
        "\u202e\u2028\u0085\ufeff\ud7ff\U0010ffff".encode() * 100,
        b"```\n" * 3_000,
    ]
    home.text.write_bytes(chance.choice(texts))
    if chance.random() < 0.7:
        home.database.unlink()
        for path in (*home.pointers, *home.draft.glob("journal-*")):
            path.unlink()


WAYS: tuple[Spoil, ...] = (
    random_bytes, many_flips, lost_pages, foreign_log, planted, odd_schema, odd_rows, odd_rows, odd_rows, odd_records,
    odd_records, odd_records, deep_record, random_journal, no_database, links, pipes, odd_neighbours, random_copies,
    odd_text,
)  # fmt: skip
