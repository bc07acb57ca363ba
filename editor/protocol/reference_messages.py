"""What the window and the worker say to each other about references: texts beside the draft.

As in `messages`: each request is answered by exactly one result or `messages.Failed`. The text of a reference is the
worker's to keep; the window has it only while it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Requests.


@dataclass(frozen=True, slots=True)
class KeepReferenceFile:
    """Read a file, which is left as it is, and keep its text with the draft."""

    id: int
    path: str


@dataclass(frozen=True, slots=True)
class KeepReferenceText:
    """Keep a pasted text with the draft."""

    id: int
    title: str
    """Empty: how the text begins."""
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class ReadReference:
    id: int
    reference: str


@dataclass(frozen=True, slots=True)
class RemoveReference:
    id: int
    reference: str


# Results.


@dataclass(frozen=True, slots=True)
class ReferenceKept:
    id: int
    attachment: dict[str, Any]
    """In the shape of `core.attachments`, without the text."""
    said: tuple[str, ...] = ()
    """One sentence for everything the writer should know."""


@dataclass(frozen=True, slots=True)
class ReferenceRead:
    id: int
    reference: str
    text: str


@dataclass(frozen=True, slots=True)
class ReferenceRemoved:
    id: int
    attachment: dict[str, Any]
