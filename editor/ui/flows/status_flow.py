"""The status line: what is safe, how long the draft is, whose it is, whether time counts, and what was sent.

It tells the truth from the journal's own numbers: safe from a crash once a change is written, safe from a power cut only
after the sync returned, and what is wrong for as long as it is wrong.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QObject, QTimer

from editor.core.activity import Counting
from editor.protocol.messages import Folded
from editor.ui.status_line import SAFE_FROM_CRASH, SAFE_FROM_CUT, Safety, StatusLine, StatusView
from editor.ui.workbench import Workbench

_EVERY_MS = 1_000
_SOON_MS = 250
_CENT = Decimal("0.01")
_READING_WORDS = 240
_WHY = {Counting.NOT_IN_FRONT: "window not in front", Counting.NO_ACTIVITY: "no activity"}


class StatusFlow(QObject):
    def __init__(self, bench: Workbench, line: StatusLine) -> None:
        super().__init__(line)
        self._bench = bench
        self._line = line
        self._behind = ""
        self.folded_n = 0
        """The newest change that the draft's file holds, as far as it has been told."""
        self._every = QTimer(self)
        self._every.setInterval(_EVERY_MS)
        self._every.timeout.connect(self.refresh)
        self._every.start()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        bench.view.selectionChanged.connect(self._soon.start)
        line.safety_pressed.connect(self._tell_safety)
        line.length_pressed.connect(self._tell_length)

    def changed(self) -> None:
        """The draft changed; the line says so when the hands rest, not at every key."""
        if not self._soon.isActive():
            self._soon.start()

    def forget(self) -> None:
        """What was told of the draft before, or by a worker that is gone, holds no longer."""
        self._behind = ""
        self.folded_n = 0
        self.changed()

    def folded(self, message: Folded) -> None:
        self._behind = message.trouble
        self.folded_n = message.upto
        if self._bench.draft is not None:
            self._bench.draft.tidy(message.upto, message.kept)
        self.changed()

    def refresh(self) -> None:
        session, facts = self._bench.session, self._bench.facts
        if session is None:
            self._line.show_status(StatusView("No draft", Safety.TYPED))
            return
        session.measures.count_some()
        safe, safety = self._safety()
        session.time.settle()
        counting = session.time.counting()
        words = session.measures.words
        short = 0
        if facts is not None and facts.profile.minutes.required and session.measures.complete:
            counted = facts.count_short(ident for ident, _ in session.time.in_view())
            short = counted or 0
            if counted is None:
                self._soon.start()
        self._line.show_status(
            StatusView(
                safe=safe,
                safety=safety,
                words=words,
                selected_words=self._selected(),
                minutes_to_read=max(1, round(words / _READING_WORDS)) if words else 0,
                own_share=session.measures.own_share if words else None,
                counting=counting is Counting.COUNTING,
                why=_WHY.get(counting, ""),
                short_paragraphs=short,
                waiting=self._bench.waiting,
                sent=self._bench.sent or ("Nothing sent" if self._bench.is_past_told else ""),
                spent=spent_words(self._bench.spent_usd, self._bench.limit_usd),
            )
        )

    def _selected(self) -> int | None:
        cursor = self._bench.view.textCursor()
        return len(cursor.selectedText().split()) if cursor.hasSelection() else None

    def _safety(self) -> tuple[str, Safety]:
        draft = self._bench.draft
        if draft is None:
            return "No draft", Safety.TYPED
        state = draft.state()
        if draft.trouble:
            return draft.trouble, Safety.DEGRADED
        if state is None:
            return f"Nothing {'changed' if len(draft.session.document) else 'typed'} yet", Safety.SAFE
        if told := self._behind or state.older_trouble:
            return told, Safety.DEGRADED
        if state.written_n < draft.session.recorder.next_n - 1:
            return "Typed", Safety.TYPED
        if state.synced_n < state.written_n:
            return SAFE_FROM_CRASH, Safety.CRASH
        return SAFE_FROM_CUT, Safety.SAFE

    def _tell_safety(self) -> None:
        """The numbers behind the words."""
        draft = self._bench.draft
        state = draft.state() if draft else None
        if draft is None or state is None or draft.trouble:
            self._bench.say(f"{self._safety()[0]}.".replace("..", "."))
            return
        newest = draft.session.recorder.next_n - 1
        self._bench.say(
            f"Change {newest:,} is the newest. Up to {state.written_n:,} all is in the journal and survives a crash; up "
            f"to {state.synced_n:,} it survives a power cut; up to {self.folded_n:,} it is in {draft.database.name}."
        )

    def _tell_length(self) -> None:
        session = self._bench.session
        if session is not None:
            row = session.document.paragraphs
            filled = sum(1 for item in row if item.body.strip())
            words, characters = session.measures.words, len(session.document)
            self._bench.say(f"{words:,} words of prose in {filled:,} paragraphs, {characters:,} characters.")


def spent_words(usd: str, limit: str) -> str:
    """ "$0.21 of $3.00"; empty while nothing was spent. Both are dollars; an empty limit is none."""
    try:
        amount = Decimal(usd)
    except InvalidOperation:
        return ""
    if not amount:
        return ""
    spent = "under $0.01" if amount < _CENT else f"${amount:.2f}"
    return f"{spent} of ${Decimal(limit):.2f}" if limit else f"{spent} spent"
