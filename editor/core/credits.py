"""The rows of the ledger: every millisecond of human time, and everything that later happened to it.

Rows are only ever appended. Time is given in credits, one per wall minute, paragraph and lane; when a
paragraph is split or merged its past time moves by a transfer and no earlier row is touched. Everything is
whole milliseconds, so that sums agree on every machine, and rows carry neither text nor keys, so that a
ledger can be shown to anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

JsonRow = list[int | str]


class Lane(StrEnum):
    EDIT = "edit"
    READ = "read"
    PAD = "pad"
    """Writing in the pad of a paragraph; shown, and never counted as editing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The numbers that a ledger was kept by; its first row."""

    edit_gap_ms: int = 30_000
    """The longest pause before an act of writing that still counts as writing."""
    read_gap_ms: int = 180_000
    """The longest pause that still counts as reading."""
    read_ms_per_word: int = 250
    """One pass at 240 words a minute."""
    passes: int = 3
    """How often reading is credited: 750 ms a word in all, where a minute per 50 words asks for 1,200."""

    def as_row(self) -> JsonRow:
        return ["rule", self.edit_gap_ms, self.read_gap_ms, self.read_ms_per_word, self.passes]


@dataclass(frozen=True, slots=True)
class Credit:
    minute: int
    """Whole minutes of the wall clock since 1970-01-01 UTC."""
    paragraph: int
    lane: Lane
    ms: int
    """Above 0."""

    def as_row(self) -> JsonRow:
        return ["credit", self.minute, self.paragraph, self.lane.value, self.ms]


@dataclass(frozen=True, slots=True)
class Acts:
    """How many acts of the writer fell into a wall minute, in the whole draft."""

    minute: int
    writes: int
    reads: int

    def as_row(self) -> JsonRow:
        return ["acts", self.minute, self.writes, self.reads]


@dataclass(frozen=True, slots=True)
class Transfer:
    """Past time of one paragraph handed to another."""

    source: int
    target: int
    edit_ms: int
    read_ms: int
    pad_ms: int
    absorbs: bool
    """The source was merged into the target: from now on its id stands for the target's."""

    def as_row(self) -> JsonRow:
        times = [self.edit_ms, self.read_ms, self.pad_ms]
        return ["transfer", self.source, self.target, *times, int(self.absorbs)]

    def ms(self, lane: Lane) -> int:
        return {Lane.EDIT: self.edit_ms, Lane.READ: self.read_ms, Lane.PAD: self.pad_ms}[lane]


@dataclass(frozen=True, slots=True)
class Removal:
    """A paragraph was deleted, or (`removed` False) brought back."""

    paragraph: int
    removed: bool

    def as_row(self) -> JsonRow:
        return ["removal", self.paragraph, int(self.removed)]


@dataclass(frozen=True, slots=True)
class ClockStep:
    """The wall clock and the monotonic clock parted: somebody set the clock, or the machine slept."""

    wall_ms: int
    """UTC, milliseconds since 1970, after the step."""
    shift_ms: int
    """How much further the wall clock went than the monotonic one; negative when it was set back."""

    def as_row(self) -> JsonRow:
        return ["clock", self.wall_ms, self.shift_ms]


@dataclass(frozen=True, slots=True)
class Focus:
    """The window came to the front, or (`gained` False) left it. Counts nothing."""

    wall_ms: int
    gained: bool

    def as_row(self) -> JsonRow:
        return ["focus", self.wall_ms, int(self.gained)]


@dataclass(frozen=True, slots=True)
class Stream:
    """A model began to write beside a paragraph, or (`begun` False) ended. Counts nothing."""

    wall_ms: int
    paragraph: int
    begun: bool

    def as_row(self) -> JsonRow:
        return ["stream", self.wall_ms, self.paragraph, int(self.begun)]


LedgerRow = Rule | Credit | Acts | Transfer | Removal | ClockStep | Focus | Stream


def from_row(row: Sequence[object]) -> LedgerRow:
    """The record that `as_row` wrote. Raises ValueError on anything else."""
    match row:
        case ["credit", int(minute), int(paragraph), str(lane), int(ms)] if ms > 0:
            return Credit(minute, paragraph, Lane(lane), ms)
        case ["acts", int(minute), int(writes), int(reads)] if min(writes, reads) >= 0:
            return Acts(minute, writes, reads)
        case ["transfer", int(source), int(target), int(edit), int(read), int(pad), 0 | 1 as absorbs] if (
            min(edit, read, pad) >= 0 and source != target
        ):
            return Transfer(source, target, edit, read, pad, bool(absorbs))
        case ["removal", int(paragraph), 0 | 1 as removed]:
            return Removal(paragraph, bool(removed))
        case ["clock", int(wall_ms), int(shift_ms)]:
            return ClockStep(wall_ms, shift_ms)
        case ["focus", int(wall_ms), 0 | 1 as gained]:
            return Focus(wall_ms, bool(gained))
        case ["stream", int(wall_ms), int(paragraph), 0 | 1 as begun]:
            return Stream(wall_ms, paragraph, bool(begun))
        case ["rule", int(edit_gap), int(read_gap), int(per_word), int(passes)] if (
            min(edit_gap, read_gap, per_word, passes) > 0
        ):
            return Rule(edit_gap, read_gap, per_word, passes)
    raise ValueError(f"not a row of a ledger: {row!r}")


def gathered(rows: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
    """The same ledger in fewer rows: credits of one cell and acts of one minute are added up.

    A row of any other sort is a wall that nothing is moved across, because a transfer divides what was there
    before it.
    """
    done: list[LedgerRow] = []
    credits: dict[tuple[int, int, Lane], Credit] = {}
    acts: dict[int, Acts] = {}
    for row in rows:
        match row:
            case Credit(minute, paragraph, lane, ms):
                cell = (minute, paragraph, lane)
                credits[cell] = Credit(*cell, ms + (credits[cell].ms if cell in credits else 0))
            case Acts(minute, writes, reads):
                known = acts.get(minute, Acts(minute, 0, 0))
                acts[minute] = Acts(minute, known.writes + writes, known.reads + reads)
            case _:
                done += [*acts.values(), *credits.values(), row]
                credits.clear()
                acts.clear()
    return (*done, *acts.values(), *credits.values())


def divided(ms: int, weights: Sequence[int]) -> list[int]:
    """`ms` shared by weight in whole milliseconds that add up to it; largest remainders get the odd ones.

    No share exceeds its weight when `ms` does not exceed their sum. Weights that are all 0 share equally;
    without any weight the answer is empty.
    """
    total = sum(weights)
    if not total:
        weights, total = [1] * len(weights), len(weights)
    shares = [ms * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(ms * weights[i] % total), i))
    for i in by_remainder[: ms - sum(shares)]:
        shares[i] += 1
    return shares
