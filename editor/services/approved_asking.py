"""One request to a model about something that is already there, sent with the writer's yes to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from editor.protocol.messages import NeedsApproval
from editor.protocol.parts import Approval
from editor.services.asking import Answer, Question, Stopped
from editor.services.critic_signs import CriticSigns
from editor.services.critique_round import Tools
from editor.services.opening import Emit

T = TypeVar("T")


class ApprovedAsking:
    def __init__(self, tools: Tools, emit: Emit) -> None:
        self._tools = tools
        self._emit = emit

    async def ask(
        self,
        ident: int,
        question: Question,
        approved: Approval,
        keep: Callable[[Answer], T],
        of_stopped: Callable[[T], object] = lambda _made: None,
    ) -> T | NeedsApproval:
        """What `keep` makes of the answer. It is called once words came, also where they broke off or were stopped; then
        the window is told the event that `of_stopped` makes of it, if any, for there is no other result.

        Raises ModelError where no word came.
        """
        if question.digest != approved.digest:
            return NeedsApproval(ident, (approved.critic,))
        signs = CriticSigns(ident, approved.critic, self._tools.clock, self._emit)
        record = signs.telling(self._tools.opening.draft.store.calls.put)
        try:
            answer = await self._tools.models.ask(question, record, signs.listener)
        except Stopped as stopped:
            if stopped.answer.text.strip() and (event := of_stopped(keep(stopped.answer))) is not None:
                self._emit(event)
            raise
        if answer.trouble is not None and not answer.text.strip():
            raise answer.trouble
        return keep(answer)


def sentence(answer: Answer) -> str:
    """Why an answer did not come whole, and what is to be known of one that came; empty where there is nothing."""
    return " ".join(part for part in (str(answer.trouble or ""), answer.warning) if part)
