"""What the writer makes of remarks: agree and revise, done, or put away with a reason; and where their quotes stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from editor.core.annotations import WHOLE_DRAFT, DismissReason, Remark, RemarkState
from editor.protocol import messages as wire
from editor.ui.desk.critique_panel import CritiquePanel
from editor.ui.desk.remark_values import Dismissal
from editor.ui.workbench import Workbench


class RemarkJudging(QObject):
    """Signals:
    judged: carries the id of the remark's paragraph.
    """

    judged = Signal(int)

    def __init__(self, bench: Workbench, panel: CritiquePanel) -> None:
        super().__init__(panel)
        self._bench = bench
        self._panel = panel
        self._after_agreeing: Callable[[int | None], None] = lambda paragraph: None
        self.revising: int | None = None
        """The remark the writer agreed to last and has not said done of; Ctrl+Return does."""
        panel.agreed.connect(self.agree)
        panel.done_pressed.connect(self.done)
        panel.dismissed.connect(self._dismiss)
        panel.chosen.connect(self.show_quote)

    def on_agreeing(self, keep: Callable[[int | None], None]) -> None:
        """`keep(paragraph)` keeps the present version before the writer revises it; None is the whole draft."""
        self._after_agreeing = keep

    def agree(self, ident: int) -> None:
        """Keeps the present version and takes the caret to the quote; the words stay the writer's to write."""
        remark = self._remark(ident)
        if remark is None:
            return
        self._after_agreeing(None if remark.paragraph == WHOLE_DRAFT else remark.paragraph)
        self.revising = ident
        self._judge(ident, Remark.agreed)
        self._panel.show_remark(ident)
        self._to_quote(remark)

    def _to_quote(self, remark: Remark) -> None:
        """The caret, and no selection: the next key must not replace what the remark is about."""
        session = self._bench.session
        if session is not None and remark.anchor is not None and session.document.paragraphs.has(remark.paragraph):
            self._bench.view.go_to_paragraph(remark.paragraph, remark.anchor.start)
        self._bench.view.setFocus()

    def done(self, ident: int) -> None:
        if ident == self.revising:
            self.revising = None
        self._judge(ident, Remark.done)

    def finish_revision(self, paragraph: int) -> bool:
        """Says done of the remark that is being revised, if that is in this paragraph; False where none is."""
        remark = self._remark(self.revising) if self.revising is not None else None
        if remark is None or remark.state is not RemarkState.AGREED or remark.paragraph not in (paragraph, WHOLE_DRAFT):
            return False
        self.done(remark.id)
        self._bench.say("Remark done. Ctrl+Return asks the critics again.")
        return True

    def _dismiss(self, dismissal: Dismissal) -> None:
        reason = DismissReason(dismissal.reason.value)
        self._judge(dismissal.remark, lambda remark: remark.dismissed(reason))

    def _remark(self, ident: int) -> Remark | None:
        return self._bench.session.remarks.get(ident) if self._bench.session else None

    def _judge(self, ident: int, change: Callable[[Remark], Remark]) -> None:
        session, remark = self._bench.session, self._remark(ident)
        if session is None or remark is None:
            return
        changed = change(remark)
        session.remarks.put(changed)
        reason = changed.reason.value if changed.reason else None
        self._bench.ask(lambda number: wire.JudgeRemark(number, ident, changed.state.value, reason), lambda _answer: None)
        self.judged.emit(changed.paragraph)

    def show_quote(self, ident: int) -> None:
        """Marks the words a remark is about, where it is about any."""
        session, remark = self._bench.session, self._remark(ident)
        if session is None or remark is None or remark.anchor is None:
            return
        row = session.document.paragraphs
        if row.has(remark.paragraph):
            start = row.start(row.index_of(remark.paragraph))
            self._bench.view.select(start + remark.anchor.start, start + remark.anchor.end)
