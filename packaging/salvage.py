#!/usr/bin/env python3
"""Reads the text out of a draft of Palimpsest in any state, with nothing but Python 3.8 or later.

    python salvage.py FILE... [-o OUT.md]

FILE is a draft (.palimpsest), a safety copy, a journal (journal-000001.jsonl), or the folder of a draft in the program's
data folder, which holds journals and safety copies. Several files of one draft are read as one. They are only read. The
text goes to OUT.md, or to standard output; standard error says what it was made of and what is missing.

Exit code: 0 all of it, as far as the files tell; 1 there is no text; 2 the call was wrong; 3 something is missing.

This file stands alone, for somebody who has a draft and no Palimpsest. Where SQLite is missing or refuses, the bare pages
are read (sqlite.org/fileformat2.html). A draft is a log of edits and some copies of the whole text in it, the keyframes;
every row carries a hash and every line of a journal a checksum, so what is damaged is never taken for sound.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

try:
    import sqlite3
except ImportError:  # a Python that was built without it
    sqlite3 = None  # type: ignore[assignment]

ALL, NOTHING, WRONG_CALL, PARTLY = 0, 1, 2, 3
SELECTS = {
    "draft": "SELECT key, value, hash FROM draft",
    "edit": "SELECT seq, row, hash FROM edit",
    "keyframe": "SELECT number, seq, cause, text, shape, hash FROM keyframe",
}
UNREADABLE = (OSError, ValueError, TypeError, LookupError, RecursionError)
DAMAGED = "it is damaged"
UNPLACED = "\n\n<!-- Typed later, but the place is not known: -->\n\n"


class Keyframe(NamedTuple):
    """The whole text after a change."""

    n: int
    text: str
    paragraphs: list[list[int]] | None
    """Id and length of each; None where they are not known, so that nothing can be put in with certainty."""
    sound: bool
    where: str


class Found:
    """What all files say together. Rows of a log are never altered, so it does not matter where one came from."""

    def __init__(self) -> None:
        self.keyframes: list[Keyframe] = []
        self.edits: dict[int, dict[str, Any]] = {}
        self.damaged_edits: set[int] = set()
        self.numbers: set[int] = set()
        """Of the sound lines of journals, which count up by one, so that a hole is seen."""
        self.folded_n = 0
        """A database holds every change up to here."""
        self.drafts: set[str] = set()
        self.troubles: list[str] = []


class Text(NamedTuple):
    base: Keyframe
    text: str
    reached_n: int
    changes: int
    trouble: str = ""


def read_database(path: Path, found: Found) -> None:
    tables, why = rows_by_sqlite(path)
    where = f"{path.name}, read with SQLite"
    if not why and not all(is_sound(name, row) for name, rows in tables.items() for row in rows):
        why = DAMAGED
    if why:
        found.troubles.append(f"{path.name} was read from its bare pages: {why}.")
        where = f"{path.name}, read from its pages"
        for name, rows in rows_by_pages(path).items():
            tables[name] += rows
    for key, value, _ in (row for row in tables["draft"] if is_sound("draft", row)):
        if key == "id":
            found.drafts.add(json.loads(value))
        elif key == "folded_n":
            found.folded_n = max(found.folded_n, json.loads(value))
    for row in tables["edit"]:
        if is_sound("edit", row):
            found.edits[row[0]] = json.loads(row[1])
        else:
            found.damaged_edits.add(row[0])
    found.keyframes += [keyframe_in(row, where) for row in tables["keyframe"] if isinstance(row[3], str)]


def is_sound(table: str, row: tuple[Any, ...]) -> bool:
    whole = json.dumps([table, *row[:-1]], separators=(",", ":"), default=repr)
    return bool(row[-1] == "sha256:" + hashlib.sha256(whole.encode("ascii")).hexdigest())


def keyframe_in(row: tuple[Any, ...], where: str) -> Keyframe:
    _, n, _, text, shape, _ = row
    try:
        return keyframe_of(n, {"text": text, **json.loads(shape)}, where)._replace(sound=is_sound("keyframe", row))
    except UNREADABLE:
        return Keyframe(n if isinstance(n, int) else -1, text, None, False, where)


def keyframe_of(n: int, document: dict[str, Any], where: str) -> Keyframe:
    text = document["text"]
    paragraphs = [[int(mark[0]), int(mark[1])] for mark, _ in document["paragraphs"]]
    covered = sum(length for _, length in paragraphs) == len(text)
    return Keyframe(n, text, paragraphs if covered else None, True, where)


def rows_by_sqlite(path: Path) -> tuple[dict[str, list[tuple[Any, ...]]], str]:
    """The rows by table, and what went wrong, if anything. A copy is opened, so that the draft is never touched."""
    tables: dict[str, list[tuple[Any, ...]]] = {name: [] for name in SELECTS}
    if not sqlite3:
        return tables, "this Python has no SQLite, which would know of a page that is lost"
    try:
        with tempfile.TemporaryDirectory() as folder:
            for source, name in ((path, "copy"), (path.with_name(path.name + "-wal"), "copy-wal")):
                if source.is_file():
                    shutil.copyfile(source, Path(folder, name))
            with closing(sqlite3.connect(str(Path(folder, "copy")))) as connection:
                connection.text_factory = lambda data: data.decode("utf-8", "replace")
                connection.execute("PRAGMA trusted_schema = OFF")
                for name, select in SELECTS.items():
                    for row in connection.execute(select):
                        tables[name].append(row)
    except sqlite3.Error:
        return tables, DAMAGED
    except OSError as error:
        return tables, f"no copy for SQLite could be made in the temporary folder ({error.strerror})"
    return tables, ""


def rows_by_pages(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a wanted shape on any leaf page; old ones come too, and are as true as they were."""
    tables: dict[str, list[tuple[Any, ...]]] = {name: [] for name in SELECTS}
    size, pages = pages_of(path)
    for leaf in (page for page in pages.values() if page[0] == 0x0D):
        for rowid, values in cells(leaf, pages, size):
            row = (rowid if values[0] is None else values[0], *values[1:])  # a column that is the row's id is not stored
            if len(values) == 6 and values[2] in ("start", "fold", "healed"):
                tables["keyframe"].append(row)
            elif len(values) == 3 and str(values[2]).startswith("sha256:"):
                tables["edit" if values[0] is None else "draft"].append(row)
    return tables


def pages_of(path: Path) -> tuple[int, dict[int, bytes]]:
    """The size of a page in bytes, and each page by number, in its newest state where a log lies beside the file."""
    data = path.read_bytes()
    size = int.from_bytes(data[16:18], "big")
    if size not in (512, 1024, 2048, 4096, 8192, 16384, 32768):
        size = 4096
    pages = {at // size + 1: data[at : at + size].ljust(size, b"\0") for at in range(0, len(data), size)}
    log = path.with_name(path.name + "-wal")
    frames = log.read_bytes() if log.is_file() else b""
    for at in range(32, len(frames) - 24 - size + 1, 24 + size):
        if frames[at + 8 : at + 16] == frames[16:24]:
            pages[int.from_bytes(frames[at : at + 4], "big")] = frames[at + 24 : at + 24 + size]
    pages.pop(1, None)  # the schema
    return size, pages


def cells(page: bytes, pages: dict[int, bytes], size: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for index in range(min(int.from_bytes(page[3:5], "big"), size // 4)):
        try:
            length, at = varint(page, int.from_bytes(page[8 + 2 * index : 10 + 2 * index], "big"))
            rowid, at = varint(page, at)
            yield rowid, tuple(values_in(payload_at(page, at, length, pages, size)))
        except (IndexError, ValueError):
            continue


def payload_at(page: bytes, at: int, length: int, pages: dict[int, bytes], size: int) -> bytes:
    local = length
    if length > size - 35:
        least = (size - 12) * 32 // 255 - 23
        local = least + (length - least) % (size - 4)
        local = least if local > size - 35 else local
    payload = page[at : at + local]
    number = int.from_bytes(page[at + local : at + local + 4], "big")
    seen: set[int] = set()
    while len(payload) < length and number in pages and number not in seen:
        seen.add(number)
        following = pages[number]
        payload += following[4 : 4 + length - len(payload)]
        number = int.from_bytes(following[:4], "big")
    return payload


def values_in(payload: bytes) -> Iterator[Any]:
    header, at = varint(payload, 0)
    if not 1 <= header <= 256:
        raise ValueError("not a record")
    kinds = []
    while at < header:
        kind, at = varint(payload, at)
        kinds.append(kind)
    for kind in kinds:
        size = (kind - 12) // 2 if kind >= 12 else (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind]
        data, at = payload[at : at + size], at + size
        if kind >= 13 and kind % 2:
            yield data.decode("utf-8", "replace")
        elif 1 <= kind <= 6 or kind in (8, 9):
            yield kind - 8 if kind >= 8 else int.from_bytes(data, "big", signed=True)
        else:
            yield None  # no column of ours that is wanted here


def varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(8):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return value << 8 | data[at + 8], at + 9


def read_journal(path: Path, found: Found) -> None:
    *lines, last = path.read_bytes().split(b"\n")
    records = [(line, record_in(line.strip(b"\0"))) for line in lines]  # NULs are room that a power cut left unfilled
    bad = sum(record is None and bool(line) for line, record in records)
    for _, record in [*records, (last, record_in(last))]:  # an unfinished last line was never acknowledged
        if record is not None:
            take_record(record, path, found)
    if bad:
        found.troubles.append(f"{path.name} has {bad} damaged {'line' if bad == 1 else 'lines'}.")


def record_in(line: bytes) -> dict[str, Any] | None:
    body, _, checksum = line.rpartition(b"\t")
    if checksum != b"%08x" % zlib.crc32(body):
        return None
    try:
        record = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("n"), int) else None


def take_record(record: dict[str, Any], path: Path, found: Found) -> None:
    n = record["n"]
    if isinstance(record.get("draft"), str):
        found.drafts.add(record["draft"])
    if "keyframe" in record:
        found.keyframes.append(keyframe_of(n, record["keyframe"], path.name))
    elif record.get("kind") == "edit":
        found.edits.setdefault(n, record)
    if record.get("kind") not in ("header", "keyframe"):
        found.numbers.add(n)


def best_text(found: Found) -> Text | None:
    """What reaches the latest change; where two reach as far, the one from a sound keyframe."""
    known_n = max([found.folded_n, *found.edits, *(one.n for one in found.keyframes if one.sound)])
    bases = [one if one.sound or one.n <= known_n else one._replace(n=-1) for one in found.keyframes]
    made = (folded(base, found) for base in bases if base.text or base.sound)
    return max(made, key=lambda one: (one.reached_n, one.base.sound, one.base.n), default=None)


def folded(base: Keyframe, found: Found) -> Text:
    """The keyframe with the changes after it, up to the first that is missing, damaged, or does not fit."""
    text, reached, changes = base.text, base.n, 0
    known_n = max(base.n, found.folded_n)
    if base.paragraphs is None:
        return Text(base, text, reached, 0, "The text is not what was written, so no later change could be placed.")
    row = [list(one) for one in base.paragraphs]
    for n in sorted(one for one in found.damaged_edits.union(found.edits) if one > base.n):
        hole = next((one for one in range(known_n + 1, n) if one not in found.numbers), n)
        if hole < n or n not in found.edits:
            return Text(base, text, reached, changes, f"Change {hole} is missing.")
        try:
            text = changed(text, row, found.edits[n])
        except UNREADABLE:
            return Text(base, text, reached, changes, f"Change {n} does not fit; one before it is missing.")
        reached, known_n, changes = n, max(known_n, n), changes + 1
    return Text(base, text, reached, changes)


def changed(text: str, row: list[list[int]], edit: dict[str, Any]) -> str:
    """The text after an edit, which replaces "d" at "p" by "i"; `row` follows. ValueError where it does not fit."""
    at, gone, came = edit["p"], fragment(edit, "d"), fragment(edit, "i")
    if not 0 <= at <= len(text) or text[at : at + len(gone)] != gone:
        raise ValueError("the change lies elsewhere")
    if "m" in edit:
        index, removed, inserted = edit["m"]
        stop = index + len(removed)
        if [one[0] for one in row[index:stop]] != [mark[0] for mark in removed]:
            raise ValueError("the change names other paragraphs")
        fresh = [[mark[0], mark[1]] for mark in inserted]
        grown = sum(one[1] for one in fresh) - sum(one[1] for one in row[index:stop])
        if grown != len(came) - len(gone):
            raise ValueError("the change does not cover its paragraphs")
        row[index:stop] = fresh
    else:
        index, start = 0, 0
        while index < len(row) - 1 and start + row[index][1] <= at:
            start += row[index][1]
            index += 1
        if at + len(gone) > start + row[index][1]:
            raise ValueError("the change crosses paragraphs")
        row[index][1] += len(came) - len(gone)
    return text[:at] + came + text[at + len(gone) :]


def fragment(edit: dict[str, Any], name: str) -> str:
    return str(edit[name][0]) if name in edit else ""


def unplaced(found: Found, after_n: int) -> str:
    """What was typed after a change, in order; what was typed at one go is one line."""
    text, end = "", -1
    for n in sorted(one for one in found.edits if one > after_n):
        at, came = found.edits[n]["p"], fragment(found.edits[n], "i")
        text += came if at == end or not came else f"\n{came}"
        end = at + len(came)
    return text.strip()


def files_in(path: Path) -> list[Path]:
    """The file itself; of a folder what a draft's data folder holds."""
    return sorted([*path.rglob("*.palimpsest"), *path.rglob("journal-*.jsonl")]) if path.is_dir() else [path]


def read_all(paths: Iterable[Path]) -> Found:
    found = Found()
    for path in paths:
        try:
            if path.exists() and not path.is_file():
                raise ValueError("it is not a file")  # a pipe would be waited for, for ever
            (read_journal if path.suffix == ".jsonl" else read_database)(path, found)
        except UNREADABLE as error:
            found.troubles.append(f"{path.name} cannot be read ({error}).")
    return found


def salvaged(found: Found) -> str:
    """All the text there is, with what has to be told of it in `found.troubles`."""
    best = best_text(found)
    rest = unplaced(found, best.reached_n if best else -1)
    if best is None:
        found.troubles.append("Nothing says what the text was before; only what was typed since, in order, is known.")
        return rest
    kind = "the newest good keyframe" if best.base.sound else "the bare text of a keyframe whose hash does not fit"
    tell(f"Used {kind} (after change {best.base.n}, in {best.base.where}) and {best.changes} changes after it.")
    if not best.base.sound:
        found.troubles.append("The text may differ in places from what was written.")
    if best.trouble:
        found.troubles.append(best.trouble)
    return best.text + (UNPLACED + rest if rest else "")


def tell(words: str) -> None:
    print(f"salvage: {words}", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("-o", dest="out", type=Path, metavar="OUT.md", help="a new file; standard output without it")
    wanted = parser.parse_args()
    if wanted.out and os.path.lexists(wanted.out):
        parser.error(f"{wanted.out} is there already; name a new file")
    found = read_all(one for path in wanted.files for one in files_in(path))
    if len(found.drafts) > 1:
        parser.error("these are files of different drafts; give those of one")
    text = salvaged(found)
    for trouble in found.troubles:
        tell(trouble)
    if not text:
        tell("There is no text that can be read.")
        return NOTHING
    data = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode("utf-8")
    try:
        descriptor = os.open(wanted.out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600) if wanted.out else 1
        with open(descriptor, "wb") as file:
            file.write(data)
    except OSError as error:
        parser.error(f"{wanted.out or 'the text'} cannot be written ({error.strerror}); name another file")
    return PARTLY if found.troubles else ALL


if __name__ == "__main__":
    sys.exit(main())
