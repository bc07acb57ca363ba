"""A writer's hand at the sample essay: words in bursts, slips, pauses, rereading.

It drives the same session as the window and knows no other way to change the text. Its tempo comes from a fixed series of
numbers, so that the same story always takes the same time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from editor.core.clock import StoppedClock
from editor.core.edits import EditKind
from editor.core.origins import TYPED
from editor.core.runs import Fragment
from editor.session.draft_session import Act, DraftSession

_KEY_MS = 190
"""From one key to the next; about fifty words a minute."""
_SLIP_EVERY = 17
"""Bursts between two slips of the finger."""
_SCREEN_WORDS = 230
"""What fits on a screen."""
_WORD = re.compile(r"\s*\S+[ ]?")


class Tempo:
    """A fixed series of numbers in place of chance."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def up_to(self, most: int) -> int:
        self._state = (self._state * 1_103_515_245 + 12_345) % (1 << 31)
        return (self._state >> 8) % (most + 1)


class Hand:
    def __init__(self, session: DraftSession, clock: StoppedClock, seed: int) -> None:
        self.session = session
        self.clock = clock
        self._tempo = Tempo(seed)
        self._caret = 0
        self._bursts = 0
        session.time.in_view = self._in_view

    def wait(self, ms: int) -> None:
        self.clock.advance(ms)

    def type(self, position: int, text: str, pause_ms: int = 0) -> int:
        """Types burst by burst, `pause_ms` more before each; returns the place behind the text, in code points."""
        for burst in self._divided(text):
            self.wait(len(burst) * _KEY_MS + self._tempo.up_to(700) + pause_ms)
            self._bursts += 1
            if self._bursts % _SLIP_EVERY == 0:
                self._slip(position, burst)
            self.put(position, burst)
            position += len(burst)
            self.wait(self._thought(burst))
        return position

    def put(self, position: int, text: str, removed: int = 0) -> None:
        self.session.change(position, removed, Fragment.of(text, TYPED))
        self.session.time.settle()
        self._caret = position + len(text)

    def take_out(self, position: int, length: int) -> None:
        """Selects a stretch and deletes it."""
        self._caret = position
        self.wait(1_400 + self._tempo.up_to(1_500))
        self._look()
        self.wait(500)
        self.put(position, "", length)

    def paste(self, position: int, fragment: Fragment, kind: EditKind = EditKind.PASTE, removed: int = 0) -> None:
        self.wait(2_500)
        self.session.change(position, removed, fragment, Act(kind))
        self.session.time.settle()
        self._caret = position + len(fragment.text)

    def read(self, position: int, ms: int) -> None:
        """Goes to a place and reads there, moving the caret now and then."""
        self._caret = position
        while ms > 0:
            step = min(ms, 7_000 + self._tempo.up_to(9_000))
            self.wait(step)
            self._look()
            ms -= step

    def _look(self) -> None:
        self.session.read()
        self.session.time.settle()

    def write_in_pad(self, paragraph: int, text: str) -> None:
        """One turn, five minutes at the most."""
        turn = self.session.pads.begin(paragraph)
        written = ""
        for burst in self._divided(text):
            self.wait(len(burst) * _KEY_MS + self._tempo.up_to(1_800))
            written += burst
            self.session.pads.typed(turn.id, written)
            self.session.wrote_in_pad(paragraph, len(burst))
            self.session.time.settle()
        self.session.pads.end(turn.id)
        self.session.time.pad_left()

    def _divided(self, text: str) -> Iterator[str]:
        words = _WORD.findall(text)
        behind = text[sum(map(len, words)) :]
        at = 0
        while at < len(words):
            count = 1 + self._tempo.up_to(2)
            yield "".join(words[at : at + count])
            at += count
        if behind:
            yield behind

    def _slip(self, position: int, burst: str) -> None:
        """Two letters the wrong way round, seen at once and taken back."""
        letters = burst.rstrip()
        if len(letters) < 4 or not letters[-2:].isalpha():
            return
        self.put(position, letters[:-2] + letters[-1] + letters[-2])
        self.wait(900)
        self.put(position, "", len(letters))
        self.wait(300)

    def _thought(self, burst: str) -> int:
        last = burst.rstrip()[-1:]
        if last in ".?!:":
            return 2_500 + self._tempo.up_to(11_000)
        if last in ",;":
            return self._tempo.up_to(2_500)
        return 8_000 if self._tempo.up_to(24) == 0 else 0

    def _in_view(self) -> tuple[tuple[int, int], ...]:
        row = self.session.document.paragraphs
        at, _ = row.find(min(self._caret, row.total()))
        seen: list[tuple[int, int]] = []
        words = 0
        for item in row[max(0, at - 1) : at + 8]:
            count = self.session.measures.of(item).words
            if seen and words + count > _SCREEN_WORDS:
                break
            words += count
            seen.append((item.id, count))
        return tuple(seen)
