"""How much a model changed in a paragraph that is the writer's: lightly, substantially, or the writer has to say.

What is compared is the paragraph as it stands with its last state without a word of a model's: the model's characters are
left out, and what they took the place of is put back (`Mark.replaced`). So small edits add up, and what the writer does
in between is the writer's on both sides. The lines between the weights are ours; no venue has published its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from editor.core.edit_distance import edit_distance
from editor.core.marks import Replaced
from editor.core.origins import OriginKind
from editor.core.runs import Fragment, Runs, parted

LIGHT_TO_PERCENT = 10
SUBSTANTIAL_ABOVE_PERCENT = 30
STRETCH_WORDS = 5
"""So many words of a model's in a row are never a light edit."""
SENTENCE_WORDS = 3
"""The least that is called a sentence, so that a mended abbreviation is none."""

_NOT_HUMAN = frozenset({OriginKind.MODEL, OriginKind.PASTED, OriginKind.UNKNOWN})
"""What of these a model's words take the place of is no writer's text: a paste may turn out to be the model's."""
_WORD = re.compile(r"\S*\w\S*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")


class Weight(StrEnum):
    LIGHT = "light"
    BETWEEN = "between"
    """For the writer to say."""
    SUBSTANTIAL = "substantial"


@dataclass(frozen=True, slots=True)
class ModelEdit:
    """What a model changed in all, against the last state that was human."""

    characters: int = 0
    """Put in, taken out or exchanged."""
    of: int = 0
    """Characters of the longer of the two states."""
    stretch: int = 0
    """Words of the longest passage that is the model's alone."""
    sentence: bool = False
    """A whole sentence is the model's."""

    @property
    def percent(self) -> int:
        """Rounded up, so that one character never shows as nothing."""
        return -(-self.characters * 100 // self.of) if self.of else 0

    @property
    def weight(self) -> Weight:
        if self.sentence or self.characters * 100 > self.of * SUBSTANTIAL_ABOVE_PERCENT:
            return Weight.SUBSTANTIAL
        if self.stretch >= STRETCH_WORDS or self.characters * 100 > self.of * LIGHT_TO_PERCENT:
            return Weight.BETWEEN
        return Weight.LIGHT


NO_EDIT = ModelEdit()


def model_edit(text: str, runs: Runs, replaced: Sequence[Replaced] = ()) -> ModelEdit:
    """What a model changed in a paragraph; `runs` cover its text, in code points."""
    if all(run.origin.kind is not OriginKind.MODEL for run in runs):
        return NO_EDIT
    now, before = text.strip(), human_state(text, runs, replaced).strip()
    return ModelEdit(
        characters=edit_distance(before, now),
        of=max(len(before), len(now)),
        stretch=_longest_stretch(text, runs),
        sentence=any(_is_the_models(owners) for owners in _sentences(text, runs)),
    )


def human_state(text: str, runs: Runs, replaced: Sequence[Replaced] = ()) -> str:
    """The paragraph without what a model put in, and with what that took the place of."""
    pieces: list[str] = []
    position, waiting = 0, sorted(replaced, key=lambda one: one.offset)
    for run in runs:
        stop = position + run.length
        human = run.origin.kind is not OriginKind.MODEL
        while waiting and waiting[0].offset < stop:
            one = waiting.pop(0)
            pieces += [text[position : max(position, one.offset)] if human else "", one.text]
            position = max(position, one.offset)
        pieces.append(text[position:stop] if human else "")
        position = stop
    return "".join([*pieces, *(one.text for one in waiting)])


def human_text(fragment: Fragment) -> str:
    """What of a removed piece of text was a human's, as far as that is known."""
    pieces, position = [], 0
    for run in fragment.runs:
        if run.origin.kind not in _NOT_HUMAN:
            pieces.append(fragment.text[position : position + run.length])
        position += run.length
    return "".join(pieces)


def _longest_stretch(text: str, runs: Runs) -> int:
    longest = here = 0
    for _, is_model in _words(text, runs):
        here = here + 1 if is_model else 0
        longest = max(longest, here)
    return longest


def _is_the_models(owners: Sequence[bool]) -> bool:
    return len(owners) >= SENTENCE_WORDS and all(owners)


def _sentences(text: str, runs: Runs) -> Iterator[list[bool]]:
    """Of every sentence, whether each of its words is a model's."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    owners: list[bool] = []
    for start, is_model in _words(text, runs):
        while ends and start >= ends[0]:
            ends.pop(0)
            yield owners
            owners = []
        owners.append(is_model)
    yield owners


def _words(text: str, runs: Runs) -> Iterator[tuple[int, bool]]:
    """Where every word begins, and whether most of it is a model's."""
    spans = [found.span() for found in _WORD.finditer(text)]
    bounds = [place for span in spans for place in span]
    lengths = [stop - start for start, stop in zip([0, *bounds], [*bounds, len(text)], strict=True)]
    pieces = list(parted(runs, lengths))[1::2]
    for (start, stop), own in zip(spans, pieces, strict=True):
        letters = sum(run.length for run in own if run.origin.kind is OriginKind.MODEL)
        yield start, letters * 2 > stop - start
