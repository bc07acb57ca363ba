"""What every export gives back: the text, and what the writer should know before publishing it.

An export never drops or changes something silently. What a venue cannot take becomes a warning with the paragraph it
stands in, so that the window can lead there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from editor.export.tree import Contribution


class WarningKind(StrEnum):
    NO_TITLE = "no_title"
    TITLE_BY_MODEL = "title_by_model"
    NOTHING_LEFT = "nothing_left"
    RAW_HTML = "raw_html"
    LOCAL_IMAGE = "local_image"
    NOTE_BY_MODEL = "note_by_model"
    LONG_NOTE = "long_note"
    NOTES = "notes"
    MARKER_IN_PASSAGE = "marker_in_passage"
    MARKER_ESCAPED = "marker_escaped"
    HIDDEN_CHARACTERS = "hidden_characters"
    TABLE = "table"
    FORMULA = "formula"
    DEEP_LIST = "deep_list"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class ExportWarning:
    kind: WarningKind
    text: str
    """A sentence or two for the writer."""
    paragraph: int | None = None
    """Id of the paragraph it stands in; None where it is about the whole post."""


@dataclass(frozen=True, slots=True)
class Exported:
    text: str
    """Lines end with \\n, the last one too; the exact draft for plain Markdown."""
    title: str
    """Plain text, "" where the draft has none."""
    warnings: tuple[ExportWarning, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    """In the order of the draft."""
