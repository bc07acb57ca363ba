"""The credit rule: which moments between two acts of the writer were work, and on which paragraph.

Time is only ever credited backwards, when an act proves that somebody was there; no timer feeds it. A short
pause before an act of writing is editing. A longer one is reading, for as long as what was in view takes to
read, and three times over at most. While a model streams, watching it is not work. A pause that began with writing in
the pad is the pad's until the writer leaves the pad, and never the draft's. What this cannot stop is somebody who taps
a key every half minute, so such minutes are marked as thin instead (see `ledger`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from editor.core.clock import Instant
from editor.core.credits import Acts, ClockStep, Credit, Lane, LedgerRow, Rule, divided
from editor.core.ledger import Ledger

CLOCK_STEP_MS = 2_000
"""Wall and monotonic clock may part this far between two acts before it is worth a record."""
SLEEP_MS = 60_000
"""A wall clock that ran further ahead than this: the machine slept, and nobody was working."""

_MINUTE_MS = 60_000
_Span = tuple[int, int]
"""From and to, in monotonic milliseconds."""


class EvidenceKind(StrEnum):
    WRITE = "write"
    """A key that changes text, delete, input method, dictation, undo, redo, paste, cut, a suggestion taken."""
    READ = "read"
    """Moving the caret, selecting, scrolling, finding the next place."""
    PAD = "pad"
    """Writing in the pad of a paragraph."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """An act of the person in our window; not key repeat, bare pointer motion or what the program does."""

    instant: Instant
    kind: EvidenceKind
    paragraphs: tuple[tuple[int, int], ...] = ()
    """What was written in: paragraph id and how many characters were touched. Empty for reading."""
    in_view: tuple[tuple[int, int], ...] = ()
    """What could be read in the pause before the act: paragraph id and words."""


class Counting(StrEnum):
    """What the status line says."""

    COUNTING = "counting"
    NOT_IN_FRONT = "not_in_front"
    NO_ACTIVITY = "no_activity"


@dataclass(slots=True)
class _Stream:
    paragraph: int
    start_ms: int
    end_ms: int | None = None


class Activity:
    """Turns acts into rows. Every call adds its rows to the ledger and returns them, to be stored.

    One per open draft and process: the instants must come from one monotonic clock.
    """

    def __init__(self, ledger: Ledger, rule: Rule | None = None) -> None:
        self._ledger = ledger
        self._rule = rule or Rule()
        self._focused = False
        self._mark: int | None = None
        self._last: Instant | None = None
        self._streams: list[_Stream] = []
        self._in_pad: tuple[tuple[int, int], ...] = ()
        """What the last act wrote in, where that was in the pad."""
        self._left_pad_ms: int | None = None
        """When the pad was left after it; monotonic."""
        self._patience_ms = self._rule.edit_gap_ms

    def evidence(self, act: Evidence) -> tuple[LedgerRow, ...]:
        """Credits the pause before the act. While the window is not in front an act proves nothing."""
        rows: list[LedgerRow] = list(self._clock_rows(act.instant))
        if self._focused:
            reads = int(act.kind is EvidenceKind.READ)
            rows.append(Acts(act.instant.minute, 1 - reads, reads))
            rows.extend(self._credits(act))
            self._mark = act.instant.mono_ms
            self._in_pad = act.paragraphs if act.kind is EvidenceKind.PAD else ()
            self._left_pad_ms = None
        recorded = self._recorded(rows)
        self._patience_ms = self._patience(act)
        self._streams = [stream for stream in self._streams if stream.end_ms is None]
        return recorded

    def focus_gained(self, now: Instant) -> tuple[LedgerRow, ...]:
        rows = self._clock_rows(now)
        self._focused = True
        self._mark = now.mono_ms
        return self._recorded(rows)

    def focus_lost(self, now: Instant) -> tuple[LedgerRow, ...]:
        rows = self._clock_rows(now)
        self._focused = False
        self._mark = None
        return self._recorded(rows)

    def suspended(self, now: Instant) -> tuple[LedgerRow, ...]:
        """The machine is about to sleep, or the screen was locked."""
        rows = self._clock_rows(now)
        self._mark = None
        return self._recorded(rows)

    def resumed(self, now: Instant) -> tuple[LedgerRow, ...]:
        """Awake or unlocked again: like coming back to the window, if it is in front."""
        rows = self._clock_rows(now)
        self._mark = now.mono_ms if self._focused else None
        return self._recorded(rows)

    def stream_started(self, paragraph: int, now: Instant) -> None:
        """A model began to write into this paragraph."""
        self._streams.append(_Stream(paragraph, now.mono_ms))

    def stream_stopped(self, paragraph: int, now: Instant) -> None:
        """It ended, failed or was stopped. A stream that was never started is ignored."""
        for stream in self._streams:
            if stream.paragraph == paragraph and stream.end_ms is None:
                stream.end_ms = now.mono_ms
                return

    def pad_left(self, now: Instant) -> None:
        """A turn in the pad ended, by the writer or by the bell. By itself that proves nothing and earns nothing."""
        if self._left_pad_ms is None:
            self._left_pad_ms = now.mono_ms

    def state(self, now: Instant) -> Counting:
        """Whether an act at this moment would earn the time since the last one. Changes nothing."""
        if not self._focused:
            return Counting.NOT_IN_FRONT
        slept = self._shift_ms(now) > SLEEP_MS
        if slept or self._mark is None or now.mono_ms - self._mark > self._patience_ms:
            return Counting.NO_ACTIVITY
        return Counting.COUNTING

    # Clocks.

    def _shift_ms(self, now: Instant) -> int:
        if self._last is None:
            return 0
        return (now.wall_ms - self._last.wall_ms) - (now.mono_ms - self._last.mono_ms)

    def _clock_rows(self, now: Instant) -> tuple[LedgerRow, ...]:
        shift = self._shift_ms(now)
        self._last = now
        if shift > SLEEP_MS:
            self._mark = None
        return (ClockStep(now.wall_ms, shift),) if abs(shift) > CLOCK_STEP_MS else ()

    def _recorded(self, rows: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
        rows = tuple(rows)
        for row in rows:
            self._ledger.add(row)
        return rows

    # The rule.

    def _credits(self, act: Evidence) -> list[Credit]:
        spans = self._spans(act)
        if act.kind is EvidenceKind.PAD or not self._in_pad:
            return self._credits_of(act, spans)
        left_ms = act.instant.mono_ms if self._left_pad_ms is None else self._left_pad_ms
        before, after = _cut(spans, left_ms)
        credits = self._credits_of(act, after)
        if _length(spans) <= self._rule.edit_gap_ms:
            shares = _shares(_length(before), self._merged(self._in_pad))
            credits = [*_laid(shares, before, act.instant, Lane.PAD), *credits]
        return credits

    def _credits_of(self, act: Evidence, spans: list[_Span]) -> list[Credit]:
        gap = _length(spans)
        if act.kind is not EvidenceKind.READ and gap <= self._rule.edit_gap_ms:
            lane = Lane.PAD if act.kind is EvidenceKind.PAD else Lane.EDIT
            shares = _shares(gap, self._merged(act.paragraphs))
        elif act.kind is not EvidenceKind.PAD and gap <= self._rule.read_gap_ms:
            lane = Lane.READ
            words = self._merged(act.in_view)
            shares = _shares(min(gap, sum(words.values()) * self._rule.read_ms_per_word), words)
            shares = {one: min(ms, self._room_ms(one, words[one])) for one, ms in shares.items()}
        else:
            return []
        return _laid(shares, spans, act.instant, lane)

    def _spans(self, act: Evidence) -> list[_Span]:
        """The pause before the act, without the time in which a model was streaming.

        For reading that is any stream; for writing only one into a paragraph that was written in.
        """
        now = act.instant.mono_ms
        if self._mark is None or self._mark >= now:
            return []
        touched = self._merged(act.paragraphs)
        watched = sorted(
            (stream.start_ms, now if stream.end_ms is None else stream.end_ms)
            for stream in self._streams
            if act.kind is EvidenceKind.READ or self._ledger.resolve(stream.paragraph) in touched
        )
        spans: list[_Span] = []
        free_from = self._mark
        for start, stop in [*watched, (now, now)]:
            if start > free_from:
                spans.append((free_from, start))
            free_from = max(free_from, stop)
        return spans

    def _merged(self, pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
        """Weights by the id that time is kept under, in the order of the ids."""
        weights: dict[int, int] = {}
        for paragraph, weight in pairs:
            kept_under = self._ledger.resolve(paragraph)
            weights[kept_under] = weights.get(kept_under, 0) + weight
        return dict(sorted(weights.items()))

    def _room_ms(self, paragraph: int, words: int) -> int:
        return self._ledger.read_room_ms(paragraph, words * self._rule.read_ms_per_word * self._rule.passes)

    def _patience(self, act: Evidence) -> int:
        """How long after this act a further one would still earn something."""
        words = (count for one, count in self._merged(act.in_view).items() if self._room_ms(one, count))
        reading = min(sum(words) * self._rule.read_ms_per_word, self._rule.read_gap_ms)
        return max(self._rule.edit_gap_ms, reading)


def _length(spans: Iterable[_Span]) -> int:
    return sum(stop - start for start, stop in spans)


def _cut(spans: Iterable[_Span], at: int) -> tuple[list[_Span], list[_Span]]:
    """What lies before a moment, and what after it."""
    spans = list(spans)
    before = [(start, min(stop, at)) for start, stop in spans if start < at]
    after = [(max(start, at), stop) for start, stop in spans if stop > at]
    return before, after


def _shares(ms: int, weights: Mapping[int, int]) -> dict[int, int]:
    return dict(zip(weights, divided(ms, list(weights.values())), strict=True))


def _laid(shares: Mapping[int, int], spans: Iterable[_Span], now: Instant, lane: Lane) -> list[Credit]:
    """Lays the shares over the wall minutes of the pause, from its beginning.

    Wall time is reckoned back from the act: after the clock was set a pause lies wholly on the new time.
    """
    minutes = _by_minute(spans, sum(shares.values()), now.wall_ms - now.mono_ms)
    free = list(minutes.values())
    credits: list[Credit] = []
    for paragraph, share in shares.items():
        parts = divided(share, free)
        free = [have - part for have, part in zip(free, parts, strict=True)]
        credits.extend(Credit(minute, paragraph, lane, part) for minute, part in zip(minutes, parts, strict=True) if part)
    return credits


def _by_minute(spans: Iterable[_Span], wanted_ms: int, wall_offset_ms: int) -> dict[int, int]:
    """The first `wanted_ms` of the spans, cut at the wall clock's minutes: milliseconds by minute."""
    minutes: dict[int, int] = {}
    for start, stop in spans:
        at = start + wall_offset_ms
        end = min(stop - start, wanted_ms) + at
        wanted_ms -= end - at
        while at < end:
            until = min(end, (at // _MINUTE_MS + 1) * _MINUTE_MS)
            minutes[at // _MINUTE_MS] = minutes.get(at // _MINUTE_MS, 0) + until - at
            at = until
    return minutes
