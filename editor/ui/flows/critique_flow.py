"""The critique of the desk's paragraph: who reads, what they say, and what became of it.

Nothing goes to a model before the writer has seen the exact text on the sheet and said yes. Nothing a critic says enters
the draft: agreeing keeps the present version and takes the caret to the quote, and the words of a remark leave the panel
only by copying, marked as the model's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from editor.core.annotations import WHOLE_DRAFT, Remark, RemarkState
from editor.core.misquoting import parted
from editor.core.origins import Origin
from editor.core.runs import Fragment
from editor.protocol import messages as wire
from editor.protocol.critique_messages import ListTallies, Tallies
from editor.session.draft_session import DraftSession
from editor.ui.desk.critic_rows import CriticState, CriticTick
from editor.ui.desk.critique_panel import CritiquePanel, CritiqueView
from editor.ui.desk.desk import Desk, DeskTab
from editor.ui.desk.remark_values import RemarkView, words_of
from editor.ui.flows.critic_board import CriticBoard
from editor.ui.flows.critic_choices import CriticChoices
from editor.ui.flows.critique_sending import CritiqueSending
from editor.ui.flows.remark_context import RemarkContext
from editor.ui.flows.remark_judging import RemarkJudging
from editor.ui.flows.remark_talk_flow import RemarkTalkFlow
from editor.ui.flows.remark_threads import said_by_models
from editor.ui.flows.remark_views import Showing, holder_of, origin_of, remark_from, remark_views
from editor.ui.workbench import Workbench

NAMES_HIDDEN = "critics_hidden"
"""The preference that keeps critics' names from the cards until a remark is judged."""


class CritiqueFlow(QObject):
    """Signals:
    remarks_changed: remarks came, moved or were judged; carries a paragraph's id.
    call_ended: a model answered, failed or was stopped; without a value.
    """

    remarks_changed = Signal(int)
    call_ended = Signal()

    def __init__(self, bench: Workbench, panel: CritiquePanel, desk: Desk) -> None:
        super().__init__(panel)
        self._bench = bench
        self._panel = panel
        self._desk = desk
        self._of: DraftSession | None = None
        self._paragraph = 0
        self._early: int | None = None
        """The paragraph asked about before it was known who the critics are."""
        self._read: set[int] = set()
        self._readers: dict[int, tuple[str, ...]] = {}
        self._origins: dict[str, Origin] = {}
        """Whose the words of each model's remark, reason and wording are."""
        self.board = CriticBoard()
        self.choices = CriticChoices(bench.preferences)
        self.sending = CritiqueSending(bench, desk, self.board, self.choices)
        self.judging = RemarkJudging(bench, panel)
        self.talk = RemarkTalkFlow(bench, panel, desk, self.choices)
        self.context = RemarkContext(bench, panel, desk, self.choices)
        self.context.changed.connect(self.refresh)
        self.context.call_ended.connect(self.call_ended)
        self.sending.changed.connect(self.refresh)
        self.sending.remarks_made.connect(self._remarks_made)
        self.sending.finished.connect(self._say_finished)
        self.sending.call_ended.connect(self.call_ended)
        self.judging.judged.connect(self._judged)
        self.talk.changed.connect(self.refresh)
        self.talk.said.connect(self._remember_talk)
        self.talk.call_ended.connect(self.call_ended)
        bench.local_critics = self.ask_local
        panel.ask_pressed.connect(self.ask)
        panel.stop_pressed.connect(self.stop)
        panel.preview_pressed.connect(self.preview)
        panel.critic_ticked.connect(self._ticked)
        panel.critic_stopped.connect(lambda name: self.sending.stop_critic(name, self._paragraph))
        panel.copy_pressed.connect(self._copy)

    # What is known.

    def reset(self) -> None:
        """Another draft was opened; the same one under another name goes on being read."""
        if self._bench.session is self._of:
            return
        self._of = self._bench.session
        self.board.forget()
        self._panel.forget()
        self._read.clear()
        self._readers.clear()
        self._origins.clear()
        self.judging.revising = None
        self.sending.reset()
        self.talk.reset()
        self.context.reset()

    def load_critics(self) -> None:
        self.board.choices = choices = self.choices.all()
        self._bench.ask(lambda ident: wire.ListCritics(ident, choices=choices), self._critics_came)

    def _critics_came(self, answer: wire.Critics) -> None:
        self.board.fill(answer)
        self.refresh()
        if self._early is not None:
            self._ask(self._early)

    def opened(self) -> None:
        """The past of the draft is known."""
        self.context.reset()
        self._remember_talk()
        self._count_readers()

    def _count_readers(self) -> None:
        if self._bench.draft is not None and self._bench.draft.exists:
            self._bench.ask(ListTallies, self._tallies_came, failed=lambda _failure: None)

    def _tallies_came(self, answer: Tallies) -> None:
        self._readers = {row.paragraph: row.critics for row in answer.readers}
        self._read.update(self._readers)
        self.refresh()

    def remarks_came(self, rows: Iterable[wire.RemarkRow]) -> None:
        session = self._bench.session
        if session is None:
            return
        rows = tuple(rows)
        remarks = session.remarks.take_in([remark_from(row) for row in rows], session.document)
        for row in rows:
            self._remember(row)
        self._read.update(remark.paragraph for remark in remarks)
        for ident in {remark.paragraph for remark in remarks}:
            self.remarks_changed.emit(ident)
        self.refresh()

    def _remarks_made(self, message: wire.RemarksMade) -> None:
        self._read.add(message.paragraph)
        self.remarks_came(message.remarks)

    def _remember(self, row: wire.RemarkRow) -> None:
        """What a model's remark shows is the model's wherever it turns up again."""
        if row.call:
            why, _ = parted(row.why)
            for words in (row.issue, why, row.suggestion, words_of(row.issue, why, row.suggestion)):
                self._keep_origin(words, origin_of(row))

    def _remember_talk(self) -> None:
        if self._bench.session is not None:
            for words, origin in said_by_models(self._bench.session):
                self._keep_origin(words, origin)

    def _keep_origin(self, words: str, origin: Origin) -> None:
        self._origins[words] = origin
        self._bench.clipboard.model_showed(words, origin)

    # Showing.

    def show_paragraph(self, ident: int) -> None:
        self._paragraph = ident
        self.refresh()

    def refresh(self) -> None:
        session = self._bench.session
        paragraph = self._bench.paragraph(self._paragraph)
        views: list[RemarkView] = []
        spoke: set[str] = set()
        if session is not None and paragraph is not None:
            spoke = {remark.critic for remark in session.remarks.of(paragraph.id)}
            views = remark_views(session.remarks.of(paragraph.id), paragraph.text, self._showing(paragraph.id), session)
        if session is not None:
            views += remark_views(session.remarks.of(WHOLE_DRAFT), "", self._showing(WHOLE_DRAFT), session)
        views = [self._with_talk(one) for one in views]
        rows = self.board.rows(self._paragraph, self._bench.number, spoke)
        running = self.sending.is_running or self.talk.is_running
        told, read = self._bench.is_past_told, self._paragraph in self._read
        self._panel.show_view(CritiqueView(rows, tuple(views), running, read, is_told=told))

    def _with_talk(self, view: RemarkView) -> RemarkView:
        ident, context = view.remark, self.context.view(view.remark, arguable=view.arguable)
        return replace(view, asking=self.talk.doing(ident), trouble=self.talk.trouble(ident), context=context)

    def _showing(self, paragraph: int) -> Showing:
        return Showing(
            self.board.titles,
            self.board.models,
            (*self._readers.get(paragraph, ()), *self.board.readers(paragraph)),
            self.names_hidden,
            self.judging.revising,
        )

    @property
    def names_hidden(self) -> bool:
        """Whether the writer judges remarks without knowing whose they are."""
        return self._bench.preferences.flag(NAMES_HIDDEN, False)

    def hide_names(self, hidden: bool) -> None:
        self._bench.preferences.keep(NAMES_HIDDEN, hidden)
        self.refresh()

    # Asking.

    def ask(self) -> None:
        """Asks the ticked critics about the desk's paragraph."""
        self._ask(self._paragraph)

    def ask_local(self, ident: int) -> None:
        """Asks the critics that follow rules about a paragraph, and turns the desk to them."""
        if self._bench.paragraph(ident) is None:
            self._bench.say("The local critics read one paragraph, and not the whole draft.")
            return
        self._desk.show_tab(DeskTab.CRITIQUE)
        self.sending.ask(ident, self.board.local())

    def ask_draft(self) -> None:
        """Asks the ticked critics that a model plays about the draft as a whole."""
        self._ask(WHOLE_DRAFT)

    def _ask(self, ident: int) -> None:
        paragraph, session = self._bench.paragraph(ident), self._bench.session
        whole = ident == WHOLE_DRAFT
        text = session.document.text() if whole and session else paragraph.body if paragraph else ""
        if not text.strip():
            where = "draft" if whole else "paragraph"
            self._bench.say(f"There is nothing in this {where} to read yet.")
            return
        self._early = None if self.board.known else ident
        if self._early is not None:
            self._bench.say("The critics are still getting ready; they read this as soon as they are.")
            return
        names = self.board.ticked_models() if whole else self.board.ticked()
        if not names:
            self._bench.say("No critic with a model is ticked; the others read one paragraph." if whole else _NONE)
            return
        self._begin_draft()
        self.sending.ask(ident, names)

    def preview(self) -> None:
        """Shows what would be sent to the ticked critics, or to the first there is; nothing goes out."""
        first = self.board.first_model()
        if first is None:
            self._bench.say("No model is connected; the local critics send nothing anywhere.")
            return
        self._begin_draft()
        self.sending.look(self._paragraph, self.board.ticked_models() or [first])

    def ask_again(self) -> None:
        """Something else goes along from now on."""
        self.sending.ask_again()

    def _begin_draft(self) -> None:
        """Remarks need a draft to be kept in, also when nothing was typed in the file yet."""
        if self._bench.session is not None:
            self._bench.session.recorder.prepare()

    @property
    def asks_to_send(self) -> bool:
        """Whether a sheet that shows what would be sent is open; the desk stays with its paragraph meanwhile."""
        return self.sending.asks_to_send or self.talk.asks_to_send

    def asks_a_model(self) -> bool:
        """Whether a model reads at this moment."""
        return self.board.asks_a_model() or self.talk.is_running or self.context.handoff.is_running

    def cancel(self) -> None:
        """Closes the sheet; nothing is sent."""
        self.sending.cancel()
        self.talk.cancel()
        self.context.handoff.cancel()

    def stop(self) -> None:
        """Stops all critics, also one that is argued with; what came is kept."""
        self.sending.stop()
        self.talk.stop()
        self.context.handoff.stop()

    def _say_finished(self, paragraph: int) -> None:
        self._count_readers()
        session = self._bench.session
        if session is None:
            return
        here = holder_of(session, paragraph)
        count = session.remarks.open_count(here)
        where = "" if here == self._paragraph else f" in ¶{self._bench.number(here)}"
        if paragraph == WHOLE_DRAFT:
            count = sum(one.state is RemarkState.OPEN for one in session.remarks.all())
            where = " in the draft"
        elif not session.document.paragraphs.has(here):
            where = " in a paragraph that is gone"
        self._bench.say(_ended_in_words(count, where, self.board.ends(paragraph)))

    def _ticked(self, tick: CriticTick) -> None:
        self.board.tick(tick.name, tick.ticked)
        self.refresh()

    # Judging.

    def on_agreeing(self, keep: Callable[[int | None], None]) -> None:
        """`keep(paragraph)` keeps the present version before the writer revises it; None is the whole draft."""
        self.judging.on_agreeing(keep)

    def _judged(self, paragraph: int) -> None:
        self.remarks_changed.emit(paragraph)
        self.refresh()

    def finish_revision(self) -> bool:
        """Says done of the remark the writer has revised the desk's paragraph for; False where there is none."""
        return self.judging.finish_revision(self._paragraph)

    def current_remark(self) -> Remark | None:
        """The remark that is marked in the panel."""
        ident, session = self._panel.current_remark(), self._bench.session
        return session.remarks.get(ident) if session is not None and ident is not None else None

    def agree_current(self) -> None:
        """Agrees with the remark that is marked in the panel."""
        ident = self._panel.current_remark()
        if ident is not None:
            self.judging.agree(ident)

    def argue_current(self) -> None:
        """Opens the line for an objection to the marked remark."""
        remark = self.current_remark()
        if remark is not None and remark.critic not in self.board.models:
            self._bench.say("This critic follows rules and has no answer to give. Dismiss the remark if it is wrong.")
        else:
            self._panel.argue_current()

    def dismiss_current(self) -> None:
        """Asks why the marked remark is dismissed."""
        self._panel.dismiss_current()

    def _copy(self, words: str) -> None:
        origin = self._origins.get(words)
        if origin is None:
            QApplication.clipboard().setText(words)
            return
        QApplication.clipboard().setMimeData(self._bench.clipboard.copied(Fragment.of(words, origin)))
        self._bench.say("Copied. These are a model's words and stay marked as such.")

    @property
    def is_at_whole(self) -> bool:
        """Whether the marked remark is about the whole draft."""
        return self._panel.is_at_whole

    def step(self, forward: bool, *, around: bool, whole: bool = False) -> bool:
        """The next or previous remark on the desk, in the text and in the panel; False where there is none."""
        go = self._panel.next_card if forward else self._panel.previous_card
        return go(around=around, whole=whole)


_NONE = "No critic is ticked."


def _ended_in_words(count: int, where: str, ends: Sequence[CriticState]) -> str:
    """How many remarks are open, and `ends`: what became of the critics that were asked."""
    failed, remarks = ends.count(CriticState.FAILED), f"{count} open remark{'' if count == 1 else 's'}"
    if not failed:
        return f"Critique finished, {remarks}{where}."
    if failed < len(ends):
        return f"Critique finished, {remarks}{where}; {failed} of {len(ends)} critics failed."
    if failed > 1:
        return f"All {failed} critics failed{where}. Why stands below their names."
    return f"The critic failed{where}. Why stands below its name."
