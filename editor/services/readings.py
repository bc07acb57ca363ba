"""Who read what: one note for each time a critic read a paragraph or the draft, kept beside the text.

From them come "2 of 3 critics", also after a restart and where a critic had nothing to say, and how often a model quotes
what is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from editor.core.annotations import WHOLE_DRAFT
from editor.core.attachments import Attachment
from editor.core.tallies import Quoting

KIND = "reading"


@dataclass(frozen=True, slots=True)
class Reading:
    critic: str
    model: str = ""
    """As it named itself; empty for a local critic."""
    quotes: int = 0
    not_found: int = 0
    whole: bool = True
    """Whether the critic came to the end."""

    def attachment(self, ident: str, paragraph: int, now_ms: int) -> Attachment:
        row = {
            "critic": self.critic,
            "model": self.model,
            "quotes": self.quotes,
            "not_found": self.not_found,
            "whole": self.whole,
        }
        return Attachment(KIND, ident, None if paragraph == WHOLE_DRAFT else paragraph, row, now_ms)


def readings(attachments: Iterable[Attachment]) -> Iterator[tuple[int, Reading]]:
    """Each with its paragraph. One that a later version wrote in another shape is passed over."""
    for one in attachments:
        row = one.row or {}
        try:
            counts = int(row["quotes"]), int(row["not_found"])
            reading = Reading(str(row["critic"]), str(row["model"]), *counts, whole=bool(row["whole"]))
        except (KeyError, TypeError, ValueError):
            continue
        yield one.paragraph or WHOLE_DRAFT, reading


def readers(read: Iterable[tuple[int, Reading]]) -> dict[int, tuple[str, ...]]:
    """The critics that read each paragraph to the end, by its id."""
    found: dict[int, dict[str, None]] = {}
    for paragraph, reading in read:
        if reading.whole:
            found.setdefault(paragraph, {})[reading.critic] = None
    return {paragraph: tuple(critics) for paragraph, critics in found.items()}


def quotings(read: Iterable[tuple[int, Reading]]) -> Iterator[tuple[str, Quoting]]:
    """What each reading by a model says about how that model quotes."""
    for _, reading in read:
        if reading.model and reading.quotes:
            yield reading.model, Quoting(reading.quotes, reading.not_found)
