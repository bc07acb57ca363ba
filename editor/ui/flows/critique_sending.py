"""Asking critics: what would go to each of them is shown on one sheet, and only what was shown there is sent.

Critics the writer need not be asked about again for this essay, and those on this machine, go ahead while the sheet waits
for the others. All that are asked read at the same time, and each can be stopped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from editor.core.annotations import WHOLE_DRAFT
from editor.protocol import messages as wire
from editor.protocol.critique_messages import StopCritic
from editor.ui.desk.critic_rows import CriticState
from editor.ui.desk.desk import Desk
from editor.ui.dialogs.round_sheet import CriticRequest, RoundSheet
from editor.ui.dialogs.send_sheet import SendTick
from editor.ui.flows.asking_first import NEIGHBOURS, extras_of, send_view
from editor.ui.flows.critic_board import CriticBoard
from editor.ui.flows.critic_choices import CriticChoices
from editor.ui.flows.remark_views import remark_places
from editor.ui.flows.round_limit import over_together
from editor.ui.unread_words import its_words
from editor.ui.workbench import Workbench


@dataclass(slots=True)
class Asking:
    """Critics that a model plays, before they are sent anything."""

    paragraph: int
    critics: list[str]
    neighbours: bool = True
    only_look: bool = False
    """The writer wants to see it whether or not they need be asked."""
    prepared: dict[str, wire.Prepared] = field(default_factory=dict)
    ahead_usd: Decimal = Decimal(0)
    """The most that the critics can cost that went ahead since these were priced."""

    @property
    def is_prepared(self) -> bool:
        return all(name in self.prepared for name in self.critics)


@dataclass(frozen=True, slots=True)
class Round:
    """Critics that read a paragraph, or the draft, at this moment."""

    paragraph: int
    critics: tuple[str, ...]


class CritiqueSending(QObject):
    """Signals:
    changed: a critic does something else than before; without a value.
    remarks_made: carries a `messages.RemarksMade`.
    call_ended: a model answered, failed or was stopped; without a value.
    finished: all that were asked have ended; carries the paragraph of the last of them, `WHOLE_DRAFT` for the draft.
    """

    changed = Signal()
    remarks_made = Signal(object)
    call_ended = Signal()
    finished = Signal(int)

    def __init__(self, bench: Workbench, desk: Desk, board: CriticBoard, choices: CriticChoices) -> None:
        super().__init__(desk)
        self._bench = bench
        self._desk = desk
        self._board = board
        self._choices = choices
        self._recipients: dict[str, str] = {}
        """Where the words of each model critic go, as the sheet said."""
        self._running: dict[int, Round] = {}
        self._asking: Asking | None = None
        self._sheet: RoundSheet | None = None
        self._yes: set[str] = set()
        self._seconds = QTimer(self)
        self._seconds.setInterval(1_000)
        self._seconds.timeout.connect(self._tick)
        desk.sheet_closed.connect(self._sheet_gone)

    def reset(self) -> None:
        """Another draft was opened."""
        self._running.clear()
        self._yes.clear()
        self._asking = None
        self._close_sheet()

    def ask_again(self) -> None:
        """Something else goes along from now on."""
        self._yes.clear()

    @property
    def is_running(self) -> bool:
        return bool(self._running)

    @property
    def asks_to_send(self) -> bool:
        """Whether the sheet that shows what would be sent is open; the desk stays with its paragraph meanwhile."""
        return self._sheet is not None

    # Before anything is sent.

    def ask(self, paragraph: int, names: Iterable[str]) -> None:
        """Asks critics about a paragraph, or about the draft for `WHOLE_DRAFT`."""
        reading = {name for one in self._running.values() if one.paragraph == paragraph for name in one.critics}
        wanted = [name for name in names if name not in reading]  # asked twice, a model would be paid twice
        local = tuple(name for name in wanted if name not in self._board.models)
        if local:
            self._send(local, paragraph)
        if models := [name for name in wanted if name in self._board.models]:
            self._begin_anew(Asking(paragraph, models))

    def look(self, paragraph: int, names: Iterable[str]) -> None:
        """Shows what would be sent; nothing goes out before the writer says so."""
        self._begin_anew(Asking(paragraph, list(names), only_look=True))

    def _begin_anew(self, asking: Asking) -> None:
        """A sheet that is open is about something else."""
        self._close_sheet()
        self._begin(asking)

    def _begin(self, asking: Asking) -> None:
        self._asking = asking
        for name in asking.critics:
            self._prepare(asking, name)

    def _prepare(self, asking: Asking, name: str) -> None:
        upto, choice = self._bench.upto, self._choices.of(name)
        paragraph = None if asking.paragraph == WHOLE_DRAFT else asking.paragraph
        self._bench.ask(
            lambda ident: wire.PrepareCritique(
                ident,
                paragraph,
                name,
                asking.neighbours,
                upto,
                choice.model,
                choice.connection,
                self._bench.along.rows(),
                several=len(asking.critics) > 1,
            ),
            lambda answer: self._prepared(asking, name, answer),
            failed=lambda failure: self._not_prepared(asking, name, failure),
        )

    def _not_prepared(self, asking: Asking, name: str, failure: wire.Failed) -> None:
        if asking is not self._asking:
            return
        self._asking = None
        if self._at_the_limit(asking, failure):
            return
        self._asking = asking
        asking.critics.remove(name)
        self._board.asked(name, asking.paragraph)
        self._board.set(name, CriticState.FAILED, f"{failure.title}. {failure.detail}".strip())
        self.changed.emit()
        self._go_on(asking)

    def _at_the_limit(self, asking: Asking, failure: wire.Failed) -> bool:
        """Whether that was the reason, and the writer is asked what to do."""
        again = replace(asking, critics=list(asking.critics), prepared={})
        local = partial(self._send, self._board.local(), asking.paragraph)
        return self._bench.at_the_limit(failure, lambda: self._begin_anew(again), local)

    def _too_much(self, asking: Asking) -> bool:
        """Whether all of them together would pass a limit; the writer is asked what to do then."""
        over = over_together([asking.prepared[name] for name in asking.critics])
        if over is None:
            return False
        self._asking = None
        self._close_sheet()
        return self._at_the_limit(asking, over)

    def _prepared(self, asking: Asking, name: str, answer: wire.Prepared) -> None:
        if asking is not self._asking:  # stopped, asked anew or about another draft since
            return
        self._recipients[name] = answer.recipient
        self._bench.along.told_cut(answer.cut)
        asking.prepared[name] = answer
        self._go_on(asking)

    def _go_on(self, asking: Asking) -> None:
        """Once it is known what would go to each: sends what need not be asked about, and shows the rest."""
        if not asking.is_prepared:
            return
        if not asking.only_look:
            if self._too_much(asking):
                return
            known = [name for name in asking.critics if name in self._yes]
            asking.critics = [name for name in asking.critics if name not in self._yes]
            if known:
                prices = (asking.prepared[name].most_usd for name in known)
                asking.ahead_usd += sum((Decimal(price) for price in prices if price), Decimal(0))
                self._send_prepared(asking, known)
        if not asking.critics:
            self._asking = None
            self._close_sheet()
        elif self._sheet is not None:
            self._sheet.show_requests(self._requests(asking), asking.ahead_usd)
        else:
            self._show(asking)

    def _show(self, asking: Asking) -> None:
        sheet = RoundSheet(self._requests(asking), self._bench.theme, ahead_usd=asking.ahead_usd)
        sheet.approved.connect(lambda silent: self._approved(asking, silent))
        sheet.cancel_pressed.connect(self._cancelled)
        sheet.extra_ticked.connect(lambda tick: self._extra(asking, tick))
        self._desk.show_sheet(sheet)
        self._sheet = sheet

    def _requests(self, asking: Asking) -> list[CriticRequest]:
        return [self._request(asking, name, asking.prepared[name]) for name in asking.critics]

    def _request(self, asking: Asking, name: str, answer: wire.Prepared) -> CriticRequest:
        extras = extras_of(asking.neighbours, self._bench.along.entries())
        number = self._bench.number(asking.paragraph)
        view = send_view(answer, number, extras[1:] if asking.paragraph == WHOLE_DRAFT else extras)
        said = (answer.likely_usd, answer.most_usd, answer.needs_usd, answer.left_usd)
        likely, most, needs, left = (Decimal(price) if price else None for price in said)
        title = self._board.titles.get(name, name)
        return CriticRequest(name, title, view, likely, most, needs, left, answer.left_words, answer.counted_by)

    def _extra(self, asking: Asking, tick: SendTick) -> None:
        neighbours = asking.neighbours
        if tick.name == NEIGHBOURS:
            neighbours = tick.ticked
        else:
            self._bench.along.tick(tick.name, tick.ticked)
        self._rebind(replace(asking, neighbours=neighbours, prepared={}, ahead_usd=Decimal(0)))

    def _rebind(self, asking: Asking) -> None:
        """The open sheet is about this from now on."""
        sheet = self._sheet
        if sheet is not None:
            sheet.approved.disconnect()
            sheet.extra_ticked.disconnect()
            sheet.approved.connect(lambda silent: self._approved(asking, silent))
            sheet.extra_ticked.connect(lambda tick: self._extra(asking, tick))
        self._begin(asking)

    def _approved(self, asking: Asking, silent: frozenset[str]) -> None:
        if not asking.is_prepared:  # the sheet is about to show another text
            return
        if self._too_much(asking):
            return
        self._yes |= silent
        self._asking = None
        self._close_sheet()
        self._send_prepared(asking, asking.critics)

    def cancel(self) -> None:
        """Closes the sheet; nothing is sent."""
        if self._sheet is not None:
            self._cancelled()

    def _cancelled(self) -> None:
        self._asking = None
        self._close_sheet()
        self._bench.say("Nothing was sent.")

    def _close_sheet(self) -> None:
        if self._sheet is not None:
            self._desk.close_sheet()

    def _sheet_gone(self) -> None:
        """By a button of the sheet, or because the writer turned to another tool; that is no yes."""
        if self._sheet is not None:
            self._sheet = None
            self._asking = None

    # Sending, and what comes of it.

    def _send_prepared(self, asking: Asking, names: list[str]) -> None:
        choices = {name: self._choices.of(name) for name in names}
        approved = tuple(
            wire.Approval(name, asking.prepared[name].digest, choices[name].connection, choices[name].model)
            for name in names
        )
        self._send(tuple(names), asking.paragraph, approved, neighbours=asking.neighbours)

    def _send(
        self,
        names: tuple[str, ...],
        paragraph: int,
        approved: tuple[wire.Approval, ...] = (),
        *,
        neighbours: bool = True,
    ) -> None:
        along, places = self._bench.along.rows(), remark_places(self._bench.session)
        upto, target = self._bench.upto, None if paragraph == WHOLE_DRAFT else paragraph
        ident = self._bench.ask(
            lambda number: wire.Critique(number, target, names, approved, neighbours, upto, along, places=places),
            lambda answer: self._ended(answer.id, names, answer),
            self._event,
            failed=lambda failure: self._ended(failure.id, names, failure),
        )
        self._running[ident] = Round(paragraph, names)
        for name in names:
            self._board.asked(name, paragraph)
        self._seconds.start()
        self.changed.emit()

    def stop(self) -> None:
        """Stops all critics; what came is kept."""
        for ident in tuple(self._running):
            self._bench.client.cancel(ident)
        self._asking = None
        self._close_sheet()

    def stop_critic(self, name: str, beside: int) -> None:
        """Stops one; the others go on, and so does what else it reads, if it reads the paragraph `beside`."""
        reading = {ident: one for ident, one in self._running.items() if name in one.critics}
        here = any(one.paragraph == beside for one in reading.values())
        for ident, one in reading.items():
            if one.paragraph == beside or not here:
                self._bench.ask(partial(StopCritic, target=ident, critic=name), lambda _answer: None)

    def _event(self, message: wire.CriticState | wire.RemarksMade) -> None:
        if message.id not in self._running:  # of a draft that was left
            return
        if isinstance(message, wire.RemarksMade):
            self.remarks_made.emit(message)
            return
        paragraph, state = self._running[message.id].paragraph, CriticState(message.state)
        if state is CriticState.READING and message.critic in self._board.models:
            what = f"¶{self._bench.number(paragraph)}" if paragraph != WHOLE_DRAFT else "the draft"
            self._bench.sent = f"Sent: {what} to {self._recipients.get(message.critic, 'a model')}"
        self._board.told(paragraph, message, _sentence(message))
        if message.seconds:
            self._seconds.start()  # anew, so that the row counts in step with the line at the foot
        self.changed.emit()

    def _ended(self, ident: int, names: tuple[str, ...], answer: object) -> None:
        round_ = self._running.pop(ident, None)
        if any(name in self._board.models for name in names):
            self.call_ended.emit()
        if round_ is None:  # of a draft that was left
            return
        if isinstance(answer, wire.Failed):
            cancelled, lost = answer.fault == "cancelled", answer.fault == "worker_lost"
            words = "" if cancelled else f"{answer.title}. {answer.detail}".strip()
            for name in names:
                told = f"{words} {_CHARGED}" if lost and name in self._board.models else words
                state = CriticState.IDLE if cancelled else CriticState.FAILED
                self._board.ended(name, round_.paragraph, state, told)
        if isinstance(answer, wire.NeedsApproval):  # the text is another than the one that was shown
            self._yes.difference_update(answer.critics)
            for name in names:
                self._board.let_go(name, round_.paragraph)
            self._begin_anew(Asking(round_.paragraph, list(names)))
        if not self._running:
            self._seconds.stop()
            if self._asking is None:
                self.finished.emit(round_.paragraph)
        self.changed.emit()

    def _tick(self) -> None:
        self._board.second_passed()
        self.changed.emit()


def _sentence(told: wire.CriticState) -> str:
    """What stands below the critic's name."""
    parts = [told.words]
    if told.state == CriticState.DONE.value:  # its remarks are counted beside the name
        parts = [told.warning, _NOT_ALL if told.unread else ""]
    if told.unread:
        parts.append(its_words(told.unread))
    return " ".join(part for part in parts if part)


_CHARGED = "What was sent may be charged."
_NOT_ALL = "Its answer could not all be read as remarks."
