"""The free-association pads of a draft: turns of writing beside a paragraph, kept as they were written.

A turn is the writer's or a model's. It is journalled at every change, like the draft itself, and never altered once it
has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from editor.core.clock import Clock
from editor.core.origins import TYPED, Origin
from editor.core.rows import origin_from, origin_row
from editor.session.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Association:
    """One turn in a pad. Times in milliseconds since 1970 UTC."""

    id: int
    paragraph: int
    started_ms: int
    text: str = ""
    words: int = 0
    ended_ms: int | None = None
    origin: Origin = TYPED
    changed_ms: int | None = None
    """When it was last written in; None where that is not known, and once it has ended."""

    @property
    def is_empty(self) -> bool:
        """Whether it ended before anything was written."""
        return self.ended_ms is not None and not self.text.strip()

    def row(self) -> dict[str, Any]:
        row = {
            "id": self.id,
            "paragraph": self.paragraph,
            "author": self.origin.actor or "writer",
            "origin": origin_row(self.origin),
            "started_ms": self.started_ms,
            "ended_ms": self.ended_ms,
            "words": self.words,
            "text": self.text,
        }
        return row if self.changed_ms is None else {**row, "changed_ms": self.changed_ms}

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Association:
        return cls(
            int(row["id"]),
            int(row["paragraph"]),
            int(row["started_ms"]),
            str(row["text"]),
            int(row["words"]),
            _moment(row.get("ended_ms")),
            origin_from(row.get("origin", "typed")),
            _moment(row.get("changed_ms")),
        )


def _moment(value: Any) -> int | None:
    return None if value is None else int(value)


class Pads:
    def __init__(self, recorder: Recorder, clock: Clock) -> None:
        self._recorder = recorder
        self._clock = clock
        self._turns: dict[int, Association] = {}

    def adopt(self, turns: Iterable[Association]) -> None:
        """Turns of former sittings; one that a crash left open counts as ended when it was last written in.

        Where that is not known, neither is how long it took.
        """
        for turn in turns:
            ended = turn.ended_ms or turn.changed_ms or turn.started_ms
            self._turns.setdefault(turn.id, replace(turn, ended_ms=ended, changed_ms=None))

    def of(self, paragraph: int, home: Callable[[int], int] = int) -> tuple[Association, ...]:
        """In the order in which they were begun, whatever the clock said and wherever they were read from.

        Without those that ended empty: nobody has thought anything there. `home` gives the paragraph that another is
        part of by now.
        """
        turns = (one for one in self._turns.values() if home(one.paragraph) == paragraph and not one.is_empty)
        return tuple(sorted(turns, key=lambda one: one.id))

    def get(self, ident: int) -> Association | None:
        return self._turns.get(ident)

    def begin(self, paragraph: int, origin: Origin = TYPED) -> Association:
        self._recorder.prepare()
        turn = Association(self._recorder.next_n, paragraph, self._clock.now().wall_ms, origin=origin)
        return self._keep(turn)

    def typed(self, ident: int, text: str) -> Association:
        """The whole text of the running turn. KeyError where there is none of this id."""
        turn = self._turns[ident]
        if turn.ended_ms is not None:
            return turn
        now = self._clock.now().wall_ms
        return self._keep(replace(turn, text=text, words=len(text.split()), changed_ms=now))

    def end(self, ident: int, origin: Origin | None = None) -> Association:
        """`origin` where more is known of it by now. KeyError where there is none of this id."""
        turn = self._turns[ident]
        if turn.ended_ms is not None:
            return turn
        now = self._clock.now().wall_ms
        return self._keep(replace(turn, origin=origin or turn.origin, ended_ms=now, changed_ms=None))

    def _keep(self, turn: Association) -> Association:
        self._turns[turn.id] = turn
        self._recorder.record("pad", {"turn": turn.row()})
        return turn
