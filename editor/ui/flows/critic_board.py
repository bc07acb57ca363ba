"""Who can read a paragraph, and what each critic is doing about which one.

A critic's state belongs to the paragraph it was asked about: beside another paragraph, "nothing to say" would be a
statement about words it never saw. While it is busy it is shown everywhere, with the paragraph's number.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, replace

from editor.protocol import messages as wire
from editor.ui.desk.critic_rows import CriticRow, CriticState

_BUSY = (CriticState.WAITING, CriticState.READING)
_WITH_SENTENCE = (CriticState.WAITING, CriticState.FAILED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A model critic that waits for the writer's yes."""

    critic: str
    paragraph: int
    neighbours: bool = True


@dataclass(frozen=True, slots=True)
class Round:
    """Critics that read a paragraph at this moment."""

    paragraph: int
    critics: tuple[str, ...]


class CriticBoard:
    def __init__(self) -> None:
        self._rows: dict[str, CriticRow] = {}
        self._about: dict[str, int] = {}
        """The paragraph each critic was last asked about."""
        self.models: dict[str, str] = {}
        """The model of each critic that has one."""
        self.titles: dict[str, str] = {}

    def fill(self, answer: wire.Critics) -> None:
        """The critics there are; what the writer ticked stays ticked.

        What several in a row lack, such as a key, is said once, below the first of them.
        """
        ticked = {name: row.ticked for name, row in self._rows.items()}
        self._rows = {}
        lacking = [None if one.available else one.line for one in answer.critics]
        for one, lack, before in zip(answer.critics, lacking, [None, *lacking[:-1]], strict=True):
            default = one.model is None and one.available
            self._rows[one.name] = CriticRow(
                one.name,
                one.title,
                ticked=one.available and ticked.get(one.name, default),
                sentence="" if lack is None or lack == before else lack,
                enabled=one.available,
            )
            self.titles[one.name] = one.title
            if one.model is not None:
                self.models[one.name] = one.model

    @property
    def known(self) -> bool:
        return bool(self._rows)

    def ticked(self) -> list[str]:
        """The critics that are to be asked."""
        return [row.name for row in self._rows.values() if row.ticked and row.enabled]

    def ticked_models(self) -> list[str]:
        """The critics that are to be asked and that cost something."""
        return [name for name in self.ticked() if name in self.models]

    def local(self) -> tuple[str, ...]:
        """The critics on this machine that can be asked, ticked or not."""
        return tuple(row.name for row in self._rows.values() if row.enabled and row.name not in self.models)

    def asks_a_model(self) -> bool:
        """Whether a model reads at this moment."""
        return any(row.state in _BUSY and name in self.models for name, row in self._rows.items())

    def first_model(self) -> str | None:
        """The first critic with a model that can be asked, the ticked ones before the others."""
        names = [row.name for row in self._rows.values() if row.enabled and row.name in self.models]
        return next((name for name in names if self._rows[name].ticked), names[0] if names else None)

    def tick(self, name: str, ticked: bool) -> None:
        self._rows[name] = replace(self._rows[name], ticked=ticked)

    def forget(self) -> None:
        """Another draft: nothing was read in it."""
        self._about.clear()
        for name, row in self._rows.items():
            if row.enabled:
                self._rows[name] = replace(row, state=CriticState.IDLE, seconds=0, remarks=0, sentence="")

    def asked(self, name: str, paragraph: int) -> None:
        self._about[name] = paragraph
        self.set(name, CriticState.WAITING)

    def set(self, name: str, state: CriticState, sentence: str = "", remarks: int = 0) -> None:
        row = self._rows.get(name)
        if row is not None:
            shown = sentence if state in _WITH_SENTENCE else ""
            seconds = row.seconds if state is row.state else 0
            self._rows[name] = replace(row, state=state, seconds=seconds, remarks=remarks, sentence=shown)

    def ended(self, name: str, state: CriticState, sentence: str) -> None:
        """What became of the whole request; a critic that was done before stays done."""
        row = self._rows.get(name)
        if row is not None and row.state is not CriticState.DONE:
            self.set(name, state, sentence)

    def second_passed(self) -> None:
        for name, row in self._rows.items():
            if row.state in _BUSY:
                self._rows[name] = replace(row, seconds=row.seconds + 1)

    def rows(self, paragraph: int, number: Callable[[int], int], spoke: Container[str] = ()) -> tuple[CriticRow, ...]:
        """The rows as they read beside a paragraph.

        `number` gives the number of another one, 0 if it is gone; `spoke` names the critics whose remarks stand there.
        """
        rows = (self._beside(row, paragraph, number) for row in self._rows.values())
        return tuple(replace(row, said_before=row.name in spoke) for row in rows)

    def _beside(self, row: CriticRow, paragraph: int, number: Callable[[int], int]) -> CriticRow:
        about = self._about.get(row.name, paragraph)
        if about == paragraph or row.state is CriticState.IDLE:
            return row
        if row.state in _BUSY:
            return replace(row, paragraph=number(about))
        return replace(row, state=CriticState.IDLE, seconds=0, remarks=0, sentence="")
