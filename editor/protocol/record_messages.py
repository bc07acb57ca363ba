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
