"""One change to the text, as it stands in the log for good.

The log of edits is the draft. An edit says when, where, what was removed, what was inserted and of whose origin; where
the row of paragraphs changed, it says how, so that folding the log needs no Markdown parser and gives the same ids on
every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from editor.core.clock import Instant
from editor.core.marks import Reshape
from editor.core.runs import Fragment


class EditKind(StrEnum):
    TYPE = "type"
    """Typed, deleted, or committed by an input method."""
    PASTE = "paste"
    CUT = "cut"
    TOOL = "tool"
    """Replace, move a paragraph, restore a version."""
    EXTERNAL = "external"
    """The text file was changed by another program."""
    IMPORT = "import"
    WHOSE = "whose"
    """The writer said whose words these are: the same text came in with other origins."""
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Edit:
    seq: int
    """Number in the draft's log, rising; other records may lie between two edits."""
    wall_ms: int
    """UTC, milliseconds since 1970."""
    offset_min: int
    """Minutes local time was ahead of UTC."""
    kind: EditKind
    position: int
    """Code points from the start of the draft."""
    removed: Fragment
    inserted: Fragment
    group: int
    """Edits of one group are undone together; the seq of its first edit."""
    reverses: int | None = None
    """The seq of the edit that this undo or redo takes back."""
    reshape: Reshape | None = None
    """None when the edit stayed inside one paragraph and changed nothing of its mark but the length."""


def inverse(edit: Edit, seq: int, now: Instant, kind: EditKind, group: int) -> Edit:
    """The edit that takes `edit` back: the removed runs and ids return exactly as they were."""
    return Edit(
        seq=seq,
        wall_ms=now.wall_ms,
        offset_min=now.offset_min,
        kind=kind,
        position=edit.position,
        removed=edit.inserted,
        inserted=edit.removed,
        group=group,
        reverses=edit.seq,
        reshape=edit.reshape.inverse() if edit.reshape else None,
    )
