"""One question to a model from the command line: shown first, then sent and written down in the draft.

The draft may be open in a window at the same time, whose worker is then the only one that writes to it. So the file is
opened for the moment of writing only; where somebody else has it, the call is put aside for its list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from editor.core.clock import Clock, SystemClock
from editor.core.errors import FileError, FileUnreadable
from editor.core.money import about, cents
from editor.journal.places import Places
from editor.services.asking import Listener, Models, Question, Record
from editor.services.calls_aside import folder_of, forget_aside, put_aside
from editor.services.critic_connections import connection_for
from editor.services.critics import model_critic
from editor.services.folding_lock import take_folding_lock
from editor.services.material import Material, request_for
from editor.services.one_question import Asked, in_order
from editor.services.reading import OpenedText
from editor.services.remarking import all_from_model
from editor.services.terms import terms_of_text
from editor.store.calls import Call
from editor.store.drafts import DraftStore

_LATER = "The draft cannot be written now; this request comes into its list as soon as that is looked at in the window."
_NO_LIST = "This text has no draft with a list of what was sent. What is sent is kept in"


class ModelQuestion:
    """`tell` takes sentences for the writer."""

    def __init__(
        self, opened: OpenedText, places: Places, environment: Mapping[str, str], tell: Callable[[str], None]
    ) -> None:
        self._clock = SystemClock()
        self._models = Models(environment, self._clock, lambda: terms_of_text(opened, places), root=lambda: places.root)
        self._opened = opened
        self._places = places
        self._tell = tell

    async def ask(self, critic: str, material: Material, whom: tuple[str, str], *, agreed: bool) -> Asked | None:
        """Shows what is sent, to whom and for how much, and sends it where the writer agreed; else None.

        `whom` is a connection and a model; either may be empty, for the critic's own or the usual one.
        Raises FileError for a critic that cannot be used, CredentialError for a wrong address or connection, ModelError
        where nothing could be sent.
        """
        persona = model_critic(critic)
        connection = connection_for(self._models, persona, *whom)
        asked = request_for(persona, material, connection.model)
        question = await self._models.question(asked, connection, material.goes_along)
        self._tell(question.text)
        recipient = connection.recipient_words
        self._tell(f"\nThis is the text for {recipient}, model {question.request.model}: {question.price_words}.")
        if question.refusal is not None:
            await self._models.close()
            raise question.refusal
        if not agreed:
            await self._models.close()
            self._tell("Nothing was sent. Add --yes to send it.")
            return None
        return await self._sent(critic, question, material)

    async def _sent(self, critic: str, question: Question, material: Material) -> Asked:
        record, made = record_in(self._opened, self._places, self._clock, self._tell), dict[str, Call]()

        def noted(call: Call) -> None:
            record(call)
            made[call.id] = call

        listener = Listener(lambda _: None, lambda wait: self._tell(wait.words))
        try:
            answer = await self._models.ask(question, noted, listener)
        finally:
            await self._models.close()
            if made:
                self._tell(_cost_in_words(made.values()))
        call = answer.call
        read = all_from_model(answer.text, material, critic, call.wall_ms, call.id)
        return Asked(in_order(read.remarks), read.leftover, answer.trouble, answer.warning)


def _cost_in_words(calls: Iterable[Call]) -> str:
    """Of all requests that left for one question, also where it was stopped."""
    calls = tuple(calls)
    if not all(call.cost for call in calls):
        return "What it cost is not known."
    cost = sum((Decimal(call.cost.partition(" ")[0]) for call in calls), Decimal(0))
    if not cost:
        return "It cost nothing."
    if any(call.tokens.get("estimated") for call in calls):
        return f"It cost {about(cost)}, which is a guess; a limit counts the most that it can be."
    return f"It cost {cents(cost)}."


def record_in(opened: OpenedText, places: Places, clock: Clock, tell: Callable[[str], None]) -> Record:
    """What writes calls into the draft, or puts them aside and says so. Raises FileUnreadable where neither can be."""

    told: set[str] = set()
    ident = opened.draft_id or places.text_id(opened.path)

    def record(call: Call) -> None:
        if _written(call):
            forget_aside(places, ident, call.id)
            return
        try:
            put_aside(places, ident, call)
        except OSError as error:
            title, detail = "What is sent cannot be written down", f"{folder_of(places, ident)}: {error.strerror}."
            raise FileUnreadable(title, detail) from error
        if not told:
            tell(_LATER if opened.draft_id else f"{_NO_LIST} {folder_of(places, ident)}.")
        told.add(call.id)

    def _written(call: Call) -> bool:
        if opened.database is None or opened.draft_id is None:
            return False
        place = places.draft(opened.draft_id)
        try:
            place.prepare()
            lock = take_folding_lock(place, clock, (opened.database,))
            try:
                store = DraftStore.open(opened.database, owner=lock.owner)
                try:
                    store.calls.put(call)
                finally:
                    store.close()
            finally:
                lock.release()
        except (FileError, OSError):
            return False
        return True

    return record
