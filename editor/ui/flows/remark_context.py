"""How much more can be said in the argument about a remark, and the hand-off note with which it goes on."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from editor.core.annotations import Remark
from editor.core.handoff import Handoff, argument_of
from editor.protocol.handoff_messages import MeasureTalk, TalkMeasured, TalkRow
from editor.ui.desk.context_line import ContextView
from editor.ui.desk.critique_panel import CritiquePanel
from editor.ui.desk.desk import Desk
from editor.ui.desk.model_box import Whom
from editor.ui.desk.remark_values import NoteWish
from editor.ui.flows.critic_choices import CriticChoices
from editor.ui.flows.handoff_flow import HandoffFlow
from editor.ui.flows.remark_threads import last_number
from editor.ui.flows.talks import Talk, context_view, note_in_use
from editor.ui.workbench import Workbench

_State = tuple[int, Handoff | None, Whom]
"""Of an argument: how many turns it has, the note in use, and who is asked."""


class RemarkContext(QObject):
    """Signals:
    changed: something else is to be shown below a remark; without a value.
    call_ended: a model answered, failed or was stopped; without a value.
    """

    changed = Signal()
    call_ended = Signal()

    def __init__(self, bench: Workbench, panel: CritiquePanel, desk: Desk, choices: CriticChoices) -> None:
        super().__init__(panel)
        self._bench = bench
        self._choices = choices
        self._asked: dict[int, _State] = {}
        """What was measured last, or is being measured, by remark."""
        self._measured: dict[int, TalkMeasured] = {}
        self.handoff = HandoffFlow(bench, desk, panel)
        self.handoff.changed.connect(self.changed)
        self.handoff.call_ended.connect(self.call_ended)
        panel.note_pressed.connect(self._pressed)

    def reset(self) -> None:
        """Another draft was opened, or the same one is in the hands of another worker."""
        self._asked.clear()
        self._measured.clear()

    def view(self, ident: int, *, arguable: bool) -> ContextView:
        """What is shown of the argument about a remark; what is not known of it yet is asked for."""
        session = self._bench.session
        remark = session.remarks.get(ident) if session is not None else None
        talk = self._talk(remark) if remark is not None else None
        if session is None or talk is None or not arguable or not talk.upto:
            return ContextView()
        note = note_in_use(session, talk.of)
        state = (talk.upto, note, talk.whom)
        if self._asked.get(ident) != state:
            self._asked[ident] = state
            upto = self._bench.upto
            self._bench.ask(
                lambda number: MeasureTalk(number, talk.row, upto, talk.whom.model, talk.whom.connection),
                lambda answer: self._came(ident, state, answer),
                failed=lambda _failure: self._forget(ident),
            )
        has_turns = talk.upto > (note.upto if note else 0)
        return context_view(session, talk.of, self._measured.get(ident), has_turns=has_turns)

    def _came(self, ident: int, state: _State, answer: TalkMeasured) -> None:
        if self._asked.get(ident) == state:
            self._measured[ident] = answer
            self.changed.emit()

    def _forget(self, ident: int) -> None:
        """What is not known is not shown."""
        self._measured.pop(ident, None)

    def _talk(self, remark: Remark) -> Talk | None:
        if self._bench.session is None:
            return None
        choice = self._choices.of(remark.critic)
        last = last_number(self._bench.session, remark.id)
        row = TalkRow(remark.paragraph, remark=remark.id)
        return Talk(row, argument_of(remark.id), Whom(choice.connection, choice.model), last)

    def _pressed(self, wish: NoteWish) -> None:
        remark = self._bench.session.remarks.get(wish.remark) if self._bench.session else None
        talk = self._talk(remark) if remark is not None else None
        if talk is None:
            return
        if wish.write:
            self.handoff.begin(talk)
        else:
            self.handoff.open(talk.of)
