"""Talking back to a critic, and asking how words could meet its remark: each a request of its own with its own sheet.

The first line to a critic is shown with all that would be sent; after that the writer may have said that they need not be
asked again. What comes back stands below the remark, and never in the draft.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from editor.core.annotations import Remark
from editor.protocol import critique_messages as wire
from editor.protocol.messages import CriticState, Failed, NeedsApproval, Prepared
from editor.protocol.parts import Approval
from editor.ui.desk.critique_panel import CritiquePanel
from editor.ui.desk.desk import Desk
from editor.ui.desk.remark_values import Objection
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.flows.asking_first import send_view
from editor.ui.flows.critic_choices import CriticChoices
from editor.ui.flows.remark_threads import ARGUMENT, WORDING, take_turn, take_wording
from editor.ui.workbench import Workbench

_DOING = {ARGUMENT: "The critic reads your line…", WORDING: "A wording is being asked for…"}


@dataclass(frozen=True, slots=True)
class Talk:
    """One question about a remark."""

    kind: str
    """`ARGUMENT` or `WORDING`."""
    remark: Remark
    line: str = ""


class RemarkTalkFlow(QObject):
    """Signals:
    changed: something else is to be shown below a remark; without a value.
    said: a model said something; without a value.
    call_ended: a model answered, failed or was stopped; without a value.
    """

    changed = Signal()
    said = Signal()
    call_ended = Signal()

    def __init__(self, bench: Workbench, panel: CritiquePanel, desk: Desk, choices: CriticChoices) -> None:
        super().__init__(panel)
        self._bench = bench
        self._panel = panel
        self._desk = desk
        self._choices = choices
        self._asking: Talk | None = None
        self._sheet: SendSheet | None = None
        self._yes: set[tuple[str, str]] = set()
        """Kind and critic that the writer need not be asked about again."""
        self._running: dict[int, Talk] = {}
        self._troubles: dict[int, str] = {}
        """Why the last thing that was asked about a remark did not come, by its id."""
        desk.sheet_closed.connect(self._sheet_gone)
        panel.objected.connect(self._object)
        panel.wording_wanted.connect(self._ask_wording)

    def reset(self) -> None:
        """Another draft was opened."""
        self._running.clear()
        self._yes.clear()
        self._troubles.clear()
        self._close_sheet()

    @property
    def is_running(self) -> bool:
        return bool(self._running)

    @property
    def asks_to_send(self) -> bool:
        return self._sheet is not None

    def doing(self, remark: int) -> str:
        """What is being asked for about a remark; empty where nothing is."""
        return next((_DOING[talk.kind] for talk in self._running.values() if talk.remark.id == remark), "")

    def trouble(self, remark: int) -> str:
        return self._troubles.get(remark, "")

    # Before anything is sent.

    def _object(self, objection: Objection) -> None:
        self._begin(ARGUMENT, objection.remark, objection.line)

    def _ask_wording(self, ident: int) -> None:
        self._begin(WORDING, ident)

    def _begin(self, kind: str, ident: int, line: str = "") -> None:
        remark = self._bench.session.remarks.get(ident) if self._bench.session else None
        if remark is None or self.doing(ident):
            return
        self._close_sheet()
        self._asking = Talk(kind, remark, line)
        self._prepare(self._asking)

    def _prepare(self, talk: Talk) -> None:
        upto, choice, remark = self._bench.upto, self._choices.of(talk.remark.critic), talk.remark
        asked = (remark.id, remark.paragraph)

        def prepare(ident: int) -> object:
            if talk.kind == ARGUMENT:
                return wire.PrepareArgument(ident, *asked, talk.line, upto, choice.connection, choice.model)
            return wire.PrepareWording(ident, *asked, upto, choice.connection, choice.model)

        self._bench.ask(
            prepare,
            lambda answer: self._prepared(talk, answer),
            failed=lambda failure: self._not_prepared(talk, failure),
        )

    def _not_prepared(self, talk: Talk, failure: Failed) -> None:
        if talk is self._asking:  # else about another draft, or the writer asked for something else since
            self._asking = None
            self._failed(talk, failure)

    def _prepared(self, talk: Talk, answer: Prepared) -> None:
        if talk is not self._asking:
            return
        if (talk.kind, talk.remark.critic) in self._yes:
            self._send(talk, answer)
            return
        row = self._bench.session.document.paragraphs if self._bench.session else None
        number = row.index_of(talk.remark.paragraph) + 1 if row and row.has(talk.remark.paragraph) else 0
        sheet = SendSheet(send_view(answer, number, ()), self._bench.theme)
        sheet.send_pressed.connect(lambda again: self._approved(talk, answer, again))
        sheet.cancel_pressed.connect(self.cancel)
        self._desk.show_sheet(sheet)
        self._sheet = sheet

    def _approved(self, talk: Talk, answer: Prepared, ask_again: bool) -> None:
        if not ask_again:
            self._yes.add((talk.kind, talk.remark.critic))
        self._close_sheet()
        self._send(talk, answer)

    def cancel(self) -> None:
        """Closes the sheet; nothing is sent, and the line stays in the card."""
        if self._sheet is not None:
            self._close_sheet()
            self._bench.say("Nothing was sent.")

    def _close_sheet(self) -> None:
        self._asking = None
        if self._sheet is not None:
            self._desk.close_sheet()

    def _sheet_gone(self) -> None:
        """By a button of the sheet, or because the writer turned to another tool; that is no yes."""
        if self._sheet is not None:
            self._sheet = None
            self._asking = None

    # Sending, and what comes of it.

    def _send(self, talk: Talk, answer: Prepared) -> None:
        self._asking = None
        upto, remark, choice = self._bench.upto, talk.remark, self._choices.of(talk.remark.critic)
        yes = Approval(remark.critic, answer.digest, choice.connection, choice.model)
        asked = (remark.id, remark.paragraph)

        def ask(ident: int) -> object:
            if talk.kind == ARGUMENT:
                return wire.Argue(ident, *asked, talk.line, upto, yes)
            return wire.AskWording(ident, *asked, upto, yes)

        ident = self._bench.ask(
            ask,
            lambda done: self._came(talk, done),
            lambda event: self._event(talk, answer, event),
            failed=lambda failure: self._ended(failure.id, lambda: self._failed(talk, failure)),
        )
        self._running[ident] = talk
        self._troubles.pop(remark.id, None)
        self.changed.emit()

    def _event(self, talk: Talk, shown: Prepared, event: CriticState | wire.StoppedTalkKept) -> None:
        """A wait is told, so that nobody thinks it forgotten; and what had come of an answer that is stopped."""
        if event.id not in self._running:  # of a draft that was left
            return
        if isinstance(event, wire.StoppedTalkKept):
            self._take_kept(talk, event.turn, event.wording)
            self.said.emit()
        elif event.state == "waiting" and event.words:
            self._troubles[talk.remark.id] = event.words
        else:
            self._troubles.pop(talk.remark.id, None)
            self._bench.sent = f"Sent: {'a line' if talk.line else 'a remark'} to {shown.recipient}"
        self.changed.emit()

    def _came(self, talk: Talk, answer: wire.ArgumentMade | wire.WordingMade | NeedsApproval) -> None:
        self._ended(answer.id, lambda: self._take(talk, answer))

    def _ended(self, ident: int, take: Callable[[], None]) -> None:
        self.call_ended.emit()
        if self._running.pop(ident, None) is not None:  # else of a draft that was left
            take()
            self.changed.emit()

    def _take(self, talk: Talk, answer: wire.ArgumentMade | wire.WordingMade | NeedsApproval) -> None:
        session, remark = self._bench.session, talk.remark
        if session is None:
            return
        if isinstance(answer, NeedsApproval):  # the text is another than the one that was shown
            self._yes.discard((talk.kind, remark.critic))
            self._begin(talk.kind, remark.id, talk.line)
            return
        self._troubles[remark.id] = answer.trouble
        if isinstance(answer, wire.ArgumentMade):
            self._take_kept(talk, answer.turn, None)
            self._bench.say("The critic has answered your line.")
        elif answer.wording is not None:
            self._take_kept(talk, None, answer.wording)
            none = "The critic says that no wording of these words helps. " if not answer.wording.text else ""
            self._troubles[remark.id] = f"{none}{answer.trouble}".strip()
        else:
            unread = f"The answer could not be read as a wording; it stands in What Was Sent. {answer.trouble}"
            self._troubles[remark.id] = unread.strip()
        self.said.emit()

    def _take_kept(self, talk: Talk, turn: wire.ArgumentRow | None, wording: wire.WordingRow | None) -> None:
        session, remark = self._bench.session, talk.remark
        if session is None:
            return
        if turn is not None:
            take_turn(session, turn, remark.paragraph)
            self._panel.close_line(remark.id)
        if wording is not None:
            take_wording(session, wording, remark.paragraph)

    def _failed(self, talk: Talk, failure: Failed) -> None:
        """At a limit the line stays in the card, and is asked once more where the limit is raised."""
        again = partial(self._begin, talk.kind, talk.remark.id, talk.line)
        if not self._bench.at_the_limit(failure, again):
            stopped = failure.fault == "cancelled"
            self._troubles[talk.remark.id] = "Stopped." if stopped else f"{failure.title}. {failure.detail}".strip()
        self.changed.emit()

    def stop(self) -> None:
        """Stops what is being asked; what came is kept."""
        for ident in tuple(self._running):
            self._bench.client.cancel(ident)
        self._close_sheet()
