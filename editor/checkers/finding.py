"""What a local checker hands back: a place, and four plain answers about it.

A finding never carries a rewritten passage. It says where, what, why and what to do, and leaves the words to
the writer; only for a misspelt word does it name the spelling it expected."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The three sentences of a finding, with named places such as {count} still open."""

    issue: str
    why: str
    suggestion: str

    def filled(self, **values: object) -> Wording:
        return Wording(*(text.format(**values) for text in (self.issue, self.why, self.suggestion)))


@dataclass(frozen=True, slots=True)
class Finding:
    """quote == paragraph[start:end]; offsets in code points; never empty."""

    quote: str
    start: int
    end: int
    issue: str
    why: str
    suggestion: str

    @classmethod
    def at(cls, paragraph: str, start: int, end: int, wording: Wording) -> Finding:
        return cls(paragraph[start:end], start, end, wording.issue, wording.why, wording.suggestion)


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A checker that is not on this machine, and why; one line in the settings, never a dialog."""

    name: str
    reason: str


def without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    """text[start:end] without the blanks at its ends; code points."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def quotable(paragraph: str, start: int, end: int) -> tuple[int, int]:
    """A stretch long enough to be recognised: a bare mark takes in the words it touches, a tiny word its next
    one.

    Code points. An anchor on a single quotation mark or on "a" would fit a dozen places.
    """
    if not any(char.isalnum() for char in paragraph[start:end]):
        start, end = _to_word_edge(paragraph, start, end)
    if end - start <= 2:
        stop = end
        while stop < len(paragraph) and paragraph[stop] == " ":
            stop += 1
        while stop < len(paragraph) and paragraph[stop].isalnum():
            stop += 1
        end = stop if paragraph[end:stop].strip() else end
    return start, end


def _to_word_edge(paragraph: str, start: int, end: int) -> tuple[int, int]:
    blank_before = start == 0 or paragraph[start - 1].isspace()
    if paragraph[start:end].isspace() or not blank_before:
        while start > 0 and not paragraph[start - 1].isspace():
            start -= 1
    while end < len(paragraph) and not paragraph[end].isspace():
        end += 1
    return start, end
