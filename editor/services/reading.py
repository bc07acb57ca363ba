"""A draft or a text file, read and left as it is: what the command line works on.

A draft that is open in a window is read too. What is in its journal and not yet in its database is part of it, so that
the answer is about the words on the screen. Nothing is locked and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from editor.core.credits import LedgerRow, from_row
from editor.core.document import Document
from editor.core.errors import NOT_A_RECORD, DraftDamaged, EditRefused, FileUnreadable
from editor.core.origins import IMPORTED
from editor.core.reshaping import Splitter
from editor.core.rows import edit_from
from editor.core.runs import Fragment
from editor.core.text_format import decoded
from editor.core.twins import DRAFT, draft_name
from editor.journal.belonging import copy_begun_at
from editor.journal.places import Places
from editor.journal.reader import read_header, read_tail
from editor.store.keyframe import draft_id_in, read_opening, read_whole

_UNFIT = (EditRefused, *NOT_A_RECORD)


@dataclass(frozen=True, slots=True)
class DraftState:
    """A draft at one moment, out of its database and its journal."""

    document: Document
    ledger: tuple[LedgerRow, ...]
    meta: dict[str, Any]
    notes: tuple[str, ...] = ()
    """One sentence for everything that could not be read."""


@dataclass(frozen=True, slots=True)
class OpenedText:
    path: Path
    """As it was asked for."""
    document: Document
    ledger: tuple[LedgerRow, ...] = ()
    """Empty for a text file that was never opened here."""
    meta: dict[str, Any] = field(default_factory=dict)
    draft_id: str | None = None
    database: Path | None = None
    """None where there is no database (yet)."""
    notes: tuple[str, ...] = ()


def read_draft(path: Path, places: Places, splitter: Callable[[], Splitter]) -> OpenedText:
    """The draft at `path`, a .palimpsest file or a text file in UTF-8; a draft beside a text file wins.

    Raises FileUnreadable, DraftForeign, DraftNewer, DraftDamaged, DraftLocked.
    """
    path = path.absolute()
    with looking_at(path):
        if path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "not a file"
            raise FileUnreadable(f"{path.name} is {what}", "Name a text file or a .palimpsest file.")
        database = path.with_name(draft_name(path.name))
        has_database = database.is_file()
    ident = own_id_of(database, places) if has_database else places.draft_at(database)
    if ident is not None and (has_database or read_header(places.draft(ident).folder) is not None):
        state = read_state(database, places.draft(ident).folder)
        notes = (*state.notes, *_other_text(path, state))
        return OpenedText(
            path, state.document, state.ledger, state.meta, ident, database if has_database else None, notes
        )
    if path.suffix == DRAFT:
        raise FileUnreadable("There is no such draft", f"{path} does not exist.")
    document = Document.of(Fragment.of(_utf8(path), IMPORTED), splitter())
    return OpenedText(path, document)


@contextmanager
def looking_at(path: Path) -> Iterator[None]:
    """Around what asks whether there is a file: the system may refuse to say, as of a name that is too long with the
    ending of drafts, or in a folder that is not to be looked into. Raises FileUnreadable then."""
    try:
        yield
    except OSError as error:
        raise FileUnreadable(f"{path.name} cannot be opened", f"{error.strerror}. Nothing was changed.") from error


def own_id_of(database: Path, places: Places) -> str:
    """The id in the file, or a copy's own where that is only in its journal so far. Raises as `read_opening`."""
    found = draft_id_in(database)
    if places.draft_at(database) in (None, found):
        return found
    return copy_begun_at(places, database, found, read_opening(database).folded_n) or found


def read_state(database: Path, folder: Path) -> DraftState:
    """The draft whose database, which need not exist, and journal folder these are. Raises as `read_opening`."""
    opening, rows = read_whole(database) if database.is_file() else (None, ())
    tail = read_tail(folder, opening.folded_n if opening else -1)
    notes = list(tail.damage)
    try:
        document = Document.from_keyframe(opening.document_keyframe) if opening else Document()
        for row in opening.edits if opening else ():
            document.apply(edit_from(row))
    except _UNFIT as error:
        raise DraftDamaged("The draft is damaged", f"The changes in {database.name} do not fit each other.") from error
    document, refused = _folded(document, tail.records)
    notes += refused
    ledger = (*known_rows(rows), *rows_in(tail.records))
    meta = opening.meta if opening else _meta_of(read_header(folder))
    return DraftState(document, ledger, meta, tuple(notes))


def _folded(document: Document, records: Sequence[dict[str, Any]]) -> tuple[Document, list[str]]:
    """What does not fit is passed over where a later record says what the whole document was, as `Fitting` does."""
    told: list[str] = []
    at = 0
    while at < len(records):
        record = records[at]
        try:
            if "keyframe" in record:
                document = Document.from_keyframe(record["keyframe"])
            elif record["kind"] == "edit":
                document.apply(edit_from(record))
            at += 1
        except _UNFIT:
            healed = next((place for place in range(at + 1, len(records)) if "keyframe" in records[place]), None)
            if healed is None:
                return document, [*told, f"Changes from number {record['n']} on do not fit and were left out."]
            upto = records[healed]["n"]
            told.append(f"Change {record['n']} does not fit the text; the text is whole again from number {upto} on.")
            at = healed
    return document, told


def rows_in(records: Iterable[dict[str, Any]]) -> tuple[LedgerRow, ...]:
    """The rows of the ledger in records of the journal."""
    found = (one.get("rows") for one in records if one["kind"] == "credit")
    return tuple(row for rows in found if isinstance(rows, list) for row in known_rows(rows))


def known_rows(rows: Iterable[Any]) -> tuple[LedgerRow, ...]:
    known = []
    for row in rows:
        try:
            known.append(from_row(row))
        except NOT_A_RECORD:
            continue  # a sort of row of a newer version, which counts nothing here
    return tuple(known)


def _meta_of(header: dict[str, Any] | None) -> dict[str, Any]:
    return {"format": header.get("format", {})} if header else {}


def _other_text(path: Path, state: DraftState) -> tuple[str, ...]:
    """Said where the text file that was named is not what the draft beside it says."""
    if path.suffix == DRAFT or not path.is_file():
        return ()
    try:
        text, _ = decoded(path.read_bytes())
    except OSError as error:
        return (f"{path.name} cannot be read ({error.strerror}); the draft beside it was read.",)
    if text == state.document.text():
        return ()
    return (f"{path.name} differs from the draft beside it; the draft was read.",)


def _utf8(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileUnreadable("There is no such file", f"{path} does not exist.") from None
    except OSError as error:
        raise FileUnreadable(f"{path.name} cannot be read", f"{error.strerror}.") from error
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileUnreadable(
            f"{path.name} is not a text in UTF-8", f"Byte {error.start + 1} is not. Save it as UTF-8 and try again."
        ) from None
    text, _ = decoded(data)
    return text
