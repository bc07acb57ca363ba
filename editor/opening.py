"""Opening a draft in the window, without the worker: the first screen must not wait for it.

The order is: lock, newest keyframe, the edits after it, then what the journal holds beyond the database. A text file that
was never edited here has no draft yet; looking at it leaves no trace, and its first edit makes one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.core.clock import Clock
from editor.core.document import Document, Splitter
from editor.core.edits import Edit
from editor.core.errors import DraftDamaged, DraftForeign, DraftLocked, DraftNewer, EditRefused, FileUnreadable
from editor.core.history import History
from editor.core.origins import IMPORTED
from editor.core.rows import edit_from
from editor.core.runs import Fragment
from editor.core.text_format import TextFormat, decoded
from editor.journal.lock import DraftLock
from editor.journal.places import DraftPlaces, Places, new_draft_id
from editor.journal.reader import Tail, read_header, read_tail
from editor.journal.writer import JournalWriter
from editor.session.draft_session import DraftSession
from editor.session.open_draft import FirstLook, OpenDraft
from editor.session.pads import Association
from editor.session.recorder import Recorder
from editor.store.keyframe import Opening, older_edits, read_opening

DRAFT = ".palimpsest"


class Opener:
    def __init__(self, places: Places, clock: Clock, splitter: Callable[[], Splitter]) -> None:
        self._places = places
        self._clock = clock
        self._splitter = splitter

    def new(self) -> OpenDraft:
        """A draft without a name; it lives in the application's data folder from its first character."""
        ident = new_draft_id()
        database = self._places.draft(ident).unnamed
        return self._assembled(_Files(ident, database, None, TextFormat()), Document())

    def open(self, path: Path) -> OpenDraft | FirstLook:
        """A .palimpsest file or a text file. Raises the errors of `core.errors.FileError`; the file stays untouched."""
        path = path.absolute()
        database = path if path.suffix == DRAFT else path.with_suffix(DRAFT)
        text_path = path.with_suffix(".md") if path.suffix == DRAFT else path
        opening = read_opening(database) if database.exists() else None
        ident = opening.draft_id if opening else self._places.draft_at(database)
        if opening is None and path.suffix == DRAFT and ident is None:
            raise FileUnreadable("There is no such draft", f"{path} does not exist.")
        if opening is None and ident is None:
            return self._first_look(text_path, database)
        if opening is not None and self._is_copy(str(ident), database):
            draft = self._again(new_draft_id(), database, text_path, opening)
            draft.copy_of = str(ident)
            return draft
        return self._again(str(ident), database, text_path, opening)

    def _is_copy(self, ident: str, database: Path) -> bool:
        """Whether the journal of this id belongs to another file that is still there."""
        if self._places.draft_at(database) == ident:
            return False
        header = read_header(self._places.draft(ident).folder)
        owner = Path(str(header.get("path", ""))) if header else database
        return owner.exists() and not owner.samefile(database)

    def unfinished(self) -> OpenDraft | None:
        """The newest draft without a name that was left behind, so that nothing typed is ever out of sight."""
        candidates = [self._places.draft(ident) for ident in self._places.draft_ids()]
        left = [place for place in candidates if _holds_unnamed(place)]
        for place in sorted(left, key=lambda one: one.folder.stat().st_mtime_ns, reverse=True):
            try:
                opening = read_opening(place.unnamed) if place.unnamed.exists() else None
                draft = self._again(place.folder.name, place.unnamed, None, opening)
            except (DraftLocked, DraftDamaged, DraftNewer, DraftForeign, FileUnreadable):
                continue
            if draft.session.document.text().strip():
                return draft
            draft.close()
        return None

    def _first_look(self, text_path: Path, database: Path) -> FirstLook:
        text, form, digest = read_text(text_path)

        def finish() -> OpenDraft:
            document = Document.of(Fragment.of(text, IMPORTED), self._splitter())
            draft = self._assembled(_Files(new_draft_id(), database, text_path, form), document)
            draft.text_digest = digest
            return draft

        return FirstLook(text, text_path.stem, finish)

    def _again(self, ident: str, database: Path, text_path: Path | None, opening: Opening | None) -> OpenDraft:
        place = self._places.draft(ident)
        place.prepare()
        lock = DraftLock.take(place.lock, self._clock)
        try:
            tail = read_tail(place.folder, opening.folded_n if opening else -1)
            document, edits, lost = _folded(opening, tail)
        except BaseException:
            lock.release()
            raise
        form = TextFormat.from_row(opening.text_format if opening else _header(tail).get("format", {}))
        draft = self._assembled(_Files(ident, database, text_path, form), document, edits, tail.last_n + 1)
        if opening is not None:
            draft.in_database = True
            draft.minutes = opening.minutes
            draft.versions = {paragraph or 0: count for paragraph, count in opening.versions.items()}
            draft.profile = str(opening.meta.get("profile", ""))
        draft.lock = lock
        draft.must_heal = bool(tail.damage or lost)
        draft.caret = _caret(opening, tail)
        draft.session.pads.adopt(_pads(tail))
        draft.notice = _notice(tail, edits, opening, lost)
        if text_path is not None and text_path.exists():
            draft.text_digest = hashlib.sha256(text_path.read_bytes()).hexdigest()
        return draft

    def _assembled(self, files: _Files, document: Document, edits: Sequence[Edit] = (), first_n: int = 1) -> OpenDraft:
        def older(seq: int) -> Sequence[Edit]:
            if not files.database.exists():
                return ()
            return tuple(edit_from(row) for row in older_edits(files.database, seq, 500))

        made: list[OpenDraft] = []

        def begin(first: int) -> JournalWriter:
            return made[0].begin(first)

        recorder = Recorder(first_n, begin)
        session = DraftSession(document, recorder, self._clock, self._splitter, History(edits, older))
        made.append(OpenDraft(session, files.ident, files.database, files.text_path, files.form, self._places))
        return made[0]


@dataclass(frozen=True, slots=True)
class _Files:
    ident: str
    database: Path
    text_path: Path | None
    form: TextFormat


def read_text(path: Path) -> tuple[str, TextFormat, str]:
    """The text of a file, how it was written, and the SHA-256 of its bytes. Raises FileUnreadable."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return "", TextFormat(), ""
    except OSError as error:
        raise FileUnreadable(f"{path.name} cannot be read", f"{error.strerror}. Nothing was changed.") from error
    text, form = decoded(data)
    return text, form, hashlib.sha256(data).hexdigest()


def _folded(opening: Opening | None, tail: Tail) -> tuple[Document, list[Edit], str]:
    """The document as it was last on screen, the edits its history is made of, and what could not be applied."""
    known = [*opening.undo_tail, *opening.edits] if opening else []
    history = [edit_from(row) for row in known]
    document = Document.from_keyframe(opening.document_keyframe) if opening else Document()
    for row in opening.edits if opening else ():
        document.apply(edit_from(row))
    lost = ""
    for record in tail.records:
        if "keyframe" in record:
            document = Document.from_keyframe(record["keyframe"])
        elif record["kind"] == "edit":
            edit = edit_from(record)
            try:
                document.apply(edit)
            except EditRefused:
                lost = f"Changes from number {edit.seq} on do not fit and were left in the journal."
                break
            history.append(edit)
    return document, history, lost


def _header(tail: Tail) -> dict[str, Any]:
    return next((record for record in tail.records if record["kind"] == "header"), {})


def _caret(opening: Opening | None, tail: Tail) -> int:
    places = [record["position"] for record in tail.records if record["kind"] == "caret"]
    edits = [record for record in tail.records if record["kind"] == "edit"]
    if edits and (not places or tail.records[-1]["kind"] != "caret"):
        last = edit_from(edits[-1])
        return last.position + len(last.inserted.text)
    return int(places[-1]) if places else (opening.caret if opening else 0)


def _pads(tail: Tail) -> list[Association]:
    latest = {record["turn"]["id"]: record["turn"] for record in tail.records if record["kind"] == "pad"}
    return [Association.from_row(row) for row in latest.values()]


def _notice(tail: Tail, edits: Sequence[Edit], opening: Opening | None, lost: str) -> str:
    pending = [record for record in tail.records if record["kind"] == "edit"]
    words = " ".join((*tail.damage, lost)).strip()
    if words:
        return f"Restored as far as it could be read. {words}"
    if not pending:
        return ""
    return "Restored after an interruption. Nothing was lost."


def _holds_unnamed(place: DraftPlaces) -> bool:
    if place.named.exists():
        return False
    if place.unnamed.exists():
        return True
    tail = read_tail(place.folder, -1)
    return str(_header(tail).get("path", "")) == str(place.unnamed)
