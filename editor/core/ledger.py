"""Who worked how long on which paragraph: the fold of the ledger's rows.

The rows are the truth and this is what they add up to, so a ledger read back from a file knows exactly what
the one that wrote it knew. Time is held per wall minute, not only as a sum: a minute is thin or not only once
it is over, and the time of a paragraph that is split while a minute runs must still be judged by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from editor.core.credits import (
    Acts,
    ClockStep,
    Credit,
    Lane,
    LedgerRow,
    Removal,
    Transfer,
    divided,
)

THIN_BELOW_WRITES = 3
"""A wall minute with credit and fewer acts of writing is thin: perhaps only a key tapped to keep it alive."""
ACTIVE_FROM_MS = 15_000
"""A wall minute with this much credit and an act in it is active."""

_Cells = dict[int, int]
"""Milliseconds by wall minute."""


@dataclass(frozen=True, slots=True)
class Times:
    """Credited milliseconds."""

    edit_ms: int = 0
    read_ms: int = 0
    pad_ms: int = 0
    thin_ms: int = 0
    """The part of editing and reading that fell into thin minutes; contained in them, not added to them."""

    @property
    def counted_ms(self) -> int:
        """What a venue's minutes rule may count: editing and reading, never the pad."""
        return self.edit_ms + self.read_ms

    def __add__(self, other: Times) -> Times:
        return Times(
            self.edit_ms + other.edit_ms,
            self.read_ms + other.read_ms,
            self.pad_ms + other.pad_ms,
            self.thin_ms + other.thin_ms,
        )


@dataclass(frozen=True, slots=True)
class Minute:
    """One cell of the heat strip."""

    minute: int
    """Whole minutes of the wall clock since 1970-01-01 UTC."""
    edit_ms: int
    read_ms: int
    pad_ms: int
    writes: int
    """Acts of writing in this minute, in the whole draft."""
    reads: int

    @property
    def ms(self) -> int:
        return self.edit_ms + self.read_ms + self.pad_ms

    @property
    def thin(self) -> bool:
        return self.ms > 0 and self.writes < THIN_BELOW_WRITES

    @property
    def active(self) -> bool:
        """For the strip only; no number is ever a count of active minutes."""
        return self.ms >= ACTIVE_FROM_MS and self.writes + self.reads > 0


class Ledger:
    def __init__(self, rows: Iterable[LedgerRow] = (), past_below: int = 0) -> None:
        """Paragraphs with ids below `past_below` may have a past that the rows do not tell of."""
        self._past_below = past_below
        self._cells: dict[tuple[int, Lane], _Cells] = {}
        self._sums: dict[tuple[int, Lane], int] = {}
        self._acts: dict[int, Acts] = {}
        self._busy: set[int] = set()
        """The minutes that are not thin."""
        self._alias: dict[int, int] = {}
        self._brought: dict[int, dict[Lane, _Cells]] = {}
        self._removed: set[int] = set()
        self._clock_steps: list[ClockStep] = []
        for row in rows:
            self.add(row)

    def add(self, row: LedgerRow) -> None:
        """Folds one row in; rows must come in the order in which they were appended."""
        match row:
            case Credit(minute, paragraph, lane, ms):
                self._put(self.resolve(paragraph), lane, {minute: ms})
            case Acts(minute, writes, reads):
                known = self._acts.get(minute, Acts(minute, 0, 0))
                self._acts[minute] = Acts(minute, known.writes + writes, known.reads + reads)
                if self._writes(minute) >= THIN_BELOW_WRITES:
                    self._busy.add(minute)
            case Transfer():
                self._transfer(row)
            case Removal(paragraph, True):
                self._removed.add(paragraph)
            case Removal(paragraph, False):
                self._removed.discard(paragraph)
                if paragraph in self._alias:  # by somebody who did not know how it had gone
                    self._transfer(Transfer(self.resolve(paragraph), paragraph, 0, 0, 0, absorbs=False))
            case ClockStep():
                self._clock_steps.append(row)

    # What happens to paragraphs. Each of these folds the rows in and returns them, to be appended to the
    # journal.

    def split(self, parent: int, child: int, words_left: int, words_right: int) -> tuple[LedgerRow, ...]:
        """The left part keeps the id and the pad's time; past editing and reading divide by words.

        A child that was once merged into this parent (an undone merge) takes back exactly what it brought.
        """
        source = self.resolve(parent)
        if child in self._alias and self.resolve(child) == source:
            kept = self._brought[child]
            parts = {lane: sum(kept[lane].values()) for lane in Lane}
        else:
            words = max(words_left + words_right, 1)
            parts = {lane: self._ms(source, lane) * words_right // words for lane in (Lane.EDIT, Lane.READ)}
        if source == child or (not any(parts.values()) and child not in self._alias):
            return ()
        return self._moved(source, child, parts, absorbs=False)

    def merge(self, survivor: int, absorbed: int) -> tuple[LedgerRow, ...]:
        """Times add up, and the absorbed id stands for the survivor from now on."""
        source, target = self.resolve(absorbed), self.resolve(survivor)
        if source == target:
            return ()
        return self._moved(source, target, {lane: self._ms(source, lane) for lane in Lane}, absorbs=True)

    def delete(self, paragraph: int) -> tuple[LedgerRow, ...]:
        """Its time is from now on time spent on removed text: shown, not counted."""
        if paragraph in self._alias or paragraph in self._removed:
            return ()
        return self._appended(Removal(paragraph, True))

    def restore(self, paragraph: int) -> tuple[LedgerRow, ...]:
        """It stands again, if it was removed; where its past is not known, however it had gone."""
        if paragraph not in self._removed and paragraph >= self._past_below:
            return ()
        return self._appended(Removal(paragraph, False))

    # What can be asked.

    def resolve(self, paragraph: int) -> int:
        """The id under which the time of this paragraph is kept now."""
        while paragraph in self._alias:
            paragraph = self._alias[paragraph]
        return paragraph

    def times(self, paragraph: int) -> Times:
        paragraph = self.resolve(paragraph)
        thin = sum(
            ms
            for lane in (Lane.EDIT, Lane.READ)
            for minute, ms in self._cells.get((paragraph, lane), {}).items()
            if minute not in self._busy
        )
        edit, read, pad = (self._ms(paragraph, lane) for lane in Lane)
        return Times(edit, read, pad, thin)

    def total(self) -> Times:
        """Of the text that still stands."""
        return self._added(paragraph for paragraph, _ in self._cells if paragraph not in self._removed)

    def removed(self) -> Times:
        """Spent on text that was deleted since."""
        return self._added(self._removed)

    def minutes(self, paragraph: int | None = None) -> tuple[Minute, ...]:
        """The wall minutes with time in them, in order: one paragraph's, or the draft's with removed text."""
        wanted = None if paragraph is None else self.resolve(paragraph)
        lanes: dict[int, dict[Lane, int]] = {}
        for (owner, lane), cells in self._cells.items():
            if wanted is None or owner == wanted:
                for minute, ms in cells.items():
                    of_minute = lanes.setdefault(minute, dict.fromkeys(Lane, 0))
                    of_minute[lane] += ms
        return tuple(
            Minute(minute, of[Lane.EDIT], of[Lane.READ], of[Lane.PAD], self._writes(minute), self._reads(minute))
            for minute, of in sorted(lanes.items())
        )

    def sums(self) -> dict[int, dict[Lane, int]]:
        """Milliseconds by paragraph and lane, where there are any; removed paragraphs too, and no merged ones."""
        found: dict[int, dict[Lane, int]] = {}
        for (paragraph, lane), ms in self._sums.items():
            if ms:
                found.setdefault(paragraph, {})[lane] = ms
        return found

    def read_room_ms(self, paragraph: int, cap_ms: int) -> int:
        """How much more reading can be credited to a paragraph whose reading stops at `cap_ms`."""
        return max(0, cap_ms - self._ms(self.resolve(paragraph), Lane.READ))

    def clock_steps(self) -> tuple[ClockStep, ...]:
        return tuple(self._clock_steps)

    # The fold.

    def _ms(self, paragraph: int, lane: Lane) -> int:
        return self._sums.get((paragraph, lane), 0)

    def _writes(self, minute: int) -> int:
        return self._acts[minute].writes if minute in self._acts else 0

    def _reads(self, minute: int) -> int:
        return self._acts[minute].reads if minute in self._acts else 0

    def _added(self, paragraphs: Iterable[int]) -> Times:
        kept_under = set(paragraphs) - self._alias.keys()
        return sum((self.times(paragraph) for paragraph in kept_under), Times())

    def _moved(self, source: int, target: int, parts: dict[Lane, int], *, absorbs: bool) -> tuple[LedgerRow, ...]:
        return self._appended(
            Transfer(source, target, parts[Lane.EDIT], parts[Lane.READ], parts.get(Lane.PAD, 0), absorbs)
        )

    def _appended(self, row: LedgerRow) -> tuple[LedgerRow, ...]:
        self.add(row)
        return (row,)

    def _transfer(self, row: Transfer) -> None:
        """An absorbed paragraph brings all it has, and takes back what it brought: the amounts in the row are less where
        its writer did not know the past."""
        back = row.target in self._alias and self.resolve(row.target) == row.source
        through = self._merged_through(row.target)
        self._alias.pop(row.target, None)
        self._removed.discard(row.target)
        own = self._brought.pop(row.target, {})
        if row.absorbs:
            parts = {lane: self._ms(row.source, lane) for lane in Lane}
        else:
            parts = {lane: sum(own[lane].values()) if back else row.ms(lane) for lane in Lane}
        carried = {lane: self._taken(row.source, lane, parts[lane], own.get(lane, {})) for lane in Lane}
        for lane, cells in carried.items():
            self._put(row.target, lane, cells)
            for between in through:
                _deduct(self._brought[between][lane], cells)
        if row.absorbs:
            self._alias[row.source] = row.target
            self._brought[row.source] = carried

    def _merged_through(self, paragraph: int) -> list[int]:
        """The ids between an absorbed paragraph and the one that has its time now; they brought it along."""
        through: list[int] = []
        while (paragraph := self._alias.get(paragraph, paragraph)) in self._alias:
            through.append(paragraph)
        return through

    def _put(self, paragraph: int, lane: Lane, cells: _Cells) -> None:
        if not cells:
            return
        mine = self._cells.setdefault((paragraph, lane), {})
        for minute, ms in cells.items():
            mine[minute] = mine.get(minute, 0) + ms
        self._sums[paragraph, lane] = self._ms(paragraph, lane) + sum(cells.values())

    def _taken(self, paragraph: int, lane: Lane, ms: int, own: _Cells) -> _Cells:
        """Takes `ms`, never more than there is: first the cells `own`, then of every minute its share."""
        cells = self._cells.get((paragraph, lane), {})
        left = min(ms, self._ms(paragraph, lane))
        self._sums[paragraph, lane] = self._ms(paragraph, lane) - left
        taken: _Cells = {}
        for minute, kept in own.items():
            part = min(kept, cells.get(minute, 0), left)
            taken[minute] = part
            left -= part
        rest = [(minute, have - taken.get(minute, 0)) for minute, have in sorted(cells.items())]
        for (minute, _), part in zip(rest, divided(left, [have for _, have in rest]), strict=True):
            taken[minute] = taken.get(minute, 0) + part
        _deduct(cells, taken)
        return {minute: part for minute, part in taken.items() if part}


def _deduct(cells: _Cells, parts: _Cells) -> None:
    for minute, part in parts.items():
        left = max(0, cells.pop(minute, 0) - part)
        if left:
            cells[minute] = left


def tenths(ms: int) -> int:
    """Tenths of a minute, rounded down: the unit in which time is shown and judged."""
    return ms // 6_000


def tenths_up(ms: int) -> int:
    """Tenths of a minute, rounded up: what is asked for and what is missing, so that nothing is promised too early."""
    return -(-ms // 6_000)


def minutes_text(ms: int) -> str:
    """ "6.4" for 387,000 ms."""
    return f"{tenths(ms) // 10}.{tenths(ms) % 10}"
