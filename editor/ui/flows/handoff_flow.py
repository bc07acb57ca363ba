"""A hand-off note from the wish for it to its use: shown before it is asked for, heard as it comes, edited, kept.

It is kept in the draft from its first word on, and every change of the writer's with it. It stands for the turns only
after they said so, and no longer once they discard it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from editor.core import handoff
from editor.core.handoff import Handoff
from editor.core.origins import Origin, OriginKind
from editor.protocol import handoff_messages as wire
from editor.protocol.messages import CriticState, Failed, NeedsApproval, Prepared
from editor.protocol.parts import Approval
from editor.session.draft_session import DraftSession
from editor.ui.desk.desk import Desk
from editor.ui.desk.note_sheet import NoteSheet, NoteState, NoteView
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.flows.asking_first import send_view
from editor.ui.flows.talks import Talk, note_to_open, notes_of
from editor.ui.workbench import Workbench


@dataclass(slots=True)
class _Asked:
    """A note from the wish to its last word."""

    talk: Talk
    session: DraftSession
    request: int = 0
    """Of the note itself; 0 while nothing was sent."""
    note: Handoff | None = None
    ident: str = ""
    """Of its attachment; empty while no word came."""
    came: str = ""
    trouble: str = ""


class HandoffFlow(QObject):
    """Signals:
    changed: a note was kept, put to use or discarded; without a value.
    call_ended: a model answered, failed or was stopped; without a value.
    """

    changed = Signal()
    call_ended = Signal()

    def __init__(self, bench: Workbench, desk: Desk, panel: QWidget) -> None:
        """`panel` of the conversation, to which the keys go back from a sheet."""
        super().__init__(desk)
        self._bench = bench
        self._desk = desk
        self._panel = panel
        self._asked: _Asked | None = None
        self._send_sheet: SendSheet | None = None
        self._note_sheet: NoteSheet | None = None
        self._shown = ""
        """Id of the attachment that is on the sheet; empty while it has none."""
        desk.sheet_closed.connect(self._sheet_gone)

    @property
    def is_running(self) -> bool:
        return self._asked is not None and bool(self._asked.request)

    # Asking for one.

    def begin(self, talk: Talk) -> None:
        """Shows what would be sent for a note; where one is being written, shows that."""
        session = self._bench.session
        if session is None:
            return
        if self._asked is not None and self._asked.session is session and self._asked.request:
            self._show_note(self._view())
            return
        self._asked = asked = _Asked(talk, session)
        upto, whom = self._bench.upto, talk.whom
        self._bench.ask(
            lambda ident: wire.PrepareHandoff(ident, talk.row, upto, whom.model, whom.connection),
            lambda answer: self._prepared(asked, answer),
            failed=lambda failure: self._failed(asked, failure),
        )

    def _prepared(self, asked: _Asked, answer: Prepared) -> None:
        if asked is not self._asked:
            return
        view = replace(send_view(answer, self._bench.number(asked.talk.row.paragraph), ()), always_asks=True)
        sheet = SendSheet(view, self._bench.theme)
        sheet.send_pressed.connect(lambda _again: self._send(asked, answer))
        sheet.cancel_pressed.connect(self.cancel)
        self._show(sheet)
        self._send_sheet, self._asked = sheet, asked  # only now: showing it closed the one before
        sheet.setFocus()

    def cancel(self) -> None:
        """Closes the sheet that shows what would be sent; nothing is."""
        if self._send_sheet is not None:
            self._put_away()
            self._bench.say("Nothing was sent.")

    def _send(self, asked: _Asked, shown: Prepared) -> None:
        upto, talk = self._bench.upto, asked.talk
        yes = Approval(wire.HANDOFF, shown.digest, talk.whom.connection, talk.whom.model)
        self._send_sheet = None  # closing it is no no
        asked.request = self._bench.ask(
            lambda ident: wire.WriteHandoff(ident, talk.row, upto, yes),
            lambda answer: self._written(asked, answer),
            lambda event: self._heard(asked, shown, event),
            failed=lambda failure: self._failed(asked, failure),
        )
        self._show_note(self._view())

    # Hearing it.

    def _heard(self, asked: _Asked, shown: Prepared, event: object) -> None:
        if asked.session is not self._bench.session:
            return
        if isinstance(event, wire.HandoffBegun):
            self._bench.sent = f"Sent: a conversation, for a hand-off note, to {shown.recipient}"
            now, talk = asked.session.clock.now().wall_ms, asked.talk
            asked.note = Handoff(talk.of, "", talk.upto, False, event.model, event.provider, event.call, now)
        elif isinstance(event, wire.HandoffHeard):
            asked.came += event.text.replace("\r\n", "\n").replace("\r", "\n")
            asked.trouble = ""
            self._keep(asked, asked.came)
        elif isinstance(event, CriticState):
            asked.trouble = event.words
        if asked is self._asked and self._note_sheet is not None:
            self._note_sheet.show_view(self._view())

    def _keep(self, asked: _Asked, text: str) -> None:
        if asked.note is None or not text.strip():
            return
        asked.note = replace(asked.note, text=text)
        asked.ident = asked.session.attachments.put(handoff.KIND, asked.note.as_row(), ident=asked.ident).id
        if asked is self._asked and self._note_sheet is not None:
            self._shown = asked.ident

    def _written(self, asked: _Asked, answer: wire.HandoffWritten | NeedsApproval) -> None:
        if isinstance(answer, NeedsApproval):
            if asked is self._asked:
                asked.request = 0
                self._close()
                self.begin(asked.talk)
            return
        if asked.note is not None:
            asked.note = replace(asked.note, model=answer.model or asked.note.model)
        self._over(asked, answer.trouble or ("" if asked.came.strip() else "The model wrote nothing."))

    def _failed(self, asked: _Asked, failure: Failed) -> None:
        stopped = failure.fault == "cancelled"
        words = "Stopped." if stopped else f"{failure.title}. {failure.detail}".strip()
        current = asked is self._asked
        if asked.request:
            self._over(asked, words)
        elif current:
            self._asked = None
            self._bench.say(words)
        if current and asked.session is self._bench.session:
            paragraph = asked.talk.row.paragraph
            self._bench.at_the_limit(
                failure, lambda: self.begin(asked.talk), lambda: self._bench.local_critics(paragraph)
            )

    def _over(self, asked: _Asked, words: str) -> None:
        """What came is the note, and the writer's from now on."""
        self.call_ended.emit()
        current = asked is self._asked
        if current:
            self._asked = None
        if asked.session is not self._bench.session:
            return
        self._keep(asked, asked.came.strip())
        if asked.note is not None and asked.ident:
            origin = _origin(asked.note)
            self._bench.clipboard.model_showed(asked.note.text, origin)
        if current and self._note_sheet is not None:
            if asked.ident:
                self._show_kept(asked.ident, words)
            else:
                self._close()
                self._bench.say(words)
        elif words:
            self._bench.say(words)
        self.changed.emit()

    def stop(self) -> None:
        """Ends it at the word it is at; what came is kept."""
        if self._asked is not None and self._asked.request:
            self._bench.client.cancel(self._asked.request)

    # The note that is there.

    def open(self, of: str) -> None:
        """Shows the kept note of a conversation."""
        session = self._bench.session
        if session is None:
            return
        if self._asked is not None and self._asked.request and self._asked.talk.of == of:
            self._show_note(self._view())
        elif (found := note_to_open(session, of)) is not None:
            self._show_kept(found[0])

    def _show_kept(self, ident: str, trouble: str = "") -> None:
        note = self._note(ident)
        if note is not None:
            state = NoteState.IN_USE if note.in_use else NoteState.WAITING
            self._show_note(NoteView(state, note.text, trouble), ident)

    def _note(self, ident: str) -> Handoff | None:
        found = self._bench.session.attachments.get(handoff.KIND, ident) if self._bench.session else None
        return Handoff.from_row(found.row or {}) if found is not None else None

    def _view(self) -> NoteView:
        """Of the note that is being written."""
        asked = self._asked
        return NoteView(NoteState.WRITING, asked.came if asked else "", asked.trouble if asked else "")

    def _show_note(self, view: NoteView, ident: str = "") -> None:
        self._shown = ident
        if self._note_sheet is not None:
            self._note_sheet.show_view(view)
            return
        sheet = NoteSheet(view, self._bench.theme)
        sheet.edited.connect(self._edited)
        sheet.start_pressed.connect(self._start)
        sheet.discard_pressed.connect(self._discard)
        sheet.stop_pressed.connect(self.stop)
        sheet.close_pressed.connect(self._put_away)
        self._show(sheet)
        self._note_sheet, self._shown = sheet, ident
        sheet.setFocus()

    def _show(self, sheet: SendSheet | NoteSheet) -> None:
        self._desk.show()
        self._desk.show_sheet(sheet)

    def _edited(self, text: str) -> None:
        self._change(lambda note: replace(note, text=text))

    def _start(self) -> None:
        """The note stands for the turns from now on; one that did before is none any more."""
        session, note = self._bench.session, self._note(self._shown)
        if session is None or note is None:
            return
        older = [ident for ident, one in notes_of(session, note.of) if one.in_use and ident != self._shown]
        self._change(lambda one: replace(one, in_use=True))
        for ident in older:
            session.attachments.take_away(handoff.KIND, ident)
        self._put_away()
        self._bench.say("From the next turn on the model is told this note in the place of what was said before.")
        self.changed.emit()

    def _discard(self) -> None:
        note = self._note(self._shown)
        if self._bench.session is None or note is None:
            return
        self._bench.session.attachments.take_away(handoff.KIND, self._shown)
        self._put_away()
        told = "The model is told the turns again" if note.in_use else "The note is gone"
        self._bench.say(f"{told}. What the model wrote stays in What Was Sent.")
        self.changed.emit()

    def _change(self, change: Callable[[Handoff], Handoff]) -> None:
        note = self._note(self._shown)
        if self._bench.session is not None and note is not None:
            self._bench.session.attachments.put(handoff.KIND, change(note).as_row(), ident=self._shown)

    def _put_away(self) -> None:
        """By the writer's hand, who goes on in the conversation."""
        self._desk.close_sheet()
        self._panel.setFocus()

    def _close(self) -> None:
        if self._note_sheet is not None or self._send_sheet is not None:
            self._desk.close_sheet()

    def _sheet_gone(self) -> None:
        """By a button of the sheet, or because the writer turned to another tool: that is no yes, and ends nothing."""
        if self._send_sheet is not None:
            self._send_sheet = self._asked = None
        if self._note_sheet is not None:
            self._note_sheet, self._shown = None, ""
            self.changed.emit()


def _origin(note: Handoff) -> Origin:
    return Origin(
        OriginKind.MODEL,
        actor=note.model,
        provider=note.provider,
        purpose="hand-off note",
        prompt=note.call,
        when_ms=note.when_ms,
    )
