"""What the window and the worker say to each other about the record: whose words, how they came, and what can be shown.

As in `messages`: each request is answered by exactly one result or `messages.Failed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Requests.


@dataclass(frozen=True, slots=True)
class ReadAnnotated:
    """Read a text file with Markdown Annotations; changes nothing."""

    id: int
    path: str


@dataclass(frozen=True, slots=True)
class WriteAnnotated:
    """Write the draft's text, as of record `upto`, with Markdown Annotations at its end."""

    id: int
    path: str
    author: str
    """The name under which the writer's own words stand."""
    upto: int


@dataclass(frozen=True, slots=True)
class WriteProcessReport:
    """Write how the draft came about, as of record `upto`: a page, or JSON where the name ends in .json."""

    id: int
    path: str
    parts: tuple[str, ...]
    """Values of `export.process_record.Part`: what the writer chose to show."""
    upto: int


@dataclass(frozen=True, slots=True)
class ForgetSent:
    """Take the texts of a request out of the draft's file; that there was one, and its cost, stay. Answered by Done."""

    id: int
    call: str


@dataclass(frozen=True, slots=True)
class WriteSent:
    """The whole list of what was sent, as Markdown, or as JSON where the name says so. Answered by Done."""

    id: int
    path: str


@dataclass(frozen=True, slots=True)
class ListSent:
    """What was sent to models of one paragraph of the draft as it is after record `upto`."""

    id: int
    paragraph: int
    upto: int


@dataclass(frozen=True, slots=True)
class OpenReplay:
    """Read the whole past of the draft, as of record `upto`, and get ready to show any moment of it."""

    id: int
    upto: int


@dataclass(frozen=True, slots=True)
class ShowFrame:
    """The draft after a step of the replay, as a difference from the frame that was shown before it."""

    id: int
    step: int
    """-1: at `film_ms`."""
    film_ms: int = 0
    whole: bool = False
    """The whole text, not a difference."""


@dataclass(frozen=True, slots=True)
class CloseReplay:
    id: int


@dataclass(frozen=True, slots=True)
class WriteReplay:
    """Write the replay as a page that needs nothing but itself."""

    id: int
    path: str
    upto: int


# Events on the way.


@dataclass(frozen=True, slots=True)
class ReplayRead:
    """How far reading the past has come."""

    id: int
    steps: int
    of: int


# Results.


@dataclass(frozen=True, slots=True)
class AnnotatedRead:
    id: int
    text: str
    runs: tuple[Any, ...]
    """In the shape of `core.rows`; the words of every named person as imported."""
    people: tuple[str, ...]
    trouble: tuple[str, ...]
    """Why the annotations may not belong to this text, in sentences."""
    words: dict[str, Any]
    """By kind of origin."""


@dataclass(frozen=True, slots=True)
class SentOf:
    id: int
    paragraph: int
    lines: tuple[str, ...]
    """When, which model, what for, what became of it, at what price; oldest first."""


@dataclass(frozen=True, slots=True)
class ReplayOpened:
    id: int
    steps: int
    film_ms: int
    """How long the film is, with long pauses cut."""
    chapters: tuple[tuple[int, str, int], ...]
    """(number in the present draft, how it begins, step at which it was first written in) of each paragraph."""


@dataclass(frozen=True, slots=True)
class Frame:
    id: int
    step: int
    film_ms: int
    wall_ms: int
    offset_min: int
    kind: str
    """What was done at this step: an `EditKind`, or "start"."""
    hunks: tuple[tuple[int, int, tuple[tuple[str, Any], ...]], ...]
    """(low, high, pieces), in order: paragraphs low to high of the frame before give way to these, each a text with the
    kinds of its words in the shape of `core.rows.kinds_row`."""
    caret: int
    """Code points from the start of the text: where the change ends."""
    words: int


@dataclass(frozen=True, slots=True)
class ListSaid:
    """What models said beside this draft since it was asked last."""

    id: int


@dataclass(frozen=True, slots=True)
class SaidRow:
    text: str
    quoted: tuple[str, ...]
    """Stretches of it that the model had been sent before, which may be the writer's own."""
    model: str
    provider: str
    purpose: str
    call: str
    when_ms: int | None
    """UTC, milliseconds since 1970."""


@dataclass(frozen=True, slots=True)
class SaidSince:
    id: int
    sayings: tuple[SaidRow, ...]
