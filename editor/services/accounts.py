"""What the writer answers for in a draft: its claims and its paragraphs, as they stand in the text as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.core.attachments import Attachment
from editor.core.claims import Claim, ClaimNow, claims_in
from editor.core.paragraph_row import Paragraph
from editor.core.vouching import Vouch, vouches_in


@dataclass(frozen=True, slots=True)
class StatedClaim:
    number: int
    """Of its paragraph, from 1."""
    claim: Claim
    now: ClaimNow


@dataclass(frozen=True, slots=True)
class GivenVouch:
    number: int
    vouch: Vouch
    stands: bool
    """Whether it was given for the paragraph as it is."""


@dataclass(frozen=True, slots=True)
class Accounts:
    claims: tuple[StatedClaim, ...] = ()
    """In the order of the draft, without those whose words are gone."""
    vouches: tuple[GivenVouch, ...] = ()


def accounts_of(attachments: Sequence[Attachment], paragraphs: Sequence[Paragraph]) -> Accounts:
    """What is attached to paragraphs that are gone is left out."""
    numbered = {item.id: (number, item) for number, item in enumerate(paragraphs, 1)}
    claims: list[StatedClaim] = []
    for claim in claims_in(attachments):
        if claim.paragraph in numbered:
            number, item = numbered[claim.paragraph]
            found = claim.found_again(item.text)
            if (now := found.now(item.text)) is not ClaimNow.GONE:
                claims.append(StatedClaim(number, found, now))
    vouches: list[GivenVouch] = []
    for vouch in vouches_in(attachments):
        if vouch.paragraph in numbered:
            number, item = numbered[vouch.paragraph]
            vouches.append(GivenVouch(number, vouch, vouch.stands(item.body)))
    return Accounts(
        tuple(sorted(claims, key=lambda one: (one.number, one.claim.anchor.start))),
        tuple(sorted(vouches, key=lambda one: one.number)),
    )
