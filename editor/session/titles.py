"""Candidates for the title of an open draft, and how they were compared, journalled at every change."""

from __future__ import annotations

from collections.abc import Iterable

from editor.core.origins import Origin
from editor.core.titles import COMPARISON, TITLE, Candidate, Choice, candidates_in, one_line
from editor.session.attachments import Attachments


class Titles:
    def __init__(self, attachments: Attachments) -> None:
        self._attachments = attachments

    def all(self) -> tuple[Candidate, ...]:
        """In the order in which they were entered."""
        return tuple(sorted(candidates_in(self._attachments.of(TITLE)), key=lambda one: one.id))

    def add(self, text: str, origin: Origin) -> Candidate | None:
        """None where it says nothing, or the same words are there already."""
        words = one_line(text)
        if not words or any(one.text == words for one in self.all()):
            return None
        kept = self._attachments.put(TITLE, Candidate(0, words, origin).as_row())
        return Candidate(int(kept.id), words, origin)

    def remove(self, ident: int) -> None:
        self._attachments.take_away(TITLE, str(ident))

    def compared(self, choices: Iterable[Choice]) -> None:
        """Keeps what was chosen, in the order in which it was asked."""
        self._attachments.put(COMPARISON, {"of": TITLE, "choices": [one.as_row() for one in choices]})
