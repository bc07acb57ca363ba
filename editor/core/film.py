"""A draft as a film: what it was after each change of its log, forwards, backwards, and at any place at once.

Folding starts from the nearest picture that was kept. One is kept every so many changes, and when they grow too large
together every other one is let go, so that a long draft costs no more memory than a short one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from editor.core.document import Document
from editor.core.edits import EditKind
from editor.core.errors import EditRefused
from editor.core.paragraph_row import Paragraph
from editor.core.rows import edit_from

PICTURE_EVERY = 50
"""Changes; folding as many takes a few milliseconds, and a picture of an essay takes some kilobytes."""
LONGEST_PAUSE_MS = 2_000
"""A longer pause is cut to this, or the film would be of somebody who thinks."""
_MOST_KEPT = 4_000_000
"""Paragraphs in all pictures together. A paragraph that did not change is one object in all of them."""

Record = dict[str, Any]
Picture = tuple[tuple[Paragraph, ...], int]
"""The paragraphs of a document, which are never altered, and its next id."""


@dataclass(frozen=True, slots=True)
class Scene:
    """When a change was made, what it was, and where."""

    wall_ms: int
    offset_min: int
    kind: str
    """An `EditKind`, or "start" where the text began or began anew."""
    position: int
    """Code points; where the change ends."""


START = "start"


class Film:
    """`log` is as `store.past.Past.log`: edits, and keyframes where the text began. Step 0 is the first of them."""

    def __init__(self, log: Sequence[Record], every: int = PICTURE_EVERY) -> None:
        self._log = tuple(log)
        self._every = every
        self._pictures: dict[int, Picture] = {}
        self._kept = 0
        self._document = Document()
        self._step = -1
        self._read = 0
        self.scenes: list[Scene] = []
        self.births: dict[int, int] = {}
        """The step at which each paragraph's id was first written in."""
        self._at_ms: list[int] = []

    def __len__(self) -> int:
        return len(self._log)

    def develop(self) -> Iterator[int]:
        """Goes through the whole log once, in pieces; gives how far it came. Nothing can be shown beyond that.

        Raises EditRefused, ValueError, KeyError or TypeError where a change does not fit.
        """
        for step in range(self._read, len(self._log)):
            self._go(step)
            self._note(step)
            self._read = step + 1
            if step % self._every == 0:
                self._keep(step)
                yield self._read
        yield self._read

    def at(self, step: int) -> Document:
        """What the draft was after the step; not to be changed, and only good until the next call."""
        if not 0 <= step < self._read:
            raise EditRefused("There is no such moment in the film", f"It has {self._read} steps.")
        nearest = step - step % self._every
        if not nearest <= self._step <= step:
            while nearest not in self._pictures:
                nearest -= self._every
            paragraphs, next_id = self._pictures[nearest]
            self._document, self._step = Document(paragraphs, next_id), nearest
        for one in range(self._step + 1, step + 1):
            self._go(one)
        return self._document

    def at_ms(self, step: int) -> int:
        """How far into the film a step is, with long pauses cut, milliseconds."""
        return self._at_ms[step]

    def step_at(self, film_ms: int) -> int:
        """The last step at or before a moment of the film."""
        return max(0, bisect_right(self._at_ms, film_ms) - 1)

    def _go(self, step: int) -> None:
        record = self._log[step]
        if "keyframe" in record:
            self._document = Document.from_keyframe(record["keyframe"])
        else:
            self._document.apply(edit_from(record))
        self._step = step

    def _keep(self, step: int) -> None:
        paragraphs = tuple(self._document.paragraphs)
        self._pictures[step] = (paragraphs, self._document.next_id)
        self._kept += len(paragraphs)
        if self._kept > _MOST_KEPT and len(self._pictures) > 2:
            self._every *= 2
            self._pictures = {at: one for at, one in self._pictures.items() if at % self._every == 0}
            self._kept = sum(len(paragraphs) for paragraphs, _ in self._pictures.values())

    def _note(self, step: int) -> None:
        record = self._log[step]
        before = self.scenes[-1] if self.scenes else None
        if "keyframe" in record:
            # A keyframe has no time of its own: it stands where the change after it does.
            after = next((one for one in self._log[step + 1 :][:1] if "keyframe" not in one), None)
            wall_ms = int(after["t"]) if after else before.wall_ms if before else 0
            offset_min = int(after["z"]) if after else before.offset_min if before else 0
            scene = Scene(wall_ms, offset_min, START, 0)
            for item in self._document.paragraphs:
                self.births.setdefault(item.id, step)
        else:
            inserted = record["i"][0] if "i" in record else ""
            place = int(record["p"]) + len(inserted)
            scene = Scene(int(record["t"]), int(record["z"]), EditKind(record["k"]).value, place)
            index, _ = self._document.paragraphs.find(min(place, max(0, len(self._document) - 1)))
            self.births.setdefault(self._document.paragraphs[index].id, step)
        pause = scene.wall_ms - before.wall_ms if before else 0
        self._at_ms.append((self._at_ms[-1] if self._at_ms else 0) + min(max(pause, 0), LONGEST_PAUSE_MS))
        self.scenes.append(scene)
