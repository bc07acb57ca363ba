"""Asking critics about a paragraph, and what the writer makes of their remarks.

Nothing goes to a model before the writer has seen the exact text on the sheet and said yes. Nothing a critic says enters
the draft: agreeing keeps the present version and takes the caret to the quote, and the words of a remark leave the panel
only by copying, marked as the model's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from editor.core.annotations import DismissReason, Remark
from editor.core.origins import Origin
from editor.core.runs import Fragment
from editor.protocol import messages as wire
from editor.session.draft_session import DraftSession
from editor.ui.desk.critic_rows import CriticState, CriticTick
from editor.ui.desk.critique_panel import CritiquePanel, CritiqueView
from editor.ui.desk.desk import Desk
from editor.ui.desk.remark_card import Dismissal, RemarkView, words_of
from editor.ui.dialogs.send_sheet import SendSheet, SendTick
from editor.ui.flows.asking_first import NEIGHBOURS, extras_of, send_view
from editor.ui.flows.critic_board import Asked, CriticBoard, Round
from editor.ui.flows.remark_views import origin_of, remark_from, remark_views
from editor.ui.workbench import Workbench


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
        self._early = 0  # the paragraph asked about before it was known who the critics are
        self.board = CriticBoard()
        self._recipients: dict[str, str] = {}
        """Where the words of each model critic go, as the sheet said."""
        self._running: dict[int, Round] = {}
        self._read: set[int] = set()
        self._origins: dict[int, Origin] = {}  # whose the words of each model's remark are, by its id
        self._sheet: SendSheet | None = None
        self._waiting: list[Asked] = []
        self._yes: set[str] = set()
        self._after_agreeing: Callable[[int], None] = lambda paragraph: None
        self._seconds = QTimer(self)
        self._seconds.setInterval(1_000)
        self._seconds.timeout.connect(self._tick)
        desk.sheet_closed.connect(self._sheet_gone)
        panel.ask_pressed.connect(self.ask)
        panel.stop_pressed.connect(self.stop)
        panel.preview_pressed.connect(self.preview)
        panel.critic_ticked.connect(self._ticked)
        panel.agreed.connect(self.agree)
        panel.done_pressed.connect(partial(self._judge, change=Remark.done))
        panel.dismissed.connect(self._dismiss)
        panel.chosen.connect(self._show_quote)
        panel.copy_pressed.connect(self._copy)

    def on_agreeing(self, keep: Callable[[int], None]) -> None:
        """`keep(paragraph)` keeps the present version before the writer revises it."""
        self._after_agreeing = keep

    def reset(self) -> None:
        """Another draft was opened; the same one under another name goes on being read."""
        if self._bench.session is self._of:
            return
        self._of = self._bench.session
        self._running.clear()
        self.board.forget()
        self._read.clear()
        self._origins.clear()
        self._yes.clear()
        self._waiting.clear()
        self._close_sheet()

    def load_critics(self) -> None:
        self._bench.ask(wire.ListCritics, self._critics_came)

    def _critics_came(self, answer: wire.Critics) -> None:
        self.board.fill(answer)
        self.refresh()
        if self._early:
            self._ask(self._early)

    def remarks_came(self, rows: Iterable[wire.RemarkRow]) -> None:
        session = self._bench.session
        if session is None:
            return
        rows = tuple(rows)
        remarks = [remark_from(row) for row in rows]
        session.remarks.add(remarks)
        for row in rows:
            self._read.add(row.paragraph)
            self._remember(row)
        for ident in {remark.paragraph for remark in remarks}:
            self.remarks_changed.emit(ident)
        self.refresh()

    def _remember(self, row: wire.RemarkRow) -> None:
        """What a model's remark shows is the model's wherever it turns up again."""
        if row.call:
            self._origins[row.id] = origin = origin_of(row)
            for words in (row.issue, row.why, row.suggestion, words_of(row.issue, row.why, row.suggestion)):
                self._bench.clipboard.model_showed(words, origin)

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
            views = remark_views(session.remarks.of(paragraph.id), paragraph.text, self.board.titles)
        rows = self.board.rows(self._paragraph, self._number, spoke)
        self._panel.show_view(CritiqueView(rows, tuple(views), bool(self._running), self._paragraph in self._read))

    def ask(self) -> None:
        """Asks the ticked critics about the desk's paragraph."""
        self._ask(self._paragraph)

    def _ask(self, ident: int) -> None:
        paragraph = self._bench.paragraph(ident)
        if paragraph is None or not paragraph.body.strip():
            self._bench.say("There is nothing in this paragraph to read yet.")
            return
        self._early = 0 if self.board.known else ident
        if self._early:
            self._bench.say("The critics are still getting ready; they read this paragraph as soon as they are.")
            return
        names = self.board.ticked()
        if not names:
            self._bench.say("No critic is ticked.")
            return
        reading = {name for one in self._running.values() if one.paragraph == ident for name in one.critics}
        names = [name for name in names if name not in reading]  # asked twice, a model would be paid twice
        self._begin_draft()
        local = tuple(name for name in names if name not in self.board.models)
        if local:
            self._send(local, paragraph.id)
        self._waiting = [Asked(name, paragraph.id) for name in names if name in self.board.models]
        self._next_model()

    def preview(self) -> None:
        """Shows what would be sent to the first model critic; nothing goes out."""
        name = self.board.first_model()
        if name is None:
            self._bench.say("No model is connected; the local critics send nothing anywhere.")
            return
        self._begin_draft()
        self._waiting = [Asked(name, self._paragraph)]
        self._prepare(self._waiting[0], ask=True)

    def _begin_draft(self) -> None:
        """Remarks need a draft to be kept in, also when nothing was typed in the file yet."""
        if self._bench.session is not None:
            self._bench.session.recorder.prepare()

    def _next_model(self, stopped: Iterable[Asked] = ()) -> None:
        self._waiting += stopped
        if self._waiting:
            self._prepare(self._waiting[0], ask=self._waiting[0].critic not in self._yes)

    def _prepare(self, asked: Asked, ask: bool) -> None:
        upto = self._bench.upto
        self._bench.ask(
            lambda ident: wire.PrepareCritique(
                ident, asked.paragraph, asked.critic, asked.neighbours, upto, references=self._bench.along.rows()
            ),
            lambda answer: self._prepared(asked, answer, ask),
            failed=lambda failure: self._not_prepared(asked, failure),
        )

    def _not_prepared(self, asked: Asked, failure: wire.Failed) -> None:
        waiting, self._waiting = self._waiting, []
        local = partial(self._send, self.board.local(), asked.paragraph)
        if self._bench.at_the_limit(failure, lambda: self._next_model(waiting), local):
            return
        self._waiting = [one for one in waiting if one != asked]
        self.board.asked(asked.critic, asked.paragraph)
        self.board.set(asked.critic, CriticState.FAILED, f"{failure.title}. {failure.detail}".strip())
        self.refresh()

    def _prepared(self, asked: Asked, answer: wire.Prepared, ask: bool) -> None:
        if asked not in self._waiting:  # stopped, asked anew or about another draft since
            return
        self._recipients[asked.critic] = answer.recipient
        if not ask:
            self._waiting.remove(asked)
            self._send((asked.critic,), asked.paragraph, answer.digest, asked.neighbours)
            self._next_model()
            return
        self._bench.along.told_cut(answer.cut)
        extras = extras_of(asked.neighbours, self._bench.along.entries())
        view = send_view(answer, self._number(asked.paragraph), extras)
        self._close_sheet()
        self._sheet = sheet = SendSheet(view, self._bench.theme)
        sheet.send_pressed.connect(lambda again: self._approved(asked, answer.digest, again))
        sheet.cancel_pressed.connect(self._cancelled)
        sheet.extra_ticked.connect(lambda tick: self._extra(asked, tick))
        self._desk.show_sheet(sheet)

    def _extra(self, asked: Asked, tick: SendTick) -> None:
        changed = replace(asked, neighbours=tick.ticked) if tick.name == NEIGHBOURS else asked
        if tick.name != NEIGHBOURS:
            self._bench.along.tick(tick.name, tick.ticked)
        self._waiting = [changed if one == asked else one for one in self._waiting]
        self._prepare(changed, ask=True)

    def _approved(self, asked: Asked, digest: str, ask_again: bool) -> None:
        if not ask_again:
            self._yes.add(asked.critic)
        self._close_sheet()
        self._waiting = [one for one in self._waiting if one != asked]
        self._send((asked.critic,), asked.paragraph, digest, asked.neighbours)
        self._next_model()

    def ask_again(self) -> None:
        """Something else goes along from now on."""
        self._yes.clear()

    @property
    def asks_to_send(self) -> bool:
        """Whether the sheet that shows what would be sent is open; the desk stays with its paragraph meanwhile."""
        return self._sheet is not None

    def cancel(self) -> None:
        """Closes the sheet; nothing is sent."""
        if self._sheet is not None:
            self._cancelled()

    def _cancelled(self) -> None:
        self._waiting.clear()
        self._close_sheet()
        self._bench.say("Nothing was sent.")

    def _close_sheet(self) -> None:
        if self._sheet is not None:
            self._desk.close_sheet()

    def _sheet_gone(self) -> None:
        """By a button of the sheet, or because the writer turned to another tool; that is no yes."""
        self._sheet = None

    def _send(self, names: tuple[str, ...], paragraph: int, digest: str = "", neighbours: bool = True) -> None:
        approved, upto = tuple(wire.Approval(name, digest) for name in names if digest), self._bench.upto
        ident = self._bench.ask(
            lambda number: wire.Critique(number, paragraph, names, approved, neighbours, upto, self._bench.along.rows()),
            lambda answer: self._ended(answer.id, names, answer),
            self._event,
            failed=lambda failure: self._ended(failure.id, names, failure),
        )
        self._running[ident] = Round(paragraph, names)
        for name in names:
            self.board.asked(name, paragraph)
        self._seconds.start()
        self.refresh()

    def _number(self, ident: int) -> int:
        row = self._bench.session.document.paragraphs if self._bench.session else None
        return row.index_of(ident) + 1 if row and row.has(ident) else 0

    def stop(self) -> None:
        for ident in tuple(self._running):
            self._bench.client.cancel(ident)
        self._waiting.clear()
        self._close_sheet()

    def _event(self, message: wire.CriticState | wire.RemarksMade) -> None:
        if message.id not in self._running:  # of a draft that was left
            return
        if isinstance(message, wire.RemarksMade):
            self._read.add(message.paragraph)
            self.remarks_came(message.remarks)
            if message.note:
                self._bench.say(message.note)
            return
        paragraph, state = self._running[message.id].paragraph, CriticState(message.state)
        if state is CriticState.READING and message.critic in self.board.models:
            self._bench.sent = f"Sent: ¶{self._number(paragraph)} to {self._recipients.get(message.critic, 'a model')}"
        if state is CriticState.DONE:
            self._read.add(paragraph)
        self.board.set(message.critic, state, message.words, message.remarks)
        self.refresh()

    def _ended(self, ident: int, names: tuple[str, ...], answer: object) -> None:
        round_ = self._running.pop(ident, None)
        if any(name in self.board.models for name in names):
            self.call_ended.emit()
        if round_ is None:  # of a draft that was left
            return
        if isinstance(answer, wire.Failed):
            cancelled = answer.fault == "cancelled"
            words = "" if cancelled else f"{answer.title}. {answer.detail}".strip()
            for name in names:
                self.board.ended(name, CriticState.IDLE if cancelled else CriticState.FAILED, words)
        if isinstance(answer, wire.NeedsApproval):
            self._yes.difference_update(answer.critics)
            for name in answer.critics:
                self.board.set(name, CriticState.IDLE)
                self._waiting.append(Asked(name, round_.paragraph))
            self._next_model()
        if not self._running:
            self._seconds.stop()
            if not self._waiting:
                self._say_finished(round_.paragraph)
        self.refresh()

    def _say_finished(self, paragraph: int) -> None:
        count = self._bench.session.remarks.open_count(paragraph) if self._bench.session else 0
        where = "" if paragraph == self._paragraph else f" in ¶{self._number(paragraph)}"
        self._bench.say(f"Critique finished, {count} open remark{'' if count == 1 else 's'}{where}.")

    def _tick(self) -> None:
        self.board.second_passed()
        self.refresh()

    def _ticked(self, tick: CriticTick) -> None:
        self.board.tick(tick.name, tick.ticked)
        self.refresh()

    # Judging.

    def agree(self, ident: int) -> None:
        """Keeps the present version and takes the caret to the quote; the words stay the writer's to write."""
        remark = self._judge(ident, Remark.agreed)
        if remark is not None:
            self._after_agreeing(remark.paragraph)
            self._show_quote(ident)

    def agree_current(self) -> None:
        """Agrees with the remark that is marked in the panel."""
        ident = self._panel.current_remark()
        if ident is not None:
            self.agree(ident)

    def dismiss_current(self) -> None:
        """Asks why the marked remark is dismissed."""
        self._panel.dismiss_current()

    def _dismiss(self, dismissal: Dismissal) -> None:
        reason = DismissReason(dismissal.reason.value)
        self._judge(dismissal.remark, lambda remark: remark.dismissed(reason))

    def _judge(self, ident: int, change: Callable[[Remark], Remark]) -> Remark | None:
        session = self._bench.session
        remark = session.remarks.get(ident) if session else None
        if session is None or remark is None:
            return None
        changed = change(remark)
        session.remarks.put(changed)
        reason = changed.reason.value if changed.reason else None
        self._bench.ask(lambda number: wire.JudgeRemark(number, ident, changed.state.value, reason), lambda _answer: None)
        self.remarks_changed.emit(changed.paragraph)
        self.refresh()
        return changed

    def _show_quote(self, ident: int) -> None:
        session = self._bench.session
        remark = session.remarks.get(ident) if session else None
        if session is None or remark is None or remark.anchor is None:
            return
        row = session.document.paragraphs
        if row.has(remark.paragraph):
            start = row.start(row.index_of(remark.paragraph))
            self._bench.view.select(start + remark.anchor.start, start + remark.anchor.end)

    def _copy(self, words: str) -> None:
        session = self._bench.session
        remarks = session.remarks.of(self._paragraph) if session else ()
        same = (one.id for one in remarks if words_of(one.issue, one.why, one.suggestion) == words)
        origin = next((self._origins[ident] for ident in same if ident in self._origins), None)
        if origin is None:
            QApplication.clipboard().setText(words)
            return
        QApplication.clipboard().setMimeData(self._bench.clipboard.copied(Fragment.of(words, origin)))
        self._bench.say("Copied. These are a model's words and stay marked as such.")

    def step(self, forward: bool, *, around: bool) -> bool:
        """The next or previous remark on the desk, in the text and in the panel; False where there is none."""
        return self._panel.next_card(around=around) if forward else self._panel.previous_card(around=around)
