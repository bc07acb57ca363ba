"""What the window and the worker say to each other about what comes from other programs.

As in `messages`: each request is answered by exactly one result or `messages.Failed`.
"""

from __future__ import annotations

from dataclasses import dataclass

# Requests.


@dataclass(frozen=True, slots=True)
class ReadPaste:
    """What was pasted from another program, as Markdown, with letters that were read wrongly put right."""

    id: int
    text: str
    """As it stands in the draft already."""
    html: str
    """Empty where the clipboard had none."""
    text_path: str
    """Of the draft's text file, beside which pictures go; empty for a draft without a name."""


@dataclass(frozen=True, slots=True)
class ImportFile:
    """Make a text file of a Word file or a page, beside it and under a name that is free, with its pictures."""

    id: int
    path: str


# Results.


@dataclass(frozen=True, slots=True)
class PasteRead:
    id: int
    text: str
    said: tuple[str, ...] = ()
    """One sentence for everything the writer should know: what was recovered, put right or left out."""


@dataclass(frozen=True, slots=True)
class Imported:
    id: int
    path: str
    """Of the text file that was made."""
    said: tuple[str, ...] = ()
    """One sentence for everything that was done."""
    left_out: tuple[str, ...] = ()
    """One sentence or two for everything that did not come along, or not as it was."""
