"""The writer's time in an open draft: what was done is noted at once, and reckoned when somebody asks or has a moment.

Reckoning takes a tenth of what a key takes, and nobody can see it; so the key only leaves a note, and the window settles
the notes after the paint. Each note carries the instant of its act, so that it makes no difference to the minutes when
it is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from editor.core.activity import Activity, Counting, Evidence, EvidenceKind
from editor.core.clock import Clock, Instant
from editor.core.credits import Focus, LedgerRow, Rule, Stream
from editor.core.ledger import Ledger
from editor.session.recorder import Recorder

Weights = tuple[tuple[int, int], ...]
"""Paragraph ids, each with how much of the act or of the view is in it."""
InView = Callable[[], Weights]
"""Paragraph ids and their words that can be read on screen."""

_QUIET_MS = 1_000
"""Within this time of the last act, what is in view cannot matter to the credit."""


class _Note(NamedTuple):
    instant: Instant
    kind: EvidenceKind
    paragraphs: Weights
    looks: bool
    """Whether what is in view matters."""


class Timekeeper:
    def __init__(self, recorder: Recorder, clock: Clock, next_id: int) -> None:
        """`next_id` is the id of the next new paragraph: those before it have a past, where the draft has one."""
        self.in_view: InView = tuple
        self.knows_past = False
        """Whether the ledger of former sittings has been adopted."""
        self._recorder = recorder
        self._clock = clock
        self._ledger = Ledger(past_below=next_id if recorder.next_n > 1 else 0)
        self._activity = Activity(self._ledger)
        self._notes: list[_Note] = []
        self._earned: list[LedgerRow] = []  # to be put on top of the past, once that is known
        self._unwritten: list[LedgerRow] = []
        self._last_act_ms: int | None = None
        self._focused = False
        if recorder.next_n == 1:
            self.earn([Rule()])  # the constants the ledger was kept by stand at its head

    @property
    def ledger(self) -> Ledger:
        """With everything that was done so far."""
        self.reckon()
        return self._ledger

    def note(self, kind: EvidenceKind, paragraphs: Weights, now: Instant) -> None:
        """The writer did something at this moment."""
        recent = self._last_act_ms is not None and now.mono_ms - self._last_act_ms < _QUIET_MS
        self._last_act_ms = now.mono_ms
        self._notes.append(_Note(now, kind, paragraphs, not recent or kind is EvidenceKind.READ))

    def reckon(self) -> None:
        """Turns everything noted into rows of the ledger; writes nothing."""
        notes, self._notes = self._notes, []
        for instant, kind, paragraphs, looks in notes:
            in_view = self.in_view() if looks else ()
            self.earn(self._activity.evidence(Evidence(instant, kind, paragraphs, in_view)))

    def earn(self, rows: Iterable[LedgerRow]) -> None:
        """Takes up rows that are in the ledger already, to be written with the next that are."""
        self._unwritten += rows

    def settle(self) -> None:
        """Reckons, and gives the rows to the journal: never between the edits of one act, which stand there together."""
        self.reckon()
        rows, self._unwritten = self._unwritten, []
        if not self.knows_past:
            self._earned += rows
        self._recorder.minutes(rows, self._clock.now())

    def focus(self, gained: bool) -> None:
        """The window came to the front or left it."""
        self.settle()
        self._focused = gained
        now = self._clock.now()
        self._last_act_ms = None
        self.earn(self._activity.focus_gained(now) if gained else self._activity.focus_lost(now))
        self.earn([Focus(now.wall_ms, gained)])
        if gained:
            self.settle()
        else:
            self.flush()

    def suspended(self) -> None:
        """The machine is about to sleep."""
        self.settle()
        self._last_act_ms = None
        self.earn(self._activity.suspended(self._clock.now()))
        self.flush()

    def resumed(self) -> None:
        """It is awake again."""
        self.settle()
        self.earn(self._activity.resumed(self._clock.now()))
        self.settle()

    def model_writes(self, paragraph: int) -> None:
        """A model began to write before the writer's eyes: watching it is not work."""
        self.reckon()
        now = self._clock.now()
        self._activity.stream_started(paragraph, now)
        self.earn([Stream(now.wall_ms, paragraph, begun=True)])

    def model_stopped(self, paragraph: int) -> None:
        """It ended, failed or was stopped."""
        self.reckon()
        now = self._clock.now()
        self._activity.stream_stopped(paragraph, now)
        self.earn([Stream(now.wall_ms, paragraph, begun=False)])

    def pad_left(self) -> None:
        """A turn in the pad ended: from here on a pause is the draft's again."""
        self.reckon()
        self._activity.pad_left(self._clock.now())

    def flush(self) -> None:
        """Writes what was earned so far."""
        self.settle()
        self._recorder.flush()

    def counting(self) -> Counting:
        self.reckon()
        return self._activity.state(self._clock.now())

    def adopt(self, rows: Iterable[LedgerRow]) -> None:
        """Puts the rows of former sittings under what was earned since this one began; once."""
        self.settle()
        self.knows_past = True
        self._ledger = Ledger([*rows, *self._earned])
        self._earned.clear()
        self._activity = Activity(self._ledger)
        if self._focused:
            self._activity.focus_gained(self._clock.now())
