"""One round of asking: every critic with a row of its own, all at work at the same time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from editor.core.annotations import Remark
from editor.core.clock import Clock
from editor.core.errors import FileError, PalimpsestError
from editor.core.money import about
from editor.protocol.messages import CriticState, Critique, RemarksMade
from editor.protocol.parts import RemarkRow
from editor.services.asking import Answer, Models, Question, Stopped
from editor.services.critic_signs import CriticSigns
from editor.services.critics import LOCAL_IDS, LocalDesk, next_of
from editor.services.material import Material
from editor.services.opening import Emit, Opening
from editor.services.readings import Reading
from editor.services.remarking import (
    ModelRemarks,
    all_from_model,
    from_finding,
    in_words,
    not_said_before,
    rows_of,
    standing_now,
)

_log = logging.getLogger(__name__)


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
        self._asking: dict[str, asyncio.Task[None]] = {}

    def stop(self, critic: str) -> None:
        """Stops one critic that a model plays; what has come of it is kept, and the others go on."""
        if critic in self._asking:
            self._asking[critic].cancel()

    async def run(self, questions: Mapping[str, Question]) -> str:
        """Asks all, the models with these questions, and says how many remarks came, in words.

        A critic that fails says so in its row, and the others go on. When the task is cancelled what has come is kept.
        """
        asked = dict.fromkeys(self._request.critics)
        for critic in asked:
            self._say(critic, "waiting", "")
        local = sorted((critic for critic in asked if critic in LOCAL_IDS), key=LOCAL_IDS.index)
        async with asyncio.TaskGroup() as group:
            if local:
                group.create_task(self._ask_local(local))
            ahead: dict[tuple[str, str], CriticSigns] = {}
            for critic, question in questions.items():
                signs = CriticSigns(self._request.id, critic, self._tools.clock, self._emit)
                first = ahead.setdefault((question.connection.base_url, question.request.model), signs)
                waits = first is not signs and bool(self._material.context.references)
                asking = self._ask_model(question, signs, first if waits else None)
                self._asking[critic] = group.create_task(asking)
        return "1 remark" if self._count == 1 else f"{self._count} remarks"

    async def _ask_local(self, left: list[str]) -> None:
        if self._material.is_whole:
            for critic in left:
                self._say(critic, "failed", "This critic reads one paragraph at a time. Ask it about a paragraph.")
            return
        results = self._tools.local.check(left, self._material.text)
        for critic in left:
            self._say(critic, "reading", "")
        try:
            while left and (found := await next_of(results)) is not None:
                critic, findings = found
                now = self._tools.clock.now().wall_ms
                made = [from_finding(one, self._material.paragraph, critic, now) for one in findings]
                if self._keep(critic, made):
                    self._note(Reading(critic), f"{critic}-{self._material.paragraph}")
                left = [one for one in left if one != critic]
        except PalimpsestError as error:
            for critic in left:
                self._say(critic, "failed", str(error))

    async def _ask_model(self, question: Question, signs: CriticSigns, after: CriticSigns | None) -> None:
        """`after` is the critic whose first word is waited for: until then its provider has not kept the references,
        and would be paid for reading them once more."""
        critic = signs.critic
        try:
            if after is not None:
                self._say(critic, "waiting", "Another critic reads the references first.")
                await after.begun.wait()
            record = signs.telling(self._draft.store.calls.put)
            answer = await self._tools.models.ask(question, record, signs.listener)
        except Stopped as stopped:
            self._take(critic, stopped.answer, stopped=True)
            raise
        except asyncio.CancelledError:
            self._say(critic, "stopped", "Stopped before it was asked.")
            raise
        except PalimpsestError as error:
            self._say(critic, "failed", str(error))
        else:
            self._take(critic, answer)
        finally:
            signs.begun.set()

    def _take(self, critic: str, answer: Answer, *, stopped: bool = False) -> None:
        now = self._tools.clock.now().wall_ms
        read = all_from_model(answer.text, self._material, critic, now, answer.call.id)
        whole = not _trouble(answer, read) and not stopped
        reading = Reading(critic, answer.call.model, read.quotes, read.not_found, whole=whole)
        if self._keep(critic, read.remarks, answer, read, stopped=stopped):
            self._note(reading, answer.call.id)

    def _keep(
        self,
        critic: str,
        remarks: Sequence[Remark],
        answer: Answer | None = None,
        read: ModelRemarks | None = None,
        *,
        stopped: bool = False,
    ) -> bool:
        """Whether they could be kept. `answer` is what a model's remarks were made of, `read` what was read in it."""
        calls = {answer.call.id: answer.call} if answer else {}
        try:
            store = self._draft.store.remarks
            fresh = not_said_before(remarks, standing_now(store.all(), self._request.places))
            kept = store.add(fresh)
        except FileError as error:
            self._say(critic, "failed", str(error))
            return False
        self._count += len(kept)
        self._tell(rows_of(kept, calls))
        again = len(remarks) - len(fresh)
        words = f"{in_words(kept)}, {again} said before" if again else in_words(kept)
        ended = CriticState(self._request.id, critic, "done", words, len(kept), again=again)
        if answer and read:
            ended = replace(_ended(ended, answer, read, stopped=stopped), unread=read.leftover)
        self._emit(ended)
        return True

    def _note(self, reading: Reading, ident: str) -> None:
        now = self._tools.clock.now().wall_ms
        try:
            self._draft.store.attachments.put(reading.attachment(ident, self._material.paragraph, now))
        except FileError as error:  # the remarks are kept; only the count of readers lacks one
            _log.warning("a reading was not noted: %s", error.title)

    def _tell(self, rows: tuple[RemarkRow, ...]) -> None:
        """The remarks by paragraph."""
        by_paragraph: dict[int, list[RemarkRow]] = {}
        for row in rows:
            by_paragraph.setdefault(row.paragraph, []).append(row)
        for paragraph, of_it in by_paragraph.items():
            self._emit(RemarksMade(self._request.id, paragraph, tuple(of_it)))

    def _say(self, critic: str, state: str, words: str) -> None:
        self._emit(CriticState(self._request.id, critic, state, words))


_NO_REMARKS = "It did not answer in remarks. Your text is safe. Ask it again, or another model."


def _trouble(answer: Answer, read: ModelRemarks) -> str:
    """Why the critic did not say all it has to say, in sentences; empty where it did."""
    return str(answer.trouble) if answer.trouble else "" if read.understood else _NO_REMARKS


def _ended(done: CriticState, answer: Answer, read: ModelRemarks, *, stopped: bool) -> CriticState:
    """What became of a critic that a model plays; `done` is what is said where nothing came between."""
    if stopped:
        return replace(done, state="stopped", words=_stopped_in_words(done.words, answer), again=0)
    if trouble := _trouble(answer, read):
        words = f"{trouble} Kept: {done.words}." if read.remarks else trouble
        return replace(done, state="failed", words=f"{words} {answer.warning}".rstrip(), again=0)
    return replace(done, warning=answer.warning)


def _stopped_in_words(kept: str, answer: Answer) -> str:
    """What is left of it and what it cost, as far as that can be known."""
    cost = answer.call.cost.removesuffix(" USD")
    price = f" It cost {about(Decimal(cost))}." if cost and Decimal(cost) else ""
    return f"Stopped. Kept: {kept}.{price}"
