"""The free-association pad: turns go through the journal like the draft, and their minutes are a lane of their own."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QMimeData, QObject

from editor.core.attachments import Attachment
from editor.core.origins import OWN_KINDS, PASTED, TYPED, Origin, OriginKind
from editor.core.paragraph_row import Paragraph
from editor.core.runs import Fragment
from editor.core.sparks import KIND, Spark
from editor.session.draft_session import DraftSession
from editor.session.pads import Association
from editor.ui.desk.desk import Desk, DeskTab
from editor.ui.desk.pad_panel import PadPanel
from editor.ui.desk.pad_values import (
    PadChoices,
    PadEnd,
    PadEnding,
    PadSpark,
    PadStart,
    PadText,
    PadTurn,
    PadView,
    SparkWish,
)
from editor.ui.facts import title_of
from editor.ui.flows.model_turn_flow import ModelTurnFlow
from editor.ui.flows.moments import when_words
from editor.ui.flows.pad_context import PadContext
from editor.ui.workbench import Workbench

_POINT = 90
"""Characters of a paragraph's point."""
_NOT_ALONG = (
    "No model writes along this time. It needs your yes to what is sent, which Ctrl+Return asks for before a turn begins."
)


class PadFlow(QObject):
    def __init__(self, bench: Workbench, panel: PadPanel, desk: Desk) -> None:
        super().__init__(panel)
        self._bench = bench
        self._panel = panel
        self._turn: Association | None = None
        self._is_alone = False
        """Whether it was said of this turn that no model writes along."""
        self._origin = TYPED
        """Of the running turn: pasted, as soon as words from elsewhere were put into it."""
        self.model = ModelTurnFlow(bench, panel, desk)
        self.model.changed.connect(self.show_paragraph)
        self.context = PadContext(bench, panel, desk, self.model)
        self.context.call_ended.connect(self.model.call_ended)
        desk.tab_chosen.connect(lambda tab: self.model.models.load() if tab is DeskTab.PAD else None)
        panel.show_choices(_choices(bench))
        panel.set_reduce_motion(bench.preferences.flag("reduce_motion", False))
        panel.copy_with(self._on_clipboard, self._running_on_clipboard)
        panel.copied.connect(self._copied)
        panel.pasted.connect(self._pasted)
        panel.may_start = self._may_start
        panel.choices_changed.connect(self._keep_choices)
        panel.started.connect(self._started)
        panel.typed.connect(self._typed)
        panel.ended.connect(self._ended)
        panel.model_wanted.connect(lambda: self.model.take(self._so_far()))
        panel.spark_wished.connect(self._spark)
        panel.spark_taken_away.connect(self._take_away)

    @property
    def is_running(self) -> bool:
        """Whether a turn runs, of whomever; the desk stays with its paragraph meanwhile."""
        return self._panel.is_running or self.model.is_under_way

    def end_turn(self) -> None:
        """Keeps the running turns, the model's as far as it came; without one, nothing happens."""
        self._panel.leave_turn()
        self.model.stop()

    def reduce_motion(self, reduce: bool) -> None:
        self._panel.set_reduce_motion(reduce)

    def cancel(self) -> None:
        """Closes the sheet that shows what would be sent for a hand-off note; nothing is."""
        self.context.handoff.cancel()

    def attached(self) -> None:
        """The worker has the draft."""
        self.model.attached()
        self.context.forget()

    # Showing.

    def show_paragraph(self, ident: int) -> None:
        """Of one that was merged into another since, such as while a turn ran, the other."""
        session = self._bench.session
        if session is None or self._panel.is_running:
            return
        paragraph = self._bench.paragraph(ident) or self._bench.paragraph(session.time.ledger.resolve(ident))
        if paragraph is None:
            return
        ident = paragraph.id
        turns = [turn for turn in session.pad_turns(ident) if turn.ended_ms is not None]
        for turn in turns:
            if turn.origin.kind is OriginKind.MODEL:
                self._bench.clipboard.model_showed(turn.text, turn.origin)
        shown = tuple(self._shown(number, turn) for number, turn in enumerate(turns, 1))
        numbers = {turn.id: number for number, turn in enumerate(turns, 1)}
        home = session.time.ledger.resolve
        here = (one for one in session.attachments.of(KIND) if home(one.paragraph or 0) == home(ident))
        sparks = tuple(view for one in here if (view := _spark_view(one, session, numbers)))
        point = self._point_of(paragraph)
        self._panel.show_view(PadView(ident, point, shown, sparks, is_told=self._bench.is_past_told))
        self.context.show_paragraph(point)

    def _point_of(self, paragraph: Paragraph) -> str:
        """What the writer said it is to say, else how it begins."""
        session = self._bench.session
        return (session.plans.point_of(paragraph.id) if session else "") or title_of(paragraph, _POINT)

    def _shown(self, number: int, turn: Association) -> PadTurn:
        return PadTurn(
            number,
            when_words(turn.started_ms),
            max(0, ((turn.ended_ms or turn.started_ms) - turn.started_ms) // 1000),
            turn.words,
            turn.text,
            turn.id,
            turn.origin.actor if turn.origin.kind is OriginKind.MODEL else "",
            self.model.price_of(turn.origin.prompt),
        )

    def _copied(self, shown: PadTurn) -> None:
        if shown.model:
            self._bench.say("Copied. These are a model's words and stay marked as such.")

    def _on_clipboard(self, shown: PadTurn, words: str) -> QMimeData:
        """Words of a turn as the clipboard gets them: they are of whom the turn is."""
        turn = self._bench.session.pads.get(shown.ident) if self._bench.session else None
        if turn is not None and turn.origin.kind is OriginKind.MODEL:
            return self._bench.clipboard.copied(Fragment.of(words, turn.origin))
        return self._own_on_clipboard(words, turn.origin if turn is not None else PASTED)

    def _running_on_clipboard(self, words: str) -> QMimeData:
        return self._own_on_clipboard(words, self._origin)

    def _own_on_clipboard(self, words: str, origin: Origin) -> QMimeData:
        """The writer's own words carry that they are; those a model's were put between are looked at when they come."""
        known = self._bench.clipboard.known(words)
        if origin.kind in OWN_KINDS and (known is None or all(run.origin.kind in OWN_KINDS for run in known.runs)):
            return self._bench.clipboard.copied(Fragment.of(words, origin))
        data = QMimeData()
        data.setText(words)
        return data

    def _pasted(self, data: QMimeData) -> None:
        """Words that are not the writer's must not become so by a turn in the pad."""
        runs = self._bench.clipboard.received(data).fragment.runs
        if any(run.origin.kind not in OWN_KINDS for run in runs):
            self._origin = PASTED

    # Turns.

    def _keep_choices(self, choices: PadChoices) -> None:
        keep = self._bench.preferences.keep
        keep("pad_minutes", choices.minutes or 0)
        keep("pad_words", choices.words_wanted)
        keep("pad_no_going_back", choices.no_going_back)
        keep("pad_turn_about", choices.turn_about)
        keep("pad_hide", choices.hide)

    def _may_start(self) -> bool:
        """A model that is to write while the writer does has to be agreed to before."""
        if not self._panel.choices.hide or self.model.is_agreed or self.model.is_under_way:
            return not self.model.is_under_way
        self.model.take(self._so_far(), hidden=True, then=self._panel.begin_turn)
        return False

    def _started(self, start: PadStart) -> None:
        session = self._bench.session
        if session is None:
            return
        so_far = self._so_far()
        self._turn, self._origin = session.pads.begin(start.paragraph), TYPED
        if not self._panel.choices.hide or self.model.is_under_way:
            return
        if self.model.is_agreed:
            self.model.take(so_far, hidden=True)
        else:  # the first letter began it, or the writer said no: no sheet comes over a turn
            self._panel.tell(_NOT_ALONG)
            self._is_alone = True

    def _typed(self, typed: PadText) -> None:
        session = self._bench.session
        if session is None or self._turn is None:
            return
        grown = abs(len(typed.text) - len(self._turn.text))
        self._turn = session.pads.typed(self._turn.id, typed.text)
        session.wrote_in_pad(typed.paragraph, max(1, grown))

    def _ended(self, end: PadEnd) -> None:
        session = self._bench.session
        if session is None or self._turn is None:
            return
        session.pads.typed(self._turn.id, end.text)
        kept = session.pads.end(self._turn.id, self._origin)
        session.time.pad_left()
        self._turn = None
        if self._is_alone:
            self._panel.tell("")
            self._is_alone = False
        had_its_turn = self.model.reveal()
        self.show_paragraph(end.paragraph)
        self._bench.say("The turn ended before a word was written." if kept.is_empty else "Turn kept.")
        if end.ended_by is PadEnding.LEFT:
            self.model.stop()
        elif self._panel.choices.turn_about and not had_its_turn:
            self.model.take(self._so_far())

    def _so_far(self) -> tuple[int, str]:
        """The pad's paragraph and its point."""
        ident = self._panel.paragraph
        paragraph = self._bench.paragraph(ident)
        return ident, self._point_of(paragraph) if paragraph is not None else ""

    # Sparks.

    def _spark(self, wish: SparkWish) -> None:
        session = self._bench.session
        turn = session.pads.get(wish.turn) if session else None
        if session is None or turn is None:
            return
        spark = Spark.at(turn.id, turn.text, wish.start, wish.stop)
        if spark is None:
            return
        known = session.attachments.of_paragraph(KIND, turn.paragraph)
        if all(one.row != spark.as_row() for one in known):
            session.attachments.put(KIND, spark.as_row(), paragraph=turn.paragraph)
        self.show_paragraph(self._panel.paragraph)

    def _take_away(self, ident: str) -> None:
        if self._bench.session is not None:
            self._bench.session.attachments.take_away(KIND, ident)
            self.show_paragraph(self._panel.paragraph)


def _choices(bench: Workbench) -> PadChoices:
    preferences = bench.preferences
    return PadChoices(
        preferences.number("pad_minutes", 5) or None,
        preferences.number("pad_words", 600),
        preferences.flag("pad_no_going_back", False),
        preferences.flag("pad_turn_about", False),
        preferences.flag("pad_hide", False),
    )


def _spark_view(attachment: Attachment, session: DraftSession, numbers: Mapping[int, int]) -> PadSpark | None:
    """`numbers` are those of the turns that are shown, by their ids."""
    try:
        spark = Spark.from_row(attachment.row or {})
    except (KeyError, ValueError, TypeError):
        return None  # another version's, which knows what it means
    turn = session.pads.get(spark.turn)
    number = f"turn {numbers[spark.turn]}" if spark.turn in numbers else "an earlier turn"
    by_model = turn is not None and turn.origin.kind is OriginKind.MODEL
    source = f"{number}, {turn.origin.actor}" if turn is not None and by_model else number
    return PadSpark(attachment.id, spark.phrase, source, spark.turn, spark.start, spark.stop)
