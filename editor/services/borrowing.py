"""Borrowed language in the draft that is open: what models said is gathered once, and what came since is added to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from editor.core.borrowing import Output
from editor.core.errors import FileError
from editor.protocol.messages import BorrowedFound, FindBorrowed
from editor.protocol.parts import BorrowedRow, LookedThrough
from editor.services.drafting import AttachedDraft
from editor.services.heard import Heard
from editor.services.opening import Opening
from editor.store.said import Saying


class Borrowing:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._one_at_a_time = asyncio.Lock()
        self._forget(None)

    def _forget(self, draft: AttachedDraft | None) -> None:
        self._draft = draft
        self._heard = Heard()
        self._amount: tuple[int, ...] = ()
        self._upto = -1

    async def find(self, request: FindBorrowed) -> BorrowedFound:
        """Raises FileUnreadable where the draft does not reach as far as the request says."""
        if request.upto:
            self._opening.draft.document(request.upto)
        phrases = await self.phrases(request.paragraphs)
        return BorrowedFound(request.id, phrases, len(self._heard))

    async def phrases(self, paragraphs: Sequence[LookedThrough]) -> tuple[BorrowedRow, ...]:
        """In the order of the paragraphs; none while the draft has no file, because then no model said anything."""
        async with self._one_at_a_time:
            fresh = self._fresh()
            return await asyncio.to_thread(self._looked, fresh, paragraphs)

    def _fresh(self) -> list[Output]:
        """What models said since it was asked last."""
        draft = self._opening.draft
        if draft is not self._draft:
            self._forget(draft)
        try:
            if not draft.begin():
                return []
            said, sayings = draft.store.said, list[Saying]()
            upto, amount = draft.folded_n, draft.store.said.amount()
            if amount != self._amount:
                sayings += said.beside()
            sayings += said.put_in(self._upto)
            made = self._heard.new(sayings, said)
        except FileError:
            return []  # told by whoever folds; what was known before is still looked in
        self._amount, self._upto = amount, upto
        return made

    def _looked(self, fresh: Iterable[Output], paragraphs: Iterable[LookedThrough]) -> tuple[BorrowedRow, ...]:
        self._heard.add(fresh)
        return self._heard.borrowed(paragraphs)
