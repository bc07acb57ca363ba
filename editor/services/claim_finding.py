"""Finding claims in the draft that is open, off the loop's thread."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from editor.checkers.claim_finder import find_claims
from editor.core.paragraph_row import Paragraph
from editor.protocol.claim_messages import ClaimsFound, FindClaims, FoundClaimRow
from editor.services.opening import Opening


class ClaimFinding:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    async def find(self, request: FindClaims) -> ClaimsFound:
        """Raises FileUnreadable where the draft does not reach as far as the request says."""
        row = self._opening.draft.document(request.upto).paragraphs
        wanted = tuple(item for item in row if request.paragraph in (None, item.id))
        return ClaimsFound(request.id, await asyncio.to_thread(_found, wanted))


def _found(paragraphs: Sequence[Paragraph]) -> tuple[FoundClaimRow, ...]:
    return tuple(
        FoundClaimRow(item.id, item.text[one.start : one.end], one.start, one.kind.value, one.point)
        for item in paragraphs
        for one in find_claims(item.text, item.kind)
    )
