"""Stretches of text of one origin.

A text of n code points carries a tuple of runs whose lengths add up to n; neighbours differ in origin and no run is
empty. Flat tuples are enough: an essay has tens of runs a paragraph, not thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from editor.core.origins import Origin, OriginKind


@dataclass(frozen=True, slots=True)
class Run:
    length: int
    """Code points, at least 1."""
    origin: Origin


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text with its origins, as it travels: typed, pasted, removed, kept for undo."""

    text: str = ""
    runs: Runs = ()

    def __post_init__(self) -> None:
        if sum(run.length for run in self.runs) != len(self.text):
            raise ValueError("the runs do not cover the text")

    @classmethod
    def of(cls, text: str, origin: Origin) -> Fragment:
        return cls(text, (Run(len(text), origin),) if text else ())

    def __add__(self, other: Fragment) -> Fragment:
        return Fragment(self.text + other.text, joined((self.runs, other.runs)))

    def slice(self, start: int, stop: int) -> Fragment:
        return Fragment(self.text[start:stop], sliced(self.runs, start, stop))


def joined(parts: Iterable[Runs]) -> Runs:
    """The runs of several texts set one after the other."""
    result: list[Run] = []
    for part in parts:
        for run in part:
            if result and (result[-1].origin is run.origin or result[-1].origin == run.origin):
                result[-1] = Run(result[-1].length + run.length, result[-1].origin)
            else:
                result.append(run)
    return tuple(result)


def sliced(runs: Runs, start: int, stop: int) -> Runs:
    """The runs of text[start:stop]; offsets in code points, 0 <= start <= stop <= length."""
    result: list[Run] = []
    position = 0
    for run in runs:
        if position >= stop:
            break
        low, high = max(position, start), min(position + run.length, stop)
        if low < high:
            result.append(Run(high - low, run.origin))
        position += run.length
    return tuple(result)


def parted(runs: Runs, lengths: Iterable[int]) -> Iterator[Runs]:
    """The runs of each of the pieces, `lengths` long, that a text is cut into; in one pass, however many there are."""
    number = used = 0
    for length in lengths:
        piece: list[Run] = []
        missing = length
        while missing > 0:
            run = runs[number]
            taken = min(missing, run.length - used)
            piece.append(run if taken == run.length else Run(taken, run.origin))
            used, missing = used + taken, missing - taken
            if used == run.length:
                number, used = number + 1, 0
        yield tuple(piece)


def spliced(runs: Runs, start: int, stop: int, inserted: Runs) -> Runs:
    """The runs after text[start:stop] was replaced. Only the runs at the seams are made anew."""
    low = position = 0
    while low < len(runs) and position + runs[low].length <= start:
        position += runs[low].length
        low += 1
    kept = start - position  # of the run in which the change begins
    high = low
    while high < len(runs) and position + runs[high].length <= stop:
        position += runs[high].length
        high += 1
    left: Runs = (Run(kept, runs[low].origin),) if kept else runs[max(0, low - 1) : low]
    right: Runs = ()
    if high < len(runs):
        right = (Run(position + runs[high].length - stop, runs[high].origin),)
    return (*runs[: low if kept else max(0, low - 1)], *joined((left, inserted, right)), *runs[high + 1 :])


def model_origins(text: str, runs: Runs) -> tuple[Origin, ...]:
    """The origins of model text in `text`, each once, in order; white space alone is nobody's words."""
    found: dict[Origin, None] = {}
    position = 0
    for run in runs:
        if run.origin.kind is OriginKind.MODEL and text[position : position + run.length].strip():
            found[run.origin] = None
        position += run.length
    return tuple(found)


def first_spans(runs: Runs) -> dict[OriginKind, tuple[int, int]]:
    """From and to, in code points, of the first run of each kind."""
    spans: dict[OriginKind, tuple[int, int]] = {}
    position = 0
    for run in runs:
        spans.setdefault(run.origin.kind, (position, position + run.length))
        position += run.length
    return spans
