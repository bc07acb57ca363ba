"""Borrowed language in the draft that is open: what models said is gathered once, and what came since is added to it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence

from editor.core.borrowing import Output, Outputs, said_in
from editor.core.errors import FileError
from editor.protocol.messages import BorrowedFound, FindBorrowed
from editor.protocol.parts import BorrowedRow, LookedThrough
from editor.services.drafting import AttachedDraft
from editor.services.local_times import day
from editor.services.opening import Opening
from editor.store.said import Said, Saying

_ESCAPED = re.compile(r"\\(?:[nrtbf\"\\/])")
_PURPOSES = {"association": "in the pad"}


class Borrowing:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._one_at_a_time = asyncio.Lock()
        self._forget(None)

    def _forget(self, draft: AttachedDraft | None) -> None:
        self._draft = draft
        self._outputs = Outputs()
        self._known: set[str] = set()
        self._amount: tuple[int, ...] = ()
        self._upto = -1

    async def find(self, request: FindBorrowed) -> BorrowedFound:
        """Raises FileUnreadable where the draft does not reach as far as the request says."""
        if request.upto:
            self._opening.draft.document(request.upto)
        phrases = await self.phrases(request.paragraphs)
        return BorrowedFound(request.id, phrases, len(self._outputs))

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
            made = [self._output(said, one) for one in sayings if self._is_new(one)]
        except FileError:
            return []  # told by whoever folds; what was known before is still looked in
        self._amount, self._upto = amount, upto
        return made

    def _is_new(self, saying: Saying) -> bool:
        words = " ".join(saying.text.split())
        if not words or words in self._known:
            return False
        self._known.add(words)
        return True

    def _output(self, said: Said, saying: Saying) -> Output:
        parts = (
            saying.model or "a model",
            day(saying.when_ms) if saying.when_ms is not None else "",
            _PURPOSES.get(saying.purpose, saying.purpose),
        )
        # A reply may be JSON, whose signs for a line end would stick to the words.
        text = _ESCAPED.sub(" ", saying.text)
        return Output(text, ", ".join(part for part in parts if part), said.sent(saying.call) if saying.call else "")

    def _looked(self, fresh: Iterable[Output], paragraphs: Iterable[LookedThrough]) -> tuple[BorrowedRow, ...]:
        for output in fresh:
            self._outputs.add(output)
        return tuple(
            BorrowedRow(
                one.paragraph,
                phrase.start,
                phrase.stop,
                phrase.output.source,
                said_in(one.text[phrase.start : phrase.stop], phrase.output),
            )
            for one in paragraphs
            for phrase in self._outputs.borrowed(one.text, one.of_models)
        )
