"""What is known of a paragraph besides its text.

A paragraph is a top-level Markdown block together with the blank lines after it (and, for the first one, before it), so
that the paragraphs of a draft set end to end are the draft. Its mark carries the id, which outlives edits, and everything
that must come back when an edit is undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from editor.core.origins import Origin


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"
    QUOTE = "quote"
    FENCE = "fence"
    CODE = "code"
    """Indented code."""
    TABLE = "table"
    MATH = "math"
    HTML = "html"
    FOOTNOTE = "footnote"
    FRONT_MATTER = "front_matter"
    RULE = "rule"
    SECTION = "section"
    """A collapsible section or a labelled block of a venue, fence to fence."""
    BLANK = "blank"
    """A draft, or the whole of it, without a visible character."""


@dataclass(frozen=True, slots=True)
class Absorbed:
    """The id of a paragraph that was merged away, and where its text began, in code points of the survivor.

    When a later edit puts a boundary at exactly that place again, the id comes back instead of a new one.
    """

    offset: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Replaced:
    """The writer's text that a model's words took the place of, while these count as an edit of the writer's text."""

    offset: int
    """Where it was taken out, code points of the paragraph."""
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    id: int
    """Never used twice in a draft."""
    length: int
    """Code points of the paragraph's text, trailing blank lines included."""
    kind: BlockKind
    parent: int | None = None
    """The paragraph this one was split from."""
    absorbed: tuple[Absorbed, ...] = ()
    """Ordered by offset."""
    lineage: tuple[Origin, ...] = ()
    """Origins of model text that ever stood here as more than a light edit. Deleting that text does not clear it."""
    replaced: tuple[Replaced, ...] = ()
    """What leads back to the last state without model text; empty where there is a lineage. Ordered by offset."""


@dataclass(frozen=True, slots=True)
class Reshape:
    """How the row of paragraphs changed: `removed` marks from `index` on were replaced by `inserted`."""

    index: int
    removed: tuple[Mark, ...]
    inserted: tuple[Mark, ...]

    def inverse(self) -> Reshape:
        return Reshape(self.index, self.inserted, self.removed)
