"""A draft in the hands of one window: its session, its files, its lock and its journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from editor.core.errors import DraftLocked
from editor.core.text_format import TextFormat
from editor.journal.lock import DraftLock
from editor.journal.places import DraftPlaces, Places
from editor.journal.syncer import Syncer
from editor.journal.writer import JournalState, JournalWriter
from editor.session.draft_session import DraftSession

_LONG_JOURNAL = 8 * 1024 * 1024
"""Bytes after which the journal goes on in a new file, so that opening never reads a year of keys."""

_ONLY_THE_WORDS = "The words are saved; undo and minutes are only in memory until the journal can be written."


@dataclass(frozen=True, slots=True)
class OtherText:
    """A text that has words which a draft may have lost."""

    where: str
    """The name of its file."""
    text: str


@dataclass(slots=True)
class OpenDraft:
    """A draft in the hands of one window."""

    session: DraftSession
    draft_id: str
    database: Path
    """The .palimpsest file; it need not exist yet."""
    text_path: Path | None
    """The readable twin; None for a draft that has no name yet."""
    text_format: TextFormat
    places: Places
    caret: int = 0
    """Code points."""
    notice: str = ""
    """One sentence about what was restored; empty where nothing was."""
    must_be_read: bool = False
    """Whether the notice tells of what is missing, or of where words went: then it stays until it was read."""
    other: OtherText | None = None
    """What the draft is then to be held against, where there is something."""
    in_database: bool = False
    """Whether the .palimpsest file existed when the draft was opened."""
    in_journal: bool = False
    """Whether the draft lay in its journal when it was opened; the worker makes the file of it."""
    copy_of: str = ""
    """The id in the file, where it turned out to be a copy of another draft that still exists."""
    copied_n: int = 0
    """The last record of that other draft which the copy contains."""
    must_heal: bool = False
    """A stretch of the journal is missing; the next one begins with the whole document."""
    minutes: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    """Milliseconds by paragraph and lane that the database knew of, for the first screen."""
    versions: Mapping[int, int] = field(default_factory=dict)
    """Kept versions by paragraph id; 0 is the whole draft."""
    profile: str = ""
    """Id of the venue's profile; empty for the program's default."""
    lock: DraftLock | None = None
    journal: JournalWriter | None = None
    syncer: Syncer | None = None
    text_digest: str = ""
    """SHA-256 of the text file as it was when it was opened; empty where there was none."""
    saved_n: int = -1
    """Up to this record the writer has the words in a file, saved while the journal could not be written."""
    _before: dict[str, Any] | None = None
    """The document as it was before the first change, for as long as the journal cannot be begun."""
    _is_closed: bool = False

    @property
    def name(self) -> str:
        return self.text_path.stem if self.text_path else "Unnamed draft"

    @property
    def exists(self) -> bool:
        """Whether anything was ever written in this draft; else there is nothing to ask the worker for."""
        return self.in_database or self.in_journal or self.session.recorder.begun

    @property
    def is_past_told(self) -> bool:
        """Whether all is known of it, or there is nothing to know; the worker tells what was before this sitting."""
        return self.session.time.knows_past or not (self.in_database or self.in_journal)

    @property
    def folder(self) -> DraftPlaces:
        return self.places.draft(self.draft_id)

    def state(self) -> JournalState | None:
        return self.journal.state if self.journal else None

    def tidy(self, folded_n: int, kept_n: int) -> None:
        """Lets go what lies safe elsewhere: old edits in memory that the database holds up to record `folded_n`, and
        journal files whose records up to `kept_n` are in the database and two verified copies. Begins a new one in time.

        The journal itself is the writer's newest text; a file is only ever removed whole, and never the newest.
        """
        self.session.history.forget(folded_n)
        if self.journal is None:
            return
        self.journal.folded(folded_n, apart=not self.database.is_relative_to(self.places.root))
        self.journal.forget(kept_n)
        if self.journal.grown > _LONG_JOURNAL:
            self.journal.rotate(self.session.document.keyframe())

    def stand_alone(self) -> bool:
        """Begins a new journal with the whole document, because the older ones lost something on the way.

        Where nothing was written yet, the first change will begin it so: until then what could not be read may be
        readable at the next opening. False where no file can be made, to be tried again.
        """
        recorder = self.session.recorder
        if self.journal is None and recorder.next_n == recorder.first_n:
            self.must_heal = True
            return True
        if self.journal is None or not self.journal.rotate(self.session.document.keyframe()):
            return False
        self.session.history.reach_no_further(self.journal.next_n - 1)
        return True

    @property
    def trouble(self) -> str:
        """Why the newest changes do not get into the journal, in sentences; empty where they do."""
        state = self.state()
        why = self.session.recorder.trouble or (state.trouble if state else "") or ""
        return _ONLY_THE_WORDS if why and self.only_in_memory and not self.would_lose_words else why

    @property
    def kept_n(self) -> int:
        """The newest record of which nothing before it is only in memory."""
        state = self.state()
        return state.kept_n if state else self.session.recorder.first_n - 1

    @property
    def only_in_memory(self) -> bool:
        """Whether there are words that would be gone with the program."""
        return self.session.recorder.newest_words_n > self.kept_n

    @property
    def would_lose_words(self) -> bool:
        """Whether some of these are in no file of the writer's either."""
        return self.only_in_memory and self.session.recorder.newest_words_n > self.saved_n

    def mend(self) -> None:
        """Tries to get the journal out of its trouble, or to begin it; for a timer."""
        if self.session.recorder.trouble:
            self.session.recorder.prepare()
        if self.journal:
            self.journal.mend()

    def keep_all(self) -> bool:
        """Tries once more, before the draft is let go, to get everything to the disk: True where no words are only in
        memory. May wait for the disk.
        """
        if self.journal is not None:
            self.journal.sync()
        kept = -1
        while self.only_in_memory and self.kept_n > kept:
            kept = self.kept_n
            self.mend()
            if self.journal is not None:
                self.journal.sync()
        return not self.only_in_memory

    def sync_soon(self) -> None:
        if self.syncer:
            self.syncer.sync_soon()

    def begin(self, first_n: int) -> JournalWriter:
        """Makes the journal; every edit from now on is safe from a crash when it is on screen."""
        if self._before is None and (not self.in_database or self.must_heal):
            self._before = self.session.document.keyframe()
        pointers = self._take_place()
        header = self._header()
        if self._before is not None:
            header["keyframe"] = self._before
        self.journal = JournalWriter(
            self.folder.folder, first_n, header, self.session.document.keyframe, pointers, self._take_place
        )
        self._before = None
        self.syncer = Syncer(self.journal)
        self.syncer.start()
        return self.journal

    def _take_place(self) -> list[Path]:
        """Makes the draft's folder, takes its lock and gives the files that lead there: anew where they were removed.

        Raises OSError or a FileError.
        """
        if not self.in_database and self.places.claim(self.database, self.draft_id) != self.draft_id:
            raise DraftLocked(
                "This text was begun in another window meanwhile", "Copy what you wrote here, and open the file again."
            )
        place = self.folder
        place.prepare()
        if self.lock is None or not self.lock.is_found_at(place.lock):
            before, self.lock = self.lock, DraftLock.take(place.lock, self.session.clock)
            if before is not None:
                before.release()
        paths = [path for path in (self.database, self.text_path) if path is not None]
        return [self.places.remember(path, self.draft_id) for path in paths]

    def saved(self, text_digest: str) -> None:
        """The readable twin holds what has this SHA-256, and it is the draft's. The journal says so too: the draft's file
        may be held by another program now, or be restored one day from before this was noted in it.
        """
        self.text_digest = text_digest
        if self.session.recorder.begun and not self._is_closed:  # the answer may come when the draft was left
            self.session.recorder.record("saved", {"digest": text_digest})

    def renamed(self, database: Path, text_path: Path, text_digest: str) -> None:
        """The worker has put the draft there. The journal begins a new file, because the one of before names the old
        place, and whoever finds it after a kill would look there.
        """
        self.database, self.text_path, self.text_digest = database, text_path, text_digest
        self.in_database = True
        if self.journal is not None:
            self.journal.rotate(self.session.document.keyframe(), self._header())
        self.saved(text_digest)

    def _header(self) -> dict[str, Any]:
        # Until a worker has put this draft's own id into the file, only its journal knows whose copy that is.
        copied = {"copy_of": self.copy_of, "copied_n": self.copied_n} if self.copy_of else {}
        return copied | {
            "draft": self.draft_id,
            "path": str(self.database),
            "format": self.text_format.row(),
            "text_file": str(self.text_path) if self.text_path else "",
            "text_digest": self.text_digest,
        }

    def close(self) -> None:
        """Writes and syncs what is left and lets the draft go. Text that is on screen is in the journal already."""
        self.session.time.flush()
        self._is_closed = True
        if self.syncer:
            self.syncer.stop()
        if self.journal:
            self.journal.close()
        if self.lock:
            self.lock.release()


class DraftOpener(Protocol):
    """`editor.opening.Opener`; the window's side of opening needs parts that the window itself must not know."""

    def new(self) -> OpenDraft: ...

    def open(self, path: Path, *, take_over: bool = False) -> OpenDraft: ...

    def unfinished(
        self, opened: Callable[[Path], OpenDraft] | None = None, passed_over: Callable[[Path, Exception], None] = ...
    ) -> OpenDraft | None: ...
