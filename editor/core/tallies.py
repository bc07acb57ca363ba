"""What came of the remarks: how a critic fared with this writer, how many agree on a passage, how well a model quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from editor.core.annotations import DismissReason, Remark, RemarkState

_OF_AGREEMENT = frozenset((RemarkState.AGREED, RemarkState.DONE))


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one critic over one draft. `remarks` is the sum of all the others."""

    remarks: int
    agreed: int
    """Those that were dealt with since, too."""
    open: int
    dismissed: Mapping[DismissReason, int]
    """By reason; all of them, also those that never occurred."""

    @property
    def words(self) -> str:
        """ "12 remarks: 5 agreed, 4 taste, 3 open"; what is nought is left out."""
        parts = [(self.agreed, "agreed"), *((count, reason.value) for reason, count in self.dismissed.items())]
        said = ", ".join(f"{count} {word}" for count, word in (*parts, (self.open, "open")) if count)
        number = "1 remark" if self.remarks == 1 else f"{self.remarks} remarks"
        return f"{number}: {said}" if said else "no remarks"


def tally(remarks: Iterable[Remark]) -> dict[str, Tally]:
    """By the critic's id, in the order in which they first spoke."""
    by_critic: dict[str, list[Remark]] = {}
    for remark in remarks:
        by_critic.setdefault(remark.critic, []).append(remark)
    return {critic: _of(made) for critic, made in by_critic.items()}


def _of(remarks: Sequence[Remark]) -> Tally:
    reasons = Counter(one.reason for one in remarks)
    return Tally(
        remarks=len(remarks),
        agreed=sum(one.state in _OF_AGREEMENT for one in remarks),
        open=sum(one.state is RemarkState.OPEN for one in remarks),
        dismissed={reason: reasons[reason] for reason in DismissReason},
    )


@dataclass(frozen=True, slots=True)
class Quoting:
    """How well one model quotes: the most honest figure there is about it."""

    remarks: int
    """Those with a quote."""
    not_found: int
    """Those whose quote stands nowhere in what was read."""

    @property
    def words(self) -> str:
        """ "2 of 15 quotes were not in the text"."""
        quotes = "1 quote" if self.remarks == 1 else f"{self.remarks} quotes"
        return f"{self.not_found} of {quotes} {'was' if self.not_found == 1 else 'were'} not in the text"


def together(parts: Iterable[tuple[str, Quoting]]) -> dict[str, Quoting]:
    """The sum of each model's, by its name, in the order of first appearance."""
    sums: dict[str, Quoting] = {}
    for model, one in parts:
        before = sums.get(model, Quoting(0, 0))
        sums[model] = Quoting(before.remarks + one.remarks, before.not_found + one.not_found)
    return sums


@dataclass(frozen=True, slots=True)
class Voices:
    """How many of the critics that read a passage have something to say about it."""

    critics: tuple[str, ...]
    """Each once, in the order of their remarks."""
    readers: int

    @property
    def words(self) -> str:
        """ "2 of 3 critics"; empty where only one was asked."""
        return f"{len(self.critics)} of {self.readers} critics" if self.readers > 1 else ""


def voices(group: Iterable[Remark], readers: Iterable[str]) -> Voices:
    """Of a group as `annotations.grouped` makes it. `readers` are the critics that read its paragraph."""
    spoke = tuple(dict.fromkeys(remark.critic for remark in group))
    return Voices(spoke, len({*spoke, *readers}))
