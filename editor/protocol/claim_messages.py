"""What the window and the worker say to each other about claims, and about sources for them."""

from __future__ import annotations

from dataclasses import dataclass

from editor.protocol.parts import Approval


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


SOURCES = "sources"
"""In the place of a critic's id, in `Approval` and the `CriticState` events."""


@dataclass(frozen=True, slots=True)
class PrepareSources:
    """What would be sent to have sources of a claim searched for on the web. Sends nothing; answered by `Prepared`."""

    id: int
    paragraph: int
    claim: str
    """Its words as they stand in the paragraph."""
    upto: int
    connection: str = ""
    model: str = ""
    """Others than the usual ones."""


@dataclass(frozen=True, slots=True)
class FindSources:
    """Sent only with the digest of what was shown, otherwise the answer is `messages.NeedsApproval`."""

    id: int
    paragraph: int
    claim: str
    upto: int
    approved: Approval


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A page that the search brought: a candidate, and foreign text throughout."""

    url: str
    title: str
    quote: str


@dataclass(frozen=True, slots=True)
class SourcesFound:
    id: int
    sources: tuple[SourceRow, ...]
    said: str
    """What the model wrote."""
    provider: str
    model: str
    call: str
    when_ms: int
    trouble: str = ""
    """Why it did not come whole, in a sentence."""
