"""Borrowed language: phrases of a draft that a model said before, in five words or more.

Everything that models said is kept as one row of words with a table of where every five of them in a row stand, so that a
paragraph is looked up in the time it takes to read it. How words are read, so that looks alone do not part them, is in
`word_reading`.
What a model was sent does not count as its own words when it says it back: a critic quotes the writer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from editor.core.word_reading import Span, words_of, words_with_places

PHRASE_WORDS = 5
_AROUND = 60
"""Characters before and after a phrase, to see what it was said in."""


@dataclass(frozen=True, slots=True)
class Output:
    text: str
    """What a model said."""
    source: str
    """Which one, when and what for, in words."""
    heard: str = ""
    """What it had been sent."""


@dataclass(frozen=True, slots=True)
class Borrowing:
    start: int
    """Code points of the text that was looked through."""
    stop: int
    output: Output


class Outputs:
    """Everything models said in one draft."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._starts: list[int] = []
        self._outputs: list[Output] = []
        self._places: dict[int, int] = {}
        """The hash of five words, and where they stand; of several places the last."""

    def __len__(self) -> int:
        return len(self._outputs)

    def add(self, output: Output) -> None:
        words, start = words_of(output.text), len(self._words)
        places = dict(zip(_phrases(words), range(start, start + len(words)), strict=False))
        for phrase in _phrases(words_of(output.heard)):
            places.pop(phrase, None)
        self._places.update(places)
        self._starts.append(start)
        self._outputs.append(output)
        self._words += words

    def borrowed(self, text: str, of_models: Sequence[Span] = ()) -> tuple[Borrowing, ...]:
        """The phrases in a text, in order, none overlapping another.

        Those that lie wholly within one of `of_models` are left out: that these words are a model's is known.
        """
        words, spans = words_with_places(text)
        phrases: list[Borrowing] = []
        for low, high, places in self._stretches(words):
            start, stop = spans[low][0], spans[high - 1][1]
            if not any(first <= start and stop <= last for first, last in of_models):
                phrases.append(Borrowing(start, stop, self._output_of(places)))
        return tuple(phrases)

    def _stretches(self, words: list[str]) -> Iterator[tuple[int, int, list[int]]]:
        """From and to of every borrowed stretch, in words, and the places where each five words of it were said."""
        low = high = 0
        places: list[int] = []
        for number, phrase in enumerate(_phrases(words)):
            place = self._places.get(phrase)
            if place is None or self._words[place : place + PHRASE_WORDS] != words[number : number + PHRASE_WORDS]:
                continue
            if number >= high and places:
                yield low, high, places
                places = []
            if not places:
                low = number
            high = number + PHRASE_WORDS
            places.append(place)
        if places:
            yield low, high, places

    def _output_of(self, places: Iterable[int]) -> Output:
        """The output that most of the places lie in."""
        numbers = Counter(bisect_right(self._starts, place) - 1 for place in places)
        return self._outputs[numbers.most_common(1)[0][0]]


def said_in(phrase: str, output: Output) -> str:
    """The phrase as the model said it, with some words before and after; empty where it said no such thing."""
    wanted = words_of(phrase)
    words, spans = words_with_places(output.text)
    last = len(words) - len(wanted)
    first = next((at for at in range(last + 1) if words[at : at + len(wanted)] == wanted), None) if wanted else None
    if first is None:
        return ""
    low, high = spans[first][0], spans[first + len(wanted) - 1][1]
    start, stop = max(0, low - _AROUND), min(len(output.text), high + _AROUND)
    before, after = output.text[start:low], output.text[high:stop]
    if start:
        before = "…" + before.partition(" ")[2]
    if stop < len(output.text):
        after = after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}{output.text[low:high]}{after}".split())


def _phrases(words: Sequence[str]) -> Iterator[int]:
    """The hash of every five words in a row."""
    return map(hash, zip(*(words[number:] for number in range(PHRASE_WORDS)), strict=False))
