"""Sources for a claim: the web searched by a model's provider once the writer said yes; candidates kept, used, removed.

Nothing that is found verifies a claim, and no page is opened but by a press that follows its whole address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from editor.core.claims import Claim, ClaimNow
from editor.core.origins import Origin, OriginKind
from editor.core.sources import Search, Source
from editor.protocol import claim_messages as claim_wire
from editor.protocol import messages as wire
from editor.protocol.parts import Approval
from editor.session.draft_session import DraftSession
from editor.ui.desk.address_sheet import AddressSheet
from editor.ui.desk.claim_form import ClaimForm
from editor.ui.desk.desk import Desk
from editor.ui.desk.source_list import SearchView, SourceAt
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.flows.approving import Approving, Proposal
from editor.ui.web_address import host_of
from editor.ui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Asking:
    """A search that is under way, or how the last one ended."""

    words: str
    request: int = 0
    """0 where none is under way."""


def _open(url: str) -> bool:
    return QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))


class SourceFlow(QObject):
    """Signals:
    changed: something else is to be shown beside a claim; without a value.
    call_ended: a model answered, failed or was stopped; without a value.
    """

    changed = Signal()
    call_ended = Signal()

    def __init__(self, bench: Workbench, desk: Desk, form: ClaimForm, browse: Callable[[str], bool] = _open) -> None:
        super().__init__(form)
        self._bench = bench
        self._desk = desk
        self._browse = browse
        self._asking: dict[int, Asking] = {}
        """By claim."""
        self._approving = Approving(bench, self._lay, self)
        desk.sheet_closed.connect(self._approving.gone)
        form.sources_wanted.connect(self._wanted)
        form.sources.open_pressed.connect(self._show_address)
        form.sources.removed.connect(self._remove)

    def reset(self) -> None:
        """Another draft was opened."""
        self._asking.clear()

    # Showing.

    def asking(self, claim: int) -> Asking:
        return self._asking.get(claim, Asking(""))

    def views(self, claim: int) -> tuple[SearchView, ...]:
        session = self._bench.session
        searches = session.sources.of(claim) if session else ()
        return tuple(SearchView(one.id, self._heading(one), one.said, one.sources) for one in searches)

    def _heading(self, search: Search) -> str:
        minutes = self._bench.clock.now().offset_min
        day = datetime.fromtimestamp(search.when_ms / 1000, UTC) + timedelta(minutes=minutes)
        return f"{search.model} searched the web on {day:%Y-%m-%d}."

    # Asking.

    def stop(self) -> None:
        for one in self._asking.values():
            if one.request:
                self._bench.client.cancel(one.request)

    def _wanted(self, ident: int) -> None:
        session = self._bench.session
        claim = session.claims.get(ident) if session else None
        if session is None or claim is None:
            return
        if request := self.asking(ident).request:
            self._bench.client.cancel(request)
        elif session.claims.now(claim, session.document) is not ClaimNow.GONE:
            self._begin(session, claim, None)

    def _begin(self, session: DraftSession, claim: Claim, like: Approval | None) -> None:
        session.recorder.prepare()
        self._note(claim.id, "")
        self._approving.begin(
            Proposal(
                claim_wire.SOURCES,
                lambda ident, connection, model: claim_wire.PrepareSources(
                    ident, *self._claimed(session, claim), self._bench.upto, connection, model
                ),
                lambda yes, shown: self._send(session, claim, yes, shown),
                self._cancelled,
                paragraph=self._bench.number(claim.paragraph),
                failed=lambda failure: self._say_why(session, claim, like, failure),
            ),
            like,
        )

    def _claimed(self, session: DraftSession, claim: Claim) -> tuple[int, str]:
        """Where it stands now, and its words there."""
        now = session.claims.get(claim.id) or claim
        paragraph = self._bench.paragraph(now.paragraph)
        return now.paragraph, now.passage(paragraph.text) if paragraph else now.anchor.quote

    def _lay(self, sheet: SendSheet) -> None:
        self._desk.show()
        self._desk.show_sheet(sheet)

    def _cancelled(self) -> None:
        self._desk.close_sheet()
        self._bench.say("Nothing was sent.")

    def _send(self, session: DraftSession, claim: Claim, yes: Approval, shown: wire.Prepared) -> None:
        self._desk.close_sheet()
        if session is not self._bench.session:
            return
        claimed, upto = self._claimed(session, claim), self._bench.upto
        request = self._bench.ask(
            lambda ident: claim_wire.FindSources(ident, *claimed, upto, yes),
            lambda answer: self._came(session, claim, yes, answer),
            lambda state: self._heard(session, claim.id, shown, state),
            failed=lambda failure: self._failed(session, claim, yes, failure),
        )
        self._note(claim.id, f"{shown.model} searches the web…", request)

    def _heard(self, session: DraftSession, claim: int, shown: wire.Prepared, state: wire.CriticState) -> None:
        """That it has left, or why it does not yet, such as a limit of the provider's."""
        if state.state == "reading" and session is self._bench.session:
            self._bench.sent = f"Sent: a claim to {shown.recipient}"
        if state.state == "waiting" and state.words:
            self._note(claim, state.words, self.asking(claim).request)

    def _failed(self, session: DraftSession, claim: Claim, yes: Approval, failure: wire.Failed) -> None:
        self.call_ended.emit()
        self._say_why(session, claim, yes, failure)

    def _say_why(self, session: DraftSession, claim: Claim, like: Approval | None, failure: wire.Failed) -> None:
        if session is not self._bench.session:
            return
        if failure.fault == "cancelled":
            self._note(claim.id, "Stopped.")
        elif self._bench.at_the_limit(failure, lambda: self._begin(session, claim, like)):
            self._note(claim.id, "")
        else:
            self._note(claim.id, f"{failure.title}. {failure.detail}".strip())

    def _came(
        self, session: DraftSession, claim: Claim, yes: Approval, answer: claim_wire.SourcesFound | wire.NeedsApproval
    ) -> None:
        self.call_ended.emit()
        if session is not self._bench.session:
            return
        if isinstance(answer, wire.NeedsApproval):
            self._bench.say("The paragraph has changed since it was shown. Nothing was sent.")
            self._begin(session, claim, yes)
            return
        origin = Origin(OriginKind.MODEL, answer.model, answer.provider, "sources", answer.call, answer.when_ms)
        self._bench.clipboard.model_showed(answer.said, origin)
        sources = tuple(Source(row.url, row.title, row.quote) for row in answer.sources)
        who = (answer.provider, answer.model, answer.call, answer.when_ms)
        now = session.claims.get(claim.id)
        if now is not None:
            session.sources.add(Search(0, claim.id, answer.said, *who, sources), now.paragraph)
        self._note(claim.id, answer.trouble)
        many = f"{len(sources)} page{'' if len(sources) == 1 else 's'}"
        self._bench.say(f"The search brought {many} for the claim." if sources else "The search brought no page.")

    def _note(self, claim: int, words: str, request: int = 0) -> None:
        self._asking[claim] = Asking(words, request)
        self.changed.emit()

    # What was found.

    def _remove(self, at: SourceAt) -> None:
        session = self._bench.session
        if session is None:
            return
        if at.number < 0:
            session.sources.drop(at.search)
        else:
            session.sources.drop_source(at.search, at.number)
        self.changed.emit()

    def _show_address(self, url: str) -> None:
        sheet = AddressSheet(url, self._bench.theme)
        sheet.open_pressed.connect(lambda: self._open_page(url))
        sheet.copy_pressed.connect(lambda: self._copy(url))
        sheet.cancel_pressed.connect(self._desk.close_sheet)
        self._desk.show_sheet(sheet)
        sheet.setFocus()

    def _open_page(self, url: str) -> None:
        self._desk.close_sheet()
        if not host_of(url) or not self._browse(url):
            self._bench.say("The page could not be opened. Copy its address instead.")

    def _copy(self, url: str) -> None:
        QApplication.clipboard().setText(url)
        self._desk.close_sheet()
        self._bench.say("The address is in the clipboard.")
