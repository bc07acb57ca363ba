"""Two short days with everything in them that touches a file, acted by both parts of the program."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from stage import Part, PartGone, Said, Stage
from tracing import traced

BEFORE = "# On timing\n\nMost advice is old.\n"
_LONG = "A paragraph from elsewhere, long enough to be put down at once. " * 4

Step = tuple[str, ...]
_MORNING: tuple[Step, ...] = (
    *(("window", "open"), ("window", "type", "One "), ("worker", "attach"), ("worker", "fold")),
    *(("window", "type", "two\n\nT"), ("window", "sync"), ("worker", "fold")),
)
FIRST_DAY: tuple[Step, ...] = (
    *_MORNING,
    *(("window", "paste", _LONG), ("worker", "save"), ("window", "type", "x"), ("worker", "detach")),
    *(("window", "type", "y"), ("window", "close")),
)
"""A text file becomes a draft."""
SECOND_DAY: tuple[Step, ...] = (
    *(("window", "open"), ("worker", "attach"), ("window", "type", "four "), ("worker", "fold")),
    *(("window", "paste", _LONG), ("window", "undo"), ("window", "sync"), ("window", "rotate")),
    *(("window", "type", "five"), ("worker", "fold"), ("worker", "save"), ("window", "type", ".\n")),
    *(("worker", "detach"), ("window", "type", "six"), ("window", "sync"), ("window", "type", "."), ("window", "close")),
)
"""A draft whose last program was killed is taken up again."""
DAYS = {"first day": FIRST_DAY, "second day": SECOND_DAY}


@dataclass(slots=True)
class Heard:
    """What the parts said, in order."""

    window: list[Said] = field(default_factory=list)
    worker: list[Said] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    """The parts that ended before they had done what they were told."""

    @property
    def shown(self) -> list[Said]:
        """Whenever the window showed a text."""
        return [said for said in self.window if "text" in said]

    @property
    def crashes(self) -> list[str]:
        return [said["crash"] for said in (*self.window, *self.worker) if "crash" in said]


@dataclass(frozen=True, slots=True)
class Tracing:
    part: str
    log: Path
    options: tuple[str, ...]


def prepare(stage: Stage) -> None:
    """Keeps what lies on the stage before each day begins."""
    first, second = DAYS
    stage.set_up(BEFORE)
    stage.keep(first)
    with ExitStack() as ending:
        _Acting(stage, Heard(), ending, None).act((*_MORNING, ("window", "type", "hree ")), kill=True)
    stage.keep(second)


def act(stage: Stage, day: str, tracing: Tracing | None = None) -> Heard:
    """Plays the day in both parts to its end, or as far as it comes."""
    stage.put_back(day)
    heard = Heard()
    with ExitStack() as ending:
        _Acting(stage, heard, ending, tracing).act(DAYS[day], kill=False)
    return heard


class _Acting:
    def __init__(self, stage: Stage, heard: Heard, ending: ExitStack, tracing: Tracing | None) -> None:
        self._stage = stage
        self._heard = heard
        self._ending = ending
        self._tracing = tracing
        self._parts: dict[str, Part] = {}
        self._where: Said = {}

    def act(self, steps: tuple[Step, ...], kill: bool) -> None:
        for kind, order, *values in steps:
            self._do(kind, order, *values)
            if "window" in self._heard.gone or not self._where:
                break  # a worker ends with its window, and both where nothing could be opened
        for part in self._parts.values():
            if kill:
                part.kill()
            else:
                part.end()

    def _do(self, kind: str, order: str, *values: str) -> None:
        heard = self._heard.window if kind == "window" else self._heard.worker
        try:
            for said in self._part(kind).tell(order, *self._values(order, values)):
                heard.append(said)
                if "database" in said:
                    self._where = said
        except PartGone:
            self._heard.gone.add(kind)
            self._parts.pop(kind).end()

    def _part(self, kind: str) -> Part:
        """Another worker takes the place of one that is gone, as in the window."""
        if kind not in self._parts:
            part = self._parts[kind] = self._stage.part(kind)
            if self._tracing and self._tracing.part == kind and kind not in self._heard.gone:
                self._ending.enter_context(traced(part.pid, self._tracing.log, *self._tracing.options))
            if kind == "worker" and kind in self._heard.gone:
                self._do("worker", "attach")
        return self._parts[kind]

    def _values(self, order: str, values: tuple[str, ...]) -> tuple[str | int, ...]:
        stage = self._stage
        if order == "open":
            return str(stage.essay), str(stage.data)
        if order == "attach":
            return self._where["database"], self._where["draft"], str(stage.data), str(stage.essay)
        return (str(stage.essay), self._heard.shown[-1]["n"]) if order == "save" else values
