"""A model's turn in the pad: shown before it is asked for, heard as it comes, stopped at the word it is at.

Nothing goes out before the writer has seen the exact text on the sheet and said yes. Only whole words are shown and
journalled, so that what a key, a fault or a kill leaves of a turn is what stood on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QObject, Signal

from editor.core.origins import UNKNOWN, Origin, OriginKind
from editor.core.unfinished_words import whole_words
from editor.protocol import messages as wire
from editor.protocol import pad_messages as pad_wire
from editor.session.draft_session import DraftSession
from editor.session.pads import Association
from editor.ui.desk.desk import Desk
from editor.ui.desk.model_box import Whom
from editor.ui.desk.pad_panel import PadPanel
from editor.ui.desk.pad_values import PadTurn, count_words
from editor.ui.dialogs.send_sheet import SendExtra, SendSheet, SendTick
from editor.ui.flows.asking_first import send_view
from editor.ui.flows.pad_models import PadModels
from editor.ui.flows.talks import pad_so_far
from editor.ui.workbench import Workbench

LONGEST_TURN = 240
"""Words, twice what is asked for: a model that does not stop by itself is stopped."""
_TEXT = "text"
_STOPPED_ALONG = "The model's hidden turn was stopped before the first word."
_NOTHING_ALONG = "The model wrote nothing in its hidden turn."


@dataclass(slots=True)
class _Asked:
    """A model's turn from the wish to its end."""

    pad: pad_wire.PadSoFar
    """What is sent, as the sheet shows it."""
    session: DraftSession
    hidden: bool
    whom: Whom
    then: Callable[[], None] | None = None
    """What the writer wanted to do as soon as the sheet is gone."""
    digest: str = ""
    answers: Whom = field(default_factory=Whom)
    """Who it is that would be asked, where `whom` leaves that open."""
    recipient: str = ""
    request: int = 0
    """Of the turn itself; 0 while nothing was sent."""
    came: str = ""
    origin: Origin = UNKNOWN
    """A model's, as soon as it is known which."""
    turn: Association | None = None
    watched: bool = False
    """Whether it writes before the writer's eyes."""
    along: bool = False
    """It is, or was until it was revealed, to be written unseen while the writer writes."""

    @property
    def paragraph(self) -> int:
        return self.pad.paragraph


class ModelTurnFlow(QObject):
    """Signals:
    changed: the turns of a paragraph are to be shown anew; carries its id.
    call_ended: a model answered, failed or was stopped; without a value.
    """

    changed = Signal(int)
    call_ended = Signal()

    def __init__(self, bench: Workbench, panel: PadPanel, desk: Desk) -> None:
        super().__init__(panel)
        self._bench = bench
        self._panel = panel
        self._desk = desk
        self._asked: _Asked | None = None
        self._sheet: SendSheet | None = None
        self._with_text = True
        self._agreed_for: tuple[DraftSession, frozenset[Whom]] | None = None
        """Whom the writer saw on the sheet, and how that one was chosen: before the list has come, by no name."""
        self.models = PadModels(bench, panel.models)
        self._had_its_turn = False
        self._prices: dict[str, str] = {}
        panel.model_stopped.connect(self.stop)
        desk.sheet_closed.connect(self._sheet_gone)

    @property
    def is_agreed(self) -> bool:
        """Whether the writer said not to be asked again for this essay and this model."""
        return self._is_agreed_to(self.models.whom)

    def _is_agreed_to(self, whom: Whom) -> bool:
        session, agreed = self._agreed_for or (None, frozenset[Whom]())
        return session is self._bench.session and whom in agreed

    @property
    def is_under_way(self) -> bool:
        return self._asked is not None

    def price_of(self, call: str) -> str:
        """What a turn has cost, ready to show; empty where that is not known."""
        return self._prices.get(call, "") if call else ""

    def attached(self) -> None:
        """The worker has the draft."""
        self.load_prices()
        self.models.load()

    def load_prices(self) -> None:
        """What the turns of this draft have cost; of another draft, they are of no interest."""
        self._bench.ask(pad_wire.ListTurnPrices, self._prices_came, failed=lambda _failure: None)

    def _prices_came(self, answer: pad_wire.TurnPrices) -> None:
        self._prices = {call: words for call, cost in answer.prices if (words := _cents(cost))}
        self.changed.emit(self._panel.paragraph)

    # Asking.

    def take(self, so_far: tuple[int, str], *, hidden: bool = False, then: Callable[[], None] | None = None) -> None:
        """Has a model take the next turn of a paragraph with this point; `hidden`, until `reveal`."""
        session = self._bench.session
        if session is None or self._asked is not None:
            return
        session.recorder.prepare()  # a call is kept in the draft, also when nothing was typed in the file yet
        self._had_its_turn = False
        told = pad_so_far(session, *so_far, with_text=self._with_text)
        self._asked = _Asked(told, session, hidden, self.models.whom, then, along=hidden)
        if not hidden:
            self._panel.model_asked()
        self._prepare(self._asked, ask=not self.is_agreed)

    def _prepare(self, asked: _Asked, ask: bool) -> None:
        pad, upto, whom = replace(asked.pad, with_text=self._with_text), self._bench.upto, asked.whom
        self._bench.ask(
            lambda ident: pad_wire.PrepareTurn(ident, pad, upto, whom.model, whom.connection),
            lambda answer: self._prepared(asked, pad, answer, ask),
            failed=lambda failure: self._failed(asked, failure),
        )

    def _prepared(self, asked: _Asked, pad: pad_wire.PadSoFar, answer: wire.Prepared, ask: bool) -> None:
        if asked is not self._asked:  # stopped since
            return
        asked.pad, asked.digest, asked.recipient = pad, answer.digest, answer.recipient
        asked.answers = Whom(answer.connection, answer.model)
        if not ask and not self._is_agreed_to(asked.answers):  # no name was chosen, and it is another by now
            self._ask_anew(asked)
        elif ask:
            self._show_sheet(asked, answer)
        else:
            self._send(asked)

    def _show_sheet(self, asked: _Asked, answer: wire.Prepared) -> None:
        paragraph = self._bench.paragraph(asked.paragraph)
        has_text = paragraph is not None and bool(paragraph.body.strip())
        extras = (SendExtra(_TEXT, "The text of the paragraph", self._with_text),) if has_text else ()
        view = send_view(answer, self._bench.number(asked.paragraph), extras)
        if self._sheet is not None:
            self._sheet.show_view(view)
            return
        self._sheet = sheet = SendSheet(view, self._bench.theme)
        sheet.send_pressed.connect(lambda again: self._agreed(asked, again))
        sheet.cancel_pressed.connect(self.cancel)
        sheet.extra_ticked.connect(lambda tick: self._ticked(asked, tick))
        self._desk.show_sheet(sheet)
        sheet.setFocus()

    def _ticked(self, asked: _Asked, tick: SendTick) -> None:
        self._with_text = tick.ticked
        self._prepare(asked, ask=True)

    def _agreed(self, asked: _Asked, ask_again: bool) -> None:
        if not ask_again:
            self._agreed_for = (asked.session, frozenset((asked.whom, asked.answers)))
        self._close_sheet()
        self._send(asked)
        if asked.then is not None:
            asked.then()

    def cancel(self) -> None:
        """Closes the sheet; nothing is sent, and what the writer wanted to do goes on."""
        asked = self._asked
        if asked is None or self._sheet is None:
            return
        self._over(asked, "Nothing was sent.")
        if asked.then is not None:
            asked.then()

    def _close_sheet(self) -> None:
        self._sheet = None
        self._desk.close_sheet()

    def _sheet_gone(self) -> None:
        """Because the writer turned to another tool: that is no yes."""
        if self._sheet is not None and self._asked is not None:
            self._sheet = None
            self._over(self._asked, "Nothing was sent.")

    def _send(self, asked: _Asked) -> None:
        pad, digest, upto, whom = asked.pad, asked.digest, self._bench.upto, asked.whom
        asked.request = self._bench.ask(
            lambda ident: pad_wire.TakeTurn(ident, pad, upto, digest, whom.model, whom.connection),
            lambda answer: self._answered(asked, answer),
            lambda event: self._heard(asked, event),
            failed=lambda failure: self._failed(asked, failure),
        )
        if not asked.hidden:
            self._watch(asked)

    def _watch(self, asked: _Asked) -> None:
        """From here on it writes before the writer's eyes."""
        asked.watched = True
        asked.session.time.model_writes(asked.paragraph)
        self._panel.model_asked()
        self._panel.tell(f"{asked.recipient.partition(' (')[0]} takes its turn.")
        self._show(asked)

    # Hearing.

    def _heard(self, asked: _Asked, event: object) -> None:
        if asked is not self._asked:
            return
        if isinstance(event, pad_wire.TurnBegun):
            now = asked.session.clock.now().wall_ms
            asked.origin = Origin(OriginKind.MODEL, event.model, event.provider, "association", event.call, now)
            self._bench.sent = f"Sent: pad of ¶{self._bench.number(asked.paragraph)} to {asked.recipient}"
        elif isinstance(event, pad_wire.TurnWaits):
            if asked.watched:
                self._panel.tell(event.words)
        elif isinstance(event, pad_wire.TurnHeard):
            asked.came += event.text.replace("\r\n", "\n").replace("\r", "\n")
            self._keep(asked, whole_words(asked.came))
            if count_words(asked.came) > LONGEST_TURN:
                self.stop()

    def _keep(self, asked: _Asked, words: str) -> None:
        pads = asked.session.pads
        if not words or (asked.turn is not None and asked.turn.text == words):
            return
        if asked.turn is None:
            asked.turn = pads.begin(asked.paragraph, asked.origin)
        asked.turn = pads.typed(asked.turn.id, words)
        self._show(asked)

    def _show(self, asked: _Asked) -> None:
        turn = asked.turn
        if turn is None or not asked.watched:
            return
        number = len(asked.session.pad_turns(asked.paragraph))
        self._panel.show_model(PadTurn(number, "writing", 0, turn.words, turn.text, turn.id, turn.origin.actor))

    def reveal(self) -> bool:
        """Shows what a model wrote while the writer did; whether one had its turn then."""
        asked, had = self._asked, self._had_its_turn
        self._had_its_turn = False
        if asked is None or not asked.hidden:
            return had
        asked.hidden = False
        if asked.request:
            self._watch(asked)
        else:
            self._panel.model_asked()
        return True

    # The end.

    def stop(self) -> None:
        """Ends the model's turn at the word it is at; what came is kept, and what it cost is written down."""
        asked = self._asked
        if asked is None:
            return
        if asked.request:
            self._bench.client.cancel(asked.request)
            stopped = _STOPPED_ALONG if asked.along else "Stopped before the first word."
            self._over(asked, "" if asked.turn is not None else stopped)
        else:  # of this turn alone: those above it may have been sent, and paid for
            unseen = asked.along and asked.then is None  # it came with a turn of the writer's by itself
            self._over(asked, "" if unseen else "Stopped before the model was asked.")

    def _answered(self, asked: _Asked, answer: pad_wire.TurnTaken | wire.NeedsApproval) -> None:
        if isinstance(answer, wire.NeedsApproval):
            self._ask_anew(asked)
        elif asked is self._asked:
            self._keep(asked, asked.came.strip())
            asked.origin = _answered_by(asked.origin, answer.model)
            nothing = _NOTHING_ALONG if asked.along else "The model wrote nothing."
            self._over(asked, answer.trouble or ("" if asked.turn is not None else nothing))
        self._call_ended(asked)

    def _ask_anew(self, asked: _Asked) -> None:
        """What goes out would be other words than the writer saw; no sheet comes over a turn of theirs."""
        self._agreed_for = None
        if asked is not self._asked:
            return
        if asked.hidden:
            self._over(asked, "")  # it is asked for when the writer's turn is over, and shown then
            return
        self._unwatch(asked)
        asked.request = 0
        self._prepare(asked, ask=True)

    def _failed(self, asked: _Asked, failure: wire.Failed) -> None:
        if asked is self._asked:
            words = f"{failure.title}. {failure.detail}".strip()
            self._over(asked, words)
            if not self._panel.is_running and self._bench.at_the_limit(
                failure,
                lambda: self.take((asked.paragraph, asked.pad.point), hidden=asked.hidden, then=asked.then),
                lambda: self._bench.local_critics(asked.paragraph),
                self._panel.setFocus,
            ):
                self._panel.tell("")
        if asked.request:
            self._call_ended(asked)

    def _over(self, asked: _Asked, words: str) -> None:
        """The turn is what it is now, and the pad is the writer's again."""
        self._asked = None
        had_keys = self._sheet is not None
        if had_keys:
            self._close_sheet()
        self._had_its_turn = asked.hidden and asked.turn is not None
        self._unwatch(asked)
        if asked.turn is not None:
            asked.session.pads.end(asked.turn.id, asked.origin)
        if asked.session is not self._bench.session:
            return
        self.changed.emit(asked.paragraph)
        self._panel.model_over()
        if had_keys:
            self._panel.setFocus()  # the next words are for the pad
        if not asked.hidden or words:
            self._panel.tell(words)

    def _unwatch(self, asked: _Asked) -> None:
        if asked.watched:
            asked.watched = False
            asked.session.time.model_stopped(asked.paragraph)

    def _call_ended(self, asked: _Asked) -> None:
        if asked.session is self._bench.session:
            self.call_ended.emit()
            self.load_prices()


def _answered_by(origin: Origin, model: str) -> Origin:
    """A provider may answer with another model than the one that was asked."""
    return replace(origin, actor=model or origin.actor)


def _cents(cost: str) -> str:
    """ "0.0123 USD" as "1.23 ct"; empty where it is no such amount, and where nothing was to be paid."""
    try:
        amount = Decimal(cost.partition(" ")[0]) * 100
    except InvalidOperation:
        return ""
    if not amount:
        return ""
    return "less than 0.01 ct" if amount < Decimal("0.01") else f"{amount:.2f} ct"
