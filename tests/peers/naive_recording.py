"""What was really done to a text, written down the simplest way there is: a list with one entry for every character.

An entry is the character and whose it is. Undo is a list of what the list was before. Nothing here comes from the
program, and nothing is clever, so that it can be believed where the two do not agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import regex


@dataclass(frozen=True)
class Whose:
    kind: str
    """typed, tool, pasted, model or unknown."""
    name: str = ""
    """The model's, where it is known."""
    provider: str = ""

    @property
    def is_writers(self) -> bool:
        return self.kind in ("typed", "tool")


TYPED, TOOL, PASTED, UNKNOWN = Whose("typed"), Whose("tool"), Whose("pasted"), Whose("unknown")
_FURTHEST_FIRST = ("model", "pasted", "unknown", "tool", "typed")
"""Of several, who is said to have put a character there that only together is one to a reader."""

Letters = list[tuple[str, Whose]]


@dataclass(frozen=True)
class Words:
    """The words of a paragraph, or of all, by whose they are."""

    by_whose: Counter[Whose]

    @property
    def count(self) -> int:
        return self.by_whose.total()

    def by_kind(self) -> dict[str, int]:
        kinds: Counter[str] = Counter()
        for whose, count in self.by_whose.items():
            kinds[whose.kind] += count
        return dict(kinds)

    def models(self) -> dict[str, int]:
        return {
            f"{whose.name} ({whose.provider})" if whose.name else "a model without a name": count
            for whose, count in self.by_whose.items()
            if whose.kind == "model"
        }


class NaiveRecording:
    def __init__(self) -> None:
        self.letters: Letters = []
        self.pasted: list[dict[str, int]] = []
        """The words of each paste by whose they were taken for, in order; undo does not make a paste undone."""
        self._acts: list[list[Letters]] = []
        """Of each act that can be undone, what was there before each of its changes."""
        self._undone: list[Letters] = []
        self._in_act = False

    # What is done.

    def type(self, text: str, at: int | None = None) -> None:
        """Key by key; at the end where no place is given."""
        place = len(self.letters) if at is None else at
        with self.act():
            for number, letter in enumerate(text):
                self._change(place + number, 0, [(letter, TYPED)])

    def type_over(self, start: int, stop: int, text: str) -> None:
        with self.act():
            self._change(start, stop - start, [(text[0], TYPED)])
            for number, letter in enumerate(text[1:], 1):
                self._change(start + number, 0, [(letter, TYPED)])

    def put(self, text: str, whose: Whose, at: int | None = None) -> None:
        self._change(len(self.letters) if at is None else at, 0, [(letter, whose) for letter in text])

    def paste(self, text: str, whose: Whose, at: int | None = None) -> None:
        self.put(text, whose, at)
        self.pasted.append(words_of([(letter, whose) for letter in text]).by_kind())

    def paste_again(self, letters: Letters, at: int) -> None:
        """What was cut or copied here."""
        self._change(at, 0, letters)
        self.pasted.append(words_of(letters).by_kind())

    def remove(self, start: int, stop: int) -> Letters:
        gone = self.letters[start:stop]
        self._change(start, stop - start, [])
        return gone

    def say(self, start: int, stop: int, whose: Whose) -> None:
        """The writer's word on whose these are."""
        self._change(start, stop - start, [(letter, whose) for letter, _ in self.letters[start:stop]])

    def replace_all(self, old: str, new: str) -> None:
        with self.act():
            place = self.text.find(old)
            while place >= 0:
                self._change(place, len(old), [(letter, TOOL) for letter in new])
                place = self.text.find(old, place + len(new))

    def move_up(self, paragraph: int) -> None:
        """A paragraph, counted from 0, and the one above it change places; what is between them stays."""
        (above, end), (start, stop) = self.paragraphs()[paragraph - 1 : paragraph + 1]
        letters = self.letters
        self._change(above, stop - above, letters[start:stop] + letters[end:start] + letters[above:end])

    def changed_outside(self, old: str, new: str) -> None:
        """By another program that replaced some words in the file."""
        start = self.find(old)
        self._change(start, len(old), [(letter, UNKNOWN) for letter in new])

    @contextmanager
    def act(self) -> Iterator[None]:
        """Changes that one undo takes back, or, of typing, some undos."""
        self._acts.append([])
        self._in_act = True
        try:
            yield
        finally:
            self._in_act = False

    def _change(self, start: int, removed: int, inserted: Letters) -> None:
        if not self._in_act:
            self._acts.append([])
        self._acts[-1].append(list(self.letters))
        self._undone.clear()
        self.letters[start : start + removed] = inserted

    def undo(self, shown: str) -> None:
        """Back to what is shown now: one act, or of one in several changes as many of the last as were taken back."""
        while True:
            assert self._acts, "nothing is left to undo"
            if self._acts[-1]:
                break
            self._acts.pop()
        act = self._acts[-1]
        while act:
            self._undone.append(self.letters)
            self.letters = act.pop()
            if self.text == shown:
                return
        raise AssertionError(f"undo came to {shown!r}, which the last act never left")

    def redo(self, shown: str) -> None:
        """Forward to what is shown now."""
        while self._undone:
            self._acts.append([list(self.letters)])
            self.letters = self._undone.pop()
            if self.text == shown:
                return
        raise AssertionError(f"redo came to {shown!r}, which was never undone")

    # What is to be seen of it.

    @property
    def text(self) -> str:
        return "".join(letter for letter, _ in self.letters)

    def find(self, words: str) -> int:
        """Where they stand; they have to stand there once."""
        assert self.text.count(words) == 1, f"{words!r} in {self.text!r}"
        return self.text.index(words)

    def paragraphs(self) -> list[tuple[int, int]]:
        """From and to of what stands between blank lines."""
        return [found.span() for found in regex.finditer(r"[^\n]+(?:\n[^\n]+)*", self.text)]

    def words(self) -> Words:
        return Words(words_of(self.letters).by_whose)

    def words_of_paragraphs(self) -> list[Words]:
        return [words_of(self.letters[start:stop]) for start, stop in self.paragraphs()]

    def clusters(self) -> list[Whose]:
        """Whose each character is that a reader takes for one."""
        return [
            min((whose for _, whose in self.letters[one.start() : one.end()]), key=_distance)
            for one in regex.finditer(r"\X", self.text)
        ]


def words_of(letters: Letters) -> Words:
    """What stands between white space and has a letter or digit. A word of several belongs to who put most of its letters
    there; between equals, not to the writer."""
    found: Counter[Whose] = Counter()
    for one in regex.finditer(r"\S+", "".join(letter for letter, _ in letters)):
        owners = Counter(whose for letter, whose in letters[one.start() : one.end()] if letter.isalnum())
        if owners:
            kinds: Counter[str] = Counter()
            for whose, count in owners.items():
                kinds[whose.kind] += count
            kind = max(kinds, key=lambda kind: (kinds[kind], kind not in ("typed", "tool")))
            found[max((whose for whose in owners if whose.kind == kind), key=lambda whose: owners[whose])] += 1
    return Words(found)


def _distance(whose: Whose) -> int:
    return _FURTHEST_FIRST.index(whose.kind)
