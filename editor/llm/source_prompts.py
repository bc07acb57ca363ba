"""The question for sources of a claim. Its answer is prose with links: a form of ours would take the provider's citations
away, and only they are addresses that the search has really brought."""

from __future__ import annotations

from editor.llm.material_tags import Piece, Tagged, filled, prompt
from editor.llm.provider import Message, Request, Role

MOST_SEARCHES = 3
UNLIMITED_SEARCHES = 10
"""Reckoned with where a provider cannot be told the most: more than a claim needs."""
_MAX_TOKENS = 4096
"""Of the answer, thinking included."""


def sources_request(claim: str, paragraph: str, model: str, searches: int) -> Request:
    """`searches` is one of the two numbers above."""
    tagged = Tagged(
        (
            Piece("paragraph", "The paragraph it stands in:", paragraph.strip()),
            Piece("claim", "The claim:", claim.strip()),
        )
    )
    slots = {name: tagged.text(name) for name in ("paragraph", "claim")}
    return Request(
        model=model,
        system=prompt("sources"),
        messages=(Message(Role.USER, filled(prompt("sources-question"), slots)),),
        max_tokens=_MAX_TOKENS,
        purpose="Sources for a claim",
        search=searches,
    )
