"""A draft's file, open for writing: the one place where the journal becomes the log.

`fold` takes whatever the journal says, as often as it is called with it: what is already in the file is passed over, and
the number of the last record goes into the same transaction as the records. So the process that folds may be killed at
any moment and folds on where it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from editor.core.document import Document
from editor.core.errors import NOT_A_RECORD, DraftDamaged, FileError, FileUnreadable
from editor.journal.atomic import discard, publish
from editor.journal.reader import read_header, read_tail, without_holes
from editor.journal.temporaries import temporary_beside
from editor.store.activity import Activity
from editor.store.annotations import Remarks
from editor.store.attachments import StoredAttachments
from editor.store.calls import Calls
from editor.store.database import Database, make_file, prepare
from editor.store.ends import NOTE
from editor.store.faults import told_plainly
from editor.store.fitting import Fitting, folded_document
from editor.store.keeping import keeping
from editor.store.keyframe import edits_after, newest_keyframe, read_meta
from editor.store.log import FOLD, START, append_keyframe
from editor.store.migrating import run_migrations
from editor.store.notes import put_notes
from editor.store.pads import Pads
from editor.store.recording import write_records
from editor.store.said import Said
from editor.store.verifying import problems_of
from editor.store.versions import Versions
from editor.store.witnessing import Witness

KEYFRAME_EVERY = 500
"""Edits; folding as many takes some ten milliseconds, which opening can bear."""

Record = dict[str, Any]


class DraftStore:
    """Made by `create`, `open` or `from_journal`; to be closed. Only one may be open for a file."""

    def __init__(self, database: Database) -> None:
        path, raw = database.path, database.raw
        self.database = database
        self.versions = Versions(database)
        self.remarks = Remarks(database)
        self.calls = Calls(database)
        self.pads = Pads(database)
        self.attachments = StoredAttachments(database)
        self.said = Said(database)
        self.activity = Activity(database)
        with told_plainly(path):
            self._meta = read_meta(raw, path)
            keyframe = newest_keyframe(raw, path)
            edits = edits_after(raw, path, keyframe.seq)
            self._witness = Witness(raw)
        self._folded_n = int(self._meta["folded_n"])
        self._fitting = Fitting(folded_document(keyframe, edits, path), self._folded_n, self._witness)
        self._edits_since_keyframe = len(edits)

    @classmethod
    def create(
        cls,
        path: Path,
        draft_id: str,
        keyframe: Mapping[str, Any],
        meta: Mapping[str, Any],
        folded_n: int = 0,
        *,
        owner: str = "",
    ) -> DraftStore:
        """A new file that begins with a document as `Document.keyframe` gave it after record `folded_n`.

        `meta` may hold anything that is kept once a draft: created_ms, text_file, format, profile, caret. The file
        appears at `path` when it is whole; `owner` is as in `temporary_beside`. Raises FileUnreadable, also where
        something lies there already.
        """
        path = Path(os.path.realpath(path))
        fresh = temporary_beside(path, owner)
        try:
            database = _empty(fresh, path)
            try:
                with keeping(database) as kept:
                    append_keyframe(kept, folded_n, dict(keyframe), START)
                    put_notes(kept, {**meta, "id": draft_id, "folded_n": folded_n})
                    kept.reach(folded_n)
            finally:
                database.close()
            publish(fresh, path)
        except OSError as error:
            raise FileUnreadable("The draft cannot be made", f"{path.name}: {error.strerror}.") from error
        finally:
            discard(fresh)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, owner: str = "") -> DraftStore:
        """`owner` is as in `temporary_beside`, for a file that has to be brought up to date.

        Raises FileUnreadable, DraftForeign, DraftNewer, DraftDamaged, DraftLocked, DraftReadOnly.
        """
        database = Database.open(path, owner)
        try:
            return cls(database)
        except BaseException:
            database.close()
            raise

    @classmethod
    def from_journal(cls, folder: Path, path: Path | None = None, *, owner: str = "") -> DraftStore:
        """The file of a draft that was killed before its database was made, at the place its journal names.

        Raises DraftDamaged where the journal does not say what the document was, and as `create` and `fold` do; what
        could be folded is in the file then.
        """
        header = read_header(folder)
        records = read_tail(folder, -1).records
        first = next((one for one in records if "keyframe" in one), None)
        if header is None or first is None:
            raise DraftDamaged("The journal does not say how the draft began", f"It is left as it is, in {folder}.")
        place = path or Path(str(header["path"]))
        meta = {"format": header.get("format", {})}
        try:
            Document.from_keyframe(first["keyframe"])
        except NOT_A_RECORD as error:
            raise DraftDamaged("The journal is damaged", f"It is left as it is, in {folder}.") from error
        store = cls.create(place, str(header["draft"]), first["keyframe"], meta, first["n"], owner=owner)
        try:
            store.fold(records)
        except BaseException:
            store.close()  # one that nobody holds would stay open, and be the second to write
            raise
        return store

    @property
    def document(self) -> Document:
        """After the last record folded; after a fold that failed it may be ahead of the file."""
        return self._fitting.document

    @property
    def path(self) -> Path:
        return self.database.path

    @property
    def draft_id(self) -> str:
        return str(self._meta["id"])

    @property
    def folded_n(self) -> int:
        """The last record of the journal that the file contains, durably."""
        return self._folded_n

    @property
    def meta(self) -> dict[str, Any]:
        """Everything kept once a draft, as of the last fold or note."""
        return dict(self._meta)

    def note(self, **values: Any) -> None:
        """Keeps values once a draft, such as profile="lesswrong-2026"; anything JSON can say."""
        if values.keys() & {"id", "folded_n", NOTE}:
            raise ValueError("the id, the number of the last record and how far the rows reach are not for notes")
        with keeping(self.database) as kept:
            put_notes(kept, values)
        self._meta.update(values)

    def become(self, draft_id: str) -> None:
        """Makes this file a draft of its own: a copy of another draft must not share a journal with it."""
        with keeping(self.database) as kept:
            put_notes(kept, {"id": draft_id})
        self._meta["id"] = draft_id

    def fold(self, records: Sequence[Record]) -> int:
        """Appends what is new of the journal's records, durably, and gives the number of the last one contained.

        Nothing is appended behind a hole, unless a keyframe heals it. Raises EditRefused where an edit does not fit the
        document and no later keyframe heals that, after what came before it was folded; DraftLocked and the like with
        nothing changed, to be tried again.
        """
        usable, _ = without_holes(records, self._folded_n)
        fitting, refusal = self._fitting.fitted(usable)
        if fitting:
            last_n = max(one["n"] for one in fitting)
            keyframe_due = self._edits_since_keyframe + _count_edits(fitting) >= KEYFRAME_EVERY
            with keeping(self.database) as kept:
                notes = write_records(kept, fitting, self._witness, self._meta)
                if keyframe_due:
                    append_keyframe(kept, last_n, self.document.keyframe(), FOLD)
                put_notes(kept, {**notes, "folded_n": last_n})
                kept.reach(last_n)
            self._witness.written(last_n)
            self._meta.update(notes, folded_n=last_n)
            self._folded_n = last_n
            self._edits_since_keyframe = 0 if keyframe_due else self._edits_since_keyframe + _count_edits(fitting)
        if refusal:
            raise refusal
        return self._folded_n

    def verify(self) -> list[str]:
        """One sentence for everything in the file that is not what was written; empty when it is sound."""
        return problems_of(self.database.raw, self.path)

    def close(self) -> None:
        """Leaves a plain file behind that opens without folding. Never raises for a full disk or a lock."""
        try:
            # After a fold that failed the document is ahead of the log, and is no keyframe of what the log leads to.
            if self._edits_since_keyframe and self._fitting.document_n == self._folded_n:
                with keeping(self.database) as kept:
                    append_keyframe(kept, self._folded_n, self.document.keyframe(), FOLD)
        except FileError:
            pass  # the edits are in the log; only opening will take a little longer
        finally:
            self.database.close()


def _count_edits(records: Iterable[Record]) -> int:
    return sum(one["kind"] == "edit" for one in records)


def _empty(fresh: Path, path: Path) -> Database:
    """A new file at `fresh`, with tables and nothing in them; errors speak of `path`.

    It is written without a log beside it: what could not be folded back from a log would stay behind, when the file
    gets its name.
    """
    with told_plainly(path):
        raw = make_file(fresh)
        try:
            run_migrations(raw)
            prepare(raw, log=False)
        except BaseException:
            raw.close()
            raise
    return Database(fresh, raw)
