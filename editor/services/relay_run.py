"""A relay at work: one request after the other, each kept before it leaves and when it has ended.

Every request takes the one road to models, `asking`, and is paid for in advance three times: out of what the month, the
draft and the relay still allow. The relay's own limit is kept here, in its row in the draft's file, which is written
before a request leaves: whatever ends this process, the newest row says what can have been spent.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from editor.core.clock import Clock
from editor.core.errors import FileError, ModelError, ModelFault, OverLimit, PalimpsestError
from editor.core.money import cents
from editor.core.relay import End, Relay, Step, Turn
from editor.llm.relay_prompts import relay_request
from editor.llm.retries import Wait
from editor.protocol.relay_messages import RelayBegun, RelayHeard, RelayTurnMade, RelayWaits
from editor.services.asking import Answer, Listener, Models, Question, Stopped
from editor.services.critic_connections import connection_named
from editor.services.hearing import Hearing
from editor.services.opening import Emit, Opening
from editor.services.relay_shelf import RelayShelf, signs_of, turn_message

HEARD_EVERY_S = 0.1
KEPT_EVERY_S = 5.0
"""So much time at work a kill can hide from the limit of minutes."""
LONGEST_TURN = 40_000
"""Characters of a turn that go into later requests and into the proposal."""


class RelayRun:
    """To be run once. `relay` is its newest state."""

    def __init__(self, request: int, relay: Relay, opening: Opening, models: Models, clock: Clock, emit: Emit) -> None:
        self.relay = relay
        self._request = request
        self._opening = opening
        self._models = models
        self._clock = clock
        self._emit = emit
        self._shelf = RelayShelf(opening, lambda: clock.now().wall_ms)
        self._stop = asyncio.Event()
        self._since_ms = 0

    def stop(self) -> None:
        """Ends it at the word it is at."""
        self._stop.set()

    async def run(self) -> Relay:
        """Until its end. A task that is cancelled leaves it under way, with everything kept that came."""
        try:
            while (step := self.relay.next_step) is not None:
                await self._take(step)
        except FileError as error:
            self.relay = self.relay.ended(End.FAILED, f"It could not be kept and was ended. {error}")
        return self.relay

    # Its own limit of money, as `holding.OwnLimit`.

    def has_room_for(self, amount: Decimal) -> bool:
        return amount <= self.relay.left_usd

    def take(self, amount: Decimal) -> None:
        left = self.relay.left_usd
        if not self.has_room_for(amount):
            most = cents(amount, ROUND_UP)
            words = f"The next request could cost {most}; {cents(left, ROUND_DOWN)} of the relay's limit are left"
            raise OverLimit(words, "It was not sent.", "Begin another relay with more.")
        self._keep(self.relay.holding(amount))

    def settle(self, taken: Decimal, spent: Decimal) -> None:
        with suppress(FileError):  # then all that was taken goes on counting
            self._keep(self.relay.settled(taken, spent))

    # One step.

    async def _take(self, step: Step) -> None:
        if self._stop.is_set():
            self._end(End.STOPPED, "You stopped it.")
            return
        self._since_ms = self._clock.now().mono_ms
        try:
            question = await self._question(step)
            self._say_begun(step)
            answer = await self._answer(step, question)
        except ModelError as error:
            self._end(End.MONEY if error.fault is ModelFault.BUDGET else End.FAILED, str(error))
            return
        except FileError:
            raise
        except PalimpsestError as error:
            self._end(End.FAILED, str(error))
            return
        finally:
            self._pass_time()
        if answer is not None:
            self._heard(step, answer)

    async def _question(self, step: Step) -> Question:
        player = self.relay.plan.player(step.part)
        connection = connection_named(self._models, player.connection, player.model)
        request = relay_request(self.relay, step)
        return await self._models.question(request, connection, self.relay.plan.goes_along(step))

    async def _answer(self, step: Step, question: Question) -> Answer | None:
        """None where the relay ended before the answer was whole; what had come by then is kept."""
        hearing = Hearing(lambda text: self._emit(RelayHeard(self._request, step.number, text)), HEARD_EVERY_S)
        calls = self._opening.draft.store.calls
        asking = asyncio.ensure_future(
            self._models.ask(question, calls.put, Listener(hearing.hear, self._say_waiting), self)
        )
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            while not asking.done() and not self._stop.is_set() and self.relay.left_ms:
                await asyncio.wait(
                    {asking, stopping},
                    timeout=min(KEPT_EVERY_S, self.relay.left_ms / 1_000),
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if not asking.done():
                    self._pass_time()
            if asking.done():
                return await asking
            self._take_in(step, await _cut_off(asking), whole=False)
            self._end(End.STOPPED, "You stopped it.")  # unless its minutes ended it before
            return None
        finally:
            stopping.cancel()
            if not asking.done():  # this task was cancelled
                self._take_in(step, await _cut_off(asking), whole=False)
            hearing.tell()

    def _heard(self, step: Step, answer: Answer) -> None:
        trouble = answer.trouble
        cut = trouble is not None and trouble.fault is ModelFault.OUT_OF_TOKENS
        whole = bool(answer.text.strip()) and (trouble is None or cut)
        self._take_in(step, answer, whole=whole)
        if whole:
            return
        if trouble is None:
            self._end(End.FAILED, f"{answer.call.model} said nothing.")
        else:
            self._end(End.MONEY if trouble.fault is ModelFault.BUDGET else End.FAILED, str(trouble))

    def _take_in(self, step: Step, answer: Answer | None, *, whole: bool) -> None:
        if answer is None or not answer.text.strip():
            return
        call, text = answer.call, answer.text.strip()[:LONGEST_TURN]
        now = self._clock.now().wall_ms
        turn = Turn(step.number, text, call.provider, call.model, call.id, call.cost, now, whole, answer.warning)
        self._shelf.keep_turn(self.relay, turn)
        self._keep(self.relay.heard(turn))
        self._emit(RelayTurnMade(self._request, turn_message(self.relay, turn), signs_of(self.relay)))

    # What is kept and told.

    def _keep(self, relay: Relay) -> None:
        self._shelf.keep(relay)
        self.relay = relay

    def _end(self, end: End, why: str) -> None:
        self._keep(self.relay.ended(end, why))

    def _pass_time(self) -> None:
        now = self._clock.now().mono_ms
        passed, self._since_ms = now - self._since_ms, now
        if passed > 0:
            self._keep(self.relay.passed(passed))

    def _say_begun(self, step: Step) -> None:
        self._emit(
            RelayBegun(
                self._request,
                self.relay.id,
                step.number,
                step.section,
                step.stage.value,
                step.part.value,
                self.relay.plan.player(step.part).model,
                signs_of(self.relay),
            )
        )

    def _say_waiting(self, wait: Wait) -> None:
        self._emit(RelayWaits(self._request, self.relay.id, wait.words, wait.seconds))


async def _cut_off(asking: asyncio.Future[Answer]) -> Answer | None:
    """Cancels it, and gives what had come by then."""
    asking.cancel()
    try:
        return await asking
    except Stopped as stopped:
        return stopped.answer
    except (asyncio.CancelledError, PalimpsestError):
        return None
