"""A draft with all its files, as it lives in the program: opened by the window's opener, written through its session into
a real journal, folded by the worker's own hands into a real database, copied into real snapshots; without either
process, so that a thousand lives take seconds.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from dropped_draft import drop, drop_lock

from editor.core.clock import StoppedClock
from editor.core.credits import LedgerRow
from editor.core.document import Document
from editor.core.edits import EditKind
from editor.core.errors import FileError
from editor.core.ledger import Ledger, Times
from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.files import journal_files
from editor.journal.places import DraftPlaces, Places
from editor.opening import Opener
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.services.mending import Mended
from editor.services.reading import read_draft
from editor.services.soundness import recover
from editor.session.draft_session import Act, DraftSession
from editor.store.kept_copies import snapshots_in
from editor.store.keyframe import read_opening
from editor.store.snapshots import take_snapshot

NOON_MS = 1_763_726_400_000
"""2025-11-21 12:00 UTC."""
SPLITTER = MarkdownSplitter()


class LiveDraft:
    """`folder` is the writer's and holds the program's data too; the essay is `text` when the draft begins."""

    def __init__(self, folder: Path, text: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.text_path = folder / "essay.md"
        self.database = folder / "essay.palimpsest"
        self.text_path.write_bytes(text.encode("utf-8", "surrogatepass"))
        self.places = Places(folder / "data")
        self.clock = StoppedClock(NOON_MS, 1_000)
        self.open()

    def open(self, *, late: bool = False) -> None:
        """A start of the program: the window first, then the worker, which knows the minutes of before; or `late`, not
        before the first fold."""
        opener = Opener(self.places, self.clock, lambda: SPLITTER)
        self.draft = opener.open(self.text_path)
        self.worker = self._new_worker()
        if not late:
            self._attach()
        self.session.time.focus(True)

    def _new_worker(self) -> AttachedDraft:
        address = DraftAddress(self.database, self.draft.draft_id, self.place, self.text_path)
        return AttachedDraft(address, self.clock)

    def _attach(self) -> None:
        """As `ui.flows.attach_flow` does, once a sitting."""
        if self.session.time.knows_past:
            return
        past: list[LedgerRow] = []
        if self.draft.exists:
            self.worker.fold()
            past = self.worker.ledger(self.session.recorder.first_n)
        self.session.time.adopt(past)

    @property
    def session(self) -> DraftSession:
        return self.draft.session

    @property
    def document(self) -> Document:
        return self.session.document

    @property
    def place(self) -> DraftPlaces:
        return self.places.draft(self.draft.draft_id)

    # What a writer does.

    def write(self, position: int, text: str, removed: int = 0, origin: Origin = TYPED, pause_ms: int = 2_000) -> None:
        """One change; a pause above 1,500 ms lets it be undone alone."""
        self.change(position, removed, Fragment.of(text, origin), pause_ms=pause_ms)

    def change(
        self, position: int, removed: int, inserted: Fragment, group: int | None = None, pause_ms: int = 2_000
    ) -> None:
        self.clock.advance(pause_ms)
        kinds = {run.origin.kind for run in inserted.runs}
        kind = EditKind.TYPE if kinds <= {OriginKind.TYPED} else EditKind.PASTE
        self.session.change(position, removed, inserted, Act(kind, group=group))
        self.session.time.settle()

    def reverse(self, again: bool = False) -> bool:
        """Undo, or redo; False where nothing was left."""
        self.clock.advance(2_000)
        changes = self.session.redo() if again else self.session.undo()
        self.session.time.settle()
        return bool(changes.edits)

    # What the program does by itself.

    def fold(self) -> None:
        self._attach()
        self.session.time.flush()
        self.worker.fold()

    def snapshot(self) -> None:
        """Folds, copies, and lets journal files go that the file and two copies hold."""
        self.fold()
        if not self.worker.folded_n:
            return
        take_snapshot(self.worker.store, self.place.snapshots)
        if self.draft.journal is not None:
            self.draft.journal.sync()  # what its thread does every half second, and no life here lasts so long
        newest = [path for _, path in snapshots_in(self.place.snapshots)[-2:]]
        with suppress(FileError):  # a damaged copy holds nothing that may go
            kept_n = min(read_opening(path).folded_n for path in newest) if len(newest) > 1 else 0
            self.draft.tidy(self.worker.folded_n, kept_n)

    # The end of it.

    def close(self) -> None:
        self.draft.close()
        if self.draft.exists:
            self.worker.fold()
        self.worker.close()

    def kill(self, *, worker_too: bool = True) -> None:
        """Both are gone at once; or the window is, and the worker folds what it finds, and ends."""
        drop(self.draft)
        if worker_too:
            self._kill_worker()
        else:
            if self.draft.exists:
                self.worker.fold()
            self.worker.close()

    def kill_worker(self) -> None:
        """And the window, which goes on, starts another one."""
        self._kill_worker()
        self.worker = self._new_worker()

    def _kill_worker(self) -> None:
        """SQLite folds its log back when a connection is closed; a kill leaves the files as they were."""
        store, lock = self.worker._store, self.worker._lock
        if store is not None:
            parts = [self.database, self.database.with_name(self.database.name + "-wal")]
            left = {path: path.read_bytes() for path in parts if path.exists()}
            store.database.raw.close()
            for path, data in left.items():
                path.write_bytes(data)
        if lock is not None:
            drop_lock(lock)

    # What is left.

    def recover(self) -> Mended | None:
        return recover(self.text_path, self.places, self.clock)

    def written_minutes(self) -> Times:
        """As the files know them."""
        return _all_of(Ledger(read_draft(self.database, self.places, lambda: SPLITTER).ledger))

    def known_minutes(self) -> Times:
        """As the open draft knows them."""
        return _all_of(self.session.time.ledger)

    def journals(self) -> list[Path]:
        return [path for _, path in journal_files(self.place.folder)]

    def snapshots(self) -> list[Path]:
        return [path for _, path in snapshots_in(self.place.snapshots)]


def _all_of(ledger: Ledger) -> Times:
    """Also what was spent on text that was deleted since."""
    return ledger.total() + ledger.removed()
