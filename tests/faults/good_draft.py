"""A draft as a writer leaves it after some days, whole, and as often as wanted in the same place."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from live_draft import LiveDraft

from editor.core.ledger import Times
from editor.core.origins import Origin, OriginKind

_SITTINGS = 4
_MODEL = Origin(OriginKind.MODEL, actor="model-1", prompt="call-7")
_WORDS = [
    "the",
    "quick",
    "brown",
    "fox",
    "jumps",
    "over",
    "a",
    "lazy",
    "dog",
    "and",
    "sits",
    "down",
    "to",
    "think",
    "about",
    "what",
    "was",
    "done",
]


@dataclass(slots=True)
class GoodDraft:
    """Sittings that ended in peace and one that was killed; typed, deleted, pasted, undone, folded and copied. The
    journals of the first days were let go, as the program does once two copies hold what was in them."""

    folder: Path
    chance: Random
    acts: int
    """In a sitting; most are words."""
    killed: bool = False
    """Whether the last sitting ended with window and worker killed, so that SQLite's log lies beside the file."""
    live: LiveDraft = field(init=False)
    keyframe: dict[str, object] = field(init=False)
    minutes: Times = field(init=False)
    states: dict[str, int] = field(init=False, default_factory=dict)
    """Every text the draft ever was, and after how many acts it last was so."""

    def __post_init__(self) -> None:
        self.live = LiveDraft(self.folder, "# On timing\n\nIt began with a question.\n")
        for sitting in range(_SITTINGS):
            self._sit(sitting)
            if sitting == 1:
                self.live.kill(worker_too=False)
            elif self.killed and sitting == _SITTINGS - 1:
                self.live.fold()  # what was not, for two seconds at most, is in the journal alone
                self.live.kill()
            else:
                self.live.close()
            if sitting < _SITTINGS - 1:
                self.live.open()
        self.keyframe = self.live.document.keyframe()
        self.minutes = self.live.known_minutes()
        shutil.copytree(self.folder, self._kept)

    @property
    def _kept(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}-kept")

    def files(self, *, alone: bool) -> list[list[Path]]:
        """All that can be damaged, by kind. SQLite's log only `alone`: one that ends early looks like one that was never
        longer, and that is told by the journal."""
        kinds = [[self.live.database], self.live.journals(), self.live.snapshots()]
        log = self.live.database.with_name(f"{self.live.database.name}-wal")
        return [*kinds, [log]] if alone and self.killed else kinds

    def put_back(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self._kept, self.folder)

    def _sit(self, sitting: int) -> None:
        for number in range(self.acts):
            self._act()
            self.states[self.live.document.text()] = len(self.states)
            if number % 50 == 25:
                self.live.fold()
            if number in (self.acts // 3, self.acts * 3 // 4) and sitting >= _SITTINGS - 2:
                self.live.snapshot()

    def _act(self) -> None:
        chance, live = self.chance, self.live
        length = len(live.document)
        at = chance.choice((length, chance.randrange(length + 1)))
        draw, pause_ms = chance.random(), chance.choice((80, 120, 200, 2_000, 9_000))
        if draw < 0.75:
            live.write(at, f"{chance.choice(_WORDS)} ", pause_ms=pause_ms)
        elif draw < 0.82:
            live.write(at, "\n\n", pause_ms=pause_ms)
        elif draw < 0.85:
            live.write(at, "A model said so. ", origin=_MODEL, pause_ms=pause_ms)
        elif draw < 0.95:
            live.write(max(0, at - 9), "", at - max(0, at - 9), pause_ms=pause_ms)
        else:
            live.reverse()
