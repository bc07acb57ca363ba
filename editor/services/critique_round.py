"""One round of asking: every critic with a row of its own, all at work at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from editor.core.annotations import Remark
from editor.core.clock import Clock
from editor.core.errors import FileError, PalimpsestError
from editor.protocol.messages import CriticState, Critique, RemarksMade
from editor.services.asking import Answer, Listener, Models, Question, Stopped
from editor.services.critics import LOCAL_IDS, LocalDesk, next_of
from editor.services.material import Material
from editor.services.opening import Emit, Opening
from editor.services.remarking import all_from_model, from_finding, in_words, not_said_before, row_of

HEARD_EVERY_MS = 250
"""A sign for every piece of an answer would drown the window."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What critiques are made with."""

    opening: Opening
    local: LocalDesk
    models: Models
    clock: Clock


class CritiqueRound:
    def __init__(self, request: Critique, material: Material, tools: Tools, emit: Emit) -> None:
        self._request = request
        self._material = material
        self._tools = tools
        self._emit = emit
        self._draft = tools.opening.draft
        self._count = 0

    async def run(self, questions: Mapping[str, Question]) -> str:
        """Asks all, the models with these questions, and says how many remarks came, in words.

        A critic that fails says so in its row, and the others go on. When the task is cancelled what has come is kept.
        """
        for critic in self._request.critics:
            self._say(critic, "waiting", "")
        local = sorted({critic for critic in self._request.critics if critic in LOCAL_IDS}, key=LOCAL_IDS.index)
        async with asyncio.TaskGroup() as group:
            if local:
                group.create_task(self._ask_local(local))
            for critic, question in questions.items():
                group.create_task(self._ask_model(critic, question))
        return "1 remark" if self._count == 1 else f"{self._count} remarks"

    async def _ask_local(self, left: list[str]) -> None:
        results = self._tools.local.check(left, self._material.text)
        for critic in left:
            self._say(critic, "reading", "")
        try:
            while left and (found := await next_of(results)) is not None:
                critic, findings = found
                now = self._tools.clock.now().wall_ms
                made = [from_finding(one, self._material.paragraph, critic, now) for one in findings]
                known = self._draft.store.remarks.of_paragraph(self._material.paragraph)
                self._keep(critic, not_said_before(made, known))
                left = [one for one in left if one != critic]
        except PalimpsestError as error:
            for critic in left:
                self._say(critic, "failed", str(error))

    async def _ask_model(self, critic: str, question: Question) -> None:
        self._say(critic, "reading", "")
        listener = Listener(self._hearing(critic), lambda wait: self._say(critic, "waiting", wait.words))
        try:
            answer = await self._tools.models.ask(question, self._draft.store.calls.put, listener)
        except Stopped as stopped:
            self._take(critic, stopped.answer)
            raise
        except PalimpsestError as error:
            self._say(critic, "failed", str(error))
        else:
            self._take(critic, answer)

    def _hearing(self, critic: str) -> Callable[[int], None]:
        told_ms = 0

        def heard(length: int) -> None:
            nonlocal told_ms
            now = self._tools.clock.now().mono_ms
            if now - told_ms >= HEARD_EVERY_MS:
                told_ms = now
                self._emit(CriticState(self._request.id, critic, "reading", "", heard=length))

        return heard

    def _take(self, critic: str, answer: Answer) -> None:
        now = self._tools.clock.now().wall_ms
        remarks, leftover = all_from_model(answer.text, self._material, critic, now, answer.call.id)
        self._keep(critic, remarks, leftover, answer)

    def _keep(self, critic: str, remarks: Sequence[Remark], note: str = "", answer: Answer | None = None) -> None:
        """`answer` is what a model's remarks were made of."""
        trouble, call = (answer.trouble, answer.call) if answer else (None, None)
        try:
            kept = self._draft.store.remarks.add(remarks)
        except FileError as error:
            self._say(critic, "failed", str(error))
            return
        self._count += len(kept)
        if kept or note:
            rows = tuple(row_of(one, call) for one in kept)
            self._emit(RemarksMade(self._request.id, self._material.paragraph, rows, note))
        if trouble:
            words = f"{trouble} Kept: {in_words(kept)}." if kept else str(trouble)
            self._say(critic, "failed", words, len(kept))
        else:
            self._say(critic, "done", in_words(kept), len(kept))

    def _say(self, critic: str, state: str, words: str, remarks: int = 0) -> None:
        self._emit(CriticState(self._request.id, critic, state, words, remarks))
