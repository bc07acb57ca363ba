"""How much more the pad's model can be told, and the hand-off note with which its next turns start."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from editor.core.handoff import pad_of
from editor.protocol.handoff_messages import MeasureTalk, TalkMeasured, TalkRow
from editor.session.draft_session import DraftSession
from editor.ui.desk.context_line import ContextView
from editor.ui.desk.desk import Desk
from editor.ui.desk.model_box import Whom
from editor.ui.desk.pad_panel import PadPanel
from editor.ui.flows.handoff_flow import HandoffFlow
from editor.ui.flows.model_turn_flow import ModelTurnFlow
from editor.ui.flows.talks import Talk, context_view, pad_so_far
from editor.ui.workbench import Workbench


class PadContext(QObject):
    """Signals:
    call_ended: a model answered, failed or was stopped; without a value.
    """

    call_ended = Signal()

    def __init__(self, bench: Workbench, panel: PadPanel, desk: Desk, model: ModelTurnFlow) -> None:
        super().__init__(panel)
        self._bench = bench
        self._panel = panel
        self._model = model
        self._point = ""
        self._asked: tuple[DraftSession, TalkRow, Whom] | None = None
        """What was measured last, or is being measured."""
        self._measured: TalkMeasured | None = None
        self.handoff = HandoffFlow(bench, desk, panel)
        self.handoff.changed.connect(self._show)
        self.handoff.call_ended.connect(self.call_ended)
        model.models.changed.connect(self._show)
        panel.context.note_wanted.connect(self._write)
        panel.context.note_opened.connect(lambda: self.handoff.open(pad_of(panel.paragraph)))

    def show_paragraph(self, point: str) -> None:
        """The pad of another paragraph is shown, or there is more in it."""
        self._point = point
        self._show()

    def forget(self) -> None:
        """The worker is another one, or has another draft: what could not be measured then may be now."""
        self._asked = None
        self._show()

    def asks_a_model(self) -> bool:
        """Whether a model writes a note. Its turns are no matter: what ends one keeps what came."""
        return self.handoff.is_running

    def _talk(self) -> Talk | None:
        session, paragraph = self._bench.session, self._panel.paragraph
        if session is None or self._bench.paragraph(paragraph) is None:
            return None
        told = pad_so_far(session, paragraph, self._point, with_text=False)
        last = max((one.id for one in session.pads.of(paragraph) if one.ended_ms is not None), default=0)
        return Talk(TalkRow(paragraph, told), pad_of(paragraph), self._model.models.whom, last)

    def _show(self) -> None:
        session, talk = self._bench.session, self._talk()
        if session is None or talk is None or talk.row.pad is None or not (talk.row.pad.turns or talk.row.pad.note):
            self._panel.context.show_view(ContextView())
            return
        wanted = (session, talk.row, talk.whom)
        if self._asked != wanted:
            if self._asked is None or self._asked[1].paragraph != talk.row.paragraph:
                self._measured = None  # of another pad, it would be wrong here
            self._asked = wanted
            upto = self._bench.upto
            self._bench.ask(
                lambda ident: MeasureTalk(ident, talk.row, upto, talk.whom.model, talk.whom.connection),
                lambda answer: self._came(wanted, answer),
                failed=lambda _failure: self._failed(wanted),
            )
        has_turns = bool(talk.row.pad.turns)
        self._panel.context.show_view(context_view(session, talk.of, self._measured, has_turns=has_turns))

    def _came(self, wanted: tuple[DraftSession, TalkRow, Whom], answer: TalkMeasured) -> None:
        if wanted == self._asked:
            self._measured = answer
            self._show()

    def _failed(self, wanted: tuple[DraftSession, TalkRow, Whom]) -> None:
        """What is not known is not shown; a question that can be answered comes with the next turn."""
        if wanted == self._asked:
            self._measured = None
            self._show()

    def _write(self) -> None:
        talk = self._talk()
        if talk is not None:
            self.handoff.begin(talk)
