"""Having a model propose titles: shown before it is sent, and kept beside the writer's own without a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from editor.core.origins import Origin, OriginKind
from editor.protocol import messages as wire
from editor.protocol import title_messages as title_wire
from editor.protocol.parts import Approval
from editor.session.draft_session import DraftSession
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.dialogs.titles_dialog import TitlesDialog
from editor.ui.flows.approving import Approving, Proposal
from editor.ui.workbench import Workbench


class TitleAsking(QObject):
    """Signals:
    call_ended: a model answered, failed or was stopped; without a value.
    """

    call_ended = Signal()

    def __init__(self, bench: Workbench, came: Callable[[], None], parent: QObject) -> None:
        """`came` is called when there are more titles."""
        super().__init__(parent)
        self._bench = bench
        self._titles_came = came
        self._dialog: TitlesDialog | None = None
        self._request: int | None = None
        self._words = ""
        self._approving = Approving(bench, self._lay, self)

    def opened(self, dialog: TitlesDialog) -> None:
        """What a model was asked before the dialog was closed goes on."""
        self._dialog = dialog
        dialog.ask_pressed.connect(self.ask)
        dialog.finished.connect(lambda _result: self._closed(dialog))
        self._show("" if self._request is None else self._words)

    def _closed(self, dialog: TitlesDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None
            self._approving.gone()

    def ask(self) -> None:
        """Shows what would be sent, or stops the model that is at it."""
        if self._request is not None:
            self.stop()
        elif self._bench.session is not None:
            self._begin(self._bench.session, None)

    def stop(self) -> None:
        if self._request is not None:
            self._bench.client.cancel(self._request)

    def _begin(self, session: DraftSession, like: Approval | None) -> None:
        session.recorder.prepare()
        self._show("")
        self._approving.begin(
            Proposal(
                title_wire.TITLES,
                lambda ident, connection, model: title_wire.PrepareTitles(ident, self._bench.upto, connection, model),
                lambda yes, shown: self._send(session, yes, shown),
                self._cancelled,
                failed=lambda failure: self._say_why(session, like, failure),
            ),
            like,
        )

    def _lay(self, sheet: SendSheet) -> None:
        if self._dialog is not None:
            self._dialog.lay(sheet)

    def _cancelled(self) -> None:
        self._lift()
        self._show("Nothing was sent.")

    def _lift(self) -> None:
        if self._dialog is not None:
            self._dialog.lift()

    def _send(self, session: DraftSession, yes: Approval, shown: wire.Prepared) -> None:
        self._lift()
        if session is not self._bench.session:
            return
        upto = self._bench.upto
        self._request = self._bench.ask(
            lambda ident: title_wire.ProposeTitles(ident, upto, yes),
            lambda answer: self._came(session, yes, answer),
            lambda state: self._heard(session, shown, state),
            failed=lambda failure: self._failed(session, yes, failure),
        )
        self._show(f"{shown.model} reads the draft…")

    def _heard(self, session: DraftSession, shown: wire.Prepared, state: wire.CriticState) -> None:
        """That it has left, or why it does not yet, such as a limit of the provider's."""
        if state.state == "reading" and session is self._bench.session:
            self._bench.sent = f"Sent: the draft to {shown.recipient}"
        if state.state == "waiting" and state.words:
            self._show(state.words)

    def _failed(self, session: DraftSession, yes: Approval, failure: wire.Failed) -> None:
        self._over()
        self._say_why(session, yes, failure)

    def _say_why(self, session: DraftSession, like: Approval | None, failure: wire.Failed) -> None:
        dialog = self._dialog
        if failure.fault == "cancelled":
            self._tell("Stopped.")
        elif (dialog and not dialog.is_comparing) and self._bench.at_the_limit(
            failure, lambda: self._begin(session, like), left=self._cancelled, over=dialog
        ):
            self._show("")
        else:
            self._tell(_in_words(failure))

    def _over(self) -> None:
        self._request = None
        self.call_ended.emit()

    def _came(self, session: DraftSession, yes: Approval, answer: title_wire.TitlesProposed | wire.NeedsApproval) -> None:
        self._over()
        if session is not self._bench.session:
            return
        if isinstance(answer, wire.NeedsApproval):
            self._tell("The draft has changed since it was shown. Nothing was sent.")
            if self._dialog is not None:
                self._begin(session, yes)
            return
        origin = Origin(OriginKind.MODEL, answer.model, answer.provider, "title", answer.call, answer.when_ms)
        for words in filter(None, (*answer.titles, answer.note)):
            self._bench.clipboard.model_showed(words, origin)
        added = [one for words in answer.titles if (one := session.titles.add(words, origin))]
        self._titles_came()
        self._tell(_sentence(answer, len(added)))

    def _tell(self, words: str) -> None:
        """In the dialog, or at the foot of the window where that was closed."""
        self._show(words)
        if self._dialog is None:
            self._bench.say(words)

    def _show(self, words: str) -> None:
        self._words = words
        if self._dialog is not None:
            self._dialog.show_asking(words, busy=self._request is not None)


def _in_words(failure: wire.Failed) -> str:
    return f"{failure.title}. {failure.detail}".strip()


def _sentence(answer: title_wire.TitlesProposed, added: int) -> str:
    """How many came, what did not come whole, and the model's words where they were not as asked."""
    again = len(answer.titles) - added
    came = f"{answer.model} proposes {added} title{'' if added == 1 else 's'}."
    known = f"{again} of them {'was' if again == 1 else 'were'} there already." if again else ""
    unread = f"Its answer could not all be read. Its words: {answer.note}" if answer.note else ""
    return " ".join(part for part in (came if added or not unread else "", known, answer.trouble, unread) if part)
