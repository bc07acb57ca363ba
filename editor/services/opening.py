"""Taking charge of a draft, folding its journal into its database, and letting it go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from editor.core.clock import Clock
from editor.core.errors import DraftDamaged, DraftLocked, EditRefused, FileError, FileUnreadable
from editor.core.rows import origin_row
from editor.journal.places import Places
from editor.llm.connections import COMPATIBLE, KNOWN_SERVERS, PROVIDER_NAMES
from editor.protocol.messages import Attach, Attached, Detach, Done, Fold, Folded, KeepCopiesIn, MendedDraft, TakeCopy
from editor.services.calls_aside import take_in
from editor.services.copying import Copying
from editor.services.drafting import AttachedDraft, DraftAddress, attempt_fold
from editor.services.kept_references import for_window
from editor.services.local_times import moment
from editor.services.remarking import rows_of
from editor.services.twin_notes import note_twin, written_digest
from editor.store.calls import Call
from editor.store.keyframe import read_opening
from editor.store.pads import PadTurn
from editor.store.verifying import damage_in

SNAPSHOT_EVERY_MS = 300_000
_FREE_AGAIN_S = 10.0
"""How long a worker of before is waited for; it needs a second at most to fold what is left."""
_TRY_EVERY_S = 0.05

Emit = Callable[[object], None]


class Opening:
    """The draft that is open now, if one is. Everything that touches it runs on the loop's thread."""

    def __init__(self, clock: Clock, emit: Emit) -> None:
        self._clock = clock
        self._emit = emit
        self._draft: AttachedDraft | None = None
        self._places: Places | None = None
        self._told = (0, "")
        self._writing_since_ms: int | None = None
        self._check: asyncio.Task[None] | None = None
        self._copying = Copying(emit)

    @property
    def draft(self) -> AttachedDraft:
        """Raises FileUnreadable where none is open."""
        if self._draft is None:
            raise FileUnreadable("No draft is open", "Open one first.")
        return self._draft

    @property
    def places(self) -> Places:
        """Where this draft and all others have their journals. Raises FileUnreadable where none was ever open."""
        if self._places is None:
            raise FileUnreadable("No draft is open", "Open one first.")
        return self._places

    async def attach(self, request: Attach) -> Attached:
        """Opens the draft; one that has not begun yet is waited for, by folding, without an error."""
        self.close()
        self._places = Places(Path(request.data_root))
        self._places.tidy()
        address = DraftAddress(
            path=Path(request.path),
            draft_id=request.draft,
            places=self._places.draft(request.draft),
            text_path=Path(request.text_path) if request.text_path else None,
            copy_of=request.copy_of,
        )
        self._draft = draft = AttachedDraft(address, self._clock)
        self._copying = Copying(self._emit, request.draft)
        self._copying.put_in(Path(request.second) if request.second else None)
        try:
            await self._begun(draft)
        except DraftDamaged:
            self._mend(draft)
        self._tell(attempt_fold(draft))
        try:
            answer = _attached(request, draft, self._clock)
        except DraftDamaged:
            self._mend(draft)
            answer = _attached(request, draft, self._clock)
        self._take_in_calls(draft)
        self._check = asyncio.create_task(self._checked(draft))
        return answer

    def _take_in_calls(self, draft: AttachedDraft) -> None:
        if draft.begin():
            with suppress(FileError):  # they stay where they are until their list is looked at
                take_in(self.places, draft.address.draft_id, draft.store.calls)

    async def _checked(self, draft: AttachedDraft) -> None:
        """The whole file, to the last bit, while the writer writes: the window has read only what it shows. And the copy
        in the second place."""
        if not draft.begin():
            return
        self._copying.catch_up(draft)
        try:
            problems = await asyncio.to_thread(damage_in, draft.store.path)
        except FileError:
            return  # it cannot be told now, which is no damage; the next opening looks again
        if problems and draft is self._draft:
            try:
                self._mend(draft)
            except (FileError, EditRefused) as error:
                self._tell(f"The draft's file is damaged: {problems[0]} {error}")

    def _mend(self, draft: AttachedDraft) -> None:
        mended = draft.mend()
        self._emit(
            MendedDraft(0, mended.sentence(), mended.before, mended.after, draft.address.draft_id, bool(mended.missing))
        )

    async def _begun(self, draft: AttachedDraft) -> None:
        """Waits while a worker that is ending still holds the draft. Raises a FileError."""
        tries = int(_FREE_AGAIN_S / _TRY_EVERY_S)
        for left in range(tries, -1, -1):
            try:
                draft.begin()
                return
            except EditRefused:
                return  # told by the fold that follows
            except DraftLocked:
                if not left:
                    raise
            await asyncio.sleep(_TRY_EVERY_S)

    def fold(self, request: Fold) -> Folded:
        trouble = attempt_fold(self.draft)
        reached = self.draft.folded_n
        if not trouble and reached < request.upto:
            trouble = f"Of {request.upto} changes the journal holds {reached}."
        trouble = trouble or self.draft.follower.unread
        self._told = (reached, trouble)
        return Folded(request.id, reached, trouble, draft=self.draft.address.draft_id, stuck=bool(self.draft.unplaced))

    def fold_by_itself(self) -> None:
        """Called every two seconds: folds, tells how far it came, and makes a safety copy after five minutes."""
        draft = self._draft
        if draft is None:
            return
        try:
            news = draft.has_news()
        except FileUnreadable as error:
            self._tell(str(error))
            return
        trouble = attempt_fold(draft) if news or self._told[1] or draft.follower.unread else ""
        self._tell(trouble)  # also what was folded elsewhere, when the draft was begun
        now = self._clock.now().mono_ms
        if news and self._writing_since_ms is None:
            self._writing_since_ms = now
        if self._writing_since_ms is not None and now - self._writing_since_ms >= SNAPSHOT_EVERY_MS:
            self._tell(self._copy(draft) or trouble)

    def take_copy(self, request: TakeCopy) -> Done:
        """Folds no further than `upto`, and makes a safety copy. Raises a FileError where there can be none."""
        draft = self.draft
        draft.fold(request.upto)
        return Done(request.id, self._copy(draft) if draft.begin() else "")

    def keep_copies_in(self, request: KeepCopiesIn) -> Done:
        """Uses another second place from now on; why nothing can be put there is told as always."""
        self._copying.put_in(Path(request.folder) if request.folder else None)
        return self.take_copy(TakeCopy(request.id, request.upto))

    def _copy(self, draft: AttachedDraft) -> str:
        """Makes a safety copy; why there is none, in one sentence, or an empty one."""
        trouble = self._copying.copy(draft)
        self._writing_since_ms = None
        self._told = (-1, "")  # whoever holds the journal has to hear what may go, also where nothing else is new
        return trouble

    def detach(self, request: Detach) -> Done:
        """Folds what is left, makes a safety copy, closes. Raises a FileError where it did not reach `upto`."""
        draft = self.draft
        try:
            trouble = attempt_fold(draft)
            reached = draft.folded_n
            if not trouble and draft.begin():
                trouble = self._copying.copy(draft)
        finally:
            self.close()
        if reached < request.upto:
            raise FileUnreadable(f"{draft.address.path.name} does not hold the newest changes", _behind(draft, trouble))
        return Done(request.id, trouble or draft.follower.unread)

    def close(self) -> None:
        """Folds what can be folded and lets the draft go; never raises."""
        draft, self._draft = self._draft, None
        if self._check is not None:
            self._check.cancel()
            self._check = None
        self._writing_since_ms, self._told, self._copying = None, (0, ""), Copying(self._emit)
        if draft is not None:
            attempt_fold(draft)
            draft.close()

    def _tell(self, trouble: str) -> None:
        if self._draft is None:
            return
        reached, trouble = self._draft.folded_n, trouble or self._draft.follower.unread
        if (reached, trouble) != self._told:
            self._told = (reached, trouble)
            self._emit(
                Folded(
                    0, reached, trouble, self._copying.kept_n, self._draft.address.draft_id, bool(self._draft.unplaced)
                )
            )


def _behind(draft: AttachedDraft, trouble: str) -> str:
    """Where the newest changes are, for somebody who has left the draft."""
    if draft.unplaced or not trouble:
        return f"{trouble} Open it again: what can be read is put back, and what is missing is told.".strip()
    return f"{trouble} Everything is in the journal, and is put back when it is opened again."


def _attached(request: Attach, draft: AttachedDraft, clock: Clock) -> Attached:
    if not draft.begin():
        return Attached(request.id, 0, (), (), (), (), (), "0", "")
    store = draft.store
    note_twin(store, draft.address.text_path)
    calls = store.calls.all()
    by_id = {call.id: call for call in calls}
    versions = read_opening(store.path).versions
    return Attached(
        id=request.id,
        upto=store.folded_n,
        ledger=tuple(tuple(row.as_row()) for row in draft.ledger(request.first_n)),
        remarks=rows_of(store.remarks.all(), by_id),
        pads=tuple(_pad_row(turn) for turn in store.pads.all()),
        attachments=tuple(for_window(one).as_row() for one in store.attachments.all()),
        versions=tuple((paragraph or 0, count) for paragraph, count in versions.items()),
        spent_usd=str(spent(calls)),
        last_sent=last_sent(calls, clock),
        twin_digest=written_digest(store.meta, draft.address.text_path),
    )


def spent(calls: Iterable[Call]) -> Decimal:
    """USD for all calls whose price is known."""
    total = Decimal(0)
    for call in calls:
        amount, _, currency = call.cost.partition(" ")
        if currency == "USD":
            try:
                total += Decimal(amount)
            except InvalidOperation:
                continue
    return total


def last_sent(calls: Iterable[Call], clock: Clock) -> str:
    """ "Claude, 14:05", in local time; with the day where that is another one.

    Which server of the writer's own it was is not kept with a call: there the model is named.
    """
    last = max(calls, key=lambda call: call.wall_ms, default=None)
    if last is None:
        return ""
    names = {**{one.id: one.title for one in KNOWN_SERVERS}, **PROVIDER_NAMES, COMPATIBLE: last.model}
    return f"{names.get(last.provider, last.provider)}, {moment(last.wall_ms, clock.now())}"


def _pad_row(turn: PadTurn) -> dict[str, Any]:
    return {
        "id": int(turn.id) if turn.id.isdecimal() else turn.id,
        "paragraph": turn.paragraph,
        "author": turn.author,
        "origin": origin_row(turn.origin),
        "started_ms": turn.started_ms,
        "ended_ms": turn.ended_ms,
        "changed_ms": turn.changed_ms,
        "words": turn.words,
        "text": turn.text,
    }
