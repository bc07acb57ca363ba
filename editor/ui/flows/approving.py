"""What would be sent, laid out until the writer says yes or no, with a choice of whom to ask.

Whoever is chosen there is chosen for this once: the next question begins with the usual one again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from editor.protocol.messages import Failed, Prepared
from editor.protocol.parts import Approval
from editor.session.draft_session import DraftSession
from editor.ui.dialogs.send_sheet import SendExtra, SendSheet, SendTick
from editor.ui.flows.asking_first import send_view
from editor.ui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Proposal:
    """One question that waits for the writer's yes."""

    name: str
    """In the place of a critic's id, in the `Approval`."""
    prepare: Callable[[int, str, str], object]
    """Makes the request for what would be sent, from its id and from the connection and model that were chosen."""
    send: Callable[[Approval, Prepared], None]
    """Called with the writer's yes and with what it is to."""
    cancelled: Callable[[], None]
    paragraph: int = 0
    """The number of the paragraph it is about, from 1; 0 where it is about none in particular."""
    extras: Callable[[Prepared], tuple[SendExtra, ...]] = lambda _answer: ()
    """What goes along and can be left out."""
    ticked: Callable[[SendTick], None] = lambda _tick: None
    failed: Callable[[Failed], None] | None = None
    """Told why nothing can be shown, in the place of the line at the foot of the window."""


class Approving(QObject):
    def __init__(self, bench: Workbench, lay: Callable[[SendSheet], None], parent: QObject) -> None:
        """`lay` puts a sheet where the writer sees it; whatever takes it away again tells `gone`."""
        super().__init__(parent)
        self._bench = bench
        self._lay = lay
        self._proposal: Proposal | None = None
        self._shown: Prepared | None = None
        self._sheet: SendSheet | None = None
        self._draft: DraftSession | None = None
        """The one it is about; answers that come after another was opened are passed over."""
        self._connection = self._model = ""

    def begin(self, proposal: Proposal, like: Approval | None = None) -> None:
        """Shows what would be sent to the usual one, or to the one that was said yes to before."""
        self._proposal, self._draft = proposal, self._bench.session
        self._connection, self._model = (like.connection, like.model) if like else ("", "")
        self._prepare(proposal)

    def again(self) -> None:
        """What would be sent is another text now."""
        if self._proposal is not None:
            self._prepare(self._proposal)

    def gone(self) -> None:
        """The sheet was taken away: that is no yes."""
        self._sheet = self._proposal = self._shown = None

    def _prepare(self, proposal: Proposal) -> None:
        connection, model = self._connection, self._model
        self._bench.ask(
            lambda ident: proposal.prepare(ident, connection, model),
            lambda answer: self._prepared(proposal, answer),
            failed=lambda failure: self._not_prepared(proposal, failure),
        )

    def _not_prepared(self, proposal: Proposal, failure: Failed) -> None:
        if proposal is not self._proposal:
            return
        if self._sheet is not None and self._shown is not None:
            self._connection, self._model = self._shown.connection, self._shown.model
            self._sheet.show_again()
        elif proposal.failed is not None:
            proposal.failed(failure)
            return
        self._bench.say(f"{failure.title}. {failure.detail}".strip())

    def _prepared(self, proposal: Proposal, answer: Prepared) -> None:
        if proposal is not self._proposal or self._draft is not self._bench.session:
            return
        self._shown = answer
        made = send_view(answer, proposal.paragraph, proposal.extras(answer))
        view = replace(made, always_asks=True)
        if self._sheet is not None:
            self._sheet.show_view(view)
            return
        sheet = SendSheet(view, self._bench.theme)
        sheet.send_pressed.connect(lambda _again: self._send())
        sheet.cancel_pressed.connect(self._cancel)
        sheet.extra_ticked.connect(proposal.ticked)
        sheet.whom_chosen.connect(self._choose)
        self._lay(sheet)
        # What lay there before told meanwhile that it was taken away.
        self._sheet, self._proposal, self._shown = sheet, proposal, answer
        sheet.setFocus()

    def _choose(self, connection: str, model: str) -> None:
        self._connection, self._model = connection, model
        self.again()

    def _send(self) -> None:
        proposal, shown = self._proposal, self._shown
        self.gone()
        if proposal is not None and shown is not None:
            proposal.send(Approval(proposal.name, shown.digest, shown.connection, shown.model), shown)

    def _cancel(self) -> None:
        proposal = self._proposal
        self.gone()
        if proposal is not None:
            proposal.cancelled()
