"""Opening a draft in the window, without the worker: the first screen must not wait for it.

The order is: lock, newest keyframe, the edits after it, then what the journal holds beyond the database. A text file that
was never edited here has no draft yet; looking at it leaves no trace, and its first edit makes one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from editor.core.clock import Clock
from editor.core.document import Document
from editor.core.edits import Edit
from editor.core.errors import DraftBehind, DraftDamaged, DraftHeldElsewhere, DraftLocked, FileError, FileUnreadable
from editor.core.history import History
from editor.core.origins import IMPORTED
from editor.core.reshaping import Splitter
from editor.core.rows import edit_from
from editor.core.runs import Fragment
from editor.core.text_format import TextFormat, assumed_words, decoded
from editor.core.twins import DRAFT, draft_name, text_name
from editor.journal.belonging import copy_begun_at, going_on_elsewhere
from editor.journal.lock import FOLDING_LOCK, DraftLock, look_for_others
from editor.journal.places import DraftPlaces, Places, is_draft_id, new_draft_id
from editor.journal.reach import begin_reach_at, missing_after, read_reach
from editor.journal.reader import Tail, reached_in, read_header, read_tail
from editor.journal.strangers import put_strangers_aside
from editor.journal.temporaries import remove_left
from editor.journal.text_beside import put_beside
from editor.journal.writer import JournalWriter
from editor.session.draft_session import DraftSession
from editor.session.left_behind import text_left_behind
from editor.session.open_draft import OpenDraft, OtherText
from editor.session.recorder import Recorder
from editor.session.resuming import INTERRUPTED, Resumed, header_of, holds_document, resumed
from editor.store.kept_copies import copied_upto, newest_copy
from editor.store.keyframe import Opening, draft_id_in, older_edits, read_opening

_OLDER = 500
"""Changes read at a time, when undo goes past what is in memory."""


_BEFORE = "(written here before)"

PassedOver = Callable[[Path, Exception], None]


def _quietly(path: Path, error: Exception) -> None:
    pass


class Opener:
    def __init__(self, places: Places, clock: Clock, splitter: Callable[[], Splitter]) -> None:
        self._places = places
        self._clock = clock
        self._splitter = splitter
        self._tried: set[Path] = set()

    def new(self) -> OpenDraft:
        """A draft without a name; it lives in the application's data folder from its first character."""
        ident = new_draft_id()
        database = self._places.draft(ident).unnamed
        return self._assembled(_Files(ident, database, None, TextFormat()), Resumed(Document()))

    def open(self, path: Path, *, take_over: bool = False) -> OpenDraft:
        """A .palimpsest file or a text file. Raises the errors of `core.errors.FileError`; the file stays untouched.

        `take_over` is as in `DraftLock.take`.
        """
        path = path.absolute()
        if not path.name:
            raise _not_a_file(path)
        database = path.with_name(draft_name(path.name))
        unnamed = self._unnamed_at(database)
        text_path = path.with_name(text_name(path.name)) if path.suffix == DRAFT else path
        opening = read_opening(database) if database.exists() else None
        ident = opening.draft_id if opening else self._places.draft_at(database) or unnamed
        if opening is None and path.suffix == DRAFT and ident is None:
            raise FileUnreadable("There is no such draft", f"{path} does not exist.")
        if opening is None and ident is None:
            return self._never_edited(text_path, database)
        if opening is None and self._is_gone(str(ident), database):
            raise DraftDamaged(
                f"{database.name} is gone",
                "Its safety copies are still there: palimpsest recover puts it back.",
            )
        if opening is not None and (own := self._own_id_of_copy(opening, database)):
            files = _Files(own, database, text_path, TextFormat(), opening.draft_id, opening.folded_n)
        else:
            files = _Files(str(ident), database, None if unnamed else text_path, TextFormat())
        return self._again(files, opening, take_over=take_over)

    def _unnamed_at(self, database: Path) -> str | None:
        """The id of the draft without a name whose file lies here, or lay."""
        ident = database.parent.name
        if not is_draft_id(ident) or not database.parent.is_dir():
            return None
        return ident if self._places.draft(ident).unnamed.absolute() == database else None

    def _own_id_of_copy(self, opening: Opening, database: Path) -> str | None:
        """The one it was written in under when the program was killed, or else a new one; None where it is no copy."""
        if begun := copy_begun_at(self._places, database, opening.draft_id, opening.folded_n):
            return begun
        return new_draft_id() if self._is_copy(opening.draft_id, database) else None

    def _is_copy(self, ident: str, database: Path) -> bool:
        """Whether the journal of this id belongs to another file that is still there."""
        return going_on_elsewhere(self._places, ident, database, draft_id_in) is not None

    def _is_gone(self, ident: str, database: Path) -> bool:
        """Whether there was a file at this place: its safety copies know more than the journal alone."""
        places = self._places.draft(ident)
        header = read_header(places.folder)
        elsewhere = header is not None and str(header.get("path", "")) != str(database)
        return not elsewhere and any(places.snapshots.glob(f"*{DRAFT}"))

    def unfinished(
        self, opened: Callable[[Path], OpenDraft] | None = None, passed_over: PassedOver = _quietly
    ) -> OpenDraft | None:
        """The newest draft without a name that was left behind, so that nothing typed is ever out of sight.

        `opened` is used in the place of `open`. `passed_over` is told of each draft that cannot be opened, and why; one
        that another window has open is no such draft.
        """
        open_at = opened or self.open
        candidates = [self._places.draft(ident) for ident in self._places.draft_ids()]
        left = [place for place in candidates if _holds_unnamed(self._places, place)]
        for place in sorted(left, key=lambda one: one.folder.stat().st_mtime_ns, reverse=True):
            try:
                if self._is_copy(place.folder.name, place.unnamed):
                    continue  # it was given a name, and could not be removed here
                draft = open_at(place.unnamed)
            except (FileError, OSError) as error:
                if not isinstance(error, DraftLocked) or isinstance(error, DraftHeldElsewhere):
                    passed_over(place.unnamed, error)
                continue
            if draft.session.document.text().strip():
                return draft
            draft.close()
        return None

    def _never_edited(self, text_path: Path, database: Path) -> OpenDraft:
        text, form, digest = read_text(text_path)
        document = Document.of(Fragment.of(text, IMPORTED), self._splitter())
        draft = self._assembled(_Files(new_draft_id(), database, text_path, form), Resumed(document))
        draft.text_digest = digest
        draft.notice = assumed_words(form)
        return draft

    def _again(self, files: _Files, opening: Opening | None, *, take_over: bool) -> OpenDraft:
        place = self._places.draft(files.ident)
        try:
            place.prepare()
            look_for_others(place.folder / FOLDING_LOCK, self._clock, take_over=take_over)
            lock = DraftLock.take(place.lock, self._clock, take_over=take_over)
        except OSError as error:
            raise FileUnreadable(
                f"{files.database.stem} cannot be opened", f"{place.folder}: {error.strerror}. Nothing was changed."
            ) from error
        try:
            remove_left(place.folder, lock.owner)
            return self._taken_up(files, opening, lock)
        except BaseException:
            lock.release()
            raise

    def _taken_up(self, files: _Files, opening: Opening | None, lock: DraftLock) -> OpenDraft:
        folder = self._places.draft(files.ident).folder
        after_n = opening.folded_n if opening else -1
        tail = read_tail(folder, after_n)
        if opening is not None:
            self._look_ahead(files, opening, tail)
        if strange := put_strangers_aside(folder):
            tail = read_tail(folder, after_n)
        if lost := missing_after(folder, tail.last_n):
            # Numbers go on above those that are gone, which a safety copy may still hold.
            tail = replace(tail, missing=(*tail.missing, *lost), last_n=max(tail.last_n, read_reach(folder).n))
        whole = Document()
        form = TextFormat.from_row(opening.text_format if opening else header_of(tail).get("format", {}))
        if files.text_path is not None and opening is None and not holds_document(tail):
            # What the journal may still hold has nothing to stand on but the file.
            text, form, _ = read_text(files.text_path)
            whole = Document.of(Fragment.of(text, IMPORTED), self._splitter())
        found = resumed(opening, tail, whole)
        files = replace(files, form=form)
        draft = self._assembled(files, found, max(1, tail.last_n + 1))
        if opening is not None:
            draft.in_database = True
            draft.minutes = opening.minutes
            draft.versions = {paragraph or 0: count for paragraph, count in opening.versions.items()}
            draft.profile = str(opening.meta.get("profile", ""))
        draft.in_journal = holds_document(tail)
        draft.lock = lock
        draft.must_heal = found.must_heal
        draft.caret = found.caret
        draft.session.pads.adopt(found.turns)
        draft.session.attachments.adopt(found.attachments)
        draft.notice = " ".join((*strange, found.notice or (INTERRUPTED if lock.abandoned else ""))).strip()
        draft.must_be_read = bool(strange or found.must_heal)
        if files.text_path is not None:
            twin, draft.text_digest, unread = _known_twin(files.text_path)
            draft.notice = f"{draft.notice} {unread}".strip()
            draft.other = OtherText(files.text_path.name, twin) if found.must_heal else None
        if opening is not None and (left := self._left_behind(files, found.document)):
            said, draft.other = left
            draft.notice, draft.must_be_read = f"{draft.notice} {said}".strip(), True
        if lost or (draft.in_database and tail.ends_badly):
            draft.session.recorder.prepare()  # told now: a later mending must not take it for a loss of that day
        if lost and draft.session.recorder.begun:
            begin_reach_at(folder, tail.last_n)
        return draft

    def _look_ahead(self, files: _Files, opening: Opening, tail: Tail) -> None:
        """Raises DraftBehind where a safety copy of the draft goes further than its file and its journal.

        Once: whoever opens it again after that has tried to mend it, and gets what there is.
        """
        if files.database in self._tried:
            self._tried.discard(files.database)
        elif copied_upto(self._places.draft(files.ident).snapshots, files.ident) > reached_in(tail, opening.folded_n):
            self._tried.add(files.database)
            raise DraftBehind(
                f"{files.database.name} is an older state of the draft",
                "Its safety copies go further: palimpsest recover brings it up to date.",
            )

    def _left_behind(self, files: _Files, shown: Document) -> tuple[str, OtherText] | None:
        """A sentence where another draft lay at this place before, whose words nothing shows any more: they are saved
        beside it, and the place is this draft's from now on. None while that one is open somewhere."""
        before = self._places.draft_at(files.database)
        if before is None or before == files.ident or files.copy_of or not self._places.draft(before).folder.is_dir():
            return None
        place = self._places.draft(before)
        try:
            if self._is_copy(before, files.database):
                return None  # it was moved, and goes on there
            lock = DraftLock.take(place.lock, self._clock)
            try:
                copy = newest_copy(place.snapshots, before)
                words, whole = text_left_behind(place.folder, read_opening(copy) if copy else None)
                saved = words.strip() and words != shown.text()
                where = put_beside(files.database, _BEFORE, words, self._places) if saved else None
                self._places.remember(files.database, files.ident)
            finally:
                lock.release()
        except (FileError, OSError):
            return None  # what cannot be read or saved now is looked at again the next time
        if where is None:
            return None
        part = "" if whole else ", as far as it could be read,"
        name = where.name if where.parent == files.database.parent else str(where)
        said = f"Another draft lay here before, with words that this one has not; its text{part} was saved as {name}."
        return said, OtherText(where.name, words)

    def _assembled(self, files: _Files, found: Resumed, first_n: int = 1) -> OpenDraft:
        made: list[OpenDraft] = []

        def older(seq: int) -> Sequence[Edit]:
            path = made[0].database
            return tuple(map(edit_from, older_edits(path, seq, _OLDER))) if path.exists() else ()

        def begin(first: int) -> JournalWriter:
            return made[0].begin(first)

        recorder = Recorder(first_n, begin)
        session = DraftSession(
            found.document, recorder, self._clock, self._splitter, History(found.history, older, found.hole_n)
        )
        draft = OpenDraft(session, files.ident, files.database, files.text_path, files.form, self._places)
        draft.copy_of, draft.copied_n = files.copy_of, files.copied_n
        made.append(draft)
        return draft


@dataclass(frozen=True, slots=True)
class _Files:
    ident: str
    database: Path
    text_path: Path | None
    form: TextFormat
    copy_of: str = ""
    """The id that the file carries, where it is a copy and the draft has one of its own."""
    copied_n: int = 0
    """The last record that the copy contains."""


def read_text(path: Path) -> tuple[str, TextFormat, str]:
    """The text of a file, how it was written, and the SHA-256 of its bytes. Raises FileUnreadable."""
    try:
        if path.exists() and not path.is_file():
            raise _not_a_file(path)
        data = path.read_bytes()
    except FileNotFoundError:
        return "", TextFormat(), ""
    except OSError as error:
        raise FileUnreadable(f"{path.name} cannot be read", f"{error.strerror}. Nothing was changed.") from error
    if b"\0" in data:
        raise FileUnreadable(
            f"{path.name} is not a text file this program can read",
            "It holds zero bytes, as pictures, archives and UTF-16 files do. It was left as it is; save it as UTF-8.",
        )
    text, form = decoded(data)
    return text, form, hashlib.sha256(data).hexdigest()


def _known_twin(path: Path) -> tuple[str, str, str]:
    """The text beside a draft, its digest, and a sentence where it cannot be read: that keeps no draft shut."""
    try:
        text, _, digest = read_text(path)
        return text, digest, ""
    except FileUnreadable as error:
        return (
            "",
            "",
            (
                f"{error.title}, so it was not compared with the draft, which is safe; "
                "saving keeps a copy of what lies there first, or else writes nothing."
            ),
        )


def _not_a_file(path: Path) -> FileUnreadable:
    return FileUnreadable(
        f"{path} is not a file",
        "It is a folder, a pipe or a device, and was left as it is. Open a text file or a .palimpsest file.",
    )


def _holds_unnamed(places: Places, place: DraftPlaces) -> bool:
    if place.unnamed.exists():
        return True
    if place.named.exists():
        return False
    try:
        header = read_header(place.folder)
        if header is None:  # its copies may be all that is left
            return places.draft_at(place.unnamed) == place.folder.name and any(place.snapshots.glob(f"*{DRAFT}"))
    except FileUnreadable:
        return False
    return str(header.get("path", "")) == str(place.unnamed)
