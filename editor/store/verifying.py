"""Whether a draft's file is what was written, to the last bit of any text, minute or call.

Five nets, each for what the others let through: SQLite's own check of its pages, the hash in every row, folding the whole
log anew, which finds a row that is missing, and the notes of how far the log and the ledger reach (`ends`) and of how
much lies beside them (`beside`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy import select

from editor.core.credits import Credit, from_row
from editor.core.document import Document
from editor.core.errors import NOT_A_RECORD, DraftDamaged, DraftForeign, EditRefused, FileError
from editor.core.rows import edit_from
from editor.store.activity import GENESIS
from editor.store.beside import BESIDE, NUMBERED, Amount, other_amounts
from editor.store.connecting import connect_reading
from editor.store.draft_file import check_identity
from editor.store.ends import NOTE, contradictions, noted_amounts
from editor.store.faults import must_be_file, told_plainly
from editor.store.hashing import row_hash
from editor.store.keyframe import REQUIRED_NOTES
from editor.store.log import FOLD
from editor.store.row_words import LEDGER, row_words
from editor.store.tables import CreditRow, DraftRow, EditRow, KeyframeRow, Table, name_of, tables_of
from editor.store.witnessing import contradicted_digests, is_noted

_UNFIT = (EditRefused, *NOT_A_RECORD)
_MOST_TOLD = 20


def verify_file(path: Path) -> list[str]:
    """As `DraftStore.verify`, for a file that need not open; why it cannot be read is a sentence too. It is only read."""
    try:
        return damage_in(path)
    except FileError as error:
        return [str(error)]


def altered_texts(path: Path) -> list[str]:
    """What the ledger noted of the text that the log does not lead to, of a file that is sound otherwise.

    Costs the length of the text for each minute of writing. Raises a FileError where the file cannot be read.
    """
    with told_plainly(path), closing(connect_reading(path)) as connection:
        return list(contradicted_digests(connection))


def damage_in(path: Path) -> list[str]:
    """As `verify_file`, but only what another file in its place would mend.

    Raises DraftLocked, DraftNewer and FileUnreadable: a file that is in use, made by a later program, or on a disk that
    fails at the moment says nothing about damage, and must not be replaced.
    """
    try:
        must_be_file(path)
        with told_plainly(path), closing(connect_reading(path)) as connection:
            check_identity(connection, path)
            connection.execute("BEGIN")  # one state of the file, whoever writes meanwhile
            return problems_of(connection, path)
    except (DraftDamaged, DraftForeign) as error:
        return [str(error)]


def problems_of(connection: sqlite3.Connection, path: Path) -> list[str]:
    """One sentence for everything that is not what was written, twenty at most; empty when the file is sound.

    Raises a FileError where it cannot be read for another reason than damage.
    """
    found: list[str] = []
    for check in (_pages, _hashes, _notes, _chain, _fold, _ends, _beside):
        try:
            with told_plainly(path):
                found += check(connection)
        except (DraftDamaged, DraftForeign) as error:
            found.append(error.detail or error.title)
    return found[:_MOST_TOLD]


def _rows(connection: sqlite3.Connection, table: Table) -> Iterator[sqlite3.Row]:
    """In the order of the key, which is the first column of each table."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(_every_row(table))


@cache
def _every_row(table: Table) -> str:
    """As SQL, worked out once: the library does it anew for every file, and takes longer over it than over a draft."""
    columns = table.metadata.tables[name_of(table)].columns
    return str(select(*columns).order_by(next(iter(columns))))


def _pages(connection: sqlite3.Connection) -> Iterable[str]:
    rows = connection.execute("PRAGMA integrity_check").fetchall()
    return [f"The file's structure is damaged: {row[0]}." for row in rows if row[0] != "ok"]


def _hashes(connection: sqlite3.Connection) -> Iterable[str]:
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    for table in tables_of(schema):
        name = name_of(table)
        for row in _rows(connection, table):
            *values, digest = row
            if row_hash(name, *values) != digest:
                words = row_words(name, dict(row))
                yield f"{words[0].upper()}{words[1:]} is not what was written: it was altered afterwards."


def _notes(connection: sqlite3.Connection) -> Iterable[str]:
    kept = {row["key"] for row in _rows(connection, DraftRow)}
    for name in REQUIRED_NOTES:
        if name not in kept:
            yield f"The note of the draft's {name} is missing."
    if NOTE not in kept and is_noted(connection):
        yield "The note of how far the draft's record reaches is missing: it was taken away afterwards."


def _chain(connection: sqlite3.Connection) -> Iterable[str]:
    before: sqlite3.Row | None = None
    for number, row in enumerate(_rows(connection, CreditRow), 1):
        if row["number"] != number:
            return [f"The ledger of time is broken: between {_place(before)} and {_place(row)} a row was removed."]
        if row["previous"] != (before["hash"] if before else GENESIS):
            return [
                f"The ledger of time is broken between {_place(before)} and {_place(row)}: they do not follow each "
                "other any more, so one of them was altered, put in or taken out afterwards."
            ]
        if not _agrees(row):
            return [f"The ledger of time contradicts itself in {_place(row)}: what it counts is not what it says."]
        before = row
    return []


def _place(row: sqlite3.Row | None) -> str:
    return row_words(LEDGER, dict(row)) if row else "its beginning"


def _agrees(row: sqlite3.Row) -> bool:
    """Whether the columns that are added up say the same as the row they were taken from."""
    try:
        meaning = from_row(json.loads(row["row"]))
    except NOT_A_RECORD:
        return row["ms"] is None
    mine = (meaning.paragraph, meaning.lane.value, meaning.ms) if isinstance(meaning, Credit) else (None, None, None)
    return mine == (row["paragraph"], row["lane"], row["ms"])


def _noted(connection: sqlite3.Connection) -> dict[str, str]:
    return {row["key"]: row["value"] for row in _rows(connection, DraftRow)}


def _ends(connection: sqlite3.Connection) -> Iterable[str]:
    notes = _noted(connection)
    edits = ((row["seq"], row["hash"]) for row in _rows(connection, EditRow))
    return tuple(contradictions(notes, edits, ((row["n"], row["hash"]) for row in _rows(connection, CreditRow))))


def _beside(connection: sqlite3.Connection) -> Iterable[str]:
    noted = noted_amounts(_noted(connection))
    if noted is None:
        return ()
    found, numbers = {}, {}
    for table in BESIDE:
        name = name_of(table)
        keys = connection.execute(_keys_of(table)).fetchall()
        # The note cannot speak of itself.
        found[name] = Amount().with_rows(digest for key, digest in keys if table is not DraftRow or key != NOTE)
        if name in NUMBERED:
            numbers[name] = [key for key, _ in keys]
    return tuple(other_amounts(noted, found, numbers))


@cache
def _keys_of(table: Table) -> str:
    columns = table.metadata.tables[name_of(table)].columns
    return str(select(next(iter(columns)), columns["hash"]))


def _fold(connection: sqlite3.Connection) -> Iterable[str]:
    """Every keyframe must be what the edits before it lead to; after a loss, a keyframe begins anew."""
    edits = _rows(connection, EditRow)
    pending = next(edits, None)
    document: Document | None = None
    for keyframe in _rows(connection, KeyframeRow):
        try:
            saved = {"text": keyframe["text"], **json.loads(keyframe["shape"])}
            while pending is not None and pending["seq"] <= keyframe["seq"]:
                if document is not None and keyframe["cause"] == FOLD:
                    document.apply(edit_from(json.loads(pending["row"])))
                pending = next(edits, None)
            if keyframe["cause"] == FOLD and document is not None:
                if document.keyframe() != saved:
                    return [f"The changes up to {keyframe['seq']} do not lead to the text kept then."]
            else:
                document = Document.from_keyframe(saved)
        except _UNFIT as error:
            return [f"The changes up to {keyframe['seq']} do not fit each other ({error})."]
    if document is None:
        return ["There is no text in the file."]
    return _rest(document, pending, edits)


def _rest(document: Document, pending: sqlite3.Row | None, edits: Iterator[sqlite3.Row]) -> Iterable[str]:
    while pending is not None:
        try:
            document.apply(edit_from(json.loads(pending["row"])))
        except _UNFIT as error:
            return [f"Change {pending['seq']} does not fit the text ({error})."]
        pending = next(edits, None)
    return []
