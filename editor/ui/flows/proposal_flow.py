"""Having a model propose an outline: shown before it is sent, and taken in by the writer, point by point."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from editor.core.origins import Origin, OriginKind
from editor.core.plans import Point, one_line
from editor.protocol import messages as wire
from editor.protocol import outline_messages as outline_wire
from editor.protocol.parts import Approval
from editor.session.draft_session import DraftSession
from editor.ui.desk.desk import Desk
from editor.ui.dialogs.outline_sheet import Candidate, OutlineSheet
from editor.ui.dialogs.send_sheet import SendExtra, SendSheet, SendTick
from editor.ui.flows.approving import Approving, Proposal
from editor.ui.flows.asking_first import reference_extras
from editor.ui.flows.outline_flow import OutlineFlow
from editor.ui.workbench import Workbench


class ProposalFlow(QObject):
    """Signals:
    call_ended: a model answered, failed or was stopped; without a value.
    """

    call_ended = Signal()

    def __init__(self, bench: Workbench, desk: Desk, outlining: OutlineFlow) -> None:
        super().__init__(desk)
        self._bench = bench
        self._desk = desk
        self._outlining = outlining
        self._request: int | None = None
        self._approving = Approving(bench, self._lay, self)
        desk.sheet_closed.connect(self._approving.gone)

    def ask(self) -> None:
        """Shows what would be sent."""
        self._begin(None)

    def _begin(self, like: Approval | None) -> None:
        session = self._bench.session
        if session is None:
            return
        if self._request is not None:
            self._bench.say("A model is at work on an outline already. Stop All ends it.")
            return
        session.recorder.prepare()
        self._approving.begin(
            Proposal(
                outline_wire.OUTLINE,
                lambda ident, connection, model: self._preparing(session, ident, connection, model),
                lambda yes, shown: self._send(session, yes, shown),
                self._cancelled,
                extras=self._extras,
                ticked=self._ticked,
                failed=lambda failure: self._not_asked(session, like, failure),
            ),
            like,
        )

    def _preparing(self, session: DraftSession, ident: int, connection: str, model: str) -> outline_wire.PrepareOutline:
        planned, upto, along = self._planned(session), self._bench.upto, self._bench.along.rows()
        return outline_wire.PrepareOutline(ident, planned, upto, along, connection, model)

    @property
    def is_running(self) -> bool:
        return self._request is not None

    def stop(self) -> None:
        """What a model is at is stopped; nothing where it is at nothing."""
        if self._request is not None:
            self._bench.client.cancel(self._request)

    def _planned(self, session: DraftSession) -> tuple[outline_wire.PlannedRow, ...]:
        plans = session.plans.planned(session.document)
        return tuple(outline_wire.PlannedRow(one.place, one.plan.point.words) for one in plans if one.plan.point.words)

    def _extras(self, answer: wire.Prepared) -> tuple[SendExtra, ...]:
        self._bench.along.told_cut(answer.cut)
        return reference_extras(self._bench.along.entries())

    def _lay(self, sheet: SendSheet) -> None:
        self._desk.show()
        self._desk.show_sheet(sheet)

    def _ticked(self, tick: SendTick) -> None:
        self._bench.along.tick(tick.name, tick.ticked)
        self._approving.again()

    def _cancelled(self) -> None:
        self._desk.close_sheet()
        self._bench.say("Nothing was sent.")

    def _send(self, session: DraftSession, approved: Approval, shown: wire.Prepared) -> None:
        self._desk.close_sheet()
        if session is not self._bench.session:
            return
        planned, upto, along = self._planned(session), self._bench.upto, self._bench.along.rows()
        self._request = self._bench.ask(
            lambda ident: outline_wire.ProposeOutline(ident, planned, upto, approved, along),
            lambda answer: self._came(session, approved, answer),
            lambda state: self._heard(session, shown, state),
            failed=lambda failure: self._failed(session, approved, failure),
        )
        self._bench.say("A model reads the draft for paragraphs that it lacks.")

    def _heard(self, session: DraftSession, shown: wire.Prepared, state: wire.CriticState) -> None:
        """That it has left, or why it does not yet, such as a limit of the provider's."""
        if state.state == "reading" and session is self._bench.session:
            self._bench.sent = f"Sent: the draft to {shown.recipient}"
        if state.state == "waiting" and state.words:
            self._bench.say(state.words)

    def _failed(self, session: DraftSession, approved: Approval, failure: wire.Failed) -> None:
        self._over()
        self._not_asked(session, approved, failure)

    def _not_asked(self, session: DraftSession, like: Approval | None, failure: wire.Failed) -> None:
        if session is not self._bench.session or self._bench.at_the_limit(failure, lambda: self._begin(like)):
            return
        self._bench.say(f"{failure.title}. {failure.detail}".strip())

    def _over(self) -> None:
        self._request = None
        self.call_ended.emit()

    def _came(
        self, session: DraftSession, approved: Approval, answer: outline_wire.OutlineProposed | wire.NeedsApproval
    ) -> None:
        self._over()
        if session is not self._bench.session:
            return
        if isinstance(answer, wire.NeedsApproval):
            self._bench.say("The draft has changed since it was shown. Nothing was sent.")
            self._begin(approved)
            return
        said = [*(one.point for one in answer.entries), answer.note]
        origin = Origin(OriginKind.MODEL, answer.model, answer.provider, "outline", answer.call, answer.when_ms)
        for words in filter(None, said):
            self._bench.clipboard.model_showed(words, origin)
        candidates = [Candidate(one.point, self._where(session, one.behind)) for one in answer.entries]
        note = " ".join(part for part in (answer.trouble, self._rest(answer)) if part)
        sheet = OutlineSheet(f"{answer.model} proposes", candidates, note, self._bench.theme)
        sheet.taken.connect(lambda number: self._take(session, answer, number))
        sheet.close_pressed.connect(self._desk.close_sheet)
        self._desk.show()
        self._desk.show_sheet(sheet)

    def _rest(self, answer: outline_wire.OutlineProposed) -> str:
        return f"Its answer could not all be read. Its words: {answer.note}" if answer.note else ""

    def _where(self, session: DraftSession, behind: int) -> str:
        row = session.document.paragraphs
        return f"behind ¶{row.index_of(behind) + 1}" if behind and row.has(behind) else "at the beginning"

    def _take(self, session: DraftSession, answer: outline_wire.OutlineProposed, number: int) -> None:
        if session is not self._bench.session:
            return
        entry, row = answer.entries[number], session.document.paragraphs
        place = row.index_of(entry.behind) + 1 if entry.behind and row.has(entry.behind) else 0
        session.plans.add(session.document, Point(one_line(entry.point), answer.model, answer.call), place)
        self._outlining.show_planned()
