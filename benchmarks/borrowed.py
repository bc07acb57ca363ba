"""What it costs to look through a draft for phrases that a model said, beside reading the same words once."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable

from cases import Result, Size
from programs import Home
from screen import Screen
from text_engine import draft

from editor.core.borrowing import Output, Outputs

_DRAFT_WORDS, _OUTPUT_WORDS, _REPLY_WORDS = 50_000, 500_000, 500
_VOCABULARY = 30_000
_GOAL_S = 2.0


def borrowed(_screen: Screen, _home: Home, size: Size) -> Iterable[Result]:
    paragraphs = [one for one in draft(_DRAFT_WORDS).split("\n") if one]
    said = replies()

    def read() -> None:
        for text in (*paragraphs, *said):
            set(text.lower().split())

    def look() -> Outputs:
        outputs = Outputs()
        for text in said:
            outputs.add(Output(text, "a model"))
        for text in paragraphs:
            outputs.borrowed(text)
        return outputs

    outputs = look()
    bare, full = by_turns(read, look, size.rounds)
    yield Result(
        f"a draft of {_DRAFT_WORDS:,} words looked through for phrases out of {_OUTPUT_WORDS:,} words of models",
        f"{_GOAL_S:.0f} s in all",
        f"{bare * 1000:.0f} ms",
        f"{full * 1000:.0f} ms",
        f"{full / bare:.2f}",
        full <= _GOAL_S,
    )
    one = max(paragraphs, key=len)
    bare, full = by_turns(lambda: set(one.lower().split()), lambda: outputs.borrowed(one), 200)
    words = len(one.split())
    yield Result(
        f"the same for the paragraph that changed, of {words} words",
        "none",
        f"{bare * 1000:.3f} ms",
        f"{full * 1000:.3f} ms",
        f"{full / bare:.2f}",
        True,
    )


def replies() -> list[str]:
    """As many words as a model says in a year of critiques, common ones more often; the same every time."""
    lot = random.Random(11)
    vocabulary = [f"word{number}" for number in range(_VOCABULARY)]
    weights = [1 / (1 + number) for number in range(_VOCABULARY)]
    count = _OUTPUT_WORDS // _REPLY_WORDS
    return [" ".join(lot.choices(vocabulary, weights, k=_REPLY_WORDS)) for _ in range(count)]


def by_turns(bare: Callable[[], object], full: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median of the seconds that either takes."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for act, taken in zip((bare, full), times, strict=True):
            begun = time.perf_counter()
            act()
            taken.append(time.perf_counter() - begun)
    return statistics.median(times[0]), statistics.median(times[1])
