"""What is attached to a draft beside its text: a claim, a vouch, a title, a planned paragraph, a reference and the like.

They differ in what they say, and a later version will say more. So here is only what all have in common; what one says is
a row of plain values that the module of its kind in `core` reads, and a kind that nobody reads is kept as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Attachment:
    kind: str
    """One word, such as "claim"."""
    id: str
    """Unique within its kind and draft."""
    paragraph: int | None
    """None where it belongs to the draft as a whole."""
    row: Mapping[str, Any] | None
    """Anything that JSON can say; None where it was taken away."""
    changed_ms: int
    """UTC, milliseconds since 1970."""

    def __post_init__(self) -> None:
        if not self.kind.isalpha():
            raise ValueError(f"{self.kind!r} is no kind of attachment")

    @property
    def key(self) -> str:
        """Unique within the draft: "claim/12"."""
        return f"{self.kind}/{self.id}"

    def as_row(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "id": self.id,
            "paragraph": self.paragraph,
            "row": None if self.row is None else dict(self.row),
            "changed_ms": self.changed_ms,
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Attachment:
        """Raises KeyError, ValueError or TypeError for anything that `as_row` did not give."""
        said, paragraph = row["row"], row["paragraph"]
        return cls(
            kind=str(row["kind"]),
            id=str(row["id"]),
            paragraph=None if paragraph is None else int(paragraph),
            row=None if said is None else dict(said),
            changed_ms=int(row["changed_ms"]),
        )
