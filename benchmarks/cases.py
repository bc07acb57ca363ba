"""What is measured, each case with the program and the floor taking turns in one run."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from programs import FLOOR_X, MIDDLE, ROOT, Home, Running, floor, geometry, make_draft, ours, place, sample, settle
from screen import Region, Screen
from text_engine import draft

_PER_ROUND = 40
_NEVER_MS = 2_000.0
_GAP_S = 0.04
"""The shortest pause between two keys; the longest is twice this, which is faster than anybody types for long."""
_LETTERS = "homemadenewsandsomeoneswoodcanoebones"
_FRAME_MS = 16.0
FOOT = 30
"""Height of the line at the foot of our window, pixels; it changes by itself."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is done; more of it makes steadier figures."""

    starts: int
    rounds: int
    pressed: int
    """Keys while stalls are watched."""


@dataclass(frozen=True, slots=True)
class Result:
    what: str
    goal: str
    floor: str
    ours: str
    measured: str
    met: bool


def start(screen: Screen, home: Home, path: Path, size: Size) -> list[tuple[float, float]]:
    """Milliseconds to the first letters, the floor and ours, by pairs. The first pair only warms the caches."""
    pairs = []
    for _ in range(size.starts + 1):
        times = []
        for begin in (floor, ours):
            program = begin(screen, home, path)
            try:
                times.append(program.text_ms())
            finally:
                program.end()
        pairs.append((times[0], times[1]))
    return pairs[1:]


@dataclass(slots=True)
class Typist:
    """Hands on one program."""

    program: Running
    where: Region
    pressed: int = 0

    def take(self) -> None:
        self.program.screen.focus(self.program.window)
        time.sleep(0.5)

    def round(self, lot: random.Random) -> list[float]:
        """Milliseconds of so many keys; a key that is not seen counts as two seconds."""
        times = []
        screen, window = self.program.screen, self.program.window
        for _ in range(_PER_ROUND):
            time.sleep(_GAP_S * (1 + lot.random()))
            self.pressed += 1
            if self.pressed % 7 == 0:  # a blank moves little but the caret: typed, not timed
                screen.press("space")
                time.sleep(_GAP_S)
            letter = _LETTERS[self.pressed % len(_LETTERS)]
            times.append(screen.key_to_pixels(window, letter, self.where) or _NEVER_MS)
        if times.count(_NEVER_MS) > _PER_ROUND // 4:
            raise RuntimeError("the keys do not reach the text")
        return times


def typist(program: Running, foot: int) -> Typist:
    """Finds out by some keys in which columns of the window the text stands; `foot` pixels below are not text."""
    screen, window = program.screen, program.window
    screen.focus(window)
    for key in ["Down"] * 9 + ["Up"] * 9:  # so that the caret's line is not cut by the edge
        screen.press(key)
        settle(0.05)
    width, height = geometry(window)
    screen.watch(window)
    spans = []
    for letter in "abc":
        settle(1.2)
        screen.drain()
        screen.press(letter)
        for event in screen.events(1.0):
            if event.__class__.__name__ == "DamageNotify" and event.drawable.id == window.id and event.area.width > 20:
                spans.append((event.area.x, event.area.width))
                break
    if not spans:
        raise RuntimeError("no key changes the window")
    x, across = statistics.median_low(spans)
    return Typist(program, Region(max(0, x), 0, min(across, width - max(0, x)), height - foot))


@contextmanager
def both(
    screen: Screen, home: Home, path: Path, environment: dict[str, str] | None = None
) -> Iterator[tuple[Running, Running]]:
    """The floor and ours side by side with the same text, the carets in the middle, everything come to rest."""
    bare = floor(screen, home, path, MIDDLE)
    try:
        place(bare, FLOOR_X)
        program = ours(screen, home, path, environment)
        try:
            program.rest()
            screen.focus(program.window)
            settle(0.5)
            yield bare, program
        finally:
            program.end()
    finally:
        bare.end()


@dataclass(frozen=True, slots=True)
class Keys:
    """Rounds of keys, in milliseconds, and the memory of both programs when they had come to rest."""

    bare: list[list[float]]
    full: list[list[float]]
    where: str = ""

    def ratio(self, share: float) -> float:
        """The median over the rounds of the ratio between the two at a share of the keys, as 0.95."""
        pairs = zip(self.bare, self.full, strict=True)
        return statistics.median(at(full, share) / at(bare, share) for bare, full in pairs)

    def typical(self, rounds: list[list[float]], share: float) -> float:
        return statistics.median(at(times, share) for times in rounds)


def at(times: list[float], share: float) -> float:
    row = sorted(times)
    return row[min(len(row) - 1, int(share * len(row)))]


def keys(screen: Screen, home: Home, path: Path, size: Size) -> tuple[list[Keys], dict[str, tuple[float, float]]]:
    """Keys at start, middle and end of a draft, by turns; and the memory before the first of them, floor and ours."""
    lot, found = random.Random(3), []
    with both(screen, home, path) as (bare, program):
        memory = {name: (size, program.memory()[name]) for name, size in bare.memory().items()}
        hands = [typist(bare, 0), typist(program, FOOT)]
        for where, combination in (("middle", ""), ("start", "ctrl+Home"), ("end", "ctrl+End")):
            if combination:
                for hand in hands:
                    hand.take()
                    screen.press(combination)
                    settle(1)
            rounds: list[list[list[float]]] = [[], []]
            for _ in range(size.rounds):
                for hand, times in zip(hands, rounds, strict=True):
                    hand.take()
                    times.append(hand.round(lot))
            found.append(Keys(rounds[0], rounds[1], where))
    return found, memory


@dataclass(frozen=True, slots=True)
class Stream:
    keys: Keys
    deltas: int
    """Pieces of the answer that had gone out when the last key was pressed or the answer was over."""


def streamed(screen: Screen, home: Home, path: Path, size: Size) -> Stream:
    """Keys while a model's answer comes in and what is typed is folded into the database.

    The floor types before and after, undisturbed. The critique is asked for as a writer does it: menu, sheet, Send.
    """
    lot = random.Random(4)
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "benchmarks" / "delta_server.py")],
        stdout=subprocess.PIPE,
        text=True,
        env=home.environment,
    )
    assert server.stdout is not None
    try:
        environment = {
            "PALIMPSEST_ANTHROPIC_BASE_URL": server.stdout.readline().split()[0],
            "ANTHROPIC_API_KEY": "sk-test-key",
        }
        with both(screen, home, path, environment) as (bare, program):
            still, busy = typist(bare, 0), typist(program, FOOT)
            half = max(1, size.rounds // 2)
            before = rounds(still, lot, half)
            busy.take()
            send_critique(screen, program)
            if server.stdout.readline().split()[0] != "begun":
                raise RuntimeError("the critique was not sent")
            screen.click(program.window, busy.where.x + busy.where.width // 2, busy.where.y + 200)
            settle(1)
            during = rounds(busy, lot, 2 * half)
            after = rounds(still, lot, half)
            deltas = int(server.stdout.readline().split()[1])
        return Stream(Keys(before + after, during), deltas)
    finally:
        server.terminate()
        server.wait()


def rounds(hand: Typist, lot: random.Random, count: int) -> list[list[float]]:
    hand.take()
    return [hand.round(lot) for _ in range(count)]


def send_critique(screen: Screen, program: Running) -> None:
    """Critique, Show What Would Be Sent, Send."""
    screen.press("alt+c")
    settle(0.7)
    screen.press("w")
    settle(4)
    _, height = geometry(program.window)
    screen.click(program.window, 945, height - 55)


@dataclass(frozen=True, slots=True)
class Stalls:
    """Round trips to the event loops while keys came, in milliseconds."""

    bare: list[float]
    full: list[float]

    @staticmethod
    def long(trips: list[float]) -> int:
        return sum(trip > _FRAME_MS for trip in trips)


def stalls(screen: Screen, home: Home, path: Path, size: Size) -> Stalls:
    """Asks both windows every 4 ms whether they are alive, while keys come into the paragraph of the middle word."""
    trips = []
    with both(screen, home, path) as programs:
        for program in programs:
            screen.focus(program.window)
            settle(1)
            trips.append(screen.stalls(program.window, typing_into(screen), size.pressed).trips)
    return Stalls(trips[0], trips[1])


def typing_into(screen: Screen) -> Callable[[int], float]:
    """Keys for `Screen.stalls`: letters, and now and then Return, Backspace or an arrow."""
    lot = random.Random(5)

    def act(turn: int) -> float:
        step = turn % 60
        key = {57: "Return", 58: "BackSpace", 20: "BackSpace", 30: "Left", 31: "Right"}.get(step)
        screen.press(key or ("space" if turn % 7 == 0 else _LETTERS[turn % len(_LETTERS)]))
        return _GAP_S * (1 + lot.random())

    return act


def with_middle(text: str, longest: int = 0) -> str:
    """The text with the middle word half-way; with `longest`, in a paragraph of so many words of its own."""
    if longest:
        words = draft(longest * 2).replace("\n", " ").replace("#", "").split()[:longest]
        words[longest // 2] = MIDDLE
        paragraphs = text.split("\n\n")
        half = len(paragraphs) // 2
        return "\n\n".join([*paragraphs[:half], " ".join(words), *paragraphs[half:]])
    cut = text.index(" ", len(text) // 2)
    return f"{text[:cut]} {MIDDLE}{text[cut:]}"


@contextmanager
def home_for(screen: Screen) -> Iterator[Home]:
    with tempfile.TemporaryDirectory(prefix="palimpsest-bench-") as folder:
        yield Home(Path(folder) / "home", screen.name)


def prepared(screen: Screen, home: Home, name: str, text: str) -> Path:
    path = home.draft(f"{name}/{name}.md", text)
    make_draft(screen, home, path)
    return path


def prepared_sample(screen: Screen, home: Home) -> Path:
    path = sample(home)
    if not path.with_suffix(".palimpsest").exists():
        make_draft(screen, home, path)
    return path
