"""Claims: sentences a reader could ask to see the evidence of.

A claim stays open until the writer says where it was looked up, or that it is an opinion. What the writer said holds for
the words it was said of: once they are changed the claim asks again, and it is at rest again when they are put back. So
what a claim asks for now is worked out from what was said and from the text, and never stored.

Only the writer verifies. What a search finds is a candidate, and stays one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from editor.core.annotations import Anchor, Standing, relocate, spliced, standing
from editor.core.attachments import Attachment

CLAIM = "claim"
"""The kind of attachment that claims are kept as."""
BY_HAND = "you"
BY_FINDER = "finder"


class ClaimKind(StrEnum):
    STUDIES = "studies"
    """It leans on studies or experts without naming them."""
    QUOTATION = "quotation"
    NUMBER = "number"
    DATE = "date"
    SUPERLATIVE = "superlative"
    NAME = "name"
    OTHER = "other"
    """Marked by hand or by a critic."""


class ClaimState(StrEnum):
    """What the writer said of it."""

    OPEN = "open"
    VERIFIED = "verified"
    OPINION = "opinion"
    DISMISSED = "dismissed"


class ClaimNow(StrEnum):
    """What it is in the present text."""

    OPEN = "open"
    CHANGED = "changed"
    """Its words were changed since the writer settled it."""
    VERIFIED = "verified"
    OPINION = "opinion"
    DISMISSED = "dismissed"
    GONE = "gone"
    """Its words are no longer in the text."""

    @property
    def asks(self) -> bool:
        """Whether the writer still has to look at it."""
        return self in (ClaimNow.OPEN, ClaimNow.CHANGED)


@dataclass(frozen=True, slots=True)
class Proof:
    """How the writer verified a claim."""

    source: str
    """A link, a book, a measurement of one's own; never empty."""
    quote: str = ""
    """The words of the source that bear it out."""
    date: str = ""
    """The source's, or of the day it was looked up, as the writer wrote it."""
    who: str = ""
    """The human who looked."""

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise ValueError("a proof names its source")


@dataclass(frozen=True, slots=True)
class Claim:
    id: int
    paragraph: int
    anchor: Anchor
    """The words that claim something, usually a sentence; code points of the paragraph."""
    kind: ClaimKind = ClaimKind.OTHER
    point: str = ""
    """The words of the sentence that it hangs on, such as the number; empty where nobody said."""
    by: str = BY_HAND
    """`BY_HAND`, `BY_FINDER` or the id of a critic."""
    state: ClaimState = ClaimState.OPEN
    proof: Proof | None = None
    words: str = ""
    """What its passage said when it was kept last, by which it is found after a restart; empty where nothing is left."""
    settled_ms: int = 0
    """When the writer last said something of it; UTC, milliseconds since 1970."""

    def __post_init__(self) -> None:
        if (self.proof is not None) != (self.state is ClaimState.VERIFIED):
            raise ValueError("a proof belongs to a verified claim, and a verified claim has one")

    def verified(self, proof: Proof, now_ms: int, text: str) -> Claim:
        """By the writer, for the words as they are now; its paragraph says `text`, here and below."""
        return self._settled(ClaimState.VERIFIED, now_ms, text, proof)

    def opinion(self, now_ms: int, text: str) -> Claim:
        return self._settled(ClaimState.OPINION, now_ms, text)

    def dismissed(self, now_ms: int, text: str) -> Claim:
        """No claim at all. It is at rest whatever becomes of its words, and not found again while they stay."""
        return self._settled(ClaimState.DISMISSED, now_ms, text)

    def reopened(self, now_ms: int, text: str) -> Claim:
        return self._settled(ClaimState.OPEN, now_ms, text)

    def _settled(self, state: ClaimState, now_ms: int, text: str, proof: Proof | None = None) -> Claim:
        start, words = self.anchor.start, self.passage(text)
        start += len(words) - len(words.lstrip())
        quote = words.strip() or self.anchor.quote
        anchor = Anchor(quote, start, start + len(words.strip()))
        return replace(self, anchor=anchor, state=state, proof=proof, settled_ms=now_ms)

    def now(self, text: str) -> ClaimNow:
        """What it is in its paragraph, which says `text`."""
        stands = standing(self.anchor, text)
        if stands is Standing.LOST:
            return ClaimNow.GONE
        if stands is Standing.TOUCHED and self.state in (ClaimState.VERIFIED, ClaimState.OPINION):
            return ClaimNow.CHANGED
        return ClaimNow(self.state.value)

    def passage(self, text: str) -> str:
        """What stands at its place; empty where its words were taken away."""
        return text[self.anchor.start : self.anchor.end]

    # How it goes with the text, as `core.annotations` has it for remarks.

    def followed(self, at: int, removed: int, inserted: int, paragraph: str) -> Claim:
        """As a remark does; but what takes the place of its first or last words belongs to it, since it says so now."""
        anchor, cut = spliced(self.anchor, at, removed, inserted, paragraph), at + removed
        if at <= self.anchor.start < cut < self.anchor.end:
            anchor = Anchor(anchor.quote, at, anchor.end)
        elif self.anchor.start < at < self.anchor.end <= cut:
            anchor = Anchor(anchor.quote, anchor.start, at + inserted)
        return replace(self, anchor=anchor)

    def shifted(self, paragraph: int, by: int) -> Claim:
        anchor = Anchor(self.anchor.quote, self.anchor.start + by, self.anchor.end + by)
        return replace(self, paragraph=paragraph, anchor=anchor)

    def placed(self, paragraph: int, anchor: Anchor | None) -> Claim:
        """There, with its own quote: an undo brings a place back, and not what was settled about other words."""
        place = anchor or self.anchor
        return replace(self, paragraph=paragraph, anchor=Anchor(self.anchor.quote, place.start, place.end))

    def found_again(self, text: str) -> Claim:
        """In a text whose edits were not followed: by its quote, or by what its passage said when it was kept last."""
        place = relocate(self.anchor, text)
        if place is None and self.words:
            place = relocate(Anchor(self.words, self.anchor.start, self.anchor.end), text)
        if place is None:
            length = len(text)
            place = Anchor(self.anchor.quote, min(self.anchor.start, length), min(self.anchor.end, length))
        return self.placed(self.paragraph, place)

    # How it is kept.

    def as_row(self) -> dict[str, Any]:
        row: dict[str, Any] = {
            "quote": self.anchor.quote,
            "start": self.anchor.start,
            "end": self.anchor.end,
            "words": self.words,
            "kind": self.kind.value,
            "point": self.point,
            "by": self.by,
            "state": self.state.value,
            "settled_ms": self.settled_ms,
        }
        if self.proof is not None:
            proof = self.proof
            row["proof"] = {"source": proof.source, "quote": proof.quote, "date": proof.date, "who": proof.who}
        return row

    @classmethod
    def from_attachment(cls, one: Attachment) -> Claim:
        """Raises KeyError, ValueError or TypeError for what is none that this version knows."""
        if one.row is None or one.paragraph is None:
            raise ValueError("a claim belongs to a paragraph")
        row, proof = one.row, one.row.get("proof")
        return cls(
            id=int(one.id),
            paragraph=one.paragraph,
            anchor=Anchor(str(row["quote"]), int(row["start"]), int(row["end"])),
            kind=ClaimKind(row["kind"]),
            point=str(row["point"]),
            by=str(row["by"]),
            state=ClaimState(row["state"]),
            proof=None if proof is None else _proof(proof),
            words=str(row["words"]),
            settled_ms=int(row["settled_ms"]),
        )


def claims_in(attachments: Iterable[Attachment]) -> Iterator[Claim]:
    """Those that this version can read; what a newer one wrote is passed over."""
    for one in attachments:
        if one.kind == CLAIM and one.row is not None:
            with suppress(KeyError, ValueError, TypeError):
                yield Claim.from_attachment(one)


def _proof(row: Mapping[str, Any]) -> Proof:
    return Proof(*(str(row[name]) for name in ("source", "quote", "date", "who")))
