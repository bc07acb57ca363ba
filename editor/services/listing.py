"""Everything that was sent for this draft, to the letter."""

from __future__ import annotations

from dataclasses import asdict

from editor.protocol.messages import Calls, ListCalls
from editor.services.opening import Opening


class Listing:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def calls(self, request: ListCalls) -> Calls:
        """Oldest first."""
        draft = self._opening.draft
        kept = draft.store.calls.all() if draft.begin() else ()
        return Calls(request.id, tuple(asdict(call) for call in kept))
