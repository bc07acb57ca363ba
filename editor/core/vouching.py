"""Vouching: whether the writer stands behind a paragraph, as it is.

The answer is kept with a digest of the words it was given for. Any other wording has not been vouched for, and the same
words put back are vouched for again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from editor.core.attachments import Attachment
from editor.core.digest import text_digest

VOUCH = "vouch"
"""The kind of attachment that vouches are kept as."""


class Answer(StrEnum):
    YES = "yes"
    NOT_YET = "not yet"
    RELY = "rely"
    """The writer relies on somebody else for it."""


@dataclass(frozen=True, slots=True)
class Vouch:
    paragraph: int
    answer: Answer
    digest: str
    """`wording` of the text it was given for."""
    whom: str = ""
    """On whom the writer relies."""

    def __post_init__(self) -> None:
        if bool(self.whom.strip()) != (self.answer is Answer.RELY):
            raise ValueError("who relies names somebody, and nobody else does")

    def stands(self, body: str) -> bool:
        """Whether it was given for this wording of the paragraph."""
        return self.digest == wording(body)

    def said(self, body: str) -> str:
        """In words, of a paragraph that reads `body` now: "vouched for by you"."""
        if self.answer is Answer.NOT_YET:
            return "not vouched for yet"
        words = "vouched for" if self.answer is Answer.YES else f"resting on {self.whom}"
        return words if self.stands(body) else f"{words} in an earlier wording"

    def as_row(self) -> dict[str, Any]:
        return {"answer": self.answer.value, "digest": self.digest, "whom": self.whom}

    @classmethod
    def from_attachment(cls, one: Attachment) -> Vouch:
        """Raises KeyError, ValueError or TypeError for what is none that this version knows."""
        if one.row is None or one.paragraph is None:
            raise ValueError("a vouch belongs to a paragraph")
        return cls(one.paragraph, Answer(one.row["answer"]), str(one.row["digest"]), str(one.row["whom"]))


def vouches_in(attachments: Iterable[Attachment]) -> Iterator[Vouch]:
    """Those that this version can read; what a newer one wrote is passed over."""
    for one in attachments:
        if one.kind == VOUCH and one.row is not None:
            with suppress(KeyError, ValueError, TypeError):
                yield Vouch.from_attachment(one)


def wording(body: str) -> str:
    """SHA-256 of a paragraph's words; blanks and line ends around and between them do not count."""
    return text_digest(" ".join(body.split()))
