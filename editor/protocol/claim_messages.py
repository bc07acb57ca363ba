"""What the window and the worker say to each other about claims."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoundClaimRow:
    paragraph: int
    quote: str
    """The words that claim something: paragraph[start:start + len(quote)]."""
    start: int
    kind: str
    """Of `core.claims.ClaimKind`."""
    point: str


@dataclass(frozen=True, slots=True)
class FindClaims:
    """Looks through a paragraph, or the whole draft, as of record `upto`, for sentences that claim something."""

    id: int
    paragraph: int | None
    upto: int


@dataclass(frozen=True, slots=True)
class ClaimsFound:
    id: int
    claims: tuple[FoundClaimRow, ...]
    """In the order of the draft."""
