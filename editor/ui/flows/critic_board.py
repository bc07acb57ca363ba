"""Who can read a paragraph, and what each critic is doing about which one.

A critic's state belongs to the paragraph it was asked about: beside another paragraph, "nothing to say" would be a
statement about words it never saw. While it is busy it is shown everywhere, with the paragraph's number. One that still
reads a paragraph when it is asked about another has a state for each.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace

from editor.core.annotations import WHOLE_DRAFT
from editor.protocol import messages as wire
from editor.protocol.messages import Critics
from editor.protocol.parts import CriticChoice
from editor.ui.desk.critic_rows import CriticRow, CriticState

_BUSY = (CriticState.WAITING, CriticState.READING)
_ENDED = (CriticState.DONE, CriticState.STOPPED, CriticState.FAILED)
_WITH_SENTENCE = (CriticState.WAITING, CriticState.DONE, CriticState.STOPPED, CriticState.FAILED)


class CriticBoard:
    def __init__(self) -> None:
        self._rows: dict[str, CriticRow] = {}
        self._about: dict[str, int] = {}
        """The paragraph each critic was last asked about; `WHOLE_DRAFT` for the draft."""
        self._earlier: dict[tuple[str, int], CriticRow] = {}
        """By critic and paragraph: one it was still busy with when it was asked about another."""
        self._waits: dict[tuple[str, int], int] = {}
        """By critic and paragraph: the seconds that its sentence names, while it waits to be let in again."""
        self._lacks: dict[str, str] = {}
        """What is said below a critic that was not asked, where it lacks something."""
        self.choices: tuple[CriticChoice, ...] = ()
        """Whom the writer wants critics to ask."""
        self.models: dict[str, str] = {}
        """The model of each critic that has one."""
        self.titles: dict[str, str] = {}
        self.known_critics = Critics(0, (), "")

    def fill(self, answer: wire.Critics) -> None:
        """The critics there are; what is ticked stays ticked, and those that were asked are shown at what they do.

        What several in a row lack, such as a key, is said once, below the first of them.
        """
        known, self._rows = self._rows, {}
        lacking = [None if one.available else one.line for one in answer.critics]
        for one, lack, before in zip(answer.critics, lacking, [None, *lacking[:-1]], strict=True):
            self._lacks[one.name] = "" if lack is None or lack == before else lack
            row = known.get(one.name) or CriticRow(one.name, one.title, ticked=one.model is None)
            self._rows[one.name] = replace(
                row,
                title=one.title,
                ticked=one.available and row.ticked,
                sentence=self._lacks[one.name] if row.state is CriticState.IDLE else row.sentence,
                enabled=one.available,
            )
            self.titles[one.name] = one.title
            if one.model is not None:
                self.models[one.name] = one.model
        self.known_critics = answer

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
        rows = (*self._rows.values(), *self._earlier.values())
        return any(row.state in _BUSY and row.name in self.models for row in rows)

    def first_model(self) -> str | None:
        """The first critic with a model that can be asked, the ticked ones before the others."""
        names = [row.name for row in self._rows.values() if row.enabled and row.name in self.models]
        return next((name for name in names if self._rows[name].ticked), names[0] if names else None)

    def tick(self, name: str, ticked: bool) -> None:
        self._rows[name] = replace(self._rows[name], ticked=ticked)

    def forget(self) -> None:
        """Another draft: nothing was read in it."""
        self._about.clear()
        self._earlier.clear()
        for name, row in self._rows.items():
            self._rows[name] = replace(self._idle(row), wait=0)

    def asked(self, name: str, paragraph: int) -> None:
        row, about = self._rows.get(name), self._about.get(name)
        if row is not None and about is not None and about != paragraph and row.state in _BUSY:
            self._earlier[name, about] = row
        self._earlier.pop((name, paragraph), None)
        self._about[name] = paragraph
        self.set(name, CriticState.WAITING)

    def let_go(self, name: str, paragraph: int) -> None:
        """It is not asked about the paragraph after all."""
        if self._about.get(name) == paragraph:
            self.set(name, CriticState.IDLE)
        self._earlier.pop((name, paragraph), None)

    def told(self, paragraph: int, told: wire.CriticState, sentence: str) -> None:
        """What a critic does about a paragraph that it was asked about; `sentence` stands below its name."""
        state = CriticState(told.state)
        if self._about.get(told.critic) == paragraph:
            self.set(told.critic, state, sentence, told.remarks, told.seconds, told.again)
        elif row := self._earlier.get((told.critic, paragraph)):
            self._waits[told.critic, paragraph] = wait = _whole_seconds(told.seconds)
            self._earlier[told.critic, paragraph] = _doing(row, state, sentence, told.remarks, wait, told.again)

    def set(
        self,
        name: str,
        state: CriticState,
        sentence: str = "",
        remarks: int = 0,
        wait_s: float = 0.0,
        again: int = 0,
    ) -> None:
        """What it does about the paragraph it was last asked about.

        `wait_s`: how long it waits from now on, for a critic that is let in again after that; `again`: how many remarks
        it made that it had made before.
        """
        row = self._rows.get(name)
        if row is not None:
            wait = _whole_seconds(wait_s)
            self._waits[name, self._about.get(name, WHOLE_DRAFT)] = wait
            self._rows[name] = _doing(row, state, sentence, remarks, wait, again)

    def ended(self, name: str, paragraph: int, state: CriticState, sentence: str) -> None:
        """What became of the whole request; a critic that had ended before, however it did, stays so."""
        last = self._about.get(name) == paragraph
        row = self._rows.get(name) if last else self._earlier.get((name, paragraph))
        if row is None or row.state in _ENDED:
            return
        if last:
            self.set(name, state, sentence)
        else:
            self._earlier[name, paragraph] = _doing(row, state, sentence, 0, 0, 0)

    def _about_paragraph(self, paragraph: int) -> dict[str, CriticRow]:
        """What the critics did, or do, that were asked about it, by their names."""
        last = {name: row for name, row in self._rows.items() if self._about.get(name) == paragraph}
        return last | {name: row for (name, about), row in self._earlier.items() if about == paragraph}

    def readers(self, paragraph: int) -> list[str]:
        """The critics that have come to the end of a paragraph in this sitting, the last one they were asked about."""
        rows = self._about_paragraph(paragraph)
        return [name for name, row in rows.items() if row.state is CriticState.DONE]

    def ends(self, paragraph: int) -> list[CriticState]:
        """What became of those that were last asked about a paragraph, or about the draft for `WHOLE_DRAFT`."""
        return [row.state for row in self._about_paragraph(paragraph).values()]

    def second_passed(self) -> None:
        self._rows = {name: _a_second_on(row) for name, row in self._rows.items()}
        self._earlier = {place: _a_second_on(row) for place, row in self._earlier.items()}

    def rows(self, paragraph: int, number: Callable[[int], int], spoke: Container[str] = ()) -> tuple[CriticRow, ...]:
        """The rows as they read beside a paragraph.

        `number` gives the number of another one, 0 if it is gone; `spoke` names the critics whose remarks stand there.
        """
        found = [self._here(name, paragraph) for name in self._rows]
        in_order = sorted(found, key=lambda one: self._turn(one[0], one[1], paragraph))
        rows = (self._beside(row, about, paragraph, number) for row, about in in_order)
        return tuple(replace(row, said_before=row.name in spoke) for row in rows)

    def _here(self, name: str, paragraph: int) -> tuple[CriticRow, int | None]:
        """The row of a critic that is shown beside a paragraph, and what it was asked about; None where nothing."""
        row, about = self._rows[name], self._about.get(name)
        earlier = self._earlier.get((name, paragraph))
        if earlier is None or (row.state in _BUSY and earlier.state not in _BUSY):
            return row, about
        return replace(earlier, title=row.title, ticked=row.ticked, enabled=row.enabled), paragraph

    def _turn(self, row: CriticRow, about: int | None, paragraph: int) -> int:
        """Those that are at work, or were asked about this paragraph, stand before the others, the ones that take their
        time first."""
        if row.state not in _BUSY and about not in (paragraph, WHOLE_DRAFT):
            return 2
        return 0 if row.name in self.models else 1

    def _beside(self, row: CriticRow, about: int | None, paragraph: int, number: Callable[[int], int]) -> CriticRow:
        row = replace(
            row,
            whole=about == WHOLE_DRAFT,
            stoppable=row.state in _BUSY and row.name in self.models,
            sentence=self._counted(row, about),
        )
        if about is None or about in (paragraph, WHOLE_DRAFT) or row.state is CriticState.IDLE:
            return row
        if row.state in _BUSY:
            return replace(row, paragraph=number(about))
        return self._idle(row)

    def _idle(self, row: CriticRow) -> CriticRow:
        """As it stands where it was not asked."""
        lack = self._lacks.get(row.name, "")
        return replace(row, state=CriticState.IDLE, seconds=0, remarks=0, again=0, sentence=lack)

    def _counted(self, row: CriticRow, about: int | None) -> str:
        """The sentence with the seconds that are left where it names those there were at first."""
        first = self._waits.get((row.name, WHOLE_DRAFT if about is None else about), 0)
        if row.state is not CriticState.WAITING or not first:
            return row.sentence
        return row.sentence.replace(f"in {first} s", f"in {row.wait} s" if row.wait else "now")


def _doing(row: CriticRow, state: CriticState, sentence: str, remarks: int, wait: int, again: int) -> CriticRow:
    shown = sentence if state in _WITH_SENTENCE else ""
    seconds = row.seconds if state is row.state else 0
    return replace(row, state=state, seconds=seconds, remarks=remarks, again=again, sentence=shown, wait=wait)


def _a_second_on(row: CriticRow) -> CriticRow:
    busy = row.state in _BUSY
    return replace(row, seconds=row.seconds + 1, wait=max(0, row.wait - 1)) if busy else row


def _whole_seconds(wait_s: float) -> int:
    return max(1, round(wait_s)) if wait_s else 0
