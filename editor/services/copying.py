"""Safety copies of the draft that is open: in its data folder, and in the writer's own second place if there is one.

A copy that cannot be put into the second place costs nothing but itself; the writer hears of it once. That of a draft
that is being left fails with nobody to hear it, so it is made up for at the next start, or told then.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from editor.core.errors import EditRefused, FileError
from editor.journal.places import DraftPlaces
from editor.protocol.messages import SecondPlace
from editor.services.drafting import AttachedDraft
from editor.store.kept_copies import snapshots_in
from editor.store.keyframe import read_opening
from editor.store.second_place import copy_to_second_place, is_behind, must_be_there
from editor.store.snapshots import sound_snapshots, take_snapshot


class Copying:
    def __init__(self, emit: Callable[[object], None], draft_id: str = "") -> None:
        self.second: Path | None = None
        """The writer's own folder; None where none was chosen."""
        self.kept_n = 0
        """The last record that the database and two verified copies hold: up to there the journal has done its work."""
        self._emit = emit
        self._draft_id = draft_id
        self._told = ""

    def put_in(self, second: Path | None) -> None:
        """Uses another second place from now on; one that is missing is told at once, not after five minutes."""
        self.second = second
        self._told = ""
        if second is not None:
            try:
                must_be_there(second)
            except FileError as error:
                self._tell(str(error))

    def catch_up(self, draft: AttachedDraft) -> None:
        """Puts the newest safety copy into the second place, where that has an older one or none."""
        second, folder = self.second, draft.address.places.snapshots
        copies = snapshots_in(folder)
        if second is None or not copies or not is_behind(copies[-1][1], draft.store, second):
            return
        try:
            sound = next(sound_snapshots(folder, draft.store.draft_id), None)
            if sound is not None and is_behind(sound, draft.store, second):
                copy_to_second_place(sound, draft.store, second, owner=draft.owner)
        except FileError as error:
            self._tell(str(error))

    def copy(self, draft: AttachedDraft) -> str:
        """Makes a safety copy; why there is none, in one sentence, or an empty one."""
        try:
            snapshot = take_snapshot(draft.store, draft.address.places.snapshots, owner=draft.owner)
        except (FileError, EditRefused) as error:
            return str(error)
        finally:
            self.kept_n = _kept(draft.address.places)
        trouble = ""
        if self.second is not None:
            try:
                copy_to_second_place(snapshot, draft.store, self.second, owner=draft.owner)
            except FileError as error:
                trouble = str(error)
        self._tell(trouble)
        return ""

    def _tell(self, trouble: str) -> None:
        if trouble != self._told:
            self._told = trouble
            self._emit(SecondPlace(0, trouble, self._draft_id))


def _kept(places: DraftPlaces) -> int:
    try:
        copies = [read_opening(path) for _, path in sorted(snapshots_in(places.snapshots))[-2:]]
        ours = [copy.folded_n for copy in copies if copy.draft_id == places.folder.name]
        return min(ours) if len(ours) > 1 else 0
    except (FileError, OSError):
        return 0
