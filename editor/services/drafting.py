"""A draft in the hands of the worker: its database, and the journal that is folded into it.

The database may not exist yet, because the draft has not begun; it may lie where nothing can be written, or be held for
a moment by a worker that is ending. The text is in the journal all the while. So nothing here gives up: what could not
be folded now is tried again, and who needs the text gets it from wherever it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from editor.core.clock import Clock
from editor.core.credits import LedgerRow
from editor.core.document import Document
from editor.core.errors import DraftForeign, DraftLocked, EditRefused, FileError, FileUnreadable
from editor.core.twins import text_name
from editor.journal.atomic import discard, publish
from editor.journal.belonging import going_on_elsewhere
from editor.journal.follower import JournalFollower
from editor.journal.lock import FOLDING_LOCK, DraftLock
from editor.journal.places import DraftPlaces
from editor.journal.reach import note_reach
from editor.journal.reader import read_header, without_holes
from editor.journal.temporaries import temporary_beside
from editor.services.folding_lock import take_folding_lock
from editor.services.mending import Mended, mend
from editor.services.reading import read_state, rows_in
from editor.store.drafts import DraftStore
from editor.store.keyframe import draft_id_in, read_opening
from editor.store.notes import WRITTEN
from editor.store.snapshots import copied_to, opened_or_discarded, put_back


@dataclass(frozen=True, slots=True)
class DraftAddress:
    path: Path
    """Of the .palimpsest file."""
    draft_id: str
    places: DraftPlaces
    text_path: Path | None = None
    copy_of: str = ""
    """The id in the file, where it is a copy that is to have `draft_id` from now on."""


class AttachedDraft:
    """To be closed. All its calls are for one thread."""

    def __init__(self, address: DraftAddress, clock: Clock) -> None:
        self.address = address
        self._clock = clock
        self._lock: DraftLock | None = None
        self._store: DraftStore | None = None
        self._closed = False
        self.follower = JournalFollower(address.places.folder, -1)
        self.unplaced = ""
        """Why records that were read cannot be folded, in one sentence; only the whole text, written anew, heals that."""

    def begin(self) -> bool:
        """Opens the database, or makes it from the journal; False while there is neither.

        Raises a FileError, and EditRefused where the journal does not fit itself.
        """
        if self._store is not None:
            return True
        if self._closed:
            raise FileUnreadable("The draft was closed", "Nothing was changed.")
        folder, path = self.address.places.folder, self.address.path
        self._look()
        begun = any("keyframe" in one for one in self.follower.pending)
        if not path.exists() and not begun and not self.address.places.named.exists():
            return False
        self._take_lock()
        self._follow()
        path = self.address.path
        if not path.exists() and not begun:
            return False
        self._store = self._opened(path) if path.exists() else DraftStore.from_journal(folder, path, owner=self.owner)
        self.follower.folded(self._store.folded_n)
        note_reach(folder, self._store.folded_n)
        if "text_file" not in self._store.meta:
            self._note_beginning(self._store)
        return True

    def _follow(self) -> None:
        """Goes on where a worker that was killed before it could answer put the draft; the window does not know yet."""
        places = self.address.places
        path = going_on_elsewhere(places.all, self.address.draft_id, self.address.path, draft_id_in)
        if path is not None:
            self.address = replace(self.address, path=path, text_path=path.with_name(text_name(path.name)))

    def _opened(self, path: Path) -> DraftStore:
        # Read first: a file that is damaged, or another draft's, must not be opened for writing at all.
        found = read_opening(path).draft_id
        if found not in (self.address.draft_id, self.address.copy_of):
            raise DraftForeign("Another draft lies at this place", f"{path.name} is not the one that is open here.")
        store = DraftStore.open(path, owner=self.owner)
        try:
            if found != self.address.draft_id:
                store.become(self.address.draft_id)
        except BaseException:
            store.close()
            raise
        return store

    @property
    def owner(self) -> str:
        """As `temporary_beside` wants it, for what is written beside the draft; empty while another may be writing it."""
        return self._lock.owner if self._lock is not None else ""

    @property
    def store(self) -> DraftStore:
        """Raises FileUnreadable while there is none, FileError where it cannot be opened."""
        if not self.begin() or self._store is None:
            raise FileUnreadable("There is no draft yet", "It begins with the first word that is written.")
        return self._store

    def ledger(self, before_n: int | None = None) -> list[LedgerRow]:
        """Rows of records before number `before_n`, or all; also those not folded yet. Raises a FileError."""
        rows = list(self.store.activity.rows(before_n))
        usable, _ = without_holes(self.follower.pending, self.folded_n)
        return rows + list(rows_in(one for one in usable if before_n is None or one["n"] < before_n))

    @property
    def folded_n(self) -> int:
        """The last record that the database contains; 0 while there is none."""
        return self._store.folded_n if self._store else 0

    def fold(self, upto_n: int | None = None) -> int:
        """Folds what the journal holds, up to a record if one is named, and gives the number of the last record folded.

        Raises a FileError, or EditRefused; the journal keeps what was not folded.
        """
        if not self.begin() or self._store is None:
            return 0
        self._keep_place()
        self._look()
        wanted = [one for one in self.follower.pending if upto_n is None or one["n"] <= upto_n]
        if wanted:
            self.unplaced = ""
            try:
                self._store.fold(wanted)
            except EditRefused as error:
                self.unplaced = str(error)
                raise
            note_reach(self.address.places.folder, self._store.folded_n)
            self.follower.folded(self._store.folded_n)
            if upto_n is None:  # what is left lies behind a hole that no keyframe heals
                self.unplaced = " ".join(without_holes(self.follower.pending, self._store.folded_n)[1])
        return self._store.folded_n

    def has_news(self) -> bool:
        """Whether there is something to fold. Raises FileUnreadable."""
        self._look()
        return any(one["n"] > self.folded_n for one in self.follower.pending)

    def document(self, upto_n: int) -> Document:
        """The document after record `upto_n` at least, also where the database cannot be written now.

        Raises FileUnreadable where the journal does not reach so far, and EditRefused.
        """
        trouble: FileError | None = None
        try:
            self.fold()
        except FileError as error:
            trouble = error
        if self._store is None and trouble is None:
            raise FileUnreadable("There is no draft yet", "It begins with the first word that is written.")
        if self._reached() < upto_n:
            raise FileUnreadable(
                "The newest changes could not be read", "They are in the window and, as far as it says, in the journal."
            )
        if self._store is not None:
            return self._store.document  # also after a fold that could not be written
        state = read_state(self.address.path, self.address.places.folder)
        return state.document

    def rescued_to(self, path: Path) -> DraftStore:
        """The same draft at another place, where its own file cannot be written, or cannot even be made.

        Raises a FileError, and EditRefused; nothing is left at `path` then, where nothing may have been before.
        """
        self._take_lock()
        address, made = self.address, temporary_beside(path, self.owner)
        try:
            if address.path.is_file() and draft_id_in(address.path) in (address.draft_id, address.copy_of):
                store = copied_to(address.path, made)
            else:
                store = DraftStore.from_journal(address.places.folder, made)
            try:
                store.fold(self.follower.pending)
                if store.draft_id != address.draft_id:
                    store.become(address.draft_id)
            finally:
                store.close()
            publish(made, path)
        except OSError as error:
            raise FileUnreadable("The draft cannot be put there", f"{path.name}: {error.strerror}.") from error
        finally:
            discard(made)
        return opened_or_discarded(path)

    def moved(self, store: DraftStore, path: Path, text_path: Path) -> None:
        """Goes on with this store, which is the same draft at another place; the old one is closed."""
        if self._store is not None:
            self._store.close()
        self._store = store
        self.address = replace(self.address, path=path, text_path=text_path)
        self.follower.folded(store.folded_n)

    def mend(self) -> Mended:
        """Puts a sound file in the place of the draft's damaged one and goes on with it. Raises a FileError."""
        self._take_lock()
        if self._store is not None:
            store, self._store = self._store, None
            store.database.close()  # without a last keyframe: what is damaged is not written to
        places = self.address.places
        mended = mend(self.address.path, self.address.draft_id, places, from_text=False, owner=self.owner)
        self.follower = JournalFollower(places.folder, -1)
        self.begin()
        return mended

    def close(self) -> None:
        self._closed = True
        if self._store is not None:
            self._store.close()
            self._store = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _keep_place(self) -> None:
        """Where the data folder was removed under the open draft: takes the lock in the new one, as the window does, and
        puts back what lay there. Raises a FileError, with everything as it was.
        """
        places, held = self.address.places, self._lock
        if held is not None and not held.is_found_at(places.folder / FOLDING_LOCK):
            self._lock = None
            try:
                self._take_lock()
            finally:
                self._lock = self._lock or held
            held.release()
        if self._store is not None and self.address.path == places.unnamed and not self.address.path.exists():
            put_back(self._store, owner=self.owner)
            store, self._store = self._store, None
            store.database.close()
            self.begin()

    def _look(self) -> None:
        try:
            self.follower.look()
        except OSError as error:
            raise FileUnreadable("The journal cannot be read", f"{error.strerror}.") from error

    def _reached(self) -> int:
        usable, _ = without_holes(self.follower.pending, self.folded_n if self._store else -1)
        return max([self.folded_n, *(int(one["n"]) for one in usable)])

    def _take_lock(self) -> None:
        """One worker a draft: two connections that write are what SQLite must be kept from."""
        if self._lock is not None:
            return
        try:
            self.address.places.prepare()
            self._lock = take_folding_lock(self.address.places, self._clock, (self.address.path, self.address.text_path))
        except DraftLocked as error:
            raise DraftLocked(
                "The draft is still being written by a helper of this program",
                "It will be free in a moment; until then the newest text is in the journal.",
            ) from error
        except OSError as error:
            raise FileUnreadable("The folder of the draft cannot be used", f"{error.strerror}.") from error

    def _note_beginning(self, store: DraftStore) -> None:
        header = read_header(self.address.places.folder) or {}
        name = str(self.address.text_path or header.get("text_file", ""))
        # The file as it was when the draft began counts as written by us: only a later change came from elsewhere.
        digest = str(store.meta.get(WRITTEN) or header.get("text_digest", ""))
        store.note(text_file=Path(name).name, created_ms=self._clock.now().wall_ms, **{WRITTEN: digest})


def attempt_fold(draft: AttachedDraft) -> str:
    """Folds what there is; why it did not go, in one sentence, or an empty one."""
    try:
        draft.fold()
    except (FileError, EditRefused) as error:
        return str(error)
    return draft.unplaced
