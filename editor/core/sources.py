"""Candidates for the source of a claim, as a provider's web search brought them.

Everything in them is foreign text: a page wrote its title and its words, and a model chose it. A candidate verifies
nothing; only the writer does, who looks (see `claims`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from editor.core.attachments import Attachment

SOURCES = "sources"
"""The kind of attachment that a search is kept as, with what it brought."""
LONGEST_ADDRESS = 2_000
_LONGEST_TITLE = 300
_LONGEST_QUOTE = 1_000
_LONGEST_SAID = 20_000
"""Characters, as the others; what is longer is cut, but an address, which would be another one."""


@dataclass(frozen=True, slots=True)
class Source:
    """A page that may bear a claim out."""

    url: str
    title: str = ""
    quote: str = ""
    """What the page says, as the search repeated it; many do not."""


@dataclass(frozen=True, slots=True)
class Search:
    """What one search brought for one claim."""

    id: int
    claim: int
    said: str
    """What the model wrote about it."""
    provider: str
    model: str
    call: str
    when_ms: int
    sources: tuple[Source, ...]

    def without(self, number: int) -> Search:
        """Without its source of this number, counted from 0."""
        return replace(self, sources=(*self.sources[:number], *self.sources[number + 1 :]))

    def as_row(self) -> dict[str, Any]:
        return {
            "claim": self.claim,
            "said": self.said,
            "provider": self.provider,
            "model": self.model,
            "call": self.call,
            "when_ms": self.when_ms,
            "sources": [[one.url, one.title, one.quote] for one in self.sources],
        }

    @classmethod
    def from_attachment(cls, one: Attachment) -> Search:
        """Raises KeyError, ValueError or TypeError for what is none that this version knows."""
        if one.row is None:
            raise ValueError("it was taken away")
        row = one.row
        return cls(
            id=int(one.id),
            claim=int(row["claim"]),
            said=str(row["said"]),
            provider=str(row["provider"]),
            model=str(row["model"]),
            call=str(row["call"]),
            when_ms=int(row["when_ms"]),
            sources=tuple(Source(*map(str, parts)) for parts in row["sources"]),
        )


def searches_in(attachments: Iterable[Attachment]) -> Iterator[Search]:
    """Those that this version can read; what a newer one wrote is passed over."""
    for one in attachments:
        if one.kind == SOURCES and one.row is not None:
            with suppress(KeyError, ValueError, TypeError):
                yield Search.from_attachment(one)


def kept_source(source: Source) -> Source | None:
    """In lengths that can be shown; None where its address is none or too long to be one."""
    url = source.url.strip()
    if not url or len(url) > LONGEST_ADDRESS:
        return None
    return Source(url, one_line(source.title)[:_LONGEST_TITLE], source.quote.strip()[:_LONGEST_QUOTE])


def kept_said(text: str) -> str:
    return text.strip()[:_LONGEST_SAID]


def one_line(text: str) -> str:
    return " ".join(text.split())
