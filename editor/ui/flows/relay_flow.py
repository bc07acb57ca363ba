"""While the writer is away: a relay is put together, shown, begun, watched, stopped, and its proposal looked through.

All of it lies on the desk, beside the draft, which nothing here touches but a paragraph that the writer takes in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from editor.protocol import relay_messages as wire
from editor.protocol.messages import Failed, NeedsApproval
from editor.session.draft_session import DraftSession
from editor.ui.desk.desk import Desk
from editor.ui.desk.relay_approval import RelayApproval
from editor.ui.desk.relay_proposal import Proposed, RelayProposal
from editor.ui.desk.relay_setup import PutTogether, RelaySetup
from editor.ui.desk.relay_view import RelayState, RelayView
from editor.ui.flows import relay_order, relay_taking, relay_words
from editor.ui.relay_line import RelayLine
from editor.ui.workbench import Workbench

_AGAIN_MS = 500
_UNDER_WAY = "A relay of models was under way. It goes on where it was only if you say so."


class RelayFlow(QObject):
    """Signals:
    call_ended: a model answered; without a value.
    """

    call_ended = Signal()

    def __init__(self, bench: Workbench, desk: Desk, put_over_page: Callable[[QWidget], None]) -> None:
        super().__init__(desk)
        self._bench = bench
        self._desk = desk
        self.line = line = RelayLine(bench.theme)
        put_over_page(line)
        self._of: DraftSession | None = None
        self._players: tuple[wire.PlayersRow, ...] = ()
        self._relays: relay_order.RelayRows = ()
        """As they were listed, and ended since."""
        self._relay: wire.RelayRow | None = None
        """The one that is at work or shown."""
        self._running = 0
        """The number of the request, 0 where none is at work."""
        self._lost = False
        """Its worker went while it was at work; the next one goes on by itself."""
        self._sentence = ""
        self._model = ""
        """Of the step that is under way."""
        self._live = ""
        """What was heard of that step, with the line above it."""
        self._sheet: QWidget | None = None
        self._before: PutTogether | None = None
        """What another relay is to do, as far as the writer had put it together when its sheet went."""
        self._begun_with: PutTogether | None = None
        """That of the relay that was begun last."""
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        desk.sheet_closed.connect(self._sheet_gone)
        bench.bus.changed.connect(lambda change: self._show_decided() if change.changes.reshaped else None)
        line.go_on_pressed.connect(self.go_on)
        line.end_pressed.connect(self.end)

    @property
    def is_running(self) -> bool:
        return bool(self._running)

    # What is known.

    def opened(self) -> None:
        """Another draft may be on the screen; its relays are asked for once it is attached."""
        if self._bench.session is not self._of:
            self._of, self._relay, self._running, self._lost, self._live = self._bench.session, None, 0, False, ""
            self.line.hide()
            self._close()
            self._before = self._begun_with = None
            self._relays = ()

    def attached(self) -> None:
        """The worker has the draft: what was under way when it was left is asked about, or goes on."""
        self._ask_list(self._attached)

    def _attached(self, answer: wire.Relays) -> None:
        self._listed(answer)
        if self._relay is not None and not self._relay.signs.end and not self._running:
            self.line.ask(_UNDER_WAY, self._bench.view)

    def _look_again(self) -> None:
        """For the relay whose worker went: the next worker has it as soon as it has the draft."""
        if self._lost and not self._running:
            self._bench.ask(wire.ListRelays, self._found_again, failed=lambda _failure: self._again.start())

    def _found_again(self, answer: wire.Relays) -> None:
        if not self._lost or self._running:
            return
        self._lost = False
        self._listed(answer, self._relay.relay if self._relay else "")
        if self._relay is not None and not self._relay.signs.end:
            self.go_on()
        else:
            self._bench.say("The helper process ended before the relay began. Nothing was lost; begin it again.")
            self._close()

    def _ask_list(self, answer: Any) -> None:
        self._bench.ask(wire.ListRelays, answer, failed=lambda _failure: None)

    def _listed(self, answer: wire.Relays, wanted: str = "") -> None:
        self._players, self._relays = answer.players, answer.relays
        self._relay = relay_order.first_to_see(answer.relays, wanted)
        for relay in answer.relays:
            for turn in relay.turns:
                self._remember(turn)

    def _remember(self, turn: wire.RelayTurnRow) -> None:
        """What a model's turn shows is the model's wherever it turns up again."""
        row = wire.ProposalRow(0, "", "", None, turn.text, turn.provider, turn.model, turn.call, turn.when_ms)
        self._bench.clipboard.model_showed(turn.text, relay_taking.origin_of(row))

    # Showing.

    def open(self) -> None:
        """What fits: the relay at work, its proposal, or what another one is to do."""
        if self._bench.session is None:
            return
        if self._running:
            self._show_view()
        else:
            self._bench.session.recorder.prepare()
            self._ask_list(self._open)

    def _open(self, answer: wire.Relays) -> None:
        self._listed(answer)
        if self._relay is None:
            self._show_setup()
        else:
            self._show_relay()

    def _show_relay(self) -> None:
        if self._relay is None or not self._relay.signs.end or not self._has_proposal():
            self._show_view()
        else:
            self.show_proposal()

    def show_earlier(self) -> None:
        """The relay before the one that is shown: what it proposed can still be taken in."""
        if (earlier := self._earlier()) is not None:
            self._relay = earlier
            self._show_relay()

    def _earlier(self) -> wire.RelayRow | None:
        return relay_order.before(self._relays, self._relay)

    def _has_proposal(self) -> bool:
        return self._relay is not None and any(row.text for row in self._relay.proposal)

    def _put(self, sheet: QWidget) -> None:
        self._desk.close_sheet()
        self._sheet = sheet
        self._desk.show()
        self._desk.show_sheet(sheet)

    def _close(self) -> None:
        if self._sheet is not None:
            self._desk.close_sheet()

    def _sheet_gone(self) -> None:
        """By a button of the sheet, or because the writer turned to another tool; the relay goes on."""
        if isinstance(self._sheet, RelaySetup):
            self._before = self._sheet.put_together()
        self._sheet = None

    # Before.

    def _show_setup(self) -> None:
        session, here = self._bench.session, self._bench.view.current()
        if session is None:
            return
        self._close()  # one that is shown already is as the writer wants it
        before = self._before
        chosen = before.paragraphs if before else frozenset()
        entries, note = relay_words.entries(session, here[0] if here else None, chosen)
        setup = RelaySetup(entries, self._players, note, self._bench.theme)
        setup.show_pressed.connect(self._prepare)
        setup.said.connect(self._bench.say)
        setup.closed.connect(self._close)
        if before is not None:
            setup.restore(before)
        self._put(setup)

    def _prepare(self, plan: wire.RelayPlanRow) -> None:
        upto = self._bench.upto
        self._bench.ask(
            lambda ident: wire.PrepareRelay(ident, plan, upto), lambda answer: self._show_approval(plan, answer)
        )

    def _show_approval(self, plan: wire.RelayPlanRow, answer: wire.RelayPrepared) -> None:
        sheet = RelayApproval(relay_words.approval(answer, plan), self._bench.theme)
        sheet.start_pressed.connect(lambda: self._start(plan, answer.digest))
        sheet.back_pressed.connect(self._show_setup)
        self._put(sheet)

    # At work.

    def _start(self, plan: wire.RelayPlanRow, digest: str) -> None:
        upto = self._bench.upto
        self._relay, self._begun_with = None, self._before
        self._begin(lambda ident: wire.RunRelay(ident, plan, upto, digest), "The first model is being asked.", plan)

    def go_on(self) -> None:
        """With the relay that was left under way, stopped, or failed."""
        if self._relay is not None and not self._running:
            relay = self._relay.relay
            self.line.hide()
            self._begin(lambda ident: wire.GoOnWithRelay(ident, relay), "It goes on.")

    def _begin(self, make: Any, sentence: str, plan: wire.RelayPlanRow | None = None) -> None:
        self._of, self._lost, self._sentence, self._live = self._bench.session, False, sentence, ""
        if plan is not None:
            self._relay = relay_order.not_begun(plan)
        self._running = self._bench.ask(make, self._ended, self._event, failed=self._failed)
        self._show_view()

    def _show_view(self) -> None:
        sheet = RelayView(self._bench.theme)
        sheet.stop_pressed.connect(self.stop)
        sheet.go_on_pressed.connect(self.go_on)
        sheet.end_pressed.connect(self.end)
        sheet.proposal_pressed.connect(self.show_proposal)
        sheet.new_pressed.connect(self._show_setup)
        sheet.earlier_pressed.connect(self.show_earlier)
        if self._relay is not None:
            sheet.show_said(relay_words.said(self._relay) + self._live)
        self._put(sheet)
        self._refresh()

    def _refresh(self) -> None:
        sheet, relay = self._sheet, self._relay
        if not isinstance(sheet, RelayView) or relay is None:
            return
        signs = relay.signs
        at_work = self.is_running or self._lost
        sentence = self._sentence if at_work else signs.why or _UNDER_WAY
        has_begun = bool(relay.relay)
        sheet.show_state(
            RelayState(
                words=relay_words.progress(signs),
                sentence=sentence,
                is_running=at_work,
                can_go_on=signs.can_go_on and has_begun,
                is_over=bool(signs.end) or not has_begun,
                has_proposal=self._has_proposal(),
                has_earlier=self._earlier() is not None,
            )
        )

    def _event(self, message: Any) -> None:
        if message.id != self._running or self._relay is None:  # of a draft that was left
            return
        if isinstance(message, wire.RelayBegun):
            self._sentence, self._model = relay_words.doing(message), message.model
            self._relay, self._live = replace(self._relay, relay=message.relay, signs=message.signs), ""
            self._add(relay_words.turn_heading(self._relay, message.section, message.stage, message.model))
        elif isinstance(message, wire.RelayHeard):
            self._bench.sent = f"Sent: relay, to {self._model}"
            self._add(message.text)
            return
        elif isinstance(message, wire.RelayWaits):
            self._sentence = message.words
        elif isinstance(message, wire.RelayTurnMade):
            turns = (*(one for one in self._relay.turns if one.step != message.turn.step), message.turn)
            self._relay = replace(self._relay, turns=turns, signs=message.signs)
            self._remember(message.turn)
            self._add(relay_words.turn_ending(message.turn))
            self._live = ""
            self.call_ended.emit()
        self._refresh()

    def _add(self, text: str) -> None:
        self._live += text
        if isinstance(self._sheet, RelayView):
            self._sheet.add(text)

    def stop(self) -> None:
        """At the word it is at."""
        if self._lost and self._relay is not None:
            self._lost = False  # nobody is at work, and nobody goes on
            self._refresh()
        if self._relay is None or not self._running:
            return
        relay = self._relay.relay
        if relay:
            self._bench.ask(lambda ident: wire.StopRelay(ident, relay), lambda _answer: None)
        else:
            self._bench.client.cancel(self._running)

    def end(self) -> None:
        """The one that was left under way: what it made is kept, and it does not go on."""
        if self._relay is None:
            return
        relay = self._relay.relay
        self.line.hide()
        self._bench.ask(lambda ident: wire.StopRelay(ident, relay), lambda answer: self._after_end(answer, relay))

    def _after_end(self, answer: wire.Relays, ended: str) -> None:
        self._listed(answer, ended)
        if self._has_proposal():
            self.show_proposal()
        else:
            self._close()
            self._bench.say("The relay is over. What was said is kept.")

    # Afterwards.

    def _ended(self, answer: wire.RelayEnded | NeedsApproval) -> None:
        if answer.id != self._running:
            return
        self._running, self._live = 0, ""
        if isinstance(answer, NeedsApproval):
            self._relay = None
            self._bench.say("The essay has changed since you were shown this. Nothing was sent; look at it again.")
            self._show_setup()
            return
        self._relay = answer.relay
        self._relays = relay_order.with_newest(self._relays, answer.relay)
        if self._has_proposal() and self._before == self._begun_with:
            self._before = None  # it came of it
        self._bench.say(f"The relay has ended. {answer.relay.signs.why}")
        self.call_ended.emit()
        if isinstance(self._sheet, RelayView):
            if self._has_proposal():
                self.show_proposal()
            else:
                self._refresh()

    def _failed(self, failure: Failed) -> None:
        if failure.id != self._running:
            return
        self._running, self._lost = 0, failure.fault == "worker_lost"
        if self._lost:
            self._sentence = "The helper process ended; the relay goes on with the next one."
            self._refresh()
            self._again.start()
            return
        if failure.fault != "cancelled":
            self._bench.say(f"{failure.title}. {failure.detail}".strip())
        if self._relay is not None and not self._relay.relay:  # it never began
            self._relay = None
            self._show_setup()
        else:
            self._refresh()

    def show_proposal(self) -> None:
        sheet = RelayProposal(self._bench.theme)
        sheet.take_pressed.connect(self.take_in)
        sheet.leave_pressed.connect(self.leave)
        sheet.said_pressed.connect(self._show_view)
        sheet.new_pressed.connect(self._show_setup)
        sheet.earlier_pressed.connect(self.show_earlier)
        sheet.closed.connect(self._close)
        self._put(sheet)
        self._show_decided()

    def _show_decided(self) -> None:
        """What became of each paragraph; what was taken in may be out again."""
        sheet, relay, session = self._sheet, self._relay, self._bench.session
        if isinstance(sheet, RelayProposal) and relay is not None and session is not None:
            proposed = tuple(
                Proposed(
                    row.section,
                    relay_words.point_of(row),
                    row.text,
                    relay_words.label_of(row),
                    relay_taking.state_of(session, relay.relay, row.section),
                )
                for row in relay.proposal
            )
            sheet.show_proposed(relay.signs.why, proposed, has_earlier=self._earlier() is not None)

    def take_in(self, section: int) -> None:
        """Puts one paragraph into the draft, as the model's words."""
        session, relay = self._bench.session, self._relay
        if session is None or relay is None:
            return
        relay_taking.take_in(self._bench.view, session, relay, relay.proposal[section])
        self._bench.say("It is in the draft, marked as the model's words. Undo takes it out again.")
        self._show_decided()

    def leave(self, section: int) -> None:
        session, relay = self._bench.session, self._relay
        if session is not None and relay is not None:
            relay_taking.leave(session, relay.relay, relay.proposal[section])
            self._show_decided()
